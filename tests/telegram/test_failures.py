"""When something goes wrong: one plain sentence for the asker, the cause in the log; and what is never stored."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count

import pytest
from rulebot import ROOT, Rulebot
from standin import StandIn

NUMBERS = count(9_300_000_001)
PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"


def test_a_failure_is_told_in_one_plain_sentence_and_logged_with_its_cause(telegram: StandIn, rulebot: Rulebot) -> None:
    """The next question is answered as if nothing had been."""
    chat = telegram.private(next(NUMBERS))
    telegram.fail("sendMessage", status=400, chat_id=chat.id)

    assert chat.ask(PAYOUT).text == "抱歉，刚才出了点问题，没能答上来。请稍后再发一次。"
    assert "BadRequest" in rulebot.log.read_text()
    assert "1000.00 元" in chat.ask(PAYOUT).text


def test_a_failure_under_a_button_is_told_there(telegram: StandIn, rulebot: Rulebot) -> None:
    """In the chat, for the press has its answer already."""
    chat = telegram.private(next(NUMBERS))
    chat.ask(PAYOUT)
    telegram.fail("sendMessage", status=400, chat_id=chat.id)
    chat.press("看全文").wait()

    assert "出了点问题" in chat.answer().text


def test_a_failed_inline_query_or_guest_message_is_answered_as_well(telegram: StandIn, rulebot: Rulebot) -> None:
    """With the way to the private chat, or the sentence."""
    group = telegram.group(bot="left", members=[telegram.person(next(NUMBERS))])
    telegram.fail("answerInlineQuery", status=400)
    assert group.inline("实在宝").wait().button
    telegram.fail("answerGuestQuery", status=400)

    assert "出了点问题" in group.guest("@rulebot_test_bot 实在宝最多能赔多少钱").wait().text


def test_a_failure_with_a_line_that_was_not_for_the_bot_stays_silent(telegram: StandIn, rulebot: Rulebot) -> None:
    """Nobody in the group waits for an answer."""
    admin = telegram.person(next(NUMBERS))
    group = telegram.group(admins=[admin])
    group.say("/settings", admin)
    group.press("打开自动回答", group.answer(), admin).wait()
    group.wait_for_edit()
    telegram.fail("sendMessage", status=400, chat_id=group.id)
    group.say("实在宝最多能赔多少钱？", admin)

    group.quiet(0.6)


def test_a_press_that_telegram_thinks_too_old_still_does_its_work(telegram: StandIn, rulebot: Rulebot) -> None:
    """Only the notice is lost."""
    chat = telegram.private(next(NUMBERS))
    chat.ask(PAYOUT)
    telegram.fail("answerCallbackQuery", status=400)
    chat.press("看全文")

    assert "<blockquote expandable>" in chat.answer().html


def test_an_answer_whose_message_is_gone_is_sent_anew_when_its_question_is_edited(
    telegram: StandIn, rulebot: Rulebot
) -> None:
    """The asker may have deleted it."""
    chat = telegram.private(next(NUMBERS))
    question = chat.say("/shizaibao_payout 1288")
    answer = chat.answer()
    with telegram.world.changed:
        del chat.room.messages[answer.id]
    chat.edit(question, "/shizaibao_payout 300")

    assert "300.00 元" in chat.answer().text


def test_long_numbers_are_masked_before_a_question_is_stored(telegram: StandIn, rulebot: Rulebot) -> None:
    """Telephones and orders; neither the answered nor the unanswered question keeps them."""
    chat = telegram.private(next(NUMBERS))
    chat.ask("订单202304201234567，手机13800138000，今天天气怎么样")
    chat.ask("订单202304201234567，实在宝最多能赔多少钱")
    chat.ask("好的")
    with closing(sqlite3.connect(rulebot.log.parent / "rulebot.db")) as database:
        stored = "\n".join(database.iterdump())

    assert "天气怎么样" in stored
    assert "202304201234567" not in stored
    assert "13800138000" not in stored


@pytest.mark.parametrize("question", ["我在快手实付1288元，主播虚假宣传，实在宝能赔多少", "淘宝<b>&店铺怎么改名字"])
def test_the_preview_command_prints_html_and_keyboard(question: str) -> None:
    """`rulebot preview "question"`, for a person to check."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "preview", question], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "[👍](f:+) [👎](f:-)" in done.stdout
