"""What stands beside a figure: more of it, a gap, a question, a level not reached, what was before, a correction."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from knowledge.language.fact import Fact
from knowledge.language.reader import read
from tests.language.cells import FIGURES, stated, told
from tests.language.notation import NOW


def figures(line: str) -> list[Fact]:
    """Return the figures of a line that is no day."""
    return [fact for fact in stated(line) if fact.kind in FIGURES]


def nothing_claimed(facts: Sequence[Fact]) -> bool:
    """Return whether no figure, day or time is told as known, exactly or by its ends."""
    return all(fact.unclear for fact in facts)


@pytest.mark.parametrize(
    "line",
    [
        "粉丝1。5万",
        "实付800/2元",
        "付了1’288块",
        "拍了300±20单",
        "粉丝9..9万",
        "实付三块三毛半",
        "实付12345。6万",
        "实付2/3元能赔吗",
    ],
)
def test_a_part_of_a_figure_that_goes_on_is_no_figure(line: str) -> None:
    """All of it or none of it: nothing is left but a figure to be asked about."""
    facts = stated(line)

    assert facts
    assert nothing_claimed(facts), told(facts)


@pytest.mark.parametrize(
    "line", ["实付1.5万。", "粉丝1.5万，还没收货", "买了5件。600块付的", "3/4发的货", "实付500元。还没收货"]
)
def test_a_mark_that_ends_a_figure_leaves_it_known(line: str) -> None:
    """A full stop behind a figure, a day with a stroke, another sentence behind."""
    facts = stated(line)

    assert facts
    assert all(fact.exact for fact in facts if fact.length is None), told(facts)


@pytest.mark.parametrize(
    "line", ["还差5天", "到期还差5天", "离满一个月还差两天", "粉丝就差300个", "开票只差80块", "仲差十日先夠"]
)
def test_what_is_missing_is_not_what_there_is(line: str) -> None:
    """差 before a figure tells the gap, not the figure."""
    facts = stated(line)

    assert facts
    assert nothing_claimed(facts), told(facts)


@pytest.mark.parametrize(
    ("line", "value"),
    [("尾款还差4500元没付", "4500"), ("误差5天", "5"), ("差价300块", "300"), ("时差3个小时", "3"), ("补差80元", "80")],
)
def test_a_difference_that_is_itself_the_figure_is_known(line: str, value: str) -> None:
    """What is still due, and words that merely hold 差."""
    [fact] = stated(line)

    assert fact.exact, told([fact])
    assert fact.value == Decimal(value)


@pytest.mark.parametrize(
    "line", ["有没有一百万粉丝", "有没有五十单", "有冇五百蚊", "你们算不算2000块", "能不能到4.6分", "是不是800块"]
)
def test_a_figure_that_is_asked_about_is_not_said_to_be_so(line: str) -> None:
    """Whether it is so much is the question."""
    facts = stated(line)

    assert facts
    assert nothing_claimed(facts), told(facts)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("等级还没到L3", "L3"),
        ("商家没达到L2", "L2"),
        ("店铺低于L2+", "L2+"),
        ("我哋唔到L3", "L3"),
        ("店铺即将到L4", "L4"),
    ],
)
def test_a_level_that_is_not_reached_is_below_it(line: str, level: str) -> None:
    """The level itself does not count, everything under it may be."""
    [fact] = stated(line)

    assert (fact.kind, fact.value, fact.low, fact.high) == ("level", None, None, level)
    assert (fact.how, fact.high_in) == ("less", False)


@pytest.mark.parametrize("line", ["等级到L3了", "店铺升到L3", "商家L3级，没问题", "没收到邀请，等级L3", "我是L3"])
def test_a_level_that_is_reached_is_never_told_as_below_it(line: str) -> None:
    """A level without a denial right before it is what it is."""
    [fact] = stated(line)

    assert (fact.value, fact.exact) == ("L3", True)


@pytest.mark.parametrize(
    ("line", "was", "now"),
    [
        ("以前98万粉丝现在120万", 980_000, 1_200_000),
        ("上月粉丝60万，这个月70万", 600_000, 700_000),
        ("原先体验分4.2，现在4.7", "4.2", "4.7"),
        ("曾经200万粉丝，如今90万", 2_000_000, 900_000),
        ("原来是L2，现在L3", "L2", "L3"),
        ("以前三十单，现在八十单", 30, 80),
        pytest.param("从L3掉到L2", "L3", "L2"),
        pytest.param("等级L4降为L3", "L4", "L3"),
        pytest.param("粉丝从98万涨到120万", 980_000, 1_200_000),
    ],
)
def test_what_has_been_is_known_to_be_past(line: str, was: Any, now: Any) -> None:
    """The second figure is the one that counts, in the place of the first."""
    before, after = figures(line)

    assert [_value(before), _value(after)] == [_plain(was), _plain(now)]
    assert (before.past, after.past) == (True, False)
    assert after.instead == (before.start, before.end)


@pytest.mark.parametrize(
    "line", ["以前卖过3单现在买了500块", "以前98万粉丝。另一个号120万", "粉丝98万，订单120单", "现在98万粉丝，3单"]
)
def test_two_figures_of_two_things_are_both_of_now(line: str) -> None:
    """Another thing, another sentence: neither takes the other's place."""
    facts = figures(line)

    assert len(facts) == 2
    assert not any(fact.past or fact.instead for fact in facts), told(facts)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("580写错了是850", 850),
        ("实付780，打错了，是870", 870),
        ("不是300是500", 500),
        ("定金不是200是300", 300),
        ("付款450写成540了", 450),
        ("实付360元，写成630元了", 360),
        ("752元而非725元", 752),
        ("实付615元而非651元", 615),
        ("单量45，讲错咗，应该是54", 54),
        ("体验分4.7，哦不，4.3", "4.3"),
        ("实付一百二，改成两百一", 210),
    ],
)
def test_a_figure_that_is_taken_back_is_gone(line: str, value: Any) -> None:
    """One figure is left, and it is the one that is meant."""
    facts = figures(line)

    assert [_value(fact) for fact in facts] == [_plain(value)], told(facts)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("4月1号发的货，说错了，是4月2号", date(2026, 4, 2)),
        ("不是4月1号发的货，是4月2号", date(2026, 4, 2)),
        ("4月6号而非4月9号发的货", date(2026, 4, 6)),
        ("发货日4月6号，错写成9月4号", date(2026, 4, 6)),
        ("前天付的款，哦不，昨天", date(2026, 11, 24)),
    ],
)
def test_a_day_that_is_taken_back_is_gone(line: str, day: date) -> None:
    """Days like amounts."""
    assert [fact.value for fact in stated(line)] == [day]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("实付300元，退款200元写错了地址", [300, 200]),
        ("不是客户取消的，付了300", [300]),
        ("实付不是90元吗", [90]),
        ("材质不对，实付300元，运费20元", [300, 20]),
        ("定金300元。说错的是客服，尾款500元", [300, 500]),
    ],
)
def test_words_that_take_something_else_back_leave_the_figures(line: str, values: list[int]) -> None:
    """A wrong address, a denied deed, a question: the amounts stand."""
    facts = figures(line)

    assert [fact.value for fact in facts] == [Decimal(value) for value in values], told(facts)


