"""Tables as people make them: a workbook as WPS saves one, the questions and answers of a made-up shop."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bot.faq.entries import Entry

SHOP = Path(__file__).parent.parent / "benchmarks" / "faq.jsonl"


def shop() -> list[Entry]:
    """Return the 600 questions and answers of a made-up shop."""
    rows = [json.loads(line) for line in SHOP.read_text(encoding="utf-8").splitlines()]
    return [Entry(row["q"], row["a"]) for row in rows]


def workbook(
    rows: Iterable[Sequence[Any]], *, forms: Mapping[str, str] | None = None, merged: Sequence[str] = ()
) -> bytes:
    """Return a workbook with one sheet; `forms` are number forms by cell, `merged` ranges of merged cells."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for cell, form in (forms or {}).items():
        sheet[cell].number_format = form
    for cells in merged:
        sheet.merge_cells(cells)
    return saved(book)


def as_wps_saves(entries: Sequence[Entry]) -> bytes:
    """
    Return a workbook of several sheets with `entries` on the second.

    It has a merged title above the headings, a row left empty after each tenth, numbers, dates and shares as answers
    of the last rows, and a hidden sheet.
    """
    book = Workbook()
    book.worksheets[0].title = "说明"
    book.worksheets[0].append(["这份表由客服组维护", datetime(2026, 11, 1, tzinfo=None)])  # noqa: DTZ001 - as a cell holds it
    sheet = book.create_sheet("问答")
    sheet.append(["小店常见问题（2026 年 11 月版）"])
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "标准问题（必填）", "答案", "相似问法1", "相似问法2", "更新日期"])
    for number, entry in enumerate(entries, start=1):
        ways = [*entry.phrasings, None, None][:2]
        sheet.append(
            [
                number,
                f"{entry.question}\n" if number % 7 == 0 else entry.question,
                entry.answer,
                *ways,
                date(2026, 11, 1),
            ]
        )
        if number % 10 == 0:
            sheet.append([])
    for question, answer, form in (
        ("保修几年", 3, "General"),
        ("会员打几折", 0.85, "0%"),
        ("押金多少", 1234.5, '"¥"#,##0.00'),
        ("几号放假", datetime(2027, 2, 5), "yyyy年m月d日"),  # noqa: DTZ001 - as a cell holds it
        ("哪天开业", date(2024, 6, 1), "yyyy-mm-dd"),
        ("每天几点发货", datetime(2026, 1, 1, 17, 30).time(), "h:mm"),  # noqa: DTZ001 - as a cell holds it
    ):
        sheet.append([None, question, answer])
        sheet.cell(sheet.max_row, 3).number_format = form
    hidden = book.create_sheet("WpsReserved_CellImgList")
    hidden.append(["问题", "答案"])
    hidden.append(["不该读到的问题", "不该读到的答案"])
    hidden.sheet_state = "hidden"
    book.move_sheet(hidden, -2)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook as its file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook in which one part of the archive is another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return stream.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Return one part of a workbook's archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name)
