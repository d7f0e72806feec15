"""/changes for owners: figures that change, what that alters, and who is told of it once the owner says yes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from telegram import Update

from bot.assistant.assistant import Assistant
from bot.owner.changes import Change, change_of
from bot.owner.changes import changes as changes_of
from bot.store.reminders import Moved, Reminder
from bot.telegram.handlers.conversation import show
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.owners import by_owner, is_owner
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.slash import on_unknown_command
from bot.telegram.incoming import heard
from bot.telegram.pages import changes as pages
from bot.telegram.pages.changes import ASK, BACK, YES, Count
from bot.telegram.pages.last_days import LastDay, last_day
from bot.telegram.pages.sheets import Sheet
from bot.telegram.pages.words import STALE
from knowledge.calendar import SHANGHAI

_SPAN = timedelta(days=30)
Move = tuple[Reminder, LastDay]
"""A reminder, and the last day that it would be of by the rules of today."""


async def on_changes(update: Update, context: Context) -> None:
    """Show an owner the changes of the last thirty days and all to come."""
    if not by_owner(update, context):
        await on_unknown_command(update, context)
        return
    assert update.message
    to = heard(update.message, context.bot.username)
    await show(context, to, await _overview(context, to.now))


async def on_change_press(context: Context, press: Press, payload: str) -> None:
    """Ask whether those who wait are to be told of a change, tell them, or go back to the list."""
    if press.in_group or not is_owner(context, press.query.from_user.id):
        await notice(press.query, STALE, alert=True)
        return
    verb, key, now = payload[:1], payload[1:], press.heard().now
    change = change_of(services(context).assistant.library, key) if verb in (ASK, YES) else None
    if verb != BACK and change is None:
        await notice(press.query, STALE, alert=True)
        return
    await notice(press.query)
    if change is None:
        sheet = await _overview(context, now)
    elif verb == ASK:
        sheet = pages.asked(change, (await _counts(context, [change], now))[change.key])
    else:
        sheet = pages.sent(await _told(context, change, now))
    await edit(context.bot, press.message.chat.id, press.message.message_id, sheet)
    await services(context).store.sent.keep(press.sent(sheet.keys.kept), now)


async def _overview(context: Context, now: datetime) -> Sheet:
    library = services(context).assistant.library
    found = await asyncio.to_thread(changes_of, library, now.date() - _SPAN)
    return pages.overview(found, await _counts(context, found, now))


async def _counts(context: Context, found: Sequence[Change], now: datetime) -> dict[str, Count]:
    """Return for each change how many chats wait to be told of it, how many were, and how many reminders it moves."""
    watches = services(context).store.watches
    chats = await watches.waiting({change.key: change.address for change in found})
    known = await watches.told(chats)
    moves = await _moves(context, found, now)
    return {change.key: Count(chats[change.key], _moved_by(change, moves), known[change.key]) for change in found}


def _moved_by(change: Change, moves: Sequence[Move]) -> int:
    return sum(day.calculator in change.calculators for _, day in moves)


async def _told(context: Context, change: Change, now: datetime) -> Count:
    """Have everybody told who waits, and the reminders moved that rest on the figure; return how many that are."""
    store = services(context).store
    waiting = await store.watches.waiting({change.key: change.address})
    await store.watches.tell(change.key, change.address, now)
    moves = await _moves(context, [change], now)
    for one, day in moves:
        title = services(context).assistant.library.calculations[day.calculator].calculation.title
        old = LastDay(day.calculator, {}, one.ends.astimezone(SHANGHAI), whole=day.whole)
        to = Moved(day.case, day.data, day.ends, day.times(now))
        await store.news.reminder_moves(one, to, pages.move_data(old, day, to.time_of(one), title), now)
    return Count(waiting[change.key], len(moves))


async def _moves(context: Context, found: Sequence[Change], now: datetime) -> list[Move]:
    """Return the reminders whose last day, of a calculation that binds one of the figures, is another one by now."""
    known = services(context)
    waiting = await known.store.reminders.computed_by({name for change in found for name in change.calculators})
    return await asyncio.to_thread(_otherwise, known.assistant, waiting, now) if waiting else []


def _otherwise(assistant: Assistant, waiting: Sequence[Reminder], now: datetime) -> list[Move]:
    computed = ((one, _computed(assistant, one, now)) for one in waiting)
    return [(one, day) for one, day in computed if day is not None and day.ends != one.ends]


def _computed(assistant: Assistant, one: Reminder, now: datetime) -> LastDay | None:
    name = str(one.data.get("calculator"))
    if name not in assistant.library.calculations:
        return None
    answer, _ = assistant.calculate_inputs(name, dict(one.data["inputs"]), now=now)
    return last_day(answer.calculation, assistant.library)
