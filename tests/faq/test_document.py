"""An owner's document: nothing stands in it twice, numbers stay, and what an import did not write is left alone."""

import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.faq.document import FaqDocument, FaqDocumentError
from bot.faq.entries import Entry
from knowledge.model import Document
from knowledge.validated import validated

TODAY = date(2026, 11, 27)
EMPTY = FaqDocument.new("shop-faq", checked=TODAY)
BACK, SENT = Entry("怎么退货？", "找客服", ("能退吗",)), Entry("多久发货", "两天")


def numbered(document: FaqDocument) -> list[tuple[str, str]]:
    """Return the number and question of each entry."""
    return [(entry.id, entry.question) for entry in document.entries()]


def test_entries_get_numbers_that_stay() -> None:
    """Whatever comes later stands behind, even if it stood before them in its table."""
    first, _ = EMPTY.merged([BACK, SENT])
    second, _ = first.merged([Entry("新的", "有"), SENT, BACK])

    assert numbered(second) == [("1", "怎么退货？"), ("2", "多久发货"), ("3", "新的")]


def test_what_changed_is_told_by_kind() -> None:
    """Added, changed, left as it was; a question is the same in another spelling."""
    before, first = EMPTY.merged([BACK, SENT])
    after, second = before.merged([Entry("怎麼退貨", "自己点退货"), SENT, Entry("新的", "有")])

    assert ([one.question for one in first.added], first.changed, first.same) == (["怎么退货？", "多久发货"], (), ())
    assert second.changed == (Entry("怎么退货？", "自己点退货", ("能退吗",), id="1"),)
    assert [one.question for one in (*second.added, *second.same)] == ["新的", "多久发货"]
    assert after.entries()[0] == second.changed[0]


def test_twice_is_no_double() -> None:
    """The second time nothing changes, whatever phrasings the entries share."""
    entries = [BACK, SENT, Entry("能退吗", "能", ("多久发货", "退得了吗")), Entry("另一个", "是", ("退得了吗",))]
    once, _ = EMPTY.merged(entries)
    twice, changes = once.merged(entries)

    assert twice == once
    assert (changes.added, changes.changed, len(changes.same)) == ((), (), 4)


def test_ways_of_asking_are_united_and_belong_to_one_entry() -> None:
    """A question of its own comes first, then who had it first; what is not taken is told with its owner."""
    before, _ = EMPTY.merged([BACK])
    after, changes = before.merged(
        [Entry("怎么退货", "找客服", ("退货流程",)), Entry("能退吗", "能"), Entry("丙", "是", ("退货流程",))]
    )

    assert [entry.phrasings for entry in after.entries()] == [("退货流程",), (), ()]
    assert [(way, owner.question) for way, owner in changes.dropped] == [
        ("能退吗", "能退吗"),
        ("退货流程", "怎么退货？"),
    ]


@pytest.mark.parametrize("name", ["2", "shop-faq/2", "shop-faq/2:text"])
def test_a_way_of_asking_is_added_to_an_entry_by_its_number_or_address(name: str) -> None:
    """Once; from another entry it is taken away."""
    document, _ = EMPTY.merged([BACK, SENT])
    told = document.with_phrasing(name, "能退吗？").with_phrasing(name, "几天|到\n").with_phrasing(name, "几天 到")

    assert [entry.phrasings for entry in told.entries()] == [(), ("能退吗？", "几天 到")]


@pytest.mark.parametrize(("name", "question", "told"), [("9", "几天到", "第 9 条"), ("2", "怎么退货", "第 1 条")])
def test_a_way_of_asking_that_cannot_be_added_is_told(name: str, question: str, told: str) -> None:
    """There is no such entry, or another one is called so."""
    with pytest.raises(FaqDocumentError, match=told):
        EMPTY.merged([BACK, SENT])[0].with_phrasing(name, question)


def test_a_document_is_read_as_it_was_written(tmp_path: Path) -> None:
    """By us and by the knowledge base."""
    document, _ = FaqDocument.new("shop-faq", "小店问答", "淘宝", checked=TODAY, source="a.xlsx").merged(
        [replace(BACK, title="退货"), Entry("难写的", 'a: "b"\n- {c} # 是\u2028的 yes 0800 😊')]
    )
    document.write(tmp_path / "shop-faq.yaml")
    loaded = validated(Document, tmp_path / "shop-faq.yaml")

    assert FaqDocument.read(tmp_path / "shop-faq.yaml") == document
    assert (loaded.id, loaded.title, loaded.platform.name, loaded.kind) == ("shop-faq", "小店问答", "淘宝", "问答")
    assert [clause.text for clause in loaded.clauses] == [entry.answer for entry in document.entries()]


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    """Nothing is left beside it, and who could read it still can."""
    path = tmp_path / "shop-faq.yaml"
    EMPTY.merged([BACK])[0].write(path)
    path.chmod(0o640)
    EMPTY.merged([SENT])[0].write(path)

    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert numbered(FaqDocument.read(path)) == [("1", "多久发货")]


def test_what_somebody_mends_by_hand_is_kept(tmp_path: Path) -> None:
    """An answer, the short name, names that people use."""
    path = tmp_path / "shop-faq.yaml"
    EMPTY.merged([BACK])[0].write(path)
    text = path.read_text(encoding="utf-8").replace('"找客服"', "点退货按钮")
    path.write_text(text.replace('short: "常见问题"', "short: 小店\naliases: [小店问答]"), encoding="utf-8")
    after, changes = FaqDocument.read(path).merged([SENT])
    after.write(path)

    assert changes.changed == ()
    assert FaqDocument.read(path) == after
    assert (after.short, after.aliases, after.entries()[0].answer) == ("小店", ("小店问答",), "点退货按钮")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.split("\n", 1)[1], "不是 rulebot import 写的"),
        (lambda text: text.replace("    for:", "    reading: 我们这样理解\n    for:"), "手工加了"),
        (
            lambda text: text.replace("    for:", "    answers: [{id: more, says: 另一句, asked: [另一问]}]\n    for:"),
            "手工加了",
        ),
        (
            lambda text: text + '  - {locator: "2", title: x, for: 消费者, text: 好, questions: [怎么退货]}\n',
            "同一个问题",
        ),
        (lambda text: text.replace("kind:", "knid:"), "knid"),
        (lambda text: text.replace('"怎么退货？", ', "["), "shop-faq.yaml"),
    ],
)
def test_a_document_that_an_import_did_not_write_is_not_replaced(
    tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    """Nothing that somebody wrote by hand gets lost; the file is named, and stays as it is."""
    path = tmp_path / "shop-faq.yaml"
    EMPTY.merged([BACK])[0].write(path)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(FaqDocumentError, match=told) as caught:
        EMPTY.merged([SENT])[0].write(path)

    assert path.read_bytes() == before
    assert "shop-faq.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
