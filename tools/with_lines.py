"""Reads the training lines of tests/questions, and puts them into a library as further ways of asking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from knowledge.answers import Answered, Example
from knowledge.calendar import SHANGHAI
from knowledge.finder import BESIDE
from knowledge.library import Library, full_id
from knowledge.plain_yaml import read_yaml

LEARN = Path(__file__).parent.parent / "tests" / "questions" / "learn"
Entry = TypeVar("Entry", bound=Answered)
_SAID = datetime(2024, 5, 20, 12, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Line:
    """A line to learn from: what may be meant by it, who wrote it, and when it is said."""

    text: str
    targets: frozenset[str]
    writer: str
    now: datetime = _SAID


def read_lines(folder: Path = LEARN) -> list[Line]:
    """Return the lines of every writer, in the order of their files."""
    rows = ((path.stem, row) for path in sorted(folder.glob("*.yaml")) for row in read_yaml(path))
    return [Line(str(text), frozenset(map(str, targets)), writer) for writer, (text, *targets) in rows]


def with_lines(library: Library, lines: Iterable[Line]) -> Library:
    """Return the library that has been told further ways of asking; a line with several targets counts for none of them."""
    told: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if len(line.targets) == 1:
            told[next(iter(line.targets))].append(line.text)
    documents = []
    for document in library.documents:
        clauses = tuple(
            _told(full_id(document.id, clause.locator), clause, told).model_copy(
                update={"calculations": tuple(one.model_copy(update={"asked": (*one.asked, *told[f"={one.name}"])}) for one in clause.calculations)}
            )
            for clause in document.clauses
        )
        gaps = tuple(_told(f"{document.id}#{gap.id}", gap, told) for gap in document.gaps)
        conflicts = tuple(_told(f"{document.id}#{conflict.id}", conflict, told) for conflict in document.conflicts)
        documents.append(document.model_copy(update={"clauses": clauses, "gaps": gaps, "conflicts": conflicts}))
    beside: dict[str, tuple[str, ...]] = {kind: (*library.beside.get(kind, ()), *told[kind]) for kind in BESIDE}
    return replace(library, documents=tuple(documents), beside=beside)


def _told(target: str, entry: Entry, told: Mapping[str, list[str]]) -> Entry:
    answers = tuple(
        aspect.model_copy(update={"asked": (*aspect.asked, *(Example(q=text) for text in told[f"{target}:{aspect.id}"]))}) for aspect in entry.answers
    )
    return entry.model_copy(update={"answers": answers})
