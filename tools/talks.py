"""The talks of tests/questions/learn/talks as lines to learn from: each step in the talk that earlier steps lead to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.assistant import noting
from bot.assistant.assistant import Assistant
from bot.assistant.deciding import taken
from bot.assistant.gates import is_question
from bot.assistant.hypothesis import Hypothesis
from bot.assistant.talk import NOTHING, Talk
from bot.assistant.understanding import Understood
from bot.assistant.written import finished
from bot.evaluation.cases import Case, Step, read_cases
from bot.evaluation.faults import holds, wrong_words
from knowledge.language.reader import Reading
from knowledge.language.script import script_of
from knowledge.search.found import BESIDE, TURNS
from tools.with_lines import LEARN, Line

TALKS = LEARN / "talks"
_LEAST_OWN, _MOST_TARGETS, _LONGEST = 2, 4, 30


@dataclass(frozen=True)
class Told:
    """A step of a talk: the line, everything it may be meant as, and what of it is right."""

    line: Line
    hypotheses: list[Hypothesis]
    right: list[bool]


@dataclass(frozen=True)
class Conversation:
    """A talk to learn from, and who wrote it."""

    writer: str
    case: Case


def read_talks(folder: Path = TALKS) -> list[Conversation]:
    """Return the conversations of every writer."""
    return [Conversation(path.stem, case) for path in sorted(folder.glob("*.yaml")) for case in read_cases([path])]


def lines_of(talks: list[Conversation]) -> list[Line]:
    """Return the steps that are about the talk, or none of ours, as single lines."""
    every = ((one, step) for one in talks for step in one.case.talk)
    about = {*BESIDE, *TURNS}
    chosen = (
        (one, step) for one, step in every if len(step.to) == 1 and {*step.to} <= about and len(step.say) >= _LEAST_OWN
    )
    return [Line(step.say, frozenset(step.to), one.writer, one.case.now) for one, step in chosen]


def follow_ups(talks: Iterable[Conversation]) -> dict[str, tuple[str, ...]]:
    """Return the lines that go on in a talk to an aspect, or ask for a calculation, and the targets of each."""
    found: dict[str, set[str]] = {}
    for one in talks:
        for step in one.case.talk[1:]:
            targets = {
                target for target in step.to if ":" in target or (target.startswith("=") and is_question(step.say))
            }
            if targets and len(step.to) <= _MOST_TARGETS and len(step.say) <= _LONGEST:
                found.setdefault(step.say, set()).update(targets)
    return {line: tuple(sorted(targets)) for line, targets in found.items()}


def steps(assistant: Assistant, conversation: Conversation, *, computing: bool) -> Iterator[Told]:
    """
    Yield each step with what it may be meant as.

    The talk goes on with the likeliest of what is right, a calculation first where `computing`.
    """
    case, talk = conversation.case, NOTHING
    for step, mode in zip(case.talk, case.modes, strict=True):
        line, targets, now, overheard = step.say, frozenset(step.to), case.now, mode == "group"
        before = NOTHING if overheard else replace(talk, script=script_of(line) or talk.script)
        reading = assistant.read(line, now)
        heard = noting.heard(assistant.library, reading)
        noted = noting.noted(heard, reading, before)
        understood = assistant.understanding.of(reading, now, noted, heard, group=overheard)
        right = [_right(one, targets, step.result) for one in understood.judged]
        if targets & {*TURNS} and (step.must or step.first):
            right = [
                flag and _says(assistant, reading, understood, one, noted, now, step)
                for one, flag in zip(understood.judged, right, strict=True)
            ]
        yield Told(Line(line, targets, conversation.writer, now), list(understood.judged), right)
        if overheard:
            continue
        fitting = [one for one, flag in zip(understood.judged, right, strict=True) if flag]
        chosen = (
            min(fitting, key=lambda one: one.option is None, default=None) if computing else next(iter(fitting), None)
        )
        decision = understood.decision if chosen is None else taken(chosen, understood.judged, assistant.library.costs)
        _, after = assistant.replying.carried_out(
            reading, Understood(understood.found, understood.judged, decision), noted, now
        )
        talk = noting.kept(assistant.library, before, after)


def _says(
    assistant: Assistant,
    reading: Reading,
    understood: Understood,
    one: Hypothesis,
    talk: Talk,
    now: datetime,
    step: Step,
) -> bool:
    """Return whether the answer to a hypothesis says what a step that is about the talk has to say."""
    decision = taken(one, understood.judged, assistant.library.costs)
    answer, _ = assistant.replying.carried_out(
        reading, Understood(understood.found, understood.judged, decision), talk, now
    )
    return not [*wrong_words(step, finished(answer, reading.line).text)]


def _right(one: Hypothesis, targets: frozenset[str], result: dict[str, Any]) -> bool:
    """Return whether a hypothesis is what a step means: its target, and where a result is told, just that."""
    if one.target not in targets:
        return False
    return one.option is None or not result or holds(one.option.outcome.as_json()["result"], result)
