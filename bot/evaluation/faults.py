"""What is wrong with one answer, held against what the file expects of it."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.assistant.answer import Answer
from bot.evaluation.cases import NO_CALCULATOR, Expected
from bot.evaluation.scripts import written_in
from knowledge.language.script import normalise

_BLANK = re.compile(r"[\s\u3000]|(?<=\d),(?=\d{3})")
_PLACES = 3


def faults(expected: Expected, answer: Answer, rank: int, exact: bool | None) -> tuple[str, ...]:
    """Return the names of the expectations that `answer` does not meet; see `rank_of` and `is_exact` for the rest."""
    data: dict[str, Any] = answer.as_json()
    return (
        *_of_status(expected, answer),
        *_of_place(expected, answer, data["clauses"], rank),
        *wrong_words(expected, str(data["text"])),
        *_of_calculation(expected, data["calculation"], exact, answer.told),
    )


def first_line(text: str) -> str:
    """Return the first line of a text that is not blank."""
    return next((line for line in text.splitlines() if line.strip()), "")


def rank_of(expected: Expected, clauses: list[dict[str, str]]) -> int:
    """Return the place of a right clause among the first three, from 1; 0 where none is right or none is asked for."""
    for place, clause in enumerate(clauses[:_PLACES], start=1):
        documents = expected.doc or (clause["document"],)
        if clause["document"] in documents and any(_near(clause["locator"], at) for at in expected.at):
            return place
    return 0


def is_exact(expected: Expected, calculation: dict[str, Any] | None) -> bool | None:
    """Return whether calculator and result are right; None where no calculator and no result is asked for."""
    if not expected.calculators and not expected.result:
        return None
    if calculation is None:
        return NO_CALCULATOR in expected.calc and not expected.result
    if expected.calculators and calculation["calculator"] not in expected.calculators:
        return False
    return holds(calculation["result"], expected.result)


def holds(result: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Return whether a result has the values that are wanted."""
    return all(_equal(result.get(key), value) for key, value in wanted.items())


def _of_status(expected: Expected, answer: Answer) -> Iterator[str]:
    if expected.empty:
        if not answer.silent and answer.text:
            yield "spoke"
        return
    if expected.statuses and answer.status not in expected.statuses:
        yield "status"
    if answer.silent and expected.speaks:
        yield "silent"


def _of_place(expected: Expected, answer: Answer, clauses: list[dict[str, str]], rank: int) -> Iterator[str]:
    if answer.status == "choose" and not expected.strict:
        return
    if expected.doc and not (clauses and clauses[0]["document"] in expected.doc):
        yield "document"
    if expected.at and not rank:
        yield "clause"


def wrong_words(expected: Expected, text: str) -> Iterator[str]:
    """Yield the names of the expectations on words that `text` does not meet."""
    whole, first = _flat(text), _flat(first_line(text))
    for name, there, wanted in (("must", whole, expected.must), ("first", first, expected.first)):
        if not all(any(_flat(word) in there for word in words) for words in wanted):
            yield name
    for name, there, banned in (("must_not", whole, expected.must_not), ("first_not", first, expected.first_not)):
        if any(_flat(word) in there for word in banned):
            yield name
    if expected.most is not None and len(text) > expected.most:
        yield "most"
    if expected.script and not written_in(text, expected.script):
        yield "script"


def _of_calculation(
    expected: Expected, calculation: dict[str, Any] | None, exact: bool | None, told: str
) -> Iterator[str]:
    if exact is False:
        yield "calculation"
    if expected.to and told not in expected.to:
        yield "to"
    if expected.calc and not expected.calculators and calculation is not None:
        yield "computed"


def _flat(text: str) -> str:
    return _BLANK.sub("", normalise(text))


def _near(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _equal(got: Any, expected: Any) -> bool:
    """Compare numbers as numbers, days by their beginning, the rest as text; question files hold text."""
    if isinstance(got, list):
        return got == expected or [str(item) for item in got] == [str(item) for item in expected or []]
    if isinstance(expected, list):
        return False
    words = {True: "true", False: "false", None: "null"}
    got_text = words[got] if got is None or isinstance(got, bool) else str(got)
    want = str(expected)
    if got_text == want or (want in ("", "~", "null") and got is None):
        return True
    try:
        return Decimal(got_text) == Decimal(want)
    except InvalidOperation:
        return bool(re.match(r"\d{4}-\d\d", want)) and got_text.startswith(want)
