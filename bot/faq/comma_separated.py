"""Questions and answers as CSV, as spreadsheets save and show it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.faq.decoding import decoded
from bot.faq.entries import Entry
from bot.faq.rows import Collected, Columns, Rows, collected
from bot.faq.unreadable import UnreadableTableError, without_columns
from bot.faq.words import words

_DELIMITERS, _HEADINGS_WITHIN = (",", "\t", ";"), 20
# A spreadsheet takes a cell that begins so for a formula; one quotation mark more and it is text.
_FORMULA, _GUARDED = re.compile(r"'*[=+\-@＝＋－＠]"), re.compile(r"'+[=+\-@＝＋－＠]")


def read(content: bytes, most: int) -> Collected:
    """
    Return what stands in a CSV file, at most so many rows and one more.

    Raises:
        UnreadableTableError: it is no text, or no column of it holds questions and answers.
    """
    first: str | None = None
    for text in decoded(content):
        first = text if first is None else first
        for delimiter in _DELIMITERS:
            found = _below_headings(text, delimiter)
            if found is not None:
                columns, rows = found
                return collected(rows, columns, most)
    if first is None:
        raise UnreadableTableError("认不出编码，用表格软件另存为“CSV UTF-8”再导入")
    headings: list[str] = max((_first_told(first, delimiter) for delimiter in _DELIMITERS), key=len)
    raise without_columns(headings)


def written(entries: Sequence[Entry]) -> bytes:
    """Return a CSV file that a spreadsheet shows as it is and runs nothing of."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(words().written.values())
    between = words().separators[0]
    for entry in entries:
        cells = {
            "question": entry.question,
            "answer": entry.answer,
            "phrasings": between.join(entry.phrasings),
            "title": entry.title,
        }
        writer.writerow(guarded(cells[part]) for part in words().written)
    return stream.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return a cell that is no formula; `bare` takes it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """
    Return a cell without its guard.

    >>> bare(guarded("=1+1")), bare(guarded("'=1")), bare("'好'")
    ('=1+1', "'=1", "'好'")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def _first_told(text: str, delimiter: str) -> list[str]:
    """Return the first of the first rows in which anything stands."""
    rows = islice(_rows(text, delimiter), _HEADINGS_WITHIN)
    return next((list(row) for _, row in rows if any(row)), [])


def _below_headings(text: str, delimiter: str) -> tuple[Columns, Rows] | None:
    """Return the columns that one of the first rows names, and the rows below it."""
    rows = _rows(text, delimiter)
    for _, headings in islice(rows, _HEADINGS_WITHIN):
        columns = Columns.named(headings)
        if columns is not None:
            return columns, rows
    return None


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield number, [bare(cell) for cell in row]
    except csv.Error as error:
        raise UnreadableTableError(f"第 {number + 1} 行读不下去，多半是有引号没成对，改好再导入") from error
