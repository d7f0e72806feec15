"""What is written as a table is read again as it was, and a spreadsheet shows it and runs nothing of it."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.faq.document import FaqDocument
from bot.faq.entries import BadEntryError, Entry, entry_of, key
from bot.faq.tables import UnreadableTableError, read_table, write_table
from tests.faq.making import shop

NAMES = ("faq.csv", "faq.xlsx", "faq.jsonl", "faq.md")
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "＝1", '=HYPERLINK("http://x.cn","点")')
HARD = [
    *(Entry(f"第{number}问{text}", text, (f"{text}怎么问",)) for number, text in enumerate(DANGEROUS)),
    Entry("长的", "很长。" * 660),
    Entry("几段", "一\n\n二\n  三\t四  五\n## 六\n# 七\n\\## 八\n- 也问：九\n- 标题: 十\n### 十一"),
    Entry("括号", "{days} 天 {} { \"引\" '号' \\n | ｜ <b>&amp;</b> # 号 : - ,"),
    Entry("脸", "好的😊👨‍👩‍👧 https://x.cn/a?b=1&c=2#d", ("甲", "乙，丙", "丁;戊"), "标题"),
]
PIECES = st.text(
    st.one_of(
        st.sampled_from(list("怎么退货=+-@'\"|｜#\\ \n\t,;{}?？：:alsx，。😊\r\u2028\x85也问标题")), st.characters()
    ),
    max_size=40,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("entries", [shop(), HARD], ids=["a shop", "hard ones"])
def test_what_is_written_is_read_again(name: str, entries: list[Entry]) -> None:
    """Each kind of file holds everything of an entry."""
    assert read_table(name, write_table(name, entries)) == (entries, [])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PIECES, PIECES, st.lists(PIECES, max_size=3), PIECES), max_size=4))
def test_whatever_an_entry_holds_comes_back(rows: list[tuple[str, str, list[str], str]]) -> None:
    """From every kind of table, and from the document."""
    made: dict[str, Entry] = {}
    for question, answer, phrasings, title in rows:
        try:
            entry = entry_of(question, answer, phrasings, title)
        except BadEntryError:
            continue
        made.setdefault(key(entry.question), entry)
    entries = list(made.values())
    for name in NAMES if entries else ():
        assert read_table(name, write_table(name, entries)) == (entries, [])
    document, _ = FaqDocument.new("faq", checked=date(2026, 11, 27)).merged(entries)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "faq.yaml"
        document.write(path)
        if entries:
            assert FaqDocument.read(path) == document


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(text: str) -> None:
    """In CSV it has a quotation mark before it; in a workbook it is text, and stays it when it is edited."""
    entries = [Entry("怎么算", text, (text,), text)]
    rows = list(csv.reader(io.StringIO(write_table("a.csv", entries).decode("utf-8-sig"), newline="")))
    cells = load_workbook(io.BytesIO(write_table("a.xlsx", entries))).worksheets[0][2][1:]

    assert [cell[0] for cell in rows[1][1:]] == ["'"] * 3
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(text, "s", True)] * 3


def test_a_csv_file_opens_in_excel_and_wps() -> None:
    """They take a file without its mark for what the system's own language writes, and want their own line ends."""
    content = write_table("faq.csv", [Entry("怎么退", "一\n二")])

    assert content == '\ufeff问题,答案,相似问,标题\r\n怎么退,"一\n二",,\r\n'.encode()


def test_a_kind_that_cannot_be_written_is_told() -> None:
    """With those that can."""
    with pytest.raises(UnreadableTableError, match=r"^faq\.pdf：.*\.xlsx"):
        write_table("faq.pdf", [])
