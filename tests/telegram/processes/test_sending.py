"""What is sent arrives once, within Telegram's limits, whatever goes wrong on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import pytest
from standin import StandIn
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.ext import ExtBot

from bot.telegram.sending.bot import ANSWER_SECONDS, Courier
from bot.telegram.sending.limits import Limits
from bot.telegram.sending.transport import Patience, Transport

LIFTED = Limits(0, 0, 0)
Work = Callable[["Bot"], Awaitable[object]]


def sending(
    telegram: StandIn, work: Work, *, limits: Limits = LIFTED, patience: float = 20, answer: float = 75
) -> float:
    """Let a bot do `work`, with short pauses between its attempts; return the seconds it took."""

    async def go() -> float:
        courier = Courier(limits, pause=0.02, patience=patience)
        request = Transport(Patience(answer, 5.0, 5.0))
        async with ExtBot(telegram.token, telegram.base_url, request=request, rate_limiter=courier) as bot:
            begin = monotonic()
            await work(bot)
            return monotonic() - begin

    return asyncio.run(go())


def say(chat_id: int, text: str) -> Work:
    """Return the work of sending one message."""
    return lambda bot: bot.send_message(chat_id, text)


def test_after_a_429_the_message_is_sent_when_the_told_time_is_over(telegram: StandIn) -> None:
    """Not sooner, and once."""
    chat = telegram.private()
    telegram.fail("sendMessage", status=429, retry_after=1)

    took = sending(telegram, lambda bot: bot.send_message(chat.id, "好"))

    assert [message.text for message in chat.messages] == ["好"]
    assert 1.0 <= took < 2.0


def test_a_429_in_one_chat_does_not_hold_up_another(telegram: StandIn) -> None:
    """Flood control is about one chat most of the time."""
    slow, quick = telegram.private(), telegram.private()
    telegram.fail("sendMessage", status=429, retry_after=1, chat_id=slow.id)
    times: dict[int, float] = {}

    async def both(bot: "Bot") -> None:
        begin = monotonic()

        async def send(chat_id: int) -> None:
            await bot.send_message(chat_id, "好")
            times[chat_id] = monotonic() - begin

        await asyncio.gather(send(slow.id), send(quick.id))

    sending(telegram, both, limits=Limits())

    assert times[slow.id] >= 1.0
    assert times[quick.id] < 0.5


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_5xx_is_tried_again_until_it_works(telegram: StandIn, status: int) -> None:
    """Five times in a row, and a gateway's page instead of JSON, too."""
    chat = telegram.private()
    telegram.fail("sendMessage", status=status, times=4)
    telegram.fail("sendMessage", status=status, body=b"<html>bad gateway</html>")

    sending(telegram, lambda bot: bot.send_message(chat.id, "好"))

    assert [message.text for message in chat.messages] == ["好"]


def test_while_telegram_cannot_be_reached_nothing_is_lost(telegram: StandIn) -> None:
    """A refused connection is tried as often as it takes."""
    chat = telegram.private()

    async def offline(bot: "Bot") -> None:
        with telegram.offline():
            sent = asyncio.create_task(bot.send_message(chat.id, "好"))
            await asyncio.sleep(0.3)
            assert not sent.done()
        await sent

    sending(telegram, offline)

    assert [message.text for message in chat.messages] == ["好"]


def test_a_message_whose_connection_broke_is_sent_again_once(telegram: StandIn) -> None:
    """Nothing had been carried out: it is said once. All had been: it is said twice, which cannot be known."""
    lost, said = telegram.private(), telegram.private()
    telegram.drop("sendMessage", chat_id=lost.id)
    telegram.drop("sendMessage", chat_id=said.id, before_handling=False)

    for chat in (lost, said):
        sending(telegram, say(chat.id, "好"))

    assert [len(chat.messages) for chat in (lost, said)] == [1, 2]


