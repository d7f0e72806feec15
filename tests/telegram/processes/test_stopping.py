"""Told to stop, the bot finishes what is in hand and ends soon, whatever is away; restarts are nobody's fault."""

import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest
from rulebot import ROOT, Rulebot
from standin import StandIn

from tests.databases import File, Server

HELLO = "你好"
SOON = 5.0


def stopped(rulebot: Rulebot) -> float:
    """Stop the bot; return the seconds it took."""
    begin = monotonic()
    rulebot.stop()
    return monotonic() - begin


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_while_the_database_is_away(
    telegram: StandIn, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """What was not written down comes again after the next start."""
    server: Server | None = request.getfixturevalue("postgres") if kind == "postgresql" else None
    database = server.fresh() if server else File(tmp_path)
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    process.start()
    chats = [telegram.private() for _ in range(4)]
    chats[0].ask(HELLO)
    sleep(0.5)  # it is noted
    with database.away():
        for chat in chats[1:]:
            chat.say(HELLO)
        sleep(1)
        took = stopped(process)
    process.start()
    for chat in chats[1:]:
        chat.answer(15)
    sleep(0.3)
    process.stop()

    assert took < SOON
    assert [len(chat.messages) for chat in chats] == [1] * 4


def test_while_telegram_is_away(telegram: StandIn, rulebot: Rulebot) -> None:
    """What was taken is answered after the next start."""
    chats = [telegram.private() for _ in range(4)]
    fault = telegram.fail("sendMessage", status=502, times=None)
    for chat in chats:
        chat.say(HELLO)
    telegram.settled()
    telegram.wait_for_calls("sendMessage", 4)
    with telegram.offline():
        took = stopped(rulebot)
    fault.stop()
    rulebot.start()
    for chat in chats:
        chat.answer(15)
    sleep(0.3)

    assert took < SOON
    assert [len(chat.messages) for chat in chats] == [1] * 4


def test_behind_a_backlog(telegram: StandIn, rulebot: Rulebot) -> None:
    """The answer in hand is sent; the others wait for the next start, in order."""
    chat = telegram.private()
    telegram.hang(1.0, "sendMessage", times=None)
    for number in range(12):
        chat.say(f"/shizaibao_payout {number + 301}")
    telegram.settled()
    took = stopped(rulebot)
    telegram.calm()
    before = len(chat.messages)
    rulebot.start()
    for _ in range(12):
        chat.answer(10)
    sleep(0.3)

    assert took < SOON
    assert 1 <= before <= 4
    assert [f"{number + 301}.00" in one.text for number, one in enumerate(chat.messages)] == [True] * 12


def test_restarts_while_telegram_refuses_lose_nothing(telegram: StandIn, rulebot: Rulebot) -> None:
    """However many, killed or stopped: no start counts as a failure of the question."""
    chats = [telegram.private() for _ in range(5)]
    fault = telegram.fail("sendMessage", status=502, times=None)
    for chat in chats:
        chat.say(HELLO)
    telegram.settled()
    for number in range(4):
        sent = len(telegram.calls("sendMessage"))
        telegram.wait_for_calls("sendMessage", sent + 5, 10)
        if number % 2:
            rulebot.kill()
        else:
            rulebot.stop()
        rulebot.start()
    fault.stop()
    for chat in chats:
        chat.answer(20)
    sleep(0.5)

    assert [len(chat.messages) for chat in chats] == [1] * 5


def test_what_arrived_of_an_answer_in_two_messages_is_not_sent_again(telegram: StandIn, rulebot: Rulebot) -> None:
    """Killed between the answers to two questions of one line."""
    chat = telegram.private()
    telegram.hang(1.0, "sendMessage", before_handling=False)
    chat.say("实在宝最多赔多少钱？飞鸽客服几点到几点要在线？")
    telegram.wait_for_calls("sendMessage", 1)
    fault = telegram.fail("sendMessage", status=502, times=None)
    telegram.wait_for_calls("sendMessage", 3)
    rulebot.kill()
    fault.stop()
    rulebot.start()
    chat.answer(10)
    chat.answer(10)
    sleep(0.3)

    assert len({message.text for message in chat.messages}) == len(chat.messages) == 2


HANGING = """
import asyncio
from time import sleep
from bot.telegram.receiving.stopping import Stop

async def main():
    stop = Stop(0.5)
    stop.set()
    stop.set()
    try:
        await asyncio.sleep(0)
        sleep(60)
    finally:
        sleep(60)

asyncio.run(main())
"""


def test_what_cannot_be_cancelled_does_not_hold_up_a_stop() -> None:
    """As a connection may do whose other side does not answer: the process ends, and that is no failure."""
    begin = monotonic()
    done = subprocess.run([sys.executable, "-c", HANGING], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, monotonic() - begin < 30) == (0, True)
    assert "waits for the next start" in done.stderr
