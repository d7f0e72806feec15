"""What goes wrong with the stand-in when a test wants it to, and Telegram's limits."""

import asyncio
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from standin import Limits, StandIn
from standin.probe import Probe
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut


def test_a_429_names_the_seconds_and_nothing_is_sent(telegram: StandIn, bot: Probe) -> None:
    """Twice, then the message goes through; the fault counts its hits."""
    chat = telegram.private()
    fault = telegram.fail("sendMessage", status=429, retry_after=7, times=2)

    for _ in range(2):
        with pytest.raises(RetryAfter) as raised:
            bot("send_message", chat.id, "好")
        assert "Retry in 7 seconds" in raised.value.message

    assert chat.messages == []
    assert bot("send_message", chat.id, "好").text == "好"
    assert fault.hits == 2
    assert telegram.refused == []


def test_a_5xx_is_answered_before_or_after_the_message_was_sent(telegram: StandIn, bot: Probe) -> None:
    """Before: nothing was sent; after: it was, and the bot cannot know."""
    chat = telegram.private()
    telegram.fail("sendMessage", status=502)
    telegram.fail("sendMessage", status=500, before_handling=False)

    for text in ("一", "二"):
        with pytest.raises(NetworkError):
            bot("send_message", chat.id, text)

    assert [message.text for message in chat.messages] == ["二"]
    assert [call.carried_out for call in telegram.calls("sendMessage")] == [False, True]


def test_a_gateway_may_answer_with_a_page_instead_of_json(telegram: StandIn, bot: Probe) -> None:
    """As a proxy in front of Telegram does."""
    telegram.fail("sendMessage", status=502, body=b"<html>502 Bad Gateway</html>")

    with pytest.raises(NetworkError, match="Bad Gateway"):
        bot("send_message", telegram.private().id, "好")


def test_a_dropped_connection_loses_the_request_or_only_the_answer(telegram: StandIn, bot: Probe) -> None:
    """The bot sees the same both times; what was sent differs."""
    chat = telegram.private()
    telegram.drop("sendMessage")
    telegram.drop("sendMessage", before_handling=False)

    for text in ("一", "二"):
        with pytest.raises(NetworkError):
            bot("send_message", chat.id, text)

    assert [message.text for message in chat.messages] == ["二"]
    assert [call.fault for call in telegram.calls("sendMessage")] == ["drop", "drop"]


def test_a_hang_that_the_bot_does_not_sit_out_sends_nothing(telegram: StandIn, bot: Probe) -> None:
    """The bot gives up before the time is over; one that waits gets its answer."""
    chat = telegram.private()
    telegram.hang(30, "sendMessage")
    telegram.hang(0.1, "sendMessage")

    with pytest.raises(TimedOut):
        bot("send_message", chat.id, "一", read_timeout=0.1)
    assert bot("send_message", chat.id, "二", read_timeout=2).text == "二"

    assert [message.text for message in chat.messages] == ["二"]


def test_a_fault_may_be_for_one_chat_and_last_until_stopped(telegram: StandIn, bot: Probe) -> None:
    """Other chats notice nothing."""
    bad, good = telegram.private(), telegram.private()
    fault = telegram.fail(status=500, times=None, chat_id=bad.id)

    for _ in range(3):
        assert bot.refused("send_message", bad.id, "好", error=NetworkError)
    assert bot("send_message", good.id, "好")
    fault.stop()

    assert bot("send_message", bad.id, "好")
    assert fault.hits == 3


def test_while_telegram_is_offline_connections_are_refused(telegram: StandIn, bot: Probe) -> None:
    """Afterwards it listens on the same port, and remembers everything."""
    chat = telegram.private()
    bot("send_message", chat.id, "一")

    with telegram.offline(), pytest.raises(NetworkError, match="ConnectError"):
        bot("send_message", chat.id, "二")

    assert bot("send_message", chat.id, "三").text == "三"
    assert [message.text for message in chat.messages] == ["一", "三"]


def test_connections_that_telegram_closed_are_opened_anew(telegram: StandIn, bot: Probe) -> None:
    """As after a long idle time."""
    chat = telegram.private()
    bot("send_message", chat.id, "一")
    telegram.cut_connections()

    assert bot("send_message", chat.id, "二").text == "二"
    assert [message.text for message in chat.wait_for(2)] == ["一", "二"]


def test_stopping_does_not_wait_for_polls_and_hangs(telegram: StandIn) -> None:
    """A long poll and a hang are cut."""
    telegram.hang(60, "getMe")

    async def cut() -> list[Any]:
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            base = f"{telegram.base_url}{telegram.token}"
            waiting = [
                client.get(f"{base}/getUpdates?timeout=50"),
                client.get(f"{base}/getMe"),
                asyncio.to_thread(_stop_when_asked, telegram),
            ]
            outcomes: list[Any] = await asyncio.gather(*waiting, return_exceptions=True)
            return outcomes

    begin = monotonic()
    poll, me, _ = asyncio.run(cut())

    assert isinstance(poll, httpx.TransportError)
    assert isinstance(me, httpx.TransportError)
    assert monotonic() - begin < 2


def _stop_when_asked(telegram: StandIn) -> None:
    telegram.wait_for_calls("getUpdates")
    telegram.wait_for_calls("getMe")
    telegram.stop()


@pytest.mark.parametrize(
    ("kind", "limits", "allowed"),
    [
        ("private", Limits(), 3),
        ("group", Limits(chat=100, group=20), 20),
        ("private", Limits(chat=100, overall=30), 30),
    ],
    ids=["three at once in a chat", "twenty a minute in a group", "thirty a second overall"],
)
def test_more_than_telegram_allows_is_answered_429(
    telegram: StandIn, bot: Probe, kind: str, limits: Limits, allowed: int
) -> None:
    """With the seconds until the window has room again."""
    chat = telegram.group(kind="group") if kind == "group" else telegram.private()
    gate = telegram.enforce(limits)

    for n in range(allowed):
        bot("send_message", chat.id, str(n))
    words = bot.refused("send_message", chat.id, "多", error=RetryAfter)

    assert words.startswith("Too Many Requests: retry after ")
    assert int(words.rpartition(" ")[2]) in ((59, 60, 58) if kind == "group" else (1, 2, 3))
    assert gate is not None
    assert gate.refused == 1
    assert len(chat.messages) == allowed


def test_room_comes_back_when_the_window_has_passed(telegram: StandIn, bot: Probe) -> None:
    """And answers to buttons are not counted."""
    chat = telegram.private()
    telegram.enforce(Limits(chat=1, chat_seconds=0.2))

    bot("send_message", chat.id, "一")
    assert bot.refused("send_message", chat.id, "二", error=RetryAfter)
    assert "query is too old" in bot.refused("answer_callback_query", "1", error=BadRequest)
    bot("send_message", telegram.private().id, "别处")
    sleep(0.2)

    assert bot("send_message", chat.id, "三").text == "三"
