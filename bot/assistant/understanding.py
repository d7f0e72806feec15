"""A line that stands for itself: searched, proposed, judged and decided, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.assistant import turns
from bot.assistant.deciding import Decision, decide
from bot.assistant.further import Heard
from bot.assistant.hypothesis import Hypothesis
from bot.assistant.judging import judge, propose
from bot.assistant.limits import MOST_BESIDE, MOST_NAMED, MOST_REMEMBERED
from bot.assistant.options import Option
from bot.assistant.talk import NOTHING, Talk
from knowledge.language.reader import Reading
from knowledge.library import Library, Place
from knowledge.search.apart import swapped
from knowledge.search.finder import Finder
from knowledge.search.found import TURNS, Candidate, Found

NO_FACTS: Heard = MappingProxyType({})


@dataclass(frozen=True)
class Understood:
    """What was found for a line, what it may be meant as (likeliest first), and the reply."""

    found: Found
    judged: Sequence[Hypothesis]
    decision: Decision

    @property
    def sure(self) -> float:
        """Return the chance of the answer, 0 where the reply is none."""
        return self.decision.chance if self.decision.reply in ("tell", "compute") else 0

    @property
    def options(self) -> list[Option]:
        """Return the calculations that were proposed anew, the likeliest first."""
        return [one.option for one in self.judged if one.option is not None and one.kind == "calculation"]

    @property
    def place(self) -> str:
        """Return the id of the clause that the answer stands on, nothing where the reply is none."""
        return self.decision.meant[0].place if self.decision.reply in ("tell", "compute") else ""

    @property
    def rule(self) -> Candidate | None:
        """Return the aspect that is told before a calculation asks for what it needs."""
        return self.decision.rule.candidate if self.decision.rule is not None else None

    def aspect_on(self, place: str) -> Candidate | None:
        """Return the likeliest aspect that stands on a clause."""
        return next(
            (one.candidate for one in self.judged if one.candidate is not None and one.candidate.place.id == place),
            None,
        )

    def beside(self) -> list[Place]:
        """Return the further clauses that may be meant as well: at least half as likely as the one that is told."""
        told = self.decision.meant[0]
        rest = [one.candidate for one in self.judged if one.candidate is not None and 2 * one.chance >= told.chance]
        own = told.candidate.place.id if told.candidate is not None else ""
        return list({one.place.id: one.place for one in rest if one.place.id != own}.values())[:MOST_BESIDE]


class Understanding:
    """Understands lines over one library; immutable."""

    def __init__(self, library: Library, finder: Finder) -> None:
        """Share the library and the search."""
        self._library, self._finder = library, finder
        self._own = frozenset(one.id for one in library.documents if one.id not in library.shipped)
        self._surely = library.nearness["surely_beside"]

    def of(
        self, reading: Reading, now: datetime, talk: Talk = NOTHING, heard: Heard = NO_FACTS, *, group: bool = False
    ) -> Understood:
        """
        Return what a line said at `now` means in a `talk`, and the reply; in a `group` silence is one.

        `heard` is what the line says for the checks of calculations.
        """
        found = self._finder.find(reading.line)
        if self._own and talk.earlier:
            found = self._of_the_same(found, reading, talk.earlier[0].target)
        whole = self.whole(talk, reading)
        if whole:
            found = self._finder.followed(found, whole, talk.place.split("/")[0])
        meant = propose(found, reading, self._library, self._finder.asking, now, talk, heard, group=group)
        judged = judge(
            [one for one in meant if group or self._to_us(one.kind, found)],
            self._library.judging,
            lambda one: self._prior(one, found, talk),
        )
        return Understood(found, judged, decide(judged, self._library.costs, group=group))

    def _of_the_same(self, found: Found, reading: Reading, last: str) -> Found:
        """Return what was found for a line after an owner's entry was told: 那多少钱 is asked of the same thing."""
        core = turns.follows_up(reading.line)
        again = self._finder.of_the_same(self._finder.find(core) if core else found, last)
        return again if any(one.features.get("goes_on") for one in again.candidates) else found

    def _prior(self, one: Hypothesis, found: Found, talk: Talk) -> float:
        """Return what speaks for a meaning beforehand: who names no platform asks an owner's documents first."""
        nearness = self._library.nearness
        if one.document in self._own:
            on = nearness["goes_on"] * one.features.get("goes_on", 0)
            return on + nearness["word_for_word"] * float(one.features.get("similar", 0) == 1)
        named = found.about or found.outsider or "platform" in found.named
        if not self._own or named or one.kind in ("chat", "order"):
            return 0
        if one.kind == "outside":
            return nearness["outside"]
        if one.kind == "further":
            return nearness["told_more" if one.tells_more else "told_nothing"]
        spoken_of = one.kind == "turn" or one.document == talk.place.split("/")[0]
        return nearness["spoken_of" if spoken_of else "shipped"]

    def _to_us(self, kind: str, found: Found) -> bool:
        """
        Return whether a line may be small talk or an order to us, where it may as well be a question to a shop.

        周末营业吗 is near to 在吗, and 晚发货你们赔不赔 to 你们赔我钱; each is a question. Who asks for a person is
        answered by the entry that says how to reach one.
        """
        if kind == "chat" and found.talk == "human" and any(map(self._answers_it, found.candidates)):
            return False
        return kind not in ("chat", "order") or not self._own or found.worded(self._surely, kind)

    def _answers_it(self, one: Candidate) -> bool:
        own = one.place.document.id in self._own
        return own and one.features["similar"] >= self._library.nearness["answers_it"]

    def looked_back(self, reading: Reading, talk: Talk) -> Talk:
        """
        Return the talk as a line may look back at it.

        An owner's own answer, told or offered, is looked back at by lines that are surely about it (再说一遍, 为什么),
        not by what merely sounds like them: 你们店在哪 does not ask where it is written, 多少钱 goes on with nothing.
        What is offered is not looked back at by small talk either (有哪些规则).
        """
        own = any(map(self._is_own, (talk.place, *(target for _, target in talk.choices))))
        if not (own or talk.choices) or (own and swapped(talk.question, reading.line)):
            return talk
        worded = self._finder.find(reading.line).worded(self._surely, *(TURNS if own else ("chat",)))
        return talk if worded is own else talk.about_nothing()

    def _is_own(self, target: str) -> bool:
        """Return whether a clause, or an aspect of it, is an owner's own words."""
        place = self._library.places.get(target.partition(":")[0])
        return place is not None and place.document.verbatim

    def whole(self, talk: Talk, reading: Reading) -> str:
        """
        Return the last question completed by a line.

        What the line names stands in place of the same kind of thing, or behind the question.
        """
        if not (talk.place or talk.choices) or not talk.question:
            return ""
        core = turns.follows_up(reading.line) or reading.line
        question = talk.question[-MOST_REMEMBERED:]
        if self._is_own(talk.place):
            return swapped(question, core)  # an owner's own answer has no figures to reckon with
        words = self._finder.spelling.words(core)
        for values in self._library.lexicon.features.values():
            ways = [way for ways in values.values() for way in sorted(ways, key=len, reverse=True)]
            named, old = (next((way for way in ways if way in text), "") for text in (words, question))
            if named and old and len(core) <= MOST_NAMED:
                return question.replace(old, core)
        return f"{question} {core}"
