"""A figure of a shorter span than the rule looks at is asked for again; 24:00 on a day said before ends that day."""

from datetime import datetime

import pytest

from bot.assistant.assigning import on_day
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from calculators import run
from knowledge.calendar import SHANGHAI
from knowledge.language.reader import read
from knowledge.library import Library

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize("span", ["近30天", "最近60天", "上个月"])
def test_figures_of_a_shorter_span_are_asked_for_again(assistant: Assistant, span: str) -> None:
    """Nothing of them is kept, so that the answer to the question counts."""
    answer, talk = assistant.reply(f"我们代运营{span}结算总额是0元，服务订购量0单，会被清退吗", NOTHING, now=NOW)

    assert answer.calculation is not None
    assert answer.calculation.as_json()["missing"] == ["settled_gmv", "orders"]
    assert answer.calculation.as_json()["inputs"] == {}
    assert "不满 90 天" in answer.headline

    answer, talk = assistant.reply("5万", talk, now=NOW)
    answer, _ = assistant.reply("0", talk, now=NOW)

    assert answer.calculation is not None
    assert answer.calculation.as_json()["result"]["removed"] is True


@pytest.mark.parametrize("span", ["近90天", "三个月"])
def test_figures_of_a_span_that_may_be_long_enough_are_taken(assistant: Assistant, span: str) -> None:
    """Three months are not surely shorter."""
    answer, _ = assistant.reply(f"我们代运营{span}结算总额是0元，服务订购量5单，会被清退吗", NOTHING, now=NOW)

    assert answer.calculation is not None
    assert answer.calculation.as_json()["result"] == {"removed": True, "reasons": ["0"]}


def test_a_question_back_shows_what_was_read(assistant: Assistant) -> None:
    """The asker can correct a slip before answering."""
    answer, _ = assistant.calculate_inputs("doudian-tech-fee", {"amount": "一百块"}, now=NOW)

    assert answer.status == "needs_input"
    assert answer.steps == ("订单金额：100.00 元（你说“一百块”）",)


def test_the_end_of_a_day_said_apart_from_it_is_still_that_day_s(library: Library) -> None:
    """18号, and then 24:00: the midnight that ends the 18th, told as it was said."""
    day, clock = read("4月18日", NOW).facts[0], read("24:00", NOW).facts[0]

    outcome = run("doudian-late-shipment", {"promised_at": on_day(day, clock)}, library, NOW)

    assert outcome.as_json()["inputs"] == {"promised_at": "2023-04-19T00:00:00+08:00"}
    assert "2023年4月18日 24:00，周二" in outcome.steps[0]


def test_no_end_of_a_range_is_worked_out_as_if_it_had_been_said(assistant: Assistant) -> None:
    """三千多 is at the ceiling whatever it is; nobody said 3000.01."""
    answer, _ = assistant.calculate_inputs("shizaibao-payout", {"paid": "三千多"}, now=NOW)

    assert "1000.00 元" in answer.headline
    assert "3000 元以上、不到 4000 元" in answer.steps[0]
    assert "3000.01" not in answer.text
