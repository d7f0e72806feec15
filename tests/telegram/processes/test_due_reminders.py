"""Reminders that are due: sent once, whatever dies or is away, in the chat and topic where they were set."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep

import pytest
from hooked import Hooked
from rulebot import Rulebot
from standin import Chat, StandIn
from standin.views import BotMessage

from knowledge.calendar import SHANGHAI
from tests.databases import Database, File, Server, run

ASKED = "{day:%Y}年{day.month}月{day.day}号发的货，实在宝最晚哪天能申请"
MINUTE, HOUR = 60_000, 3_600_000
NEVER = 3.0
"""Seconds in which a reminder that is due would have come."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return an empty database."""
    if request.param == "sqlite":
        return File(tmp_path)
    server: Server = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
def rulebot(telegram: StandIn, tmp_path: Path, database: Database) -> Iterator[Rulebot]:
    """Return a running bot on it."""
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    process.start()
    yield process
    process.stop()


def remind(chat: Chat, thread: int = 0) -> None:
    """Have a reminder set for the morning of a last day that is ahead."""
    day = datetime.now(SHANGHAI) - timedelta(days=10)
    mention = f"@{chat.world.bot.username} " if thread else ""
    chat.say(mention + ASKED.format(day=day), thread=thread)
    answer = chat.answer(10)
    chat.press("⏰", answer).wait()
    chat.wait_for_edit()
    chat.press("当天", answer).wait()
    chat.wait_for_edit()
    sleep(0.3)  # it is noted


def due(database: Database, ms: int = 0) -> None:
    """Let every reminder be due, since so many ms."""
    at = round(datetime.now(SHANGHAI).timestamp() * 1000) - ms
    run(database, f"update reminders set at = {at} - id")


def waiting(database: Database) -> int:
    """Return how many reminders are remembered."""
    return int(run(database, "select count(*) from reminders")[0][0])


def reminders(chat: Chat) -> list[BotMessage]:
    """Return the reminders that a chat has got."""
    return [message for message in chat.messages if message.text.startswith("⏰")]


def test_one_is_sent_when_it_is_due_and_struck_off(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """In its topic, with the day and the clause."""
    private, group = telegram.private(), telegram.group(members=[telegram.person()], forum=True)
    topic = group.topic("规则")
    remind(private)
    remind(group, topic)
    assert reminders(private) == []
    due(database)
    told = [private.answer(10), group.answer(10)]
    sleep(NEVER)

    assert [one.thread for one in told] == [0, topic]
    assert all("实在宝" in one.text and "月" in one.text and "服务规则" in one.text for one in told)
    assert not any("没能准时" in one.text for one in told)
    assert [len(reminders(private)), len(reminders(group)), waiting(database)] == [1, 1, 0]


def test_a_late_one_says_so_and_one_older_than_a_day_is_dropped_with_a_word(
    telegram: StandIn, rulebot: Rulebot, database: Database
) -> None:
    """After a long stop."""
    chats = [telegram.private(), telegram.private()]
    for chat, late in zip(chats, (3 * HOUR, 30 * HOUR), strict=True):
        remind(chat)
        rulebot.stop()
        due(database, late)
        rulebot.start()
        chat.answer(10)
    sleep(NEVER)

    assert "没能准时" in chats[0].messages[-1].text
    assert "过了一天多" in chats[1].messages[-1].text
    assert [len(reminders(chat)) for chat in chats] == [1, 1]
    assert waiting(database) == 0


def test_killed_before_in_the_middle_and_after(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """What was not sent is sent by the next process; what Telegram has got when it was noted is not sent again."""
    chats = [telegram.private() for _ in range(3)]
    for chat in chats:
        remind(chat)
    fault = telegram.fail("sendMessage", status=502, times=None)
    calls = len(telegram.calls("sendMessage"))
    due(database)
    telegram.wait_for_calls("sendMessage", calls + 1, 10)
    rulebot.kill()
    fault.stop()
    run(database, "update reminders set until = 0")  # two minutes later
    rulebot.start()
    for chat in chats:
        chat.answer(10)
    sleep(0.5)
    rulebot.kill()
    rulebot.start()
    sleep(NEVER)

    assert [len(reminders(chat)) for chat in chats] == [1, 1, 1]
    assert waiting(database) == 0


def test_telegram_away_and_the_database_away(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """They wait."""
    chats = [telegram.private() for _ in range(3)]
    for chat in chats:
        remind(chat)
    with telegram.offline():
        due(database)
        sleep(4)
        with database.away():
            sleep(5)
    for chat in chats:
        chat.answer(60)
    sleep(NEVER)

    assert [len(reminders(chat)) for chat in chats] == [1, 1, 1]


def test_cancelled_while_telegram_was_away_is_not_sent(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """Whoever is sending it looks again before each try."""
    chat = telegram.private()
    remind(chat)
    fault = telegram.fail("sendMessage", status=502, times=None)
    calls = len(telegram.calls("sendMessage"))
    due(database)
    telegram.wait_for_calls("sendMessage", calls + 1, 10)
    run(database, "delete from reminders")
    fault.stop()
    sleep(NEVER)

    assert reminders(chat) == []


def test_a_chat_that_blocked_the_bot_is_let_go_of(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """The others get theirs."""
    gone, there = telegram.private(), telegram.private()
    remind(gone)
    remind(there)
    gone.block()
    due(database)
    there.answer(10)
    sleep(0.5)

    assert waiting(database) == 0
    assert [line for line in rulebot.errors() if "Traceback" in line] == []


def test_a_group_that_became_a_supergroup_gets_its_own(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """Under its new number."""
    group = telegram.group(members=[telegram.person()], kind="group")
    group.say(f"@{telegram.bot.username} {ASKED.format(day=datetime.now(SHANGHAI) - timedelta(days=10))}")
    answer = group.answer(10)
    group.press("⏰", answer).wait()
    group.wait_for_edit()
    group.press("当天", answer).wait()
    group.wait_for_edit()
    sleep(0.3)
    above = group.upgrade()
    telegram.settled()
    sleep(0.5)
    due(database)

    assert above.answer(10).text.startswith("⏰")
    sleep(0.5)
    assert waiting(database) == 0


def test_three_replicas_send_each_once(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """One of them is killed while they do."""
    database = postgres.fresh()
    first = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    first.start()
    chats = [telegram.private() for _ in range(12)]
    for chat in chats:
        remind(chat)
    first.stop()
    with ExitStack() as stack:
        replicas = [Hooked(telegram, tmp_path / str(number), database=database.url) for number in range(3)]
        for replica in replicas:
            replica.log.parent.mkdir()
            replica.start()
            stack.callback(replica.stop)
        telegram.hang(0.2, "sendMessage", times=None)
        due(database)
        sleep(1)
        replicas[0].kill()
        telegram.calm()
        sleep(NEVER)
        run(database, "update reminders set until = 0")  # two minutes later
        sleep(NEVER)

    counts = [len(reminders(chat)) for chat in chats]
    assert min(counts) == 1
    assert sum(counts) - len(chats) <= 1  # the one in the air when its sender was killed
    assert waiting(database) == 0
