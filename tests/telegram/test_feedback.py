"""👍 and 👎: what can be judged, why, and what is stored."""

import sqlite3
from contextlib import closing

from rulebot import Rulebot
from standin import Chat

PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"


def test_a_verdict_is_stored_with_its_question_and_clause(chat: Chat, rulebot: Rulebot) -> None:
    """And the reason, once it was given."""
    chat.ask("实在宝最多能赔多少钱呀")
    chat.press("👎").wait()
    chat.wait_for_edit()
    chat.press("看不懂").wait()
    chat.wait_for_edit()
    chat.ask("你好")
    with closing(sqlite3.connect(rulebot.log.parent / "rulebot.db")) as database:
        rows = database.execute("select verdict, reason, question, place from feedback").fetchall()

    assert ("down", "看不懂", "实在宝最多能赔多少钱呀", "kuaishou-shizaibao/7") in rows


def test_a_refusal_can_be_judged_too_and_a_bad_answer_asks_why_in_one_tap(chat: Chat) -> None:
    """The reasons take the place of the thumbs, and go when one was chosen."""
    refusal = chat.ask("今天天气怎么样")
    assert "👎" in refusal.buttons
    assert "哪里" in chat.press("👎").wait().text
    assert chat.wait_for_edit().buttons == ["答非所问", "规则过期", "算错了", "看不懂"]

    assert "谢谢" in chat.press("答非所问").wait().text
    assert chat.wait_for_edit().buttons == []


def test_a_greeting_and_thanks_get_a_friendly_line_without_thumbs(chat: Chat) -> None:
    """There is nothing to judge."""
    for line in ("你好", "谢谢", "你是谁"):
        answer = chat.ask(line)
        assert answer.text
        assert answer.buttons == []


def test_a_thumb_up_is_thanked_and_the_other_buttons_stay(chat: Chat) -> None:
    """And 👎 keeps them as well."""
    answer = chat.ask(PAYOUT)
    assert "谢谢" in chat.press("👍").wait().text
    chat.press("👎").wait()

    assert chat.wait_for_edit().buttons[: len(answer.buttons) - 2] == answer.buttons[:-2]
