"""Questions and answers as XLSX: the first sheet with columns that are known, cells as they read."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bot.faq.cells import shown
from bot.faq.entries import Entry
from bot.faq.rows import Collected, Columns, Rows, collected
from bot.faq.unreadable import UnreadableTableError, without_columns
from bot.faq.words import Part, words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_COLUMNS, _HEADINGS_WITHIN, _MOST_EMPTY = 100, 20, 10_000
# A workbook of 5,000 long answers unpacks to some ten million characters with half a million tags.
_MOST_UNPACKED, _MOST_TAGS = 40_000_000, 3_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# What openpyxl and what it stands on raise over files that are cut off, damaged or something else.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
_WIDTHS: dict[Part, int] = {"question": 40, "answer": 80, "phrasings": 40, "title": 20}


def read(content: bytes, most: int) -> Collected:
    """
    Return what stands in a workbook, at most so many rows and one more.

    Raises:
        UnreadableTableError: it is none, or no sheet of it holds questions and answers.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise UnreadableTableError("有打开密码，或者是旧的 .xls；去掉密码，另存为 .xlsx 再导入")
    try:
        _must_be_small(content)
        return _read(content, most)
    except _BROKEN as error:
        raise UnreadableTableError("打不开，可能坏了或者不是表格；用表格软件打开，另存为 .xlsx 再导入") from error


def written(entries: Sequence[Entry]) -> bytes:
    """Return a workbook whose cells are all text, none a formula."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    for column, part in enumerate(words().written, start=1):
        _put(sheet, 1, column, words().written[part])
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[part]
    between = words().separators[0]
    for row, entry in enumerate(entries, start=2):
        cells: dict[Part, str] = {
            "question": entry.question,
            "answer": entry.answer,
            "phrasings": between.join(entry.phrasings),
            "title": entry.title,
        }
        for column, part in enumerate(words().written, start=1):
            if cells[part]:
                _put(sheet, row, column, cells[part])
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # what begins with = would be a formula
    cell.quotePrefix = True  # and would become one when somebody edits it
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _must_be_small(content: bytes) -> None:
    """Look at what would be read, pictures apart, before a reader builds something of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [part for part in packed.infolist() if part.filename.endswith((".xml", ".rels"))]
        small = sum(part.file_size for part in parts) <= _MOST_UNPACKED
        if not small or sum(packed.read(part).count(b"<") for part in parts) > _MOST_TAGS:
            raise UnreadableTableError("里面的内容太多，只留问题和答案，另存一份再导入")
        if any(b"<!DOCTYPE" in packed.read(part) for part in parts):
            raise UnreadableTableError("不是表格软件存的，用表格软件打开，另存为 .xlsx 再导入")


def _read(content: bytes, most: int) -> Collected:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    headings: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = _rows(sheet)
        for _, row in islice(rows, _HEADINGS_WITHIN):
            columns = Columns.named(row)
            if columns is not None:
                return collected(rows, columns, most)
            headings = headings or [cell for cell in row if cell]
    raise without_columns(headings)


def _rows(sheet: Any) -> Rows:
    """Yield the rows of a sheet with their numbers, up to where nothing stands any more."""
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        cells = [shown(cell) for cell in row]
        empty = 0 if any(cells) else empty + 1
        if empty > _MOST_EMPTY:
            return
        yield number, cells
