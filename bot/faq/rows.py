"""Rows of a table as entries: which columns hold what, which rows cannot be one, which ask the same as one before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.faq.entries import BadEntryError, BadRow, Entry, entry_of, key, split, united_ways
from bot.faq.words import Part, part_of

Rows = Iterable[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Columns:
    """Which columns hold which part of an entry, the likeliest first."""

    of: Mapping[Part, tuple[int, ...]]

    @classmethod
    def named(cls, headings: Sequence[str]) -> Self | None:
        """
        Return the columns that `headings` name, None where they name no question or no answer.

        A column without a heading behind one with phrasings holds phrasings, too: its heading is a merged cell.
        """
        found: dict[Part, list[tuple[int, int]]] = {}
        before = False
        for column, heading in enumerate(headings):
            part = part_of(heading) if heading else ("phrasings", len(headings)) if before else None
            before = part is not None and part[0] == "phrasings"
            if part is not None:
                found.setdefault(part[0], []).append((part[1], column))
        if "question" not in found and "title" in found:
            found["question"] = found.pop("title")[:1]
        if not found.keys() >= {"question", "answer"}:
            return None
        questions = sorted(found["question"])
        found["question"] = questions[:1]
        found["phrasings"] = [*questions[1:], *found.get("phrasings", [])]
        # Phrasings keep the order of their columns.
        return cls(
            {
                part: tuple(column for _, column in (of_part if part == "phrasings" else sorted(of_part)))
                for part, of_part in found.items()
            }
        )

    def cells(self, row: Sequence[str], part: Part) -> list[str]:
        """Return what a row tells for a part, cell by cell."""
        return [row[column] for column in self.of.get(part, ()) if column < len(row) and row[column].strip()]

    def first(self, row: Sequence[str], part: Part) -> str:
        """Return what a row tells first for a part, nothing where it tells nothing."""
        return next(iter(self.cells(row, part)), "")


class Collected:
    """Gathers entries row by row."""

    def __init__(self) -> None:
        """Start with none."""
        self.bad: list[BadRow] = []
        self.count = 0
        self._entries: dict[str, tuple[int, Entry]] = {}
        self._last = ""

    @property
    def entries(self) -> list[Entry]:
        """Return the entries in the order of their rows."""
        return [entry for _, entry in self._entries.values()]

    def add(self, number: int, question: str, answer: str, phrasings: Iterable[str] = (), title: str = "") -> None:
        """Take a row; one that tells phrasings alone goes on with the entry above it, as merged cells do."""
        ways = tuple(phrasings)
        self.count += 1
        if not question and not answer and self._last:
            entry_number, above = self._entries[self._last]
            self._take(number, entry_number, above.question, above.answer, (*above.phrasings, *ways), above.title)
        else:
            self._take(number, number, question, answer, ways, title)

    def _take(self, number: int, first: int, question: str, answer: str, ways: tuple[str, ...], title: str) -> None:
        try:
            entry = entry_of(question, answer, ways, title)
        except BadEntryError as error:
            self._last = ""
            self.bad.append(BadRow(number, str(error)))
            return
        self._last = key(entry.question)
        known_number, known = self._entries.get(self._last, (first, entry))
        if known.answer != entry.answer:
            self.bad.append(BadRow(number, f"和第 {known_number} 行是同一个问题，答案不一样"))
            return
        united = united_ways(known.question, (*known.phrasings, *entry.phrasings))
        self._entries[self._last] = known_number, replace(known, phrasings=united, title=known.title or entry.title)


def collected(rows: Rows, columns: Columns, most: int) -> Collected:
    """Return what `rows` below the headings tell, at most `most` of them and one more; rows with nothing are passed."""
    result = Collected()
    for number, row in rows:
        question, answer = columns.first(row, "question"), columns.first(row, "answer")
        ways = columns.cells(row, "phrasings")
        if not (question or answer or any(map(split, ways))):
            continue
        result.add(number, question, answer, ways, columns.first(row, "title"))
        if result.count > most:
            break
    return result
