"""What only looks like something: 今天才发|现 is no dispatch, 主播把产地说错了 no correction, 一条都没回 no one."""

from datetime import datetime

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.events import mentions
from knowledge.language.reader import read

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    ["昨天才发现", "前天才发觉", "上周才发霉", "昨晚才发火", "今天没发票", "上周才发生", "刚才发言", "前天未发现问题"],
)
def test_a_word_that_runs_into_another_one_names_nothing(text: str) -> None:
    """Whatever the words are."""
    assert [one.word for one in mentions(text) if "dispatch" in one.events] == []


@pytest.mark.parametrize("text", ["昨天才发", "今天才发的货", "没发货", "上周才发快递"])
def test_the_word_itself_still_does(text: str) -> None:
    """At the end of a line, or before what belongs to it."""
    assert any("dispatch" in one.events for one in mentions(text))


@pytest.mark.parametrize(
    "line", ["商家11月3号点的发货，我今天才发现", "11月3号点击发货，我昨天才发现不对", "11月3号发的货，到今天才发现"]
)
def test_the_day_of_the_deed_stays_the_firmest(line: str) -> None:
    """The day on which it was found out lies farther from the deed than its own day."""
    days = sorted(
        (fact for fact in read(line, NOW).facts if fact.kind == "date" and "dispatch" in fact.events),
        key=lambda fact: -fact.firm,
    )

    assert days[0].said == "11月3号"
    assert all(fact.firm < days[0].firm for fact in days[1:])


@pytest.mark.parametrize("between", ["主播把产地说错了，我", "店家标签写错了，我", "人家把颜色搞错，我"])
def test_anothers_mistake_takes_no_day_back(between: str) -> None:
    """The day before it stays, and keeps its event."""
    facts = read(f"商家11月1号点的发货，{between}今天去申请还来得及不", NOW).facts

    assert [fact.said for fact in facts if fact.kind == "date" and "dispatch" in fact.events] == ["11月1号"]


@pytest.mark.parametrize("between", ["写错了，是", "我看错了，是", "哦说错了，"])
def test_ones_own_mistake_takes_it_back(between: str) -> None:
    """As before."""
    facts = read(f"商家11月1号点的发货，{between}11月5号", NOW).facts

    assert [fact.said for fact in facts if fact.kind == "date"] == ["11月5号"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("连着11条客户消息一条没回", ["11条"]),
        ("十五条消息一条都没回", ["十五条消息"]),
        ("昨晚一条也没回", []),
        ("三个电话一个都没接通", ["三个电话"]),
        ("就一条没回", ["一条"]),
        ("还有一条没回", ["一条"]),
    ],
)
def test_not_even_one_is_no_one(line: str, said: list[str]) -> None:
    """Behind so many, or with 都 or 也, a one that was not done says that none was."""
    assert [fact.said for fact in read(line, NOW).facts if fact.kind == "count"] == said


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("退货3月10号被卖家签收", "receipt"),
        ("申请4月2号由平台通过了", "approval"),
        ("尾款5月1日让客户付了", "payment"),
        ("退款6月3号被商家签收", "receipt"),
        ("貨款7月9號畀快遞簽收咗", "receipt"),
    ],
)
def test_who_did_it_does_not_stand_between_a_day_and_the_deed(line: str, event: str) -> None:
    """The day belongs to the verb behind the doer, not to the noun before it."""
    (day,) = (fact for fact in read(line, NOW).facts if fact.kind == "date")

    assert day.events == (event,)
