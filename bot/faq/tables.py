"""Questions and answers from a table and back: CSV, XLSX, JSON lines, Markdown, told apart by the file's name."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Protocol

from bot.faq import comma_separated, json_lines, markdown
from bot.faq.entries import BadRow, Entry
from bot.faq.rows import Collected
from bot.faq.unreadable import UnreadableTableError

__all__ = ["UnreadableTableError", "form_of", "read_table", "too_large", "write_table"]

MOST_ROWS, MOST_BYTES = 5_000, 10_000_000
_MEGA = 1_000_000
# A file of which nothing else is left holds nothing: the mark of UTF-8, blanks, the commas of empty cells.
_NOTHING = b"\xef\xbb\xbf \r\n\t,"


class Form(Protocol):
    """How one kind of file is read and written."""

    def read(self, content: bytes, most: int) -> Collected:
        """Return what stands in a file, at most so many rows and one more."""

    def written(self, entries: Sequence[Entry]) -> bytes:
        """Return a file with `entries`."""


def _workbook() -> Form:
    # It takes a quarter of a second to import.
    from bot.faq import workbook

    return workbook


FORMS: Mapping[str, Callable[[], Form]] = {
    ".csv": lambda: comma_separated,
    ".xlsx": _workbook,
    ".jsonl": lambda: json_lines,
    ".md": lambda: markdown,
}
# What people have in place of one of these, and how they come to one.
_INSTEAD = {".xls": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx", ".numbers": ".xlsx", ".docx": ".md", ".txt": ".csv"}


def read_table(name: str, content: bytes) -> tuple[list[Entry], list[BadRow]]:
    """
    Return the entries of the file called `name`, and the rows that are none.

    Raises:
        UnreadableTableError: nothing can be read from it; one plain sentence with what to do.
    """
    called, form = PurePath(name).name, form_of(name)
    try:
        found = _read(called, form, content)
    except UnreadableTableError as error:
        raise UnreadableTableError(f"{called}：{error}") from error
    return found.entries, found.bad


def too_large() -> UnreadableTableError:
    """Return that a file is too large to be read."""
    return UnreadableTableError(f"太大了，最多 {MOST_BYTES // _MEGA} MB，分成几份再导入")


def _read(called: str, form: Form, content: bytes) -> Collected:
    if called.startswith("~$"):
        raise UnreadableTableError("是表格软件打开文件时的临时文件，请选它旁边的原文件")
    if len(content) > MOST_BYTES:
        raise too_large()
    if not content.strip(_NOTHING):
        raise UnreadableTableError("是空的")
    found = form.read(content, MOST_ROWS)
    if found.count > MOST_ROWS:
        raise UnreadableTableError(f"超过 {MOST_ROWS} 行，分成几份再导入")
    if not found.count:
        raise UnreadableTableError("只有表头，下面没有内容")
    return found


def write_table(name: str, entries: Sequence[Entry]) -> bytes:
    """
    Return a file called `name` that holds `entries`.

    Raises:
        UnreadableTableError: its name ends in nothing that can be written.
    """
    return form_of(name).written(entries)


def form_of(name: str) -> Form:
    """
    Return how a file is read and written, by its name.

    Raises:
        UnreadableTableError: its name ends in nothing that is known.
    """
    path = PurePath(name)
    form = FORMS.get(path.suffix.lower())
    if form is None:
        kinds = "、".join(FORMS)
        instead = _INSTEAD.get(path.suffix.lower(), "")
        remedy = f"另存为 {instead} 再试" if instead else f"只认 {kinds}"
        raise UnreadableTableError(
            f"{path.name}：{f'不认 {path.suffix} 文件' if path.suffix else '名字没有后缀'}，{remedy}"
        )
    return form()
