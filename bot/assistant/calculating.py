"""A calculation over several lines: starting it, answering what it asks, correcting, dropping, reopening it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.assistant import by_day, compose, keeping, looked_day, turns
from bot.assistant.answer import Answer
from bot.assistant.assigning import assign
from bot.assistant.days_said import Said, days_said
from bot.assistant.doubts import explained
from bot.assistant.giving import Given
from bot.assistant.going_on import nameless
from bot.assistant.limits import MOST_BESIDE_NAME, MOST_OPEN, MOST_OPENED
from bot.assistant.options import Option
from bot.assistant.talk import Pending, Talk
from calculators import run, run_checked
from calculators.outcome import Outcome
from knowledge.calculations import Calculation
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading, lone_number, read
from knowledge.library import Library


class Calculating:
    """The part of the assistant that carries a calculation from line to line."""

    def __init__(self, library: Library) -> None:
        """Share the library of the assistant."""
        self.library = library

    def start(
        self,
        name: str,
        inputs: Mapping[str, Given],
        question: str,
        talk: Talk,
        now: datetime,
        confidence: float,
        said: Said = (),
    ) -> tuple[Answer, Talk]:
        """
        Return what the calculator makes of `inputs` (facts or typed words), and the talk after it.

        The talk waits for more, or remembers the calculation. `said` are the days that the line asks about.
        """
        calculation = self._calculation(name)

        def computed(at: datetime) -> Answer:
            found = run_checked(name, inputs, talk.told, self.library, now, at)
            outcome = explained(found, inputs, calculation)
            return compose.outcome_answer(self.library, outcome, question, at.date(), confidence)

        said = by_day.settled(self.library, name, said, now)
        answer = by_day.told(self.library, name, said, now, computed)
        outcome = answer.calculation
        assert outcome is not None
        read = inputs if outcome.outcome == "invalid" else outcome.inputs
        kept = {
            key: value for key, value in inputs.items() if key in read or keeping.half_said(calculation, key, value)
        }
        kept = {key: value for key, value in kept.items() if key != outcome.wrong}
        asked = answer.ask.name if answer.ask else ""
        entry = Pending(name, kept, asked, now, _last_said(kept), days=by_day.packed(said))
        waiting = answer.status == "needs_input" and bool(entry.asked)
        others = tuple(one for one in talk.open if one.calculator != name)
        opened = ((() if waiting else (entry,)) + others)[:MOST_OPEN]
        after = talk.about(self.library.calculations[name].place.id, f"={name}", question)
        return replace(answer, told=f"={name}"), replace(after, pending=entry if waiting else None, open=opened)

    def go_on(
        self, entry: Pending, inputs: Mapping[str, Given], question: str, talk: Talk, now: datetime
    ) -> tuple[Answer, Talk]:
        """Return what a calculation of the talk makes of `inputs`, on the days that were asked about."""
        return self.start(entry.calculator, inputs, question, talk, now, 1, by_day.unpacked(entry.days))

    def opened(self, near: list[Option], talk: Talk, now: datetime) -> Talk:
        """
        Return a talk in which a bare figure afterwards starts a calculation near the clause just quoted.

        It starts with what was told for it before.
        """
        known = {entry.calculator: entry for entry in talk.open}
        inputs = {
            option.name: {**(known[option.name].inputs if option.name in known else {}), **option.inputs}
            for option in near[:MOST_OPENED]
        }
        asked_for = {name for name, entry in known.items() if not entry.near}
        fresh = tuple(
            Pending(name, own, "", now, _last_said(own), near=name not in asked_for) for name, own in inputs.items()
        )
        return replace(
            talk, open=(*fresh, *(entry for entry in talk.open if entry.calculator not in inputs))[:MOST_OPEN]
        )

    def _calculation(self, name: str) -> Calculation:
        return self.library.calculations[name].calculation

    def left(self, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return the last deadline of the talk as it stands today."""
        done = next(entry for entry in talk.open if looked_day.day_looked(self._calculation(entry.calculator)))
        today = Fact("date", now.date(), now.date(), now.date(), said="今天", part="now")
        inputs = {**done.inputs, looked_day.day_looked(self._calculation(done.calculator)): today}
        return self.start(done.calculator, inputs, talk.question, talk, now, 1)

    def unknown(self, line: str, talk: Talk, pending: Pending, now: datetime) -> tuple[Answer, Talk]:
        """Return what the rule comes to for each possible value, or the rule itself, if the asker does not know one."""
        calculation = self._calculation(pending.calculator)
        field = calculation.inputs[pending.asked]
        place = self.library.calculations[pending.calculator].place
        values = list(field.choices) if field.type == "enum" else ["是", "否"] if field.type == "bool" else []
        rows = []
        for value in values:
            outcome = run(pending.calculator, {**pending.inputs, pending.asked: value}, self.library, now)
            if outcome.outcome in ("computed", "undetermined"):
                shown = field.choices[value][0] if field.choices else value
                rows.append(f"如果{field.label}是“{shown}”：{outcome.says}")
        rows = rows or self._samples(pending, now)
        answer = compose.clause_answer(self.library, place, talk.question or line, now.date())
        if rows:
            answer = replace(answer, headline="不知道也没关系，按不同情况大致是这样：", steps=tuple(rows))
        return answer, replace(talk, pending=None, open=(replace(pending, since=now), *talk.open), choices=())

    def _samples(self, pending: Pending, now: datetime) -> list[str]:
        """Return a few worked lines around the rule's own figures, for an amount that the asker does not know."""
        bound = self.library.calculations[pending.calculator]
        field = bound.calculation.inputs[pending.asked]
        if field.type != "money":
            return []
        figures = [self.library.figure(bound.place, name, now.date()) for name in bound.calculation.figures.values()]
        around = [value for value, unit in figures if unit.value == "yuan"]
        rows: list[str] = []
        for value in around[:1]:
            for amount in (int(value) // 2, int(value), int(value) * 2):  # type: ignore[arg-type]
                outcome: Outcome = run(
                    pending.calculator, {**pending.inputs, pending.asked: str(amount)}, self.library, now
                )
                if outcome.outcome == "computed":
                    rows.append(f"{field.label}{amount} 元：{outcome.says}")
        return rows

    def named(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """Return the payout of a line that is a document's name and an amount (实在宝 1288), else None."""
        for document in self.library.documents:
            name = max((alias for alias in document.aliases if alias in reading.text), key=len, default="")
            own = _with_its_number(reading, name, now)
            if not name or _beside(own, name, document.platform.name) > MOST_BESIDE_NAME:
                continue
            payouts = (one for clause in document.clauses for one in clause.calculations if one.kind == "payout")
            for calculation in payouts:
                amount = next((key for key, one in calculation.inputs.items() if one.type == "money"), None)
                said = nameless(own, calculation.name, self.library)
                given = assign(calculation, said, asked=amount).given if amount else {}
                if any(isinstance(value, Fact) for value in given.values()):
                    return self.start(calculation.name, given, reading.line, talk, now, 1, days_said(reading))
        return None

    def from_words(self, name: str, words: str, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return what a calculator makes of the words behind a command: in the catalogue's order, or as a sentence."""
        calculation = self._calculation(name)
        parts = [part for part in re.split(r"[\s，,;；]+", words) if part]
        given = self._in_order(calculation, parts, now)
        given = {**assign(calculation, read(words, now)).given, **given}
        if not given and parts:
            given = {next(iter(calculation.inputs)): words}
        return self.start(name, given, talk.question or name, talk, now, 1, days_said(read(words, now)))

    def _in_order(self, calculation: Calculation, parts: list[str], now: datetime) -> dict[str, Given]:
        """Return each part (two together if a day and its time) given to the first open input that can take it."""
        found: dict[str, Given] = {}
        at = 0
        while at < len(parts):
            for size in (2, 1):
                reading = read(" ".join(parts[at : at + size]), now)
                taken = (
                    (key, self._takes(calculation, key, reading, size))
                    for key in calculation.inputs
                    if key not in found
                )
                name, value = next(((key, value) for key, value in taken if value is not None), ("", None))
                if value is not None:
                    found[name] = value
                    at += size
                    break
            else:
                at += 1
        return found

    def _takes(self, calculation: Calculation, name: str, reading: Reading, size: int) -> Given | None:
        """
        Return what some words give to an input on their own, or None.

        Two parts are only taken for a day with its time.
        """
        field = calculation.inputs[name]
        if field.type == "moments" or (size > 1 and (field.type not in ("moment", "time") or ":" not in reading.text)):
            return None
        given = turns.answers_to(
            Pending(calculation.name, {}, name, reading.when.now), replaced(calculation, name), reading
        )
        value = given.get(name)
        return None if field.type == "moment" and size == 1 and keeping.is_day(value) else value


def replaced(calculation: Calculation, key: str) -> Calculation:
    """Return the calculation with the one input `key` alone."""
    return calculation.model_copy(update={"inputs": {key: calculation.inputs[key]}})


def _with_its_number(reading: Reading, name: str, now: datetime) -> Reading:
    """Return a reading in which the one number behind a name is an amount, though it be one typed for its sound."""
    rest = reading.text.replace(name, " ").strip() if name else ""
    return read(f"{name} {rest}元", now) if not reading.facts and lone_number(rest) is not None else reading


def _beside(reading: Reading, *names: str) -> int:
    """Return how many characters of a line are neither of its figures nor of `names`."""
    rest = reading.text
    for fact in reading.facts:
        rest = rest[: fact.start] + " " * (fact.end - fact.start) + rest[fact.end :]
    for name in names:
        rest = rest.replace(name, " ")
    return len(re.sub(r"\W", "", rest))


def _last_said(inputs: Mapping[str, Given]) -> str:
    """Return the input that was told last; now itself, which nobody told, is none."""
    said = (
        name for name, value in reversed(tuple(inputs.items())) if not (isinstance(value, Fact) and value.part == "now")
    )
    return next(said, "")
