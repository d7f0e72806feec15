"""A calculation over several lines: starting it, answering what it asks, correcting, dropping, reopening it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.assistant import changing, compose, gates, looking, noting, turns
from bot.assistant.answer import Answer
from bot.assistant.assigning import Given, assign
from bot.assistant.doubts import explained, is_doubt
from bot.assistant.options import Option
from bot.assistant.talk import Pending, Talk
from bot.assistant.understanding import Understanding
from calculators import run, run_checked
from calculators.inputs import UNREAD
from calculators.outcome import Outcome
from knowledge.calculations import Calculation
from knowledge.finder import Finder
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading, read
from knowledge.language.script import normalise
from knowledge.library import Library, full_id

_MOST_OPEN, _SURE, _LITTLE_BESIDE = 4, 0.5, 6
Interruption = Callable[[Reading, Talk, datetime], tuple[Answer, Talk] | None]


class Calculating:
    """The part of the assistant that carries a calculation from line to line."""

    def __init__(self, library: Library, finder: Finder, understanding: Understanding) -> None:
        """Share the library, the search and the understanding of the assistant."""
        self.library, self.finder, self.understanding = library, finder, understanding

    def start(self, name: str, inputs: Mapping[str, Given], question: str, talk: Talk, now: datetime, confidence: float) -> tuple[Answer, Talk]:
        """Return what the calculator makes of `inputs` (facts or typed words), and the talk that waits for more or remembers it."""
        outcome = explained(run_checked(name, inputs, talk.told, self.library, now), inputs, self._calculation(name))
        answer = compose.outcome_answer(self.library, outcome, question, now.date(), confidence)
        calculation = self._calculation(name)
        kept = {key: value for key, value in inputs.items() if key in outcome.inputs or changing.half_said(calculation, key, value)}
        kept = {key: value for key, value in kept.items() if key != outcome.wrong}
        entry = Pending(name, kept, answer.ask.name if answer.ask else "", now, _last_said(kept))
        waiting = answer.status == "needs_input" and bool(entry.asked)
        others = tuple(one for one in talk.open if one.calculator != name)
        after = replace(
            talk,
            pending=entry if waiting else None,
            open=((() if waiting else (entry,)) + others)[:_MOST_OPEN],
            choices=(),
            question=question,
            place=self.library.calculations[name].place.id,
        )
        return answer, after

    def opened(self, near: list[Option], talk: Talk, now: datetime) -> Talk:
        """Return a talk in which a bare figure afterwards starts a calculation near the clause just quoted."""
        fresh = tuple(Pending(option.name, option.inputs, "", now, _last_said(option.inputs)) for option in near[:3])
        names = {entry.calculator for entry in fresh}
        return replace(talk, open=(*fresh, *(entry for entry in talk.open if entry.calculator not in names))[:_MOST_OPEN])

    def turn(self, reading: Reading, talk: Talk, now: datetime, interruption: Interruption) -> tuple[Answer, Talk] | None:
        """Return the answer to a line that belongs to a calculation, or None where it does not."""
        line = reading.line
        if turns.cancels(line):
            says = "好的，这笔不算了。" if talk.pending else "好的。有规则问题随时问我。"
            return Answer(line, "no_answer", says, ""), replace(talk, pending=None, open=(), choices=())
        if talk.pending is not None:
            return self._pending(reading, talk, talk.pending, now, interruption)
        return self._reopened(reading, talk, now) if talk.open else None

    def _calculation(self, name: str) -> Calculation:
        return self.library.calculations[name].calculation

    def _pending(self, reading: Reading, talk: Talk, pending: Pending, now: datetime, interruption: Interruption) -> tuple[Answer, Talk] | None:
        calculation, line = self._calculation(pending.calculator), reading.line
        if turns.does_not_know(line):
            return self._unknown(line, talk, pending, now)
        correcting = turns.corrects(line)
        reading = self._nameless(reading, pending.calculator)
        given = turns.answers_to(pending, calculation, reading)
        if correcting and pending.last:
            given = self._corrected(pending, calculation, reading) or given
        given = changing.kept(pending.inputs, given, calculation, reading)
        other = None if correcting or (given and not gates.is_question(line)) else interruption(reading, talk, now)
        if other is not None and not (given and other[0].quotes and other[0].quotes[0].id == self.library.calculations[pending.calculator].place.id):
            return self._going_on(other, pending) if other[1].pending == pending else other
        given = given or turns.another_day(pending, calculation, reading)
        given = changing.completed(pending.inputs, pending.asked, given) if given else {pending.asked: Fact("number", how="about", said=line, part=UNREAD)}
        return self.start(pending.calculator, {**pending.inputs, **given}, talk.question or line, talk, now, 1.0)

    def _nameless(self, reading: Reading, name: str) -> Reading:
        """Return a reading without the names of the calculation's document: beside a figure they say nothing."""
        text = reading.text
        for alias in sorted(self.library.calculations[name].place.document.aliases, key=len, reverse=True):
            text = text.replace(normalise(alias), " " * len(normalise(alias)))
        return replace(reading, text=text)

    def _going_on(self, other: tuple[Answer, Talk], pending: Pending) -> tuple[Answer, Talk]:
        answer, talk = other
        field = self._calculation(pending.calculator).inputs[pending.asked]
        return replace(answer, notes=(*answer.notes, f"刚才那笔还没算完：{field.ask}")), talk

    def _corrected(self, pending: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
        """Return the corrected input: the one named or fitting by its unit, else the last one given."""
        given = dict(assign(calculation, reading, asked=pending.last).given)
        tied = {name: value for name, value in given.items() if name == pending.last or name in pending.inputs}
        if not given:
            alone = {name: assign(calculation, reading, asked=name).given.get(name) for name in pending.inputs}
            fitting: dict[str, Given] = {name: value for name, value in alone.items() if isinstance(value, Fact)}
            tied = fitting if len(fitting) == 1 else {}
        return changing.kept(pending.inputs, tied or given, calculation, reading)

    def _reopened(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """Return a calculation done anew with a corrected or further figure, or None where the line is something else."""
        for done in talk.open:
            given = self._further(reading, done)
            if given:
                return self.start(done.calculator, {**done.inputs, **given}, talk.question or reading.line, talk, now, 1.0)
        last = talk.open[0]
        if not gates.is_question(reading.line) and self._tells_for_a_check(last.calculator, reading):
            return self.start(last.calculator, last.inputs, talk.question or reading.line, talk, now, 1.0)
        return None

    def _tells_for_a_check(self, name: str, reading: Reading) -> bool:
        """Return whether a line tells a fact that a result just told depends on: 忘了说，这单申请过一次."""
        return any(noting.checked_facts(self.library, check, reading) for check in self._calculation(name).checks)

    def _further(self, reading: Reading, done: Pending) -> dict[str, Given]:
        """Return the inputs that a line changes or adds in a calculation that is open, nothing where it speaks of something else."""
        calculation, line, reading = self._calculation(done.calculator), reading.line, self._nameless(reading, done.calculator)
        if turns.corrects(line) and done.last:
            return self._corrected(done, calculation, reading)
        given = changing.reckoned(done.inputs, done.last, calculation, reading) or self._changed(done, calculation, reading)
        if not given or (gates.is_question(line) and all(map(is_doubt, given.values()))):
            return {}
        if turns.is_bare(reading):
            return given
        understood = self.understanding.of(reading, reading.when.now)
        elsewhere = understood.sure >= _SURE and not self._rests_on(done.calculator, understood.place)
        another = understood.decision.reply == "compute" and understood.decision.meant[0].target != f"={done.calculator}"
        return {} if (elsewhere or another) and gates.is_question(line) else given

    def _changed(self, done: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
        """Return what a line gives that is no correction: the day looked at, what it names again, what is open, the last input."""
        core = turns.follows_up(reading.line)
        alone = [fact for fact in reading.facts if fact.kind in looking.DAYS and fact.said == core and not looking.is_looked(fact, reading)]
        # 那4月3号呢 asks about another day of what was said last.
        looked = {} if alone else looking.looked_in(calculation, reading, done.inputs)
        named = changing.changes(done.inputs, calculation, reading)
        if looked or named:
            return changing.kept(done.inputs, {**named, **looked}, calculation, reading)
        needed = next((name for name, field in calculation.inputs.items() if name not in done.inputs and field.required), "")
        # “那…呢” changes what was said; any other line adds what is still open, or else changes the last input.
        tries: list[tuple[str, Mapping[str, Given]]] = [(done.last, {})] if core else [(needed, done.inputs), (done.last, done.inputs)]
        read = (turns.answers_to(replace(done, asked=asked, inputs=known), calculation, reading) for asked, known in tries)
        return changing.kept(done.inputs, next((inputs for inputs in read if inputs), {}), calculation, reading)

    def _rests_on(self, name: str, place: str) -> bool:
        bound = self.library.calculations[name]
        document = bound.place.document.id
        return place in {bound.place.id, *(full_id(document, at) for at in bound.calculation.clauses)}

    def _unknown(self, line: str, talk: Talk, pending: Pending, now: datetime) -> tuple[Answer, Talk]:
        """Return what the rule comes to for each possible value, or the rule itself, where the asker does not know one."""
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
                outcome: Outcome = run(pending.calculator, {**pending.inputs, pending.asked: str(amount)}, self.library, now)
                if outcome.outcome == "computed":
                    rows.append(f"{field.label}{amount} 元：{outcome.says}")
        return rows

    def named(self, reading: Reading, talk: Talk, now: datetime) -> tuple[Answer, Talk] | None:
        """Return the payout of a line that is a document's name and an amount (实在宝 1288), else None."""
        for document in self.library.documents:
            name = max((alias for alias in document.aliases if alias in reading.text), key=len, default="")
            rest = reading.text.replace(name, " ").strip() if name else ""
            if not rest or len(re.sub(r"\W", "", rest)) > _LITTLE_BESIDE + sum(fact.end - fact.start for fact in reading.facts):
                continue
            for clause in document.clauses:
                for calculation in clause.calculations:
                    given = assign(calculation, self._nameless(reading, calculation.name), asked=next(iter(calculation.inputs))).given
                    if calculation.kind == "payout" and any(isinstance(value, Fact) for value in given.values()):
                        return self.start(calculation.name, given, reading.line, talk, now, 1.0)
        return None

    def from_words(self, name: str, words: str, talk: Talk, now: datetime) -> tuple[Answer, Talk]:
        """Return what a calculator makes of the words behind a command: in the catalogue's order, or as a sentence."""
        calculation = self._calculation(name)
        parts = [part for part in re.split(r"[\s，,;；]+", words) if part]
        given = self._in_order(calculation, parts, now)
        given = {**assign(calculation, read(words, now)).given, **given}
        if not given and parts:
            given = {next(iter(calculation.inputs)): words}
        return self.start(name, given, talk.question or name, talk, now, 1.0)

    def _in_order(self, calculation: Calculation, parts: list[str], now: datetime) -> dict[str, Given]:
        """Return each part (two together where they are a day and its time) given to the first open input that can take it."""
        found: dict[str, Given] = {}
        at = 0
        while at < len(parts):
            for size in (2, 1):
                reading = read(" ".join(parts[at : at + size]), now)
                taken = ((key, self._takes(calculation, key, reading, size)) for key in calculation.inputs if key not in found)
                name, value = next(((key, value) for key, value in taken if value is not None), ("", None))
                if value is not None:
                    found[name] = value
                    at += size
                    break
            else:
                at += 1
        return found

    def _takes(self, calculation: Calculation, name: str, reading: Reading, size: int) -> Given | None:
        """Return what some words give to an input on their own, or None; two parts are only taken for a day with its time."""
        field = calculation.inputs[name]
        if field.type == "moments" or (size > 1 and (field.type not in ("moment", "time") or ":" not in reading.text)):
            return None
        given = turns.answers_to(Pending(calculation.name, {}, name, reading.when.now), replaced(calculation, name), reading)
        value = given.get(name)
        return None if field.type == "moment" and size == 1 and changing.is_day(value) else value

    def swapped(self, question: str, core: str) -> str:
        """Return the last question with what “那…呢” names put in place of the same kind of thing, or added to it."""
        words = self.finder.spelling.words(core)
        outsider = self.finder.outsider(question)
        if outsider and "platform" in self.finder.features(words):
            return question.replace(outsider, core)
        features = self.library.lexicon.features
        for values in features.values():
            named = next((way for ways in values.values() for way in sorted(ways, key=len, reverse=True) if way in words), "")
            old = next((way for ways in values.values() for way in sorted(ways, key=len, reverse=True) if way in question), "")
            if named and old:
                return question.replace(old, core)
        return f"{question} {core}"


def replaced(calculation: Calculation, key: str) -> Calculation:
    """Return the calculation with the one input `key` alone."""
    return calculation.model_copy(update={"inputs": {key: calculation.inputs[key]}})


def _last_said(inputs: Mapping[str, Given]) -> str:
    """Return the input that was told last; now itself, which nobody told, is none."""
    said = (name for name, value in reversed(tuple(inputs.items())) if not (isinstance(value, Fact) and value.part == "now"))
    return next(said, "")
