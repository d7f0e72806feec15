"""Is an answer right? One case against the assistant, judged by the file's own expectations."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from time import perf_counter
from typing import Any

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.evaluation.cases import Case
from knowledge.language.script import normalise

_BLANK = re.compile(r"[\s\u3000]|(?<=\d),(?=\d{3})")


@dataclass(frozen=True)
class Verdict:
    """What came of a case: the answer, what is wrong with it, and where the right clause stood."""

    case: Case
    answer: Answer
    wrong: tuple[str, ...] = ()
    rank: int = 0
    """The place of a right clause among the first three, from 1; 0 where none is right or none was asked for."""
    exact: bool | None = None
    """Whether calculator and result are right; None where the case names no calculator."""
    seconds: tuple[float, ...] = ()
    """How long each line took."""

    @property
    def right(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.wrong

    @property
    def confidently_wrong(self) -> bool:
        """Return whether it answered, and answered something wrong."""
        return self.answer.status == "answered" and not self.answer.silent and bool(set(self.wrong) - {"must"})


def judge(case: Case, assistant: Assistant) -> Verdict:
    """Return the verdict on the last answer of `case`."""
    talk = NOTHING
    answer = Answer("", "no_answer", "", "")
    seconds = []
    for line in case.lines:
        start = perf_counter()
        answer, talk = assistant.reply(line, talk, now=case.now, mode=case.chat)
        seconds.append(perf_counter() - start)
    data: dict[str, Any] = answer.as_json()
    rank = _rank(case, data["clauses"])
    exact = _exact(case, data["calculation"]) if case.calc else None
    return Verdict(case, answer, tuple(_faults(case, answer, data, rank, exact)), rank, exact, tuple(seconds))


def _faults(case: Case, answer: Answer, data: dict[str, Any], rank: int, exact: bool | None) -> list[str]:
    text = _flat(str(data["text"]))
    if case.empty:
        return ["spoke"] if text else []
    faults = []
    if answer.status not in case.statuses:
        faults.append("status")
    if answer.silent:
        faults.append("silent")
    if case.doc and not (data["clauses"] and data["clauses"][0]["document"] in case.doc) and answer.status != "choose":
        faults.append("document")
    if case.at and not rank and answer.status != "choose":
        faults.append("clause")
    if not all(any(_flat(word) in text for word in words) for words in case.must):
        faults.append("must")
    if any(_flat(word) in text for word in case.must_not):
        faults.append("must_not")
    if exact is False:
        faults.append("calculation")
    return faults


def _flat(text: str) -> str:
    return _BLANK.sub("", normalise(text))


def _rank(case: Case, clauses: list[dict[str, str]]) -> int:
    for place, clause in enumerate(clauses[:3], start=1):
        if clause["document"] in (case.doc or (clause["document"],)) and any(_near(clause["locator"], at) for at in case.at):
            return place
    return 0


def _near(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _exact(case: Case, calculation: dict[str, Any] | None) -> bool:
    if calculation is None or calculation["calculator"] != case.calc:
        return False
    return all(_equal(calculation["result"].get(key), value) for key, value in case.result.items())


def _equal(got: Any, expected: Any) -> bool:
    """Compare numbers as numbers, days by their beginning, the rest as text; question files hold text."""
    if isinstance(got, list):
        return got == expected or [str(item) for item in got] == [str(item) for item in expected or []]
    if isinstance(expected, list):
        return False
    got_text = {True: "true", False: "false", None: "null"}.get(got, str(got)) if got is None or isinstance(got, bool) else str(got)
    want = str(expected)
    if got_text == want or (want in ("", "~", "null") and got is None):
        return True
    try:
        return Decimal(got_text) == Decimal(want)
    except InvalidOperation:
        return bool(re.match(r"\d{4}-\d\d", want)) and got_text.startswith(want)
