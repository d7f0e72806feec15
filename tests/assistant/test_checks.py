"""Conditions before promises: what a line, or the talk before it, says against a payout is told before any amount."""

from datetime import datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING, Talk
from knowledge.calendar import SHANGHAI

NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)


def last(assistant: Assistant, *lines: str) -> Answer:
    """Return the answer to the last of several lines of one talk, stored and read again between them."""
    talk, answer = NOTHING, None
    for line in lines:
        answer, talk = assistant.reply(line, Talk.from_json(talk.as_json()), now=NOW)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("line", "opening", "place"),
    [
        ("实付868，材质是假的，实在宝赔多少", "查实的话，可以赔 868.00 元", "7"),
        ("实付868能赔多少，商家已经全额退款给我了，实在宝", "恐怕不能：", "10.6"),
        ("付了1500，全程微信转账，实在宝能赔多少", "恐怕不能：", "10.1"),
        ("4月1号发的货，实付868，现在申请实在宝能赔多少", "不能：", "5"),
        ("这单实在宝我申请过一次了，实付300能赔多少", "不能：", "8"),
        ("付了2000买了个二手手机，主播说全新，实在宝赔多少", "恐怕不能：", "1.3"),
        ("实付500，主播吹功效没用，实在宝能赔多少", "说不准：", "10.7"),
        ("主播卖的珠宝是假的，实付800，实在宝赔多少", "说不准：", "1.3"),
        ("买了只表付了3000，主播说是正品，实在宝赔多少", "说不准：", "1.3"),
        ("店家退了我40，实付300，成分是假的，实在宝能赔多少", "说不准：", "10.6"),
    ],
)
def test_a_fact_of_the_line_comes_before_the_amount(assistant: Assistant, line: str, opening: str, place: str) -> None:
    """Only as strong as the clause, which is quoted first."""
    answer = last(assistant, line)
    assert answer.headline.startswith(opening)
    assert answer.quotes[0].locator == place


def test_what_was_told_before_counts_for_the_same_order(assistant: Assistant) -> None:
    """And no longer for another one."""
    refused = last(assistant, "商家已经全额退款给我了", "实在宝实付868能赔多少")
    other = last(assistant, "商家已经全额退款给我了", "实在宝实付868能赔多少", "另一单实付500，实在宝能赔多少")
    assert refused.headline.startswith("恐怕不能")
    assert other.headline.startswith("查实的话")


ASKED_BACK = pytest.mark.xfail(
    strict=True,
    reason="what was promised and what speaks against it are about equally likely, so it is asked which is meant",
)


@pytest.mark.parametrize(
    "line",
    [
        "忘了讲，这单我上礼拜申请过一回了",
        "哦对，商家已经全退给我了",
        pytest.param("哦还有，钱主播早就补给我了", marks=ASKED_BACK),
    ],
)
def test_what_is_told_afterwards_changes_what_was_promised(assistant: Assistant, line: str) -> None:
    """The same amount is looked at again."""
    answer = last(assistant, "实付868，材质是假的，实在宝赔多少", line)
    assert "不能" in answer.headline[:5]


def test_partly_paid_back_is_no_loss_made_good(assistant: Assistant) -> None:
    """退了我100 is no 10.6."""
    assert "10.6" not in last(assistant, "实付868，材质是假的，实在宝赔多少", "退了我100").headline


def test_the_outcome_lists_what_was_looked_at(assistant: Assistant) -> None:
    """As the catalogue prints it, reasons by their clauses; the result stays what the formula gives."""
    outcome = last(assistant, "付了1500，全程微信转账，实在宝能赔多少").calculation
    assert outcome is not None
    told = outcome.as_json()
    assert told["result"]["payout"] == "1000.00"
    assert told["checks"] == [
        {"calculator": "shizaibao-claim", "result": "refused", "reasons": ["10.1"]},
        {"calculator": "shizaibao-category", "result": "open", "reasons": []},
    ]
