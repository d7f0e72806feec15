"""Cells of the matrices: a line, what must be read in it, and how a reading that fails is told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import settings

from knowledge.language.fact import Fact
from knowledge.language.reader import read
from tests.language.notation import NOW

# The same examples on every run, so that a failure on one machine is one on all.
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=200)
FIGURES = ("money", "count", "number", "percent", "discount", "score", "duration", "size", "level")

Check = Callable[[Sequence[Fact]], bool]


@dataclass(frozen=True)
class Cell:
    """A line, what is expected for people, and whether the facts that stand in it are right."""

    line: str
    want: str
    right: Check


def words(text: str) -> list[str]:
    """Return words written with blanks between them."""
    return text.split()


def stated(line: str) -> tuple[Fact, ...]:
    """Return the facts of a line that are no yes, no or role."""
    return tuple(fact for fact in read(line, NOW).facts if fact.kind not in ("bool", "role"))


def over(line: str, start: int, end: int) -> tuple[Fact, ...]:
    """Return the figures, days and times that overlap a stretch of the line as it was written."""
    reading = read(line, NOW)
    places = reading.origin
    facts = [fact for fact in reading.facts if fact.kind not in ("bool", "role")]
    return tuple(fact for fact in facts if places[fact.start] < end and places[max(fact.start, fact.end - 1)] >= start)


def told(facts: Sequence[Fact]) -> str:
    """Return facts for people, with their ends."""
    return "; ".join(_told(fact) for fact in facts) or "nothing"


def _told(fact: Fact) -> str:
    if fact.exact:
        return f"{fact.kind} {fact.value}{fact.unit} “{fact.said}”"
    opens, closes = "[" if fact.low_in else "(", "]" if fact.high_in else ")"
    several = f" either {' | '.join(map(str, fact.either))}" if fact.either else ""
    return f"{fact.kind} {opens}{fact.low},{fact.high}{closes}{fact.unit}{several} “{fact.said}”"


def amiss(cells: Iterable[Cell]) -> list[str]:
    """Return the cells that are read wrong: the line, what is expected, what is read."""
    found = []
    for cell in cells:
        facts = stated(cell.line)
        if not cell.right(facts):
            found.append(f"{cell.line} | {cell.want} | {told(facts)}")
    return found


def silent(facts: Sequence[Fact], value: Decimal) -> bool:
    """Return whether a fact claims another value than the right one, exactly or by a range without it."""
    return any(_excludes(fact, value) for fact in facts if fact.kind in FIGURES)


def _excludes(fact: Fact, value: Decimal) -> bool:
    if fact.kind in ("size", "level"):
        return fact.exact
    if fact.exact:
        return bool(fact.value != value)
    if fact.either:
        return False
    return bool((fact.low is not None and fact.low > value) or (fact.high is not None and fact.high < value))


def said(name: str, line: str) -> str:
    """Return what is read in a line about a deed: yes, no, unsure, or nothing."""
    facts = [fact for fact in read(line, NOW).facts if fact.kind == "bool" and name in fact.events]
    return facts[-1].polarity if facts else ""
