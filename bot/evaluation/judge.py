"""Is an answer right? One case against the assistant, judged by the file's own expectations."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.evaluation.cases import Case, Expected
from bot.evaluation.faults import faults, is_exact, rank_of

# What an answer can fall short of without saying anything false.
_SAYS_NOTHING_FALSE = frozenset({"must", "first", "most", "script"})


@dataclass(frozen=True)
class Verdict:
    """What came of a case, or of one step of a talk: the answer, what is wrong, and where the right clause stood."""

    case: Case
    expected: Expected
    """What was held against the answer: the case, or the step."""
    line: str
    answer: Answer
    wrong: tuple[str, ...] = ()
    """What is wrong; of a talk, what is wrong in any of its steps."""
    rank: int = 0
    """The place of a right clause among the first three, from 1; 0 where none is right or none was asked for."""
    exact: bool | None = None
    """Whether calculator and result are right; None where none is asked for."""
    seconds: tuple[float, ...] = ()
    """How long each line took; of a talk, in its steps."""
    steps: tuple["Verdict", ...] = ()
    """The verdicts on the steps of a talk; a case without a talk has none."""

    @property
    def right(self) -> bool:
        """Return whether nothing is wrong, in any step."""
        return not self.wrong

    @property
    def each(self) -> tuple["Verdict", ...]:
        """Return the verdict on each answer that was judged: the steps of a talk, else the case itself."""
        return self.steps or (self,)

    @property
    def confidently_wrong(self) -> bool:
        """Return whether it answered, and answered something wrong; of a talk, in any step."""
        if self.steps:
            return any(step.confidently_wrong for step in self.steps)
        answered = self.answer.status == "answered" and not self.answer.silent
        return answered and bool(set(self.wrong) - _SAYS_NOTHING_FALSE)


def judge(case: Case, assistant: Assistant) -> Verdict:
    """Return the verdict on the last answer of `case`, or on every step of its talk."""
    heard = list(_conversation(case, assistant))
    if not case.talk:
        answer = heard[-1][0]
        return _verdict(case, case, case.lines[-1], answer, tuple(seconds for _, seconds in heard))
    steps = tuple(
        _verdict(case, step, step.say, answer, (seconds,))
        for step, (answer, seconds) in zip(case.talk, heard, strict=True)
    )
    wrong = tuple(dict.fromkeys(fault for step in steps for fault in step.wrong))
    return Verdict(case, case, case.lines[-1], steps[-1].answer, wrong, steps=steps)


def _conversation(case: Case, assistant: Assistant) -> Iterator[tuple[Answer, float]]:
    """Yield the answer to each line of `case`, said one after another in one conversation, and how long it took."""
    talk = NOTHING
    for line, mode in zip(case.lines, case.modes, strict=True):
        start = perf_counter()
        answer, talk = assistant.reply(line, talk, now=case.now, mode=mode)
        # What a group gets is the short text.
        yield answer if mode == "private" else replace(answer, text=answer.short), perf_counter() - start


def _verdict(case: Case, expected: Expected, line: str, answer: Answer, seconds: tuple[float, ...]) -> Verdict:
    data: dict[str, Any] = answer.as_json()
    rank, exact = rank_of(expected, data["clauses"]), is_exact(expected, data["calculation"])
    return Verdict(case, expected, line, answer, faults(expected, answer, rank, exact), rank, exact, seconds)
