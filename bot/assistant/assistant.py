"""The whole way of a line, on one screen: talk → question → candidates → calculation or clause → answer."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.assistant import compose, noting, turns
from bot.assistant.ageing import NEVER, aged
from bot.assistant.answer import Answer
from bot.assistant.calculating import Calculating
from bot.assistant.days_said import days_said
from bot.assistant.doubts import is_doubt
from bot.assistant.going_on import given_to
from bot.assistant.limits import LONGEST_LINE, MOST_HITS
from bot.assistant.mending import mended
from bot.assistant.phrases import CANCEL, NONE_OF_THESE, UNKNOWN
from bot.assistant.references import referred
from bot.assistant.replying import Replying
from bot.assistant.talk import NOTHING, Talk
from bot.assistant.turns import parts_of
from bot.assistant.understanding import Understanding
from bot.assistant.written import finished
from knowledge.kept import NOWHERE, Kept
from knowledge.language.bare_days import named, near
from knowledge.language.reader import Reading, read
from knowledge.language.script import script_of
from knowledge.library import Library, Place
from knowledge.search.finder import Finder
from knowledge.search.vectors import Meanings

Mode = Literal["private", "addressed", "group"]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


@dataclass(frozen=True)
class Hit:
    """A clause found for some words, with its score."""

    place: Place
    score: float


# The inputs that a bare figure of a kind is an answer to, where one of them is asked for.
_ALONE = {
    "date": ("date",),
    "number": ("money", "count", "decimal"),
    "money": ("money",),
    "count": ("count",),
    "score": ("decimal",),
}


class Assistant:
    """Answers lines over one library; immutable, so every thread may share it."""

    def __init__(
        self,
        library: Library,
        today: date | None = None,
        kept: Kept = NOWHERE,
        finder: Finder | None = None,
        meanings: Meanings | None = None,
        stale_days: int = NEVER,
    ) -> None:
        """
        Prepare the search over `library`; clause texts are indexed as they stand on `today`.

        `finder` is one that is there already, `meanings` what compares meanings where not the word vectors do. What
        rests on a document that was compared with its page more than `stale_days` days ago says so; 0 is never.
        """
        self.library = library
        self.stale_days = stale_days
        self.finder = finder or Finder(
            library, today or max(document.checked for document in library.documents), meanings, kept
        )
        self.understanding = Understanding(library, self.finder)
        self.calculating = Calculating(library)
        self.replying = Replying(library, self.finder, self.understanding, self.calculating)

    def reply(self, line: str, talk: Talk = NOTHING, *, now: datetime, mode: Mode = "private") -> tuple[Answer, Talk]:
        """
        Return the answer to `line`, said at `now` (aware, Shanghai), and what to remember.

        In mode `group` (a line that is not for the assistant) everything but a clear question is passed over in
        silence.
        """
        line = _CONTROL.sub("", line).strip()[:LONGEST_LINE]
        talk, lapsed = talk.at(now)
        talk, lost = mended(talk, self.library)
        if mode == "group":
            return self._overheard(line, talk, now)
        talk = replace(talk, script=script_of(line) or talk.script)
        reading = self._asked_beside(self.read(line, now), talk)
        answer, after = self._answered(reading, talk, now)
        talk = noting.kept(self.library, talk, after)
        if lapsed and not answer.silent:
            answer = replace(answer, notes=(*answer.notes, "上次没算完的那笔已经超过一天，我先放下了。"))
        if lost and not answer.silent:
            answer = replace(answer, notes=(*answer.notes, "刚才在算的那一种，规则里已经没有了，我先放下了。"))
        return self._finished(answer, line, now, talk.script), talk

    def read(self, line: str, now: datetime) -> Reading:
        """Return what a line says, names misspelt by sound put right and pinyin written as characters first."""
        return read(line, now, self.finder.readable(line))

    def _asked_beside(self, reading: Reading, talk: Talk) -> Reading:
        """Return an answer to our question for a day as one near the day that was told: 上个月20号收到, then 18号."""
        if talk.pending is None or not reading.facts:
            return reading
        asked = self.library.calculations[talk.pending.calculator].calculation.inputs[talk.pending.asked]
        if asked.type not in ("date", "moment"):
            return reading
        day = named(self.read(talk.question, reading.when.now).facts)
        return reading if day is None else replace(reading, facts=tuple(near(reading.facts, day)))

    def _overheard(self, line: str, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the answer to a question in a group that is surely ours, else silence."""
        silent = Answer(line, "no_answer", "", "", silent=True, told="chat")
        reading = self.read(line, now)
        if not line:
            return silent, talk
        facts = noting.heard(self.library, reading)
        understood = self.understanding.of(reading, now, NOTHING, facts, group=True)
        if not understood.place:
            return silent, talk
        answer, _ = self.replying.carried_out(reading, understood, noting.noted(facts, reading, NOTHING), now)
        if answer.status == "needs_input":
            # Nobody is asked back in a group: the rule itself is told.
            answer = self.replying.rule(understood, reading, now)
        if answer.status != "answered":
            return silent, talk
        return self._finished(answer, line, now), talk

    def _answered(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        line = reading.line
        if not line:
            return Answer(line, "no_answer", "我没看到文字，请把问题打给我。", ""), talk
        certain = (
            self._choice(reading, talk, now)
            or self._offered(reading, talk, now)
            or self._place_named(reading, talk, now)
            or self.calculating.named(reading, talk, now)
        )
        if certain is not None:
            return certain
        parts = parts_of(line)
        several = self._each(reading, [self.read(part, now) for part in parts], talk, now) if len(parts) > 1 else None
        return several or self.understood(reading, talk, now)

    def understood(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the answer to a line or a part of one, and the talk after it."""
        facts = noting.heard(self.library, reading)
        noted = noting.noted(facts, reading, self.understanding.looked_back(reading, talk))
        return self.replying.carried_out(reading, self.understanding.of(reading, now, noted, facts), noted, now)

    def _each(self, reading: Reading, readings: list[Reading], talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """
        Return the answers to the several questions of one line, each in the talk that the one before left.

        None where one is not ours.
        """
        answers: list[Answer] = []
        for own in readings:
            answer, talk = self.understood(own, talk, now)
            answers.append(answer)
        clear = [answer for answer in answers if answer.quotes]
        if len({answer.told for answer in clear}) < 2 or len(clear) < len(answers):  # noqa: PLR2004
            return None
        first = answers[0]
        return Answer(
            reading.line,
            first.status,
            "",
            "",
            parts=tuple(answers),
            quotes=first.quotes,
            calculation=first.calculation,
            told=first.told,
        ), talk

    def _choice(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        if not talk.choices:
            return None
        offered = [target for _, target in talk.choices]
        target = turns.picked(reading.line, talk.choices) or self.finder.picked(reading.line, offered) or None
        if target is None:
            return None
        return self.replying.picked(
            target, self.read(talk.question or reading.line, now), replace(talk, choices=()), now
        )

    def _offered(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """
        Return the answer to a line that is just what a button under the last answer says, or the bare figure asked for.

        Such a line means nothing else.
        """
        line, waiting = reading.line, talk.pending
        turn = {CANCEL: "cancel", UNKNOWN: "unknown", NONE_OF_THESE: "none"}.get(line, "")
        # 都不是 under what was offered long ago is still no question
        none = bool(talk.choices) or waiting is None
        fits = waiting is not None if turn == "unknown" else none if turn == "none" else bool(turn)
        if fits:
            return self.replying.turned(reading, turn, talk, now)
        if waiting is None:
            return None
        calculation = self.library.calculations[waiting.calculator].calculation
        figure = reading.facts[0].kind if len(reading.facts) == 1 and reading.facts[0].said == line else ""
        alone = calculation.inputs[waiting.asked].type in _ALONE.get(figure, ())
        if line not in compose.options(calculation, waiting.asked) and not alone:
            return None
        given = given_to(waiting, True, reading, self.library)
        given = {} if any(map(is_doubt, given.values())) else given
        inputs = {**waiting.inputs, **given}
        return (
            self.calculating.go_on(waiting, inputs, talk.question or line, replace(talk, pending=None), now)
            if given
            else None
        )

    def _place_named(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        line = reading.line
        place = referred(self.library, line)
        if place is None:
            return None
        answer = compose.clause_answer(self.library, place, line, now.date(), days_said(reading))
        return replace(answer, told=place.id), talk.about(place.id, self.library.aspects[place.id][0].id, line)

    def clause(self, reference: str, *, now: datetime) -> Answer | None:
        """Return the answer that quotes one clause by its id or by document and number (实在宝 第七条), or None."""
        place = self.library.places.get(reference.strip()) or referred(self.library, reference)
        if place is None:
            return None
        answer = replace(compose.clause_answer(self.library, place, reference, now.date()), told=place.id)
        return self._finished(answer, reference, now)

    def calculate(self, name: str, words: str, talk: Talk = NOTHING, *, now: datetime) -> tuple[Answer, Talk]:
        """Return what the calculator `name` makes of free words (`1288`, `4月1日 否`), asking for what is missing."""
        answer, talk = self.calculating.from_words(name, words, mended(talk, self.library)[0], now)
        return self._finished(answer, words, now), talk

    def calculate_inputs(
        self, name: str, inputs: dict[str, str], talk: Talk = NOTHING, *, now: datetime
    ) -> tuple[Answer, Talk]:
        """Return what the calculator `name` makes of raw inputs by name."""
        answer, talk = self.calculating.start(name, inputs, name, mended(talk, self.library)[0], now, 1)
        return self._finished(answer, name, now), talk

    def again(self, talk: Talk, *, now: datetime) -> Answer | None:
        """Return the calculation that was told last in a talk, as it stands at `now`; None where none was."""
        talk, _ = mended(talk, self.library)
        done = next((one for one in talk.open if talk.last == f"={one.calculator}"), None)
        if done is None or talk.pending is not None:
            return None
        answer, _ = self.calculating.go_on(done, done.inputs, talk.question, talk, now)
        return self._finished(answer, talk.question, now, talk.script)

    def search(self, words: str, limit: int = MOST_HITS) -> list[Hit]:
        """Return the clauses that fit `words`, best first, each once."""
        places = {one.place.id: Hit(one.place, one.score) for one in reversed(self.finder.find(words).candidates)}
        return sorted(places.values(), key=lambda hit: -hit.score)[:limit]

    def _finished(self, answer: Answer, line: str, now: datetime, script: str = "") -> Answer:
        """Return an answer written out, with a note where a document it rests on was looked at long ago."""
        answer = aged(answer, self.library, now, self.stale_days)
        if not answer.parts:
            return finished(answer, line, script)
        parts = tuple(finished(part, line, script) for part in answer.parts)
        text = "\n\n———\n\n".join(part.text for part in parts)
        first = parts[0]
        told = replace(answer, question=line, text=text, short=first.short, headline=first.headline)
        return replace(told, quotes=first.quotes, parts=parts)