def _value(fact: Fact) -> Any:
    assert fact.exact, told([fact])
    return fact.value


def _plain(value: Any) -> Any:
    return value if str(value).startswith("L") else Decimal(value)


@pytest.mark.parametrize(
    "line",
    ["下午来了20条消息都回了", "我回复了11条", "那12条全回复了", "飛鴿嗰十五條都覆咗", "今早18条消息我都处理完了"],
)
def test_what_has_been_answered_is_left_unanswered_no_more(line: str) -> None:
    """Words beside a count that undo it take it out of the case."""
    counts = [fact for fact in figures(line) if fact.kind == "count"]

    assert counts
    assert all(fact.past and "unanswered" not in fact.events for fact in counts)


@pytest.mark.parametrize(
    "line", ["还有12条没回", "12条消息没人回", "攒了十几条没回复", "11条未读", "冇覆嘅有13條", "我漏回了14条"]
)
def test_what_is_unanswered_still_counts(line: str) -> None:
    """没回 undoes nothing."""
    assert any("unanswered" in fact.events and not fact.past for fact in figures(line))


ANSWERED = [
    "昨天9点、14点打了抽查电话我都接了",
    "抽查电话三通全接到了",
    "平台打来2次，我都接通了",
    "尋日三點同五點嘅抽查電話我都接咗",
    "打了4个抽查电话，全部接听了",
]


@pytest.mark.parametrize("line", ANSWERED)
def test_calls_that_were_taken_are_no_missed_ones(line: str) -> None:
    """What was done to all of them is said of every one before it in the sentence."""
    calls = [fact for fact in read(line, NOW).facts if fact.kind in ("count", "moment", "time")]

    assert calls
    assert not any({"call", "calls"} & set(fact.events) for fact in calls)


@pytest.mark.parametrize("line", ["三通抽查电话全漏接了", "平台打了2个抽查电话我都没接到", "抽查电话漏接了4次"])
def test_calls_that_were_missed_still_count(line: str) -> None:
    """漏接了 holds 接了 and says the opposite."""
    assert any("calls" in fact.events and not fact.past for fact in figures(line))


def test_what_was_done_to_the_others_changes_nothing() -> None:
    """其他都回了 is not said of the twelve."""
    assert any("unanswered" in fact.events and not fact.past for fact in figures("有12条没回，其他都回了"))
