"""When a case is looked at, and what a day is of: the verb right behind it, not a word of the next clause."""

from datetime import datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from tests.talked import last

NOW = datetime(2026, 11, 28, 5, tzinfo=SHANGHAI)
LATE = "抖店承诺11月25号早上8点发货，现在27号早上7点半，记几次超时"


def told(assistant: Assistant, *lines: str) -> Answer:
    """Return the answer to the last line of a talk."""
    return last(assistant, NOW, *lines)


def times(answer: Answer) -> object:
    """Return how often late a result says that something was."""
    return answer.calculation and answer.calculation.result.get("determinations")


@pytest.mark.parametrize(
    ("line", "how_often"),
    [
        ("抖店承诺11月25号16点前发，现在11月27号15点还没发，判几次超时", 2),
        ("抖店承诺11月25号16点前发，到11月26号15点还没发货，判几次超时", 1),
        ("抖店承诺11月20号9点前发货，11月22号8点还没寄出去，算几次超时", 2),
        ("抖店双十一那单承诺11号22点前发，到12号21点59还没出库，记了几次超时", 1),
        ("抖店承諾11月25號16點前發貨，到11月26號15點仲未發，計幾多次超時", 1),
    ],
)
def test_a_time_at_which_it_was_not_done_is_when_the_case_is_looked_at(
    assistant: Assistant, line: str, how_often: int
) -> None:
    """The one that has just been, not the same day of next year."""
    assert times(told(assistant, line)) == how_often


def test_a_day_on_which_something_else_was_not_done_is_not(assistant: Assistant) -> None:
    """What is still to come is looked at today."""
    answer = told(assistant, "我11月20号还没收到货，11月15号发的，实在宝还能申请吗")

    assert "剩 17 天" in answer.headline


@pytest.mark.parametrize(("line", "how_often"), [("再过一个钟头呢", 3), ("再过两天呢", 3), ("要是再过半小时呢", 3)])
def test_a_case_is_looked_at_so_much_later(assistant: Assistant, line: str, how_often: int) -> None:
    """Than when it was looked at last."""
    answer = told(assistant, LATE, line)

    assert times(told(assistant, LATE)) == 2
    assert times(answer) == how_often


@pytest.mark.parametrize(
    "line", ["我11月26号就交，最晚哪天给答复", "11月26号交的，哪天回信", "26号交上去的 几号前给信"]
)
def test_a_day_is_of_the_verb_behind_it(assistant: Assistant, line: str) -> None:
    """最晚 and 答复 of the next clause say nothing of it."""
    answer = told(assistant, "我是客户，11月24号收到星图违规通知，申诉最晚哪天", line)

    assert answer.calculation is not None
    assert str(answer.calculation.result["reply_by"]) == "2026-12-07"
