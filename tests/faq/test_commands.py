"""`rulebot import` and `rulebot export` as whole processes, with tables as people have them, and what is asked then."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.faq.entries import Entry
from bot.faq.tables import read_table, write_table
from tests.command import Ended, jsonl, rulebot
from tests.faq.making import as_wps_saves, shop, with_part, workbook

pytestmark = pytest.mark.slow

HEADINGS = "问题,答案,相似问\n"
ANSWER = "亲，7 天内可退。\n地址：https://x.cn/{id}?a=1&b=2 😊"
TWO = f'{HEADINGS}云朵沙发怎么退,"{ANSWER}",云朵沙发能退吗|退云朵沙发\n云朵沙发多久发货,两天,\n'
SHOP = ("--document", "shop-faq")


def importing(file: Path, folder: Path, *further: str, environment: dict[str, str] | None = None) -> Ended:
    """Import a file into the shop's document in `folder`."""
    return rulebot("import", str(file), *SHOP, "--folder", str(folder), *further, environment=environment)


def saved(path: Path, content: str | bytes) -> Path:
    """Return a file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def exported(folder: Path, name: str) -> list[Entry]:
    """Return what the shop's document is written as."""
    target = folder.parent / name
    assert rulebot("export", "shop-faq", str(target), "--folder", str(folder)).code == 0
    return read_table(name, target.read_bytes())[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_imported_as_systems_save_it(tmp_path: Path, encoding: str) -> None:
    """The owner's words, every character of them."""
    told = importing(saved(tmp_path / "faq.csv", TWO.encode(encoding)), tmp_path / "kb")

    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[0] == "新增 2 条，改动 0 条，没变 0 条"
    assert exported(tmp_path / "kb", "a.jsonl") == [
        Entry("云朵沙发怎么退", ANSWER, ("云朵沙发能退吗", "退云朵沙发")),
        Entry("云朵沙发多久发货", "两天"),
    ]


def test_what_was_imported_is_answered(tmp_path: Path) -> None:
    """The next question gets the owner's words, whichever way of asking it uses; a platform may be named."""
    folder = tmp_path / "kb"
    importing(saved(tmp_path / "faq.csv", TWO.encode("gb18030")), folder, "--title", "云朵小店")
    other = saved(tmp_path / "taobao.csv", f"{HEADINGS}沙发坏了怎么换货,联系客服换,\n")
    rulebot("import", str(other), "--document", "taobao-faq", "--platform", "淘宝", "--folder", str(folder))
    lines = ("云朵沙发怎么退", "退云朵沙发", "云朵沙发多久发货啊", "淘宝买的沙发坏了怎么换货")
    asked = rulebot(
        "ask", "--jsonl", given=jsonl(*({"q": line} for line in lines)), environment={"RULEBOT_KNOWLEDGE": str(folder)}
    )

    places = [line["clauses"][0]["id"] for line in asked.lines]
    assert places == ["shop-faq/1", "shop-faq/1", "shop-faq/2", "taobao-faq/1"]
    assert [line["text"].startswith(ANSWER) for line in asked.lines] == [True, True, False, False]
    assert "云朵小店第1条" in asked.lines[0]["text"]


def test_a_workbook_of_six_hundred_rows_is_imported_asked_and_checked(tmp_path: Path) -> None:
    """From the sheet that WPS saved to `rulebot ask --json` and `rulebot check`."""
    folder, entries = tmp_path / "kb", shop()
    environment = {"RULEBOT_KNOWLEDGE": str(folder)}
    folder.mkdir()
    told = rulebot("import", str(saved(tmp_path / "faq.xlsx", as_wps_saves(entries))), *SHOP, environment=environment)
    asked = rulebot("ask", "--json", entries[300].question, environment=environment)

    assert (told.code, told.out.splitlines()[0]) == (0, "新增 606 条，改动 0 条，没变 0 条")
    assert asked.data["status"] == "answered"
    assert asked.data["text"].startswith(entries[300].answer)
    assert exported(folder, "back.csv")[:600] == entries


@pytest.mark.parametrize("name", ["faq.csv", "faq.xlsx", "faq.jsonl", "faq.md"])
def test_out_and_in_again_changes_nothing(tmp_path: Path, name: str) -> None:
    """Every kind of file comes back as it went, and the document stays."""
    folder = tmp_path / "kb"
    entries = [
        *shop()[:30],
        Entry("公式", "=1+1", ("-1 是什么", "@谁"), "+1"),
        Entry("几段", "一\n\n## 二\n- 也问：三"),
    ]
    importing(saved(tmp_path / name, write_table(name, entries)), folder)
    before = (folder / "shop-faq.yaml").read_text(encoding="utf-8")
    assert exported(folder, f"back-{name}") == entries
    again = importing(tmp_path / f"back-{name}", folder)
    after = (folder / "shop-faq.yaml").read_text(encoding="utf-8")

    assert again.out.splitlines()[0] == "新增 0 条，改动 0 条，没变 32 条"
    assert after.replace(f"back-{name}", name) == before


def test_a_table_comes_to_standard_output_as_csv(tmp_path: Path) -> None:
    """For other programs; nothing else is printed."""
    importing(saved(tmp_path / "faq.csv", TWO), tmp_path / "kb")
    ended = rulebot("export", "shop-faq", "-", environment={"RULEBOT_KNOWLEDGE": str(tmp_path / "kb")})

    assert (ended.code, ended.err) == (0, "")
    assert [entry.question for entry in read_table("x.csv", ended.out.encode())[0]] == [
        "云朵沙发怎么退",
        "云朵沙发多久发货",
    ]


def test_bad_rows_are_told_by_number_and_the_rest_is_imported(tmp_path: Path) -> None:
    """With what is wrong with each."""
    ended = importing(saved(tmp_path / "faq.csv", f"{TWO}没答案,,\n,没问题,\n"), tmp_path / "kb")

    assert ended.code == 0
    assert ended.out.splitlines()[:4] == [
        "新增 2 条，改动 0 条，没变 0 条",
        "有 2 行没收：",
        "  第 4 行：没有答案",
        "  第 5 行：没有问题",
    ]


def test_twice_is_no_double_and_a_changed_answer_replaces_the_old_one(tmp_path: Path) -> None:
    """The question keeps its number; what the new table leaves out stays; the title does, too."""
    folder = tmp_path / "kb"
    importing(saved(tmp_path / "faq.csv", TWO), folder, "--title", "云朵小店")
    changed = saved(tmp_path / "new.csv", f"{HEADINGS}云朵沙发多久发货？,三天,几天能发\n云朵沙发几种颜色,五种,\n")
    ended = importing(changed, folder)

    assert ended.out.splitlines()[:2] == ["新增 1 条，改动 1 条，没变 0 条", "  改动：云朵沙发多久发货：两天 → 三天"]
    assert exported(folder, "a.jsonl") == [
        Entry("云朵沙发怎么退", ANSWER, ("云朵沙发能退吗", "退云朵沙发")),
        Entry("云朵沙发多久发货", "三天", ("几天能发",)),
        Entry("云朵沙发几种颜色", "五种"),
    ]
    assert 'title: "云朵小店"' in (folder / "shop-faq.yaml").read_text(encoding="utf-8")


def test_a_table_may_stand_in_place_of_all_that_was_there(tmp_path: Path) -> None:
    """With --replace what it leaves out goes, and is told by its question; without, that it stays is told."""
    folder = tmp_path / "kb"
    importing(saved(tmp_path / "faq.csv", TWO), folder)
    new = saved(tmp_path / "new.csv", f"{HEADINGS}云朵沙发多久发货,三天,\n云朵沙发几种颜色,五种,\n")
    looked = importing(new, folder, "--replace", "--dry-run")
    kept = importing(new, folder)
    ended = importing(new, folder, "--replace")

    assert "表里没有的 1 条删掉：\n  删掉：云朵沙发怎么退" in looked.out
    assert "表里没有的 1 条照旧留着；要删就加 --replace" in kept.out
    assert "  删掉：云朵沙发怎么退" in ended.out
    assert [entry.question for entry in exported(folder, "a.jsonl")] == ["云朵沙发多久发货", "云朵沙发几种颜色"]
    assert "表里没有的" not in importing(new, folder, "--replace").out


def test_two_tables_at_once_are_both_taken_in(tmp_path: Path) -> None:
    """Looking whether the knowledge base holds takes seconds: what came meanwhile is not written over."""
    one = saved(tmp_path / "one.csv", f"{HEADINGS}云朵沙发怎么退,七天,\n")
    other = saved(tmp_path / "other.csv", f"{HEADINGS}云朵沙发多久发货,两天,\n")
    with ThreadPoolExecutor(2) as both:
        told = [*both.map(lambda file: importing(file, tmp_path / "kb"), (one, other))]

    assert [ended.code for ended in told] == [0, 0]
    assert {entry.question for entry in exported(tmp_path / "kb", "a.jsonl")} == {"云朵沙发怎么退", "云朵沙发多久发货"}


def test_looking_writes_nothing(tmp_path: Path) -> None:
    """Not even the folder; it says what would happen."""
    folder = tmp_path / "kb"
    ended = importing(saved(tmp_path / "faq.csv", TWO), folder, "--dry-run")

    assert (ended.code, ended.out.splitlines()[0]) == (0, "新增 2 条，改动 0 条，没变 0 条")
    assert "只看不写" in ended.out
    assert not folder.exists()


# ---- what is refused: one line, exit code 2, nothing changed ----

BOMB = with_part(workbook([["问题", "答案"], ["a", "b"]]), "xl/worksheets/sheet1.xml", b"x" * 120_000_000)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("faq.csv", b"", "是空的"),
        ("faq.csv", "问题,答案\n".encode(), "只有表头"),
        ("faq.csv", "姓名,电话\na,1\n".encode(), "姓名、电话"),
        ("faq.pdf", b"%PDF", "只认 .csv"),
        ("faq.xlsx", b"PK\x03\x04broken", "另存为 .xlsx"),
        ("faq.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
        ("faq.xlsx", BOMB, "内容太多"),
        ("faq.csv", b"x" * 10_000_001, "最多 10 MB"),
        ("faq.csv", b"\xff\xfe\xfd\xfc\x00\xd8", "编码"),
    ],
    ids=[
        "empty",
        "headings",
        "other columns",
        "another kind",
        "broken",
        "locked",
        "unpacks to much",
        "huge",
        "no text",
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """Which file, what to do."""
    ended = importing(saved(tmp_path / name, content), tmp_path / "kb")

    assert ended.code == 2
    assert told in ended.refusal
    assert name in ended.refusal
    assert not (tmp_path / "kb").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "nowhere.csv", *SHOP, "--folder", "FOLDER"), "nowhere.csv"),
        (("import", "FOLDER", *SHOP, "--folder", "FOLDER"), "文件夹"),
        (("import", "FILE", "--folder", "FOLDER"), "--document"),
        (("import", "FILE", *SHOP), "RULEBOT_KNOWLEDGE"),
        (("import", "FILE", *SHOP, "--folder", "FILE"), "不是文件夹"),
        (("import", "FILE", "--document", "小店", "--folder", "FOLDER"), "小写字母"),
        (("import", "FILE", "--document", "owner", "--folder", "FOLDER"), "owner.yaml"),
        (("import", "FILE", "--document", "kuaishou-shizaibao", "--folder", "FOLDER"), "kuaishou-shizaibao"),
        (("import", "FILE", *SHOP, "--folder", "FOLDER", "--title", "长" * 41), "40 个字"),
        (("import",), "表格"),
        (("export", "shop-faq", "a.csv"), "RULEBOT_KNOWLEDGE"),
        (("export", "shop-faq", "a.csv", "--folder", "FOLDER"), "shop-faq.yaml"),
        (("export", "shop-faq", "FOLDER/a.pdf", "--folder", "FOLDER"), "只认"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    """And the folder stays empty."""
    folder, table = tmp_path / "kb", saved(tmp_path / "faq.csv", TWO)
    folder.mkdir()
    names = {"FILE": str(table), "FOLDER": str(folder)}
    ended = rulebot(*(names.get(one, one) for one in arguments))

    assert ended.code == 2
    assert told in ended.refusal
    assert list(folder.iterdir()) == []


def test_where_no_row_can_be_taken_nothing_is_written(tmp_path: Path) -> None:
    """Each row is told all the same."""
    ended = importing(saved(tmp_path / "faq.csv", f"{HEADINGS}没答案,,\n"), tmp_path / "kb")

    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "第 2 行：没有答案" in ended.out
    assert not (tmp_path / "kb").exists()


def test_a_document_written_by_hand_is_not_replaced(tmp_path: Path) -> None:
    """One with a calculation, for example."""
    folder = tmp_path / "kb"
    rulebot("new", "shop-faq", "--folder", str(folder))
    before = (folder / "shop-faq.yaml").read_bytes()
    ended = importing(saved(tmp_path / "faq.csv", TWO), folder)
    given = rulebot("export", "shop-faq", "-", "--folder", str(folder))

    assert (ended.code, given.code) == (2, 2)
    assert "shop-faq.yaml 不是 rulebot import 写的" in ended.refusal
    assert "shop-faq.yaml" in given.refusal
    assert (folder / "shop-faq.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: saved(folder / "other.yaml", "id: other\n"), "other.yaml"),
        (lambda folder: saved(folder / "old.yml", "id: old\n"), "old.yml"),
    ],
    ids=["another document is broken", "a file that would be passed over"],
)
def test_the_old_document_stays_where_the_knowledge_base_would_not_load(
    tmp_path: Path, spoil: Callable[[Path], Path], told: str
) -> None:
    """Everything is loaded with the new one before it takes the old one's place."""
    folder = tmp_path / "kb"
    importing(saved(tmp_path / "faq.csv", TWO), folder)
    before = (folder / "shop-faq.yaml").read_bytes()
    spoil(folder)
    ended = importing(saved(tmp_path / "new.csv", TWO.replace("两天", "三天")), folder)

    assert ended.code == 2
    assert told in ended.refusal
    assert (folder / "shop-faq.yaml").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """Below a file, for example."""
    table = saved(tmp_path / "faq.csv", TWO)
    ended = importing(table, table / "kb")

    assert (ended.code, "写不进去" in ended.refusal) == (2, True)


def test_the_other_folders_count_when_a_document_is_checked(tmp_path: Path) -> None:
    """One of the same name in another folder of RULEBOT_KNOWLEDGE is told before anything is written."""
    table, other, folder = saved(tmp_path / "faq.csv", TWO), tmp_path / "other", tmp_path / "kb"
    importing(table, other)
    folder.mkdir()
    ended = importing(table, folder, environment={"RULEBOT_KNOWLEDGE": f"{other}:{folder}"})

    assert ended.code == 2
    assert "shop-faq" in ended.refusal
    assert list(folder.iterdir()) == []


def test_a_base_of_plain_lines_is_imported_as_it_is(tmp_path: Path) -> None:
    """What `rulebot search --kb` reads."""
    line = {"id": "1", "title": "云朵沙发怎么退", "phrasings": ["云朵沙发能退吗"], "text": "7 天内可退"}
    importing(saved(tmp_path / "faq.jsonl", json.dumps(line, ensure_ascii=False)), tmp_path / "kb")

    assert exported(tmp_path / "kb", "a.csv") == [Entry("云朵沙发怎么退", "7 天内可退", ("云朵沙发能退吗",))]
