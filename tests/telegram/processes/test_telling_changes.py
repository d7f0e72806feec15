"""A changed figure is told to each who waits once, whatever dies or is away; reminders that rest on it move."""

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

OWNER = 8_720_000_001
CAP = "实在宝最多赔多少"
ASKED = "{day.year}年{day.month}月{day.day}号发的货，实在宝最晚哪天能申请"
SECONDS = 30
NEVER = 3.0
"""Seconds in which what is to be told would have been."""


def today() -> datetime:
    """Return the moment."""
    return datetime.now(SHANGHAI)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return an empty database."""
    if request.param == "sqlite":
        return File(tmp_path)
    server: Server = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an owner's folder in which the ceiling changes in ten days."""
    made = tmp_path / "own"
    made.mkdir()
    changed(made, f"'kuaishou-shizaibao/7#cap': [{{since: {day(10)}, value: 2000, source: 平台公告}}]")
    return made


def day(ahead: int) -> str:
    """Return a day as it is written in a file."""
    return (today().date() + timedelta(days=ahead)).isoformat()


def changed(folder: Path, *figures: str) -> None:
    """Lay figures over the documents."""
    (folder / "overlay.yaml").write_text(f"figures: {{{', '.join(figures)}}}\n", encoding="utf-8")


@pytest.fixture
def rulebot(telegram: StandIn, tmp_path: Path, database: Database, folder: Path) -> Iterator[Rulebot]:
    """Return a running bot on it."""
    telegram.clock.set(today())
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url, **owned(folder))
    process.start()
    yield process
    process.stop()


def owned(folder: Path) -> dict[str, str]:
    """Return the settings of a bot with an owner and a folder."""
    return {"RULEBOT_OWNERS": str(OWNER), "RULEBOT_KNOWLEDGE": str(folder)}


def watch(chat: Chat) -> Chat:
    """Have a change of the ceiling watched in a chat."""
    chat.press("有变化告诉我", chat.ask(CAP, timeout=SECONDS)).wait(SECONDS)
    chat.wait_for_edit(SECONDS)
    return chat


def asked(telegram: StandIn) -> Chat:
    """Let the owner be asked whether all who wait are to be told; return the owner's chat."""
    owner = telegram.private(OWNER)
    owner.ask("/changes", timeout=SECONDS)
    owner.press("通知这些人").wait(SECONDS)
    owner.wait_for_edit(SECONDS)
    return owner


def yes(owner: Chat) -> None:
    """Say yes, and wait until it is noted."""
    owner.press("通知").wait(SECONDS)
    assert "这就通知" in owner.wait_for_edit(SECONDS).text
    sleep(0.3)


def told(chat: Chat) -> list[BotMessage]:
    """Return what a chat was told of the change."""
    return [message for message in chat.messages if message.text.startswith("你问过")]


def waiting(database: Database) -> int:
    """Return how much is still to be told."""
    return int(run(database, "select count(*) from news")[0][0])


