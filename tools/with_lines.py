"""Reads the training lines of tests/questions; puts them in a library as further ways of asking, or takes them out."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from knowledge.answers import Answered, Example
from knowledge.calendar import SHANGHAI
from knowledge.library import Library, full_id
from knowledge.plain_yaml import read_yaml
from knowledge.search.found import BESIDE, TURNS

LEARN = Path(__file__).parent.parent / "tests" / "questions" / "learn"
# Whose lines are all said to us.
OF_TALKS = frozenset({"w21"})
Entry = TypeVar("Entry", bound=Answered)
_SAID = datetime(2024, 5, 20, 12, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Line:
    """
    A line to learn from.

    What may be meant by it, who wrote it, when it is said, and whether to people of a group rather than to us.
    """

    text: str
    targets: frozenset[str]
    writer: str
    now: datetime = _SAID
    group: bool = False


def read_lines(folder: Path = LEARN) -> list[Line]:
    """Return the lines of every writer, in the order of their files."""
    rows = ((path.stem, row) for path in sorted(folder.glob("*.yaml")) for row in read_yaml(path))
    return [_line(str(text), frozenset(map(str, targets)), writer) for writer, (text, *targets) in rows]


def _line(text: str, targets: frozenset[str], writer: str) -> Line:
    """
    Return a line.

    Chatter was overheard in groups, unless it is that of a talk, any other line may have been said in either place.
    """
    in_group = (targets == {"chat"} and writer not in OF_TALKS) or (
        targets != {"chat"} and int(sha256(text.encode()).hexdigest(), 16) % 2 == 0
    )
    return Line(text, targets, writer, group=in_group)


def with_lines(library: Library, lines: Iterable[Line]) -> Library:
    """Return the library with further ways of asking; a line with several targets counts for none of them."""
    told: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if len(line.targets) == 1:
            told[next(iter(line.targets))].append(line.text)
    return _changed(library, lambda target, asked: (*asked, *told[target]))


def without_lines(library: Library, lines: Iterable[Line]) -> Library:
    """Return the library as if the lines had never been written into it as ways of asking."""
    texts = {line.text for line in lines}
    return _changed(library, lambda _, asked: tuple(text for text in asked if text not in texts))


Change = Callable[[str, tuple[str, ...]], tuple[str, ...]]


def _changed(library: Library, change: Change) -> Library:
    """Return the library with the ways of asking for each target changed."""
    documents = []
    for document in library.documents:
        clauses = tuple(
            _asked(full_id(document.id, clause.locator), clause, change).model_copy(
                update={
                    "calculations": tuple(
                        one.model_copy(update={"asked": change(f"={one.name}", one.asked)})
                        for one in clause.calculations
                    )
                }
            )
            for clause in document.clauses
        )
        gaps = tuple(_asked(f"{document.id}#{gap.id}", gap, change) for gap in document.gaps)
        conflicts = tuple(_asked(f"{document.id}#{conflict.id}", conflict, change) for conflict in document.conflicts)
        documents.append(document.model_copy(update={"clauses": clauses, "gaps": gaps, "conflicts": conflicts}))
    beside: dict[str, tuple[str, ...]] = {
        kind: change(kind, library.beside.get(kind, ())) for kind in (*BESIDE, *TURNS)
    }
    return replace(library, documents=tuple(documents), beside=beside)


def _asked(target: str, entry: Entry, change: Change) -> Entry:
    answers = []
    for aspect in entry.answers:
        known = {example.q: example for example in aspect.asked}
        asked = change(f"{target}:{aspect.id}", tuple(known))
        answers.append(aspect.model_copy(update={"asked": tuple(known.get(text) or Example(q=text) for text in asked)}))
    return entry.model_copy(update={"answers": tuple(answers)})
