"""While the database is away nothing is lost, nothing said twice and nobody told to come back later."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest
from hooked import Hooked
from rulebot import Rulebot
from standin import Chat, StandIn

from bot.store import StoreAwayError, StoreError
from bot.telegram import process
from tests.databases import Database, File, Server

HELLO = "你好"
LONG_ENOUGH = 5.0
"""Seconds: longer than a statement is waited for."""


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


def said(chats: list[Chat]) -> list[int]:
    """Return how many messages each chat has got."""
    return [len(chat.messages) for chat in chats]


def apologies(chats: list[Chat]) -> list[str]:
    """Return what was said that is no answer."""
    return [message.text for chat in chats for message in chat.messages if "出了点问题" in message.text]


def about_the_database(rulebot: Rulebot) -> list[str]:
    """Return the lines of the log that tell of the outage, and of any error."""
    return [line for line in rulebot.log.read_text().splitlines() if "database" in line or "ERROR" in line]


def test_a_start_waits_for_a_server_that_does_not_answer_yet(
    telegram: StandIn, tmp_path: Path, postgres: Server
) -> None:
    """Both may have been started at the same time."""
    database = postgres.fresh()
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    with ThreadPoolExecutor(1) as beside:
        with database.away():
            started = beside.submit(process.start)
            deadline = monotonic() + 60
            while not (process.log.exists() and "does not answer yet" in process.log.read_text()):
                assert monotonic() < deadline
                assert not started.done()
                sleep(0.1)
        started.result()
    telegram.private().ask(HELLO)
    process.stop()

    assert len(about_the_database(process)) == 1


def test_who_waited_in_vain_knows_whether_to_start_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server that does not answer may be there later; a file in a folder that is not there never will."""
    monkeypatch.setattr(process, "OPEN_SECONDS", 0.0)

    async def opening(url: str) -> None:
        async with process.opened(url):
            pass

    with pytest.raises(StoreAwayError):
        asyncio.run(opening("postgresql+asyncpg://anna:secret@127.0.0.1:9/rulebot"))
    with pytest.raises(StoreError) as nowhere:
        asyncio.run(opening(f"sqlite+aiosqlite:///{tmp_path}/nowhere/rulebot.db"))

    assert not isinstance(nowhere.value, StoreAwayError)


def test_what_comes_in_meanwhile_is_answered_once_afterwards(
    telegram: StandIn, rulebot: Rulebot, database: Database
) -> None:
    """Two lines in the log: it is away, it is back."""
    chats = [telegram.private() for _ in range(12)]
    chats[0].ask(HELLO)
    with database.away():
        for chat in chats[1:]:
            chat.say(HELLO)
        sleep(LONG_ENOUGH)
        begin = monotonic()
    for chat in chats[1:]:
        chat.answer(15)
    took = monotonic() - begin
    sleep(0.5)

    assert said(chats) == [1] * 12
    assert apologies(chats) == []
    assert took < 8
    lines = about_the_database(rulebot)
    assert len(lines) == 2, lines
    assert "is away" in lines[0]
    assert "is back" in lines[1]


def test_what_was_sent_when_it_went_is_noted_when_it_is_back(
    telegram: StandIn, rulebot: Rulebot, database: Database
) -> None:
    """The answer is on its way while the database goes: it is not said again, and what follows is answered."""
    chats = [telegram.private() for _ in range(5)]
    telegram.hang(2.0, "sendMessage", times=5)
    for chat in chats:
        chat.say("实在宝能赔多少")
    telegram.wait_for_calls("sendMessage", 5)
    with database.away():
        sleep(LONG_ENOUGH)
        for chat in chats:
            chat.answer(1)
            chat.say("1288")
    for chat in chats:
        assert "1000" in chat.answer(15).text
    sleep(0.5)

    assert said(chats) == [2] * 5
    assert apologies(chats) == []


def test_a_server_that_is_shut_down_for_a_while_loses_nothing(
    telegram: StandIn, tmp_path: Path, postgres: Server
) -> None:
    """All connections are gone at once, and new ones refused."""
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=postgres.fresh().url)
    process.start()
    chats = [telegram.private() for _ in range(6)]
    chats[0].ask(HELLO)
    with postgres.stopped():
        for chat in chats[1:]:
            chat.say(HELLO)
        sleep(3)
    for chat in chats[1:]:
        chat.answer(20)
    sleep(0.5)
    lines = about_the_database(process)
    process.stop()

    assert said(chats) == [1] * 6
    assert len(lines) == 2, lines


def test_readiness_is_told_at_once_though_the_database_hangs(
    telegram: StandIn, tmp_path: Path, postgres: Server
) -> None:
    """A load balancer does not wait; Telegram is told to come again."""
    database = postgres.fresh()
    hooked = Hooked(telegram, tmp_path, database=database.url)
    hooked.start()
    with database.away():
        begin = monotonic()
        ready, healthy = hooked.get("/readyz"), hooked.get("/healthz")
        took = monotonic() - begin
    sleep(1)
    after = hooked.get("/readyz")
    hooked.stop()

    assert (ready, healthy, after) == (503, 200, 200)
    assert took < 1.2


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_is_deleted_or_replaced_ends_the_bot_with_one_line(
    telegram: StandIn, tmp_path: Path, how: str
) -> None:
    """Whatever it wrote into the old one would be lost with the next start."""
    process = Rulebot(telegram, tmp_path)
    process.start()
    telegram.private().ask(HELLO)
    file = tmp_path / "rulebot.db"
    if how == "deleted":
        file.unlink()
    else:
        (tmp_path / "other.db").write_bytes(b"")
        (tmp_path / "other.db").replace(file)
    code = process.ended(15)

    assert code == 2
    [line] = [line for line in process.log.read_text().splitlines() if "RULEBOT_DATABASE_URL" in line]
    assert "rulebot.db was deleted, moved or replaced" in line


def test_a_webhook_tells_telegram_to_come_again(telegram: StandIn, tmp_path: Path, database: Database) -> None:
    """And what came is answered once."""
    hooked = Hooked(telegram, tmp_path, database=database.url)
    hooked.start()
    chats = [telegram.private() for _ in range(5)]
    chats[0].ask(HELLO)
    with database.away():
        for chat in chats[1:]:
            chat.say(HELLO)
        sleep(LONG_ENOUGH)
    for chat in chats[1:]:
        chat.answer(30)
    sleep(0.5)
    hooked.stop()

    assert said(chats) == [1] * 5
    assert apologies(chats) == []
