"""Whether an aspect answers one case of a calculation alone: what its ways of asking tell of what may be chosen."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from bot.assistant.assigning import assign
from bot.assistant.giving import Given
from knowledge.calculations import Calculation
from knowledge.language.reader import read
from knowledge.language.spelling import Spelling
from knowledge.library import BoundAspect, Library


class Presuming:
    """Looks through ways of asking, each aspect of a calculator once."""

    def __init__(self, library: Library, spelling: Spelling) -> None:
        """Know nothing yet."""
        self._library, self._spelling = library, spelling
        self._known: dict[tuple[str, str], Mapping[str, Counter[str]]] = {}

    def presumes(self, bound: BoundAspect, calculator: str, name: str, now: datetime) -> bool:
        """
        Return whether most ways of asking for an aspect tell the input `name` of a calculator, one of a few words.

        视频确认后客户取消赔多少 tells the stage: what is said then is no rule for somebody who has not told it. A rule
        that is asked for with a figure holds for other figures, too.
        """
        told = self._told(bound, calculator, now).get(name, Counter[str]())
        return 2 * told.total() > len(bound.aspect.asked)

    def contradicts(self, bound: BoundAspect, calculator: str, given: Mapping[str, Given], now: datetime) -> bool:
        """Return whether its ways tell another choice than a case has: 广告订单能优惠吗 where it is none."""
        told = self._told(bound, calculator, now)
        return any(
            told[name].total() > 1 and _choice(value) not in told[name] for name, value in given.items() if name in told
        )

    def _told(self, bound: BoundAspect, calculator: str, now: datetime) -> Mapping[str, Counter[str]]:
        """Return for each input of a few words how many ways of asking tell which of them."""
        key = bound.id, calculator
        if key not in self._known:
            calculation = self._library.calculations[calculator].calculation
            told: dict[str, Counter[str]] = {name: Counter() for name in _chosen(calculation)}
            for way in bound.aspect.asked:
                given = assign(calculation, read(way.q, now), spelled=self._spelling.words(way.q)).given
                for name in told.keys() & given.keys():
                    told[name][_choice(given[name])] += 1
            self._known[key] = told
        return self._known[key]


def _chosen(calculation: Calculation) -> list[str]:
    return [name for name, one in calculation.inputs.items() if one.choices or one.type == "bool"]


def _choice(given: Given) -> str:
    """Return what is chosen, to be compared."""
    return given if isinstance(given, str) else str(given.polarity or given.value)
