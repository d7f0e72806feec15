"""`rulebot run` as an operator and Telegram meet it: starting, polling, webhook, stopping, being killed, trouble."""

import sqlite3
import sys
from pathlib import Path
from time import monotonic, sleep, time

import pytest
from rulebot import Rulebot
from standin import Limits, StandIn

HELLO = "你好"
RUN = (sys.executable, "-m", "bot", "run")
SECRET = "X-Telegram-Bot-Api-Secret-Token"


def test_what_was_taken_is_answered_before_the_bot_stops(telegram: StandIn, rulebot: Rulebot) -> None:
    """Forty people wait while each request takes its time; nobody is left without an answer."""
    telegram.hang(0.3, "sendMessage", times=None)
    chats = [telegram.private() for _ in range(40)]
    for chat in chats:
        chat.say(HELLO)
    telegram.settled()

    rulebot.stop()

    assert [len(chat.messages) for chat in chats] == [1] * 40
    assert rulebot.errors() == []


def test_an_ordinary_start_warns_of_nothing(telegram: StandIn, rulebot: Rulebot) -> None:
    """Nor do the libraries."""
    telegram.private().ask(HELLO)
    rulebot.stop()

    assert rulebot.log.read_text() == ""


def test_what_was_not_taken_is_answered_after_the_next_start(telegram: StandIn, rulebot: Rulebot) -> None:
    """Telegram keeps it meanwhile."""
    chat = telegram.private()
    rulebot.stop()
    chat.say(HELLO)

    rulebot.start()

    assert chat.answer(10).text
    assert len(chat.messages) == 1


def test_kill_9_while_answering_loses_nothing_that_was_taken(telegram: StandIn, rulebot: Rulebot) -> None:
    """Updates confirmed to Telegram, not answered, are in the database, and answered once each after the next start."""
    telegram.hang(30, "sendMessage", times=None)
    chats = [telegram.private() for _ in range(10)]
    for chat in chats:
        chat.say(HELLO)
        chat.say(HELLO + "！")
    telegram.settled()
    telegram.wait_for_calls("sendMessage", 10)

    rulebot.kill()
    telegram.calm()
    rulebot.start()
    for chat in chats:
        chat.answer(10)
        chat.answer(10)

    assert [len(chat.messages) for chat in chats] == [2] * 10


def test_kill_9_in_the_middle_of_a_calculation_and_the_next_message_goes_on(
    telegram: StandIn, rulebot: Rulebot
) -> None:
    """The amount that was asked for before is understood after."""
    chat = telegram.private()
    question = chat.ask("实在宝能赔多少").text

    rulebot.kill()
    rulebot.start()
    answer = chat.ask("1288", timeout=10).text

    assert "元" in question
    assert "1000" in answer.replace(",", "")


def test_one_chat_is_answered_in_order_while_others_are_not_held_up(telegram: StandIn, rulebot: Rulebot) -> None:
    """A chat whose messages hang keeps its order; another one gets its answer meanwhile."""
    slow, quick = telegram.private(), telegram.private()
    telegram.hang(4, "sendMessage", chat_id=slow.id)
    for text in (HELLO, "实在宝最多赔多少钱", "谢谢"):
        slow.say(text)

    begin = monotonic()
    quick.ask(HELLO)
    quick_took = monotonic() - begin
    answers = [slow.answer(20).text for _ in range(3)]

    assert quick_took < 4
    assert "1000" in answers[1]
    assert "1000" not in answers[0] + answers[2]


def test_telegrams_limits_are_kept_by_default(telegram: StandIn, tmp_path: Path) -> None:
    """Telegram enforces them here, and never has to refuse, though three people write fast and a crowd at once."""
    gate = telegram.enforce(Limits())
    process = Rulebot(telegram, tmp_path, RULEBOT_LIMIT_OVERALL="30", RULEBOT_LIMIT_GROUP="20", RULEBOT_LIMIT_CHAT="1")
    process.start()
    chats = [telegram.private() for _ in range(45)]
    for chat in chats:
        chat.say(HELLO)
    for chat in chats[:3]:
        chat.say("谢谢")
    for chat in chats:
        chat.answer(15)
    process.stop()

    assert gate is not None
    assert gate.refused == 0
    assert [len(chat.messages) for chat in chats] == [2] * 3 + [1] * 42


@pytest.mark.parametrize("trouble", ["429", "502", "drop", "offline"])
def test_trouble_on_the_way_to_telegram_loses_nothing_and_says_nothing_twice(
    telegram: StandIn, rulebot: Rulebot, trouble: str
) -> None:
    """A flood, a bad gateway, a connection broken before the message was carried out, Telegram away for a while."""
    chat = telegram.private()
    if trouble == "429":
        telegram.fail("sendMessage", status=429, retry_after=1, times=2)
    elif trouble == "502":
        telegram.fail("", status=502, times=3)
    elif trouble == "drop":
        telegram.drop("sendMessage")
    chat.say(HELLO)
    if trouble == "offline":
        with telegram.offline():
            sleep(1)

    chat.answer(15)
    sleep(0.3)

    assert len(chat.messages) == 1
    assert rulebot.errors() == []


def test_a_message_that_is_due_is_deleted_even_when_the_bot_was_away(
    telegram: StandIn, rulebot: Rulebot, tmp_path: Path
) -> None:
    """What is due later is a row, not a timer."""
    chat = telegram.private()
    message = chat.ask(HELLO)
    rulebot.stop()
    with sqlite3.connect(tmp_path / "rulebot.db") as connection:
        row = (chat.id, "key", message.id, int(time() * 1000), 0, 0)
        connection.execute("INSERT INTO due (chat_id, chat, message, at, until, tries) VALUES (?, ?, ?, ?, ?, ?)", row)

    rulebot.start()
    telegram.wait_for_calls("deleteMessage", 1, 10)
    sleep(0.2)

    assert chat.messages == []
    with sqlite3.connect(tmp_path / "rulebot.db") as connection:
        assert connection.execute("SELECT count(*) FROM due").fetchone() == (0,)


def test_nothing_of_an_answered_message_stays_in_the_list_of_updates(
    telegram: StandIn, rulebot: Rulebot, tmp_path: Path
) -> None:
    """Only the number does, so that it is not taken twice."""
    telegram.private().ask(HELLO)
    rulebot.stop()

    with sqlite3.connect(tmp_path / "rulebot.db") as connection:
        assert connection.execute("SELECT state, body FROM updates").fetchall() == [(1, "")]
        assert connection.execute("SELECT count(*) FROM lanes").fetchone() == (0,)
