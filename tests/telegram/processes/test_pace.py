"""Telegram's limits on sending are kept, and hold up nobody whom they do not concern."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from standin import Limits as Enforced
from standin import StandIn
from telegram import Bot
from telegram.ext import ExtBot

from bot.telegram.sending.bot import Courier
from bot.telegram.sending.limits import Limits
from bot.telegram.sending.transport import Patience, Slots, Transport

Work = Callable[["Bot"], Awaitable[object]]


def sending(telegram: StandIn, work: Work, *, limits: Limits) -> float:
    """Let a bot do `work`, with short pauses between its attempts; return the seconds it took."""

    async def go() -> float:
        courier = Courier(limits, pause=0.02)
        request = Transport(Patience(5.0))
        async with ExtBot(telegram.token, telegram.base_url, request=request, rate_limiter=courier) as bot:
            begin = monotonic()
            await work(bot)
            return monotonic() - begin

    return asyncio.run(go())


def test_one_chat_gets_one_message_a_second_in_order(telegram: StandIn) -> None:
    """Three of them at once; Telegram, which enforces it here, never has to refuse."""
    chat = telegram.private()
    gate = telegram.enforce(Enforced())

    async def three(bot: "Bot") -> None:
        await asyncio.gather(*(bot.send_message(chat.id, str(number)) for number in range(7)))

    took = sending(telegram, three, limits=Limits())

    assert gate is not None
    assert gate.refused == 0
    assert [message.text for message in chat.messages] == list("0123456")
    assert 6.0 <= took < 7.0


def test_everybody_together_gets_thirty_messages_a_second(telegram: StandIn) -> None:
    """Seventy chats at once take more than two seconds, and nothing is refused."""
    chats = [telegram.private() for _ in range(70)]
    gate = telegram.enforce(Enforced())

    async def all_at_once(bot: "Bot") -> None:
        await asyncio.gather(*(bot.send_message(chat.id, "好") for chat in chats))

    took = sending(telegram, all_at_once, limits=Limits())

    assert gate is not None
    assert gate.refused == 0
    assert all(len(chat.messages) == 1 for chat in chats)
    assert 2.0 <= took < 3.5


def test_a_group_gets_twenty_messages_a_minute_and_holds_up_nobody(telegram: StandIn) -> None:
    """The minute is shortened to a second here, by what the windows are made of."""
    group, chat = telegram.group(), telegram.private()
    sent: list[str] = []

    async def many(bot: "Bot") -> None:
        async def one(chat_id: int, name: str) -> None:
            await bot.send_message(chat_id, name)
            sent.append(name)

        tasks = [asyncio.create_task(one(group.id, f"group {number}")) for number in range(21)]
        await asyncio.sleep(0.2)
        await asyncio.wait_for(one(chat.id, "private"), 1)
        done, late = await asyncio.wait(tasks, timeout=1)
        assert (len(done), len(late)) == (20, 1)
        for task in late:
            task.cancel()

    sending(telegram, many, limits=Limits(overall=0, group=20, chat=0))

    assert "private" in sent
    assert (len(chat.messages), len(group.messages)) == (1, 20)


def test_answers_to_buttons_do_not_wait(telegram: StandIn) -> None:
    """Only messages and their edits are counted."""
    chat = telegram.private()

    async def typing(bot: "Bot") -> None:
        for _ in range(5):
            await bot.get_chat(chat.id)

    assert sending(telegram, typing, limits=Limits()) < 1.0


def test_a_request_that_hangs_gives_up_its_slot() -> None:
    """Two slots, two requests that hang: the third one waits until they are known to."""

    async def third() -> float:
        slots, begin = Slots(2, seconds=0.1), monotonic()

        async def hang() -> None:
            async with slots.slot():
                await asyncio.sleep(5)

        hanging = [asyncio.create_task(hang()) for _ in range(2)]
        await asyncio.sleep(0)
        async with slots.slot():
            waited = monotonic() - begin
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        return waited

    assert 0.1 <= asyncio.run(third()) < 1.0
