"""Whether an aspect answers one case of a calculation alone: its ways of asking tell what is still to be asked for."""

from datetime import datetime

from bot.assistant.assigning import assign
from knowledge.language.reader import read
from knowledge.language.spelling import Spelling
from knowledge.library import BoundAspect, Library


class Presuming:
    """Looks through ways of asking, each aspect of a calculator once."""

    def __init__(self, library: Library, spelling: Spelling) -> None:
        """Know nothing yet."""
        self._library, self._spelling = library, spelling
        self._known: dict[tuple[str, str, str], bool] = {}

    def presumes(self, bound: BoundAspect, calculator: str, name: str, now: datetime) -> bool:
        """
        Return whether most ways of asking for an aspect tell the input `name` of a calculator, one of a few words.

        视频确认后客户取消赔多少 tells the stage: what is said then is no rule for somebody who has not told it. A rule
        that is asked for with a figure holds for other figures, too.
        """
        key = bound.id, calculator, name
        calculation = self._library.calculations[calculator].calculation
        if not (calculation.inputs[name].choices or calculation.inputs[name].type == "bool"):
            return False
        if key not in self._known:
            ways = [way.q for way in bound.aspect.asked]
            telling = [
                name in assign(calculation, read(way, now), spelled=self._spelling.words(way)).given for way in ways
            ]
            self._known[key] = 2 * sum(telling) > len(telling)
        return self._known[key]