def test_with_a_proxy_set_everything_holds_as_well(telegram: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes another way then; this address is kept from the proxy, as operators do for their own Bot API server."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    chat = telegram.private()
    telegram.fail("sendMessage", status=502)
    telegram.drop("sendMessage")

    sending(telegram, say(chat.id, "好"))

    assert [message.text for message in chat.messages] == ["好"]


def test_a_message_whose_connection_broke_twice_is_not_sent_a_third_time(telegram: StandIn) -> None:
    """Whoever asked for it is told."""
    chat = telegram.private()
    telegram.drop("sendMessage", times=None, before_handling=False)

    with pytest.raises(NetworkError):
        sending(telegram, lambda bot: bot.send_message(chat.id, "好"))

    assert len(chat.messages) == 2


def test_an_answer_that_takes_long_is_waited_for(telegram: StandIn) -> None:
    """The 60 s hang in small: an answer within the time limit is an answer, and nothing is said twice."""
    chat = telegram.private()
    telegram.hang(1.5, "sendMessage")
    telegram.hang(1.5, "sendMessage", before_handling=False)

    for text in ("一", "二"):
        sending(telegram, say(chat.id, text), answer=2.5)

    assert [message.text for message in chat.messages] == ["一", "二"]


def test_the_time_limit_for_an_answer_is_longer_than_telegrams_hang() -> None:
    """It has been seen to hang for a minute."""
    assert ANSWER_SECONDS > 60


def test_a_hang_beyond_the_time_limit_is_a_broken_connection(telegram: StandIn) -> None:
    """The message is sent again, once."""
    chat = telegram.private()
    telegram.hang(30, "sendMessage")

    sending(telegram, lambda bot: bot.send_message(chat.id, "好"), answer=0.3)

    assert [message.text for message in chat.messages] == ["好"]


def test_an_edit_whose_connection_broke_is_made_again_as_often_as_it_takes(telegram: StandIn) -> None:
    """Twice the same edit is one; that Telegram calls it unchanged means it had come through."""
    chat = telegram.private()
    telegram.drop("editMessageText", times=3, before_handling=False)

    async def edit(bot: "Bot") -> None:
        message = await bot.send_message(chat.id, "一")
        await bot.edit_message_text("二", chat.id, message.message_id)

    sending(telegram, edit)

    assert [message.text for message in chat.messages] == ["二"]
    assert len(telegram.calls("editMessageText")) == 4


def test_a_refusal_is_not_tried_again(telegram: StandIn) -> None:
    """It would be refused again; without a break before it, `not modified` is a refusal like others."""
    chat = telegram.private()

    async def refused(bot: "Bot") -> None:
        message = await bot.send_message(chat.id, "一")
        for request in (bot.send_message(chat.id, ""), bot.edit_message_text("一", chat.id, message.message_id)):
            with pytest.raises(BadRequest):
                await request

    sending(telegram, refused)

    assert len(telegram.calls("editMessageText")) == 1


def test_a_user_who_blocked_the_bot_is_not_tried_again(telegram: StandIn) -> None:
    """One request, one refusal."""
    chat = telegram.private()
    chat.block()

    with pytest.raises(Forbidden):
        sending(telegram, lambda bot: bot.send_message(chat.id, "好"))

    assert len(telegram.calls("sendMessage")) == 1


def test_a_request_that_alone_never_comes_through_is_given_up(telegram: StandIn) -> None:
    """After the patience set for it: others come through, so Telegram is there, and would refuse this one for ever."""
    broken, whole = telegram.private(), telegram.private()
    telegram.fail("sendMessage", status=500, times=None, chat_id=broken.id)

    async def work(bot: Bot) -> None:
        trying = asyncio.create_task(bot.send_message(broken.id, "好"))
        while not trying.done():
            await bot.send_message(whole.id, "好")
            await asyncio.sleep(0.1)
        await trying

    with pytest.raises(NetworkError):
        sending(telegram, work, patience=0.5)


def test_while_nothing_comes_through_a_request_is_never_given_up(telegram: StandIn) -> None:
    """However long Telegram is away, the message is sent when it is back."""
    chat, fault = telegram.private(), telegram.fail("sendMessage", status=502, times=None)

    async def work(bot: Bot) -> None:
        trying = asyncio.create_task(bot.send_message(chat.id, "好"))
        await asyncio.sleep(1.5)
        assert not trying.done()
        fault.stop()
        await trying

    sending(telegram, work, patience=0.2)

    assert len(chat.messages) == 1