def test_killed_before_in_the_middle_and_after(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """What was not sent is sent by the next process; what Telegram has got and was noted is not sent again."""
    chats = [watch(telegram.private()) for _ in range(3)]
    owner = asked(telegram)
    telegram.fail("sendMessage", status=502, times=None)
    calls = len(telegram.calls("sendMessage"))
    yes(owner)
    telegram.wait_for_calls("sendMessage", calls + 1, SECONDS)
    rulebot.kill()
    telegram.calm()
    run(database, "update news set until = 0")  # two minutes later
    rulebot.start()
    for chat in chats:
        chat.answer(SECONDS)
    sleep(0.5)
    rulebot.kill()
    rulebot.start()
    sleep(NEVER)

    assert [len(told(chat)) for chat in chats] == [1, 1, 1]
    assert waiting(database) == 0


def test_a_process_that_dies_over_the_owners_yes(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """The yes is taken up by the next one, and everybody is told once."""
    chats = [watch(telegram.private()) for _ in range(3)]
    fault = telegram.fail("editMessageText", status=502, times=None)
    owner = telegram.private(OWNER)
    owner.ask("/changes", timeout=SECONDS)
    key = next(button for button in owner.last.rows[0] if button.data)
    calls = len(telegram.calls("editMessageText"))
    owner.press(str(key.data).replace("h:?", "h:!"), forged=True)
    telegram.wait_for_calls("editMessageText", calls + 1, SECONDS)
    sleep(NEVER)
    early = [len(told(chat)) for chat in chats]
    rulebot.kill()
    fault.stop()
    rulebot.start()
    for chat in chats:
        chat.answer(60)
    sleep(NEVER)

    assert early == [0, 0, 0]
    assert [len(told(chat)) for chat in chats] == [1, 1, 1]


def test_telegram_away_and_the_database_away(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """They wait."""
    chats = [watch(telegram.private()) for _ in range(3)]
    owner = asked(telegram)
    telegram.fail("sendMessage", status=502, times=None)
    yes(owner)
    sleep(1)
    with database.away():
        sleep(5)
    telegram.calm()
    for chat in chats:
        chat.answer(60)
    sleep(NEVER)

    assert [len(told(chat)) for chat in chats] == [1, 1, 1]
    assert waiting(database) == 0


def test_a_chat_that_blocked_the_bot_is_let_go_of(telegram: StandIn, rulebot: Rulebot, database: Database) -> None:
    """The others get theirs; who forgets in between is not told."""
    gone, there, forgetful = (watch(telegram.private()) for _ in range(3))
    owner = asked(telegram)
    fault = telegram.fail("sendMessage", status=502, times=None)
    calls = len(telegram.calls("sendMessage"))
    yes(owner)
    telegram.wait_for_calls("sendMessage", calls + 1, SECONDS)
    run(database, f"delete from news where chat_id = {forgetful.id}")
    gone.block()
    fault.stop()
    there.answer(60)
    sleep(NEVER)

    assert (told(gone), told(forgetful), len(told(there))) == ([], [], 1)
    assert waiting(database) == 0
    assert [line for line in rulebot.errors() if "Traceback" in line] == []


def test_a_group_that_became_a_supergroup_is_told_there(
    telegram: StandIn, rulebot: Rulebot, database: Database
) -> None:
    """Under its new number."""
    group = telegram.group(members=[telegram.person()], kind="group")
    group.say(f"@{telegram.bot.username} {CAP}")
    group.press("有变化告诉我", group.answer(SECONDS)).wait(SECONDS)
    group.wait_for_edit(SECONDS)
    above = group.upgrade()
    telegram.settled()
    sleep(1)
    yes(asked(telegram))

    assert above.answer(SECONDS).text.startswith("你问过")
    sleep(0.5)
    assert waiting(database) == 0


def test_reminders_that_rest_on_a_changed_figure_move_and_their_chats_are_told(
    telegram: StandIn, rulebot: Rulebot, database: Database, folder: Path
) -> None:
    """Both days are told, and when the reminder comes now; those of other days stay as they are."""
    sent = today() - timedelta(days=10)
    chat, early = telegram.private(), telegram.private()
    for one, dispatched in ((chat, sent), (early, sent - timedelta(days=15))):
        one.press("⏰", one.ask(ASKED.format(day=dispatched), timeout=SECONDS)).wait(SECONDS)
        one.wait_for_edit(SECONDS)
        one.press("当天").wait(SECONDS)
        one.wait_for_edit(SECONDS)
    changed(folder, f"'kuaishou-shizaibao/5#days': [{{since: {day(-20)}, value: 45, source: 平台公告}}]")
    owner = telegram.private(OWNER)
    assert "换上了" in owner.ask("/reload", timeout=90).text or "没有变化" in owner.last.text
    overview = owner.ask("/changes", timeout=SECONDS)
    yes(asked(telegram))
    news = chat.answer(SECONDS)
    listed = chat.ask("/reminders", timeout=SECONDS)
    sleep(NEVER)
    old, new = (_told(sent + timedelta(days=days)) for days in (30, 45))

    assert "1 个要改期的提醒" in overview.text
    assert news.text.startswith("⏰ 规则改了，最晚哪天能申请实在宝：")
    assert f"{old} → {new}" in news.text
    assert f"提醒也跟着改了：{new} 9:00" in news.text
    assert [new in label for label in listed.buttons] == [True]
    assert [message for message in early.messages if "规则改了" in message.text] == []
    assert len([message for message in chat.messages if "规则改了" in message.text]) == 1


def _told(moment: datetime) -> str:
    year = "" if moment.year == today().year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日"


def test_three_replicas_tell_each_once(telegram: StandIn, tmp_path: Path, postgres: Server, folder: Path) -> None:
    """One of them is killed while they do."""
    database = postgres.fresh()
    telegram.clock.set(today())
    first = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url, **owned(folder))
    first.start()
    chats = [watch(telegram.private()) for _ in range(12)]
    owner = asked(telegram)
    telegram.hang(0.2, "sendMessage", times=None)
    yes(owner)
    first.stop()
    telegram.calm()
    with ExitStack() as stack:
        replicas = [
            Hooked(telegram, tmp_path / str(number), database=database.url, **owned(folder)) for number in range(3)
        ]
        for replica in replicas:
            replica.log.parent.mkdir()
            replica.start()
            stack.callback(replica.stop)
        telegram.hang(0.2, "sendMessage", times=None)
        run(database, "update news set until = 0")
        sleep(1)
        replicas[0].kill()
        telegram.calm()
        sleep(NEVER)
        run(database, "update news set until = 0")  # two minutes later
        sleep(NEVER)

    counts = [len(told(chat)) for chat in chats]
    assert min(counts) == 1
    assert sum(counts) - len(chats) <= 2  # those in the air when their sender was stopped or killed
    assert waiting(database) == 0
