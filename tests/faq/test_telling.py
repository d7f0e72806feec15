"""What an owner is told of a table: rows that ask the same, old answers beside new ones, ways that others have."""

from datetime import date

from bot.faq import telling
from bot.faq.document import FaqDocument
from bot.faq.entries import Entry

EMPTY = FaqDocument.new("shop-faq", checked=date(2026, 11, 27))
BEFORE, _ = EMPTY.merged([Entry("包邮吗", "满99元包邮"), Entry("能退吗", "七天内能退"), Entry("改地址", "找客服")])


def test_nothing_is_told_of_a_table_that_changes_nothing() -> None:
    """Twice the same."""
    _, changes = BEFORE.merged([Entry("包邮吗", "满99元包邮")])

    assert [
        *telling.united(changes),
        *telling.changed(changes),
        *telling.added(changes),
        *telling.dropped(changes),
    ] == []
    assert telling.left(changes) == ["能退吗", "改地址"]


def test_an_old_answer_stands_before_the_new_one() -> None:
    """Shortened where it is long; where only ways of asking differ, that is said."""
    _, changes = BEFORE.merged(
        [
            Entry("包邮吗", "满69元\n包邮" + "，好" * 40),
            Entry("能退吗", "七天内能退", ("退货行吗",)),
            Entry("几点发货", "五点"),
        ]
    )
    short, ways = telling.changed(changes)

    assert short.startswith("包邮吗：满99元包邮 → 满69元 包邮，好")
    assert short.endswith("…")
    assert len(short) < 70
    assert ways == "能退吗（答案没变，问法有增减）"
    assert telling.added(changes) == ["几点发货"]


def test_an_answer_that_is_no_more_than_a_figure_is_named() -> None:
    """A buyer would see that alone."""
    rows = [
        Entry("会员几折", "95%"),
        Entry("电话多少", "400-800-1234"),
        Entry("上新", "2027-03-18"),
        Entry("几折", "九五折"),
    ]
    _, changes = EMPTY.merged(rows)

    assert telling.bare(changes) == ["会员几折：95%", "电话多少：400-800-1234", "上新：2027-03-18"]


def test_every_row_is_accounted_for() -> None:
    """Rows that ask the same become one entry, the later answer holds."""
    rows = [Entry("包邮吗", "满69元包邮"), Entry("包邮吗？", "满59元包邮"), Entry("有发票吗", "有")]
    after, changes = BEFORE.merged(rows)

    assert changes.united == 1
    assert len(rows) == len(changes.added) + len(changes.changed) + len(changes.same) + changes.united
    assert "1 行" in telling.united(changes)[0]
    assert next(entry for entry in after.entries() if entry.question == "包邮吗").answer == "满59元包邮"


def test_a_way_of_asking_that_another_entry_has() -> None:
    """It is told whose it is, and of a question of its own that it is one."""
    _, changes = BEFORE.merged([Entry("地址写错了", "重拍", ("改地址",)), Entry("退货", "找客服", ("能退吗？",))])

    assert telling.dropped(changes) == ["“改地址”，另有一条就是问这句的", "“能退吗？”，已经归“能退吗”"]
