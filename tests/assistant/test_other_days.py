"""A day of another event (receipt, order, payment) is never taken for the day a deadline counts from."""

from datetime import datetime

import pytest

from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "line",
    [
        "4月1号签收的，实在宝最晚哪天申请",
        "实在宝最晚哪天能申请 4月1日签收",
        "4月1号收到货的，实在宝最晚哪天申请",
        "4月1号下的单，实在宝最晚哪天申请",
        "4月1號簽收，實在寶最遲幾時申請",
    ],
)
def test_no_last_day_is_computed_from_the_day_of_another_event(assistant: Assistant, line: str) -> None:
    """The rule counts from dispatch, and the answer says so."""
    answer, _ = assistant.reply(line, now=NOW)

    assert answer.calculation is None or "last_day" not in answer.calculation.result
    assert "kuaishou-shizaibao/5" in [quote.id for quote in answer.quotes]


@pytest.mark.parametrize(
    ("line", "last_day"),
    [
        ("4月1号发的货，最晚哪天能申请实在宝", "2023-05-01"),
        ("直播间买的4月1号商家点了发货，实在宝最晚哪天能申请", "2023-05-01"),
        ("3月28发货4月1号签收，实在宝最晚哪天申请", "2023-04-27"),
        ("3月28号发货，4月1号签收，实在宝最晚哪天申请", "2023-04-27"),
    ],
)
def test_the_day_of_dispatch_is_found_beside_others_and_looked_at_from_now(
    assistant: Assistant, line: str, last_day: str
) -> None:
    """A day of receipt is no day to look at it from, either."""
    answer, _ = assistant.reply(line, now=NOW)

    assert answer.calculation is not None
    assert str(answer.calculation.result["last_day"]) == last_day
    assert "4月1日看" not in str(answer.as_json())


@pytest.mark.parametrize(
    ("first", "line", "shipped"),
    [
        ("实在宝我上个月20号收到的货，还能申请不", "发货是18号", "2023-03-18"),
        ("实在宝3月3号收到的货，最晚哪天申请", "28号发的", "2023-02-28"),
        ("去年12月5号收到的货，实在宝还能申请吗", "1号发的", "2022-12-01"),
        ("实在宝最晚哪天申请", "18号发的", "2023-04-18"),
        ("今天收到货，实在宝最晚哪天申请", "18号发的", "2023-04-18"),
        ("实在宝上个月20号收到的货，最晚哪天申请", "4月2号发的", "2023-04-02"),
    ],
)
def test_a_day_without_its_month_is_near_the_day_that_was_told(
    assistant: Assistant, first: str, line: str, shipped: str
) -> None:
    """Where it answers what we asked; one with its month is as it says."""
    _, talk = assistant.reply(first, now=NOW)
    answer, _ = assistant.reply(line, talk, now=NOW)

    assert answer.calculation is not None
    assert str(answer.calculation.inputs["shipped_on"]) == shipped


def test_it_is_of_the_year_that_was_told(assistant: Assistant) -> None:
    """Also where the same day of this year has just been."""
    late = datetime(2023, 12, 20, 10, tzinfo=SHANGHAI)
    _, talk = assistant.reply("去年12月5号收到的货，实在宝还能申请吗", now=late)
    answer, _ = assistant.reply("1号发的", talk, now=late)

    assert answer.calculation is not None
    assert str(answer.calculation.inputs["shipped_on"]) == "2022-12-01"
