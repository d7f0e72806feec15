"""Tables as people have them become entries; what cannot be one is told by the number that the spreadsheet shows."""

import json

import pytest
from openpyxl import Workbook

from bot.faq.entries import BadRow, Entry
from bot.faq.tables import MOST_BYTES, MOST_ROWS, UnreadableTableError, read_table
from tests.faq.making import as_wps_saves, part_of, saved, shop, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"


def csv(text: str, encoding: str = "utf-8") -> tuple[list[Entry], list[BadRow]]:
    """Return what stands in a CSV file."""
    return read_table("faq.csv", text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs"])
def test_a_csv_file_is_read_in_what_systems_save(encoding: str) -> None:
    """UTF-8 with and without its mark, what Excel and WPS save in China and Taiwan, Excel's Unicode text."""
    text = (
        "問題,答案,相似問\r\n可以退貨嗎,七天內可以,能不能退\r\n"
        if encoding == "big5hkscs"
        else "问题,答案,相似问\r\n能退货吗,7 天内可以。,能不能退\r\n"
    )

    entries, bad = csv(text, encoding)

    assert bad == []
    assert [entry.phrasings for entry in entries] == [("能不能退",)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_columns_may_be_split_by_what_spreadsheets_split_by(delimiter: str) -> None:
    """Comma, tab, semicolon."""
    assert csv(f"q{delimiter}a\n怎么退{delimiter}找客服\n")[0] == [Entry("怎么退", "找客服")]


@pytest.mark.parametrize(
    "headings",
    [
        "问题,答案,相似问",
        "标准问,标准答案,其他问法",
        "*标准问题（必填）,答案/回复（必填）,相似问法1（选填）",
        "問題,答案,相似問法",
        "知识标题,话术,扩展问",
        "Question,Answer,Similar questions",
        "q,a,aliases",
        "Standard Question,Reply,Alias 1",
        "标题,正文,别名",
    ],
)
def test_columns_are_known_by_their_names(headings: str) -> None:
    """In Chinese and English, with what template makers put around them."""
    assert csv(f"序号,{headings},分类\n1,怎么退,找客服,能退吗,售后\n")[0] == [Entry("怎么退", "找客服", ("能退吗",))]


def test_a_title_is_taken_where_there_is_a_question_beside_it() -> None:
    """It is what the entry is about."""
    assert csv("标题,问题,答案\n退货,怎么退,找客服\n")[0] == [Entry("怎么退", "找客服", (), "退货")]


def test_further_phrasings_stand_in_columns_and_cells() -> None:
    """Several columns, a merged heading over them, bars of both widths, line breaks; each once, none the question."""
    text = '问题,问法,答案,相似问,,\n怎么退|退货流程,能退吗,找客服,甲问｜乙问,"丙问\n怎么退？",能退吗\n'

    assert csv(text)[0] == [Entry("怎么退", "找客服", ("退货流程", "能退吗", "甲问", "乙问", "丙问"))]


def test_headings_may_stand_below_a_title() -> None:
    """A spreadsheet's first rows are often something else."""
    entries, bad = csv("小店问答,,\n,,\n问题,答案,\n怎么退,找客服,\n,没有问题,\n")

    assert (entries, bad) == ([Entry("怎么退", "找客服")], [BadRow(5, "没有问题")])


def test_bad_rows_are_told_by_number_and_the_rest_is_taken() -> None:
    """The number is the row's own: an empty row counts, and a cell of several lines is one row."""
    rows = [
        "问题,答案",
        '怎么退,"一\n二"',
        "",
        "没答案,",
        ",没问题",
        "？？,只有标点",
        f"{'长' * 201},问题太长",
        f"答案太长,{'长' * 4001}",
        "多久发货,两天",
    ]

    entries, bad = csv("\n".join(rows))

    assert [entry.question for entry in entries] == ["怎么退", "多久发货"]
    assert [(row.number, row.why.split("：")[0]) for row in bad] == [
        (4, "没有答案"),
        (5, "没有问题"),
        (6, "问题里没有字"),
        (7, "问题太长"),
        (8, "答案太长"),
    ]


def test_the_same_question_twice_in_a_table() -> None:
    """With the same answer it is one entry; with another one nobody can know which holds."""
    entries, bad = csv("问题,答案,相似问\n怎么退,找客服,甲\n怎么退？,找客服,乙\n怎麼退,不能退,丙\n")

    assert entries == [Entry("怎么退", "找客服", ("甲", "乙"))]
    assert bad == [BadRow(4, "和第 2 行是同一个问题，答案不一样")]


def test_rows_with_phrasings_alone_go_on_with_the_row_above() -> None:
    """So merged cells are read; behind a bad row they are bad, too."""
    entries, bad = csv("问题,答案,相似问\n怎么退,找客服,甲\n,,乙\n,,丙\n没答案,,\n,,丁\n")

    assert entries == [Entry("怎么退", "找客服", ("甲", "乙", "丙"))]
    assert [row.number for row in bad] == [5, 6]


def test_an_answer_keeps_what_it_holds() -> None:
    """Paragraphs, links, figures, braces, quotation marks, faces."""
    answer = "亲😊，1. 先看 https://x.cn/a?b=1&c={id}\n\n   2. 再打 400-800-1234，说“退货”,\t{days} 天内 <b>"
    quoted = answer.replace('"', '""')

    assert csv(f'问题,答案\n怎么退,"{quoted}"\n')[0] == [Entry("怎么退", answer)]


# ---- workbooks ----


def test_a_workbook_as_it_is_saved_in_real_life() -> None:
    """Six hundred entries on the second sheet below a merged title, rows left empty, numbers and days as they read."""
    entries, bad = read_table("faq.xlsx", as_wps_saves(shop()))

    assert bad == []
    assert entries[:600] == shop()
    assert {entry.question: entry.answer for entry in entries[600:]} == {
        "保修几年": "3",
        "会员打几折": "85%",
        "押金多少": "¥1,234.50",
        "几号放假": "2027年2月5日",
        "哪天开业": "2024-06-01",
        "每天几点发货": "17:30",
    }


def test_the_number_of_a_bad_row_is_that_of_the_spreadsheet() -> None:
    """Rows above the headings and empty ones count."""
    rows: list[list[str | None]] = [
        ["标题"],
        [],
        ["问题", "答案"],
        ["怎么退", "找客服"],
        [],
        [None, "没问题"],
        ["没答案", None],
    ]

    assert [row.number for row in read_table("faq.xlsx", workbook(rows))[1]] == [6, 7]


def test_cells_merged_over_several_phrasings_are_one_entry() -> None:
    """The question and the answer stand in the first of the rows."""
    rows: list[list[str | None]] = [
        ["问题", "答案", "相似问"],
        ["怎么退", "找客服", "甲"],
        [None, None, "乙"],
        ["多久发", "两天", None],
    ]

    entries, bad = read_table("faq.xlsx", workbook(rows, merged=["A2:A3", "B2:B3"]))

    assert (entries, bad) == ([Entry("怎么退", "找客服", ("甲", "乙")), Entry("多久发", "两天")], [])


def test_of_a_formula_its_value_is_read() -> None:
    """As the spreadsheet worked it out last; one that was never worked out, or comes to an error, holds nothing."""
    content = workbook([["问题", "答案"], ["多少钱", "=1+1"], ["几天", "=2+2"], ["几个", "=1/0"]])
    sheet = part_of(content, SHEET).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    sheet = sheet.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    sheet = sheet.replace(b'<c r="B4"><f>1/0</f><v /></c>', b'<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c>')

    entries, bad = read_table("faq.xlsx", with_part(content, SHEET, sheet))

    assert entries == [Entry("多少钱", "2")]
    assert bad == [BadRow(3, "没有答案"), BadRow(4, "没有答案")]


@pytest.mark.parametrize(
    ("value", "form", "reads"),
    [
        (123, "000000", "000123"),
        (0.125, "0.0%", "12.5%"),
        (2.5, "0", "3"),
        (-7, "General", "-7"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (9.9, '0.00"元"', "9.90元"),
        (6222021234567890, "@", "6222021234567890"),
        (1.5, "# ?/?", "1.5"),
        (True, "General", "TRUE"),
    ],
)
def test_numbers_are_read_in_the_form_of_their_cell(value: float, form: str, reads: str) -> None:
    """A share stays a share, a number with zeros before it keeps them."""
    content = workbook([["问题", "答案"], ["多少", value]], forms={"B2": form})

    assert read_table("faq.xlsx", content)[0] == [Entry("多少", reads)]


def test_what_a_file_says_of_its_own_size_is_not_believed() -> None:
    """Some programs write that a sheet ends at A1."""
    content = workbook([["问题", "答案"], ["怎么退", "找客服"]])
    sheet = part_of(content, SHEET).replace(b'ref="A1:B2"', b'ref="A1"')

    assert read_table("faq.xlsx", with_part(content, SHEET, sheet))[0] == [Entry("怎么退", "找客服")]


# ---- JSON lines and Markdown ----


def test_json_lines_are_read_by_their_keys() -> None:
    """Lists and texts, those of a plain base (`title`, `phrasings`, `text`) too; a bad line is told by its number."""
    lines = [
        {"question": "怎么退", "answer": "找客服", "phrasings": ["甲", "乙|丙"], "title": "退货"},
        {"id": "x", "title": "多久发", "phrasings": [], "text": "两天"},
        {"问题": "几元", "答案": 5, "相似问": None},
        {"question": "没答案"},
        {"question": "怪的", "answer": {"a": 1}},
    ]
    text = "\n".join([*(json.dumps(line, ensure_ascii=False) for line in lines), "", "{", "[]"])

    entries, bad = read_table("faq.jsonl", text.encode())

    assert entries == [
        Entry("怎么退", "找客服", ("甲", "乙", "丙"), "退货"),
        Entry("多久发", "两天"),
        Entry("几元", "5"),
    ]
    assert [row.number for row in bad] == [4, 5, 7, 8]


def test_markdown_is_read_by_its_headings() -> None:
    """What stands before the first question and under a heading of one # is passed over."""
    text = (
        "# 小店问答\n前言\n"
        "## 怎么退\n\n- 也问：能退吗\n- also: can I return it\n- 标题：退货\n\n第一段\n\n- 一\n### 小标题\n"
        "\\## 不是问题\n# 物流\n说明\n## 多久发\r\n两天\n## 没答案\n"
    )

    entries, bad = read_table("faq.md", text.encode())

    assert entries == [
        Entry("怎么退", "第一段\n\n- 一\n### 小标题\n## 不是问题", ("能退吗", "can I return it"), "退货"),
        Entry("多久发", "两天"),
    ]
    assert bad == [BadRow(18, "没有答案")]


# ---- what cannot be read ----

LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
NOT_TEXT = b"\xff\xfe\xff" + bytes(range(256))
UNNAMED = "名称,描述\n怎么退,找客服\n".encode()


def two_sheets() -> bytes:
    """Return a workbook without questions."""
    book = Workbook()
    book.worksheets[0].append(["姓名", "电话"])
    book.create_sheet("二").append(["日期", "金额"])
    return saved(book)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("faq.txt", b"x", "另存为 .csv"),
        ("faq.xls", LOCKED, "另存为 .xlsx"),
        ("faq.pdf", b"x", "只认 .csv、.xlsx、.jsonl、.md"),
        ("faq", b"x", "没有后缀"),
        ("faq.csv", b"", "是空的"),
        ("faq.xlsx", b"", "是空的"),
        ("faq.csv", b"\xef\xbb\xbf\r\n,,\r\n", "是空的"),
        ("faq.csv", "问题,答案\r\n".encode(), "只有表头"),
        ("faq.xlsx", workbook([["问题", "答案"]]), "只有表头"),
        ("faq.csv", UNNAMED, "只看到：名称、描述；把表头改成“问题”“答案”"),
        ("faq.xlsx", two_sheets(), "只看到：姓名、电话"),
        ("faq.xlsx", workbook([]), "第一行是空的"),
        ("faq.jsonl", b'{"label": 1, "note": 2}', "只看到：label、note"),
        ("faq.jsonl", b"[1]\n", "JSON 对象"),
        ("faq.md", "# 标题\n正文\n".encode(), "## 问题"),
        ("faq.csv", NOT_TEXT, "CSV UTF-8"),
        ("faq.jsonl", NOT_TEXT, "UTF-8"),
        ("faq.md", NOT_TEXT, "UTF-8"),
        ("faq.csv", f'问题,答案\n怎么退,"没关上{"长" * 140_000}'.encode(), "引号"),
        ("faq.xlsx", b"PK\x03\x04 not a workbook", "另存为 .xlsx"),
        ("faq.xlsx", workbook([["问题", "答案"], ["a", "b"]])[:3000], "另存为 .xlsx"),
        ("faq.xlsx", "问题,答案\n".encode(), "另存为 .xlsx"),
        ("faq.xlsx", LOCKED, "密码"),
        ("~$faq.xlsx", b"\x05user", "临时文件"),
        ("faq.csv", b"x" * (MOST_BYTES + 1), "最多 10 MB"),
        ("faq.csv", ("问题,答案\n" + "怎么退,找客服\n" * (MOST_ROWS + 1)).encode(), "超过 5000 行"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_one_sentence(name: str, content: bytes, told: str) -> None:
    """With the file's name and what to do."""
    with pytest.raises(UnreadableTableError) as caught:
        read_table(f"/some/where/{name}", content)

    assert str(caught.value).startswith(f"{name}：")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "part",
    [b"x" * 150_000_000, b"<row/>" * 4_000_000, b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'],
    ids=["unpacks to too much", "too many parts", "names entities"],
)
def test_a_workbook_made_to_choke_a_reader_is_refused_before_it_is_read(part: bytes) -> None:
    """Small as a file, hundreds of megabytes once unpacked."""
    content = with_part(workbook([["问题", "答案"], ["怎么退", "找客服"]]), SHEET, part)

    assert len(content) < 1_000_000
    with pytest.raises(UnreadableTableError, match="另存"):
        read_table("faq.xlsx", content)


def test_as_many_rows_as_are_allowed_are_taken() -> None:
    """Empty ones do not count."""
    rows = "".join(f"第{number}个问题,答案\n\n" for number in range(MOST_ROWS))

    assert len(csv(f"问题,答案\n{rows}")[0]) == MOST_ROWS
