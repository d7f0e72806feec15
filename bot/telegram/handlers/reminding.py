"""提醒我 under a computed last day: set, told by a time of one's own, listed, cancelled; and the calendar file."""

from datetime import datetime
from typing import Any

from telegram import InlineKeyboardButton, Message, Update

from bot.assistant.answer import Answer
from bot.assistant.reminding import asked, moment
from bot.store.reminders import MOST, How, Reminder
from bot.telegram.handlers.conversation import show, talk_of
from bot.telegram.handlers.delivery import keep_sent, send, send_file
from bot.telegram.handlers.press import Press, notice, put_in_place
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.waiting import listed, relisted, title_of
from bot.telegram.incoming import Heard, answered_message, heard
from bot.telegram.pages.buttons import CANCEL_REMINDER, REMINDER, Keyboard
from bot.telegram.pages.calendar_file import calendar_file
from bot.telegram.pages.last_days import MORNING, LastDay, Way, last_day, moment_told
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import (
    BEFORE,
    CALENDAR,
    NO_LONGER,
    NOT_READ,
    OF_WHAT,
    ON,
    OVER,
    OWN_TIME,
    PLACEHOLDER,
    REMINDED,
    STALE,
    THERE,
    TOO_LATE,
    TOO_MANY,
    WHEN,
    say,
)

REMIND, TYPED = "remind", "typed"
"""Where the row of a message says of which last day it tells, and that a reply to it tells a time."""
_OPEN, _FILE = "", "file"
_NAME = "last-day.ics"


async def on_remind(context: Context, press: Press, payload: str) -> None:
    """Serve a button about reminders."""
    if payload.startswith(CANCEL_REMINDER):
        await _cancel(context, press, payload.removeprefix(CANCEL_REMINDER))
        return
    now = press.heard().now
    told = told_by(context, press.payload, now)
    if told is None or told[0].ends <= now:
        await notice(press.query, say(OVER if told else STALE, press.traditional), alert=True)
        return
    found, answer = told
    if payload == _OPEN:
        await notice(press.query)
        await put_in_place(press, REMINDER, _options(found, now, press.traditional))
    elif payload == TYPED:
        await notice(press.query)
        await _ask(context, press.heard(), found, WHEN)
    elif payload == _FILE:
        await notice(press.query)
        content = calendar_file(found, answer, services(context).assistant.library, now)
        await send_file(context.bot, services(context).store, press.heard(), _NAME, content)
    else:
        await _chosen(context, press, found, payload, now)


async def _chosen(context: Context, press: Press, found: LastDay, payload: str, now: datetime) -> None:
    """Remember a reminder at one of the times that a button offers."""
    how: Way = "before" if payload == "before" else "on"
    at = found.times(now).get(how)
    if at is None:
        await notice(press.query, say(OVER, press.traditional), alert=True)
        return
    reminder = _reminder(found, press.message.chat.id, press.row.topic if press.row else None, how, at)
    line = await _set(context, reminder, press.query.from_user.id, found, now)
    await notice(press.query, say(line, press.traditional), alert=True)
    await put_in_place(press, REMINDER, [[_button(f"⏰ {moment_told(at, now)}", _OPEN, press.traditional)]])


async def typed(context: Context, message: Message, to: Heard) -> bool:
    """Take a line as the time of a reminder where it replies to our question for one; return whether it does."""
    replied = answered_message(message)
    if replied is None or replied.from_user is None or replied.from_user.id != context.bot.id:
        return False
    row = await services(context).store.sent.find(to.chat, replied.message_id)
    if row is None or not row.payload.get(TYPED) or not row.may_press(to.talker):
        return False
    told = told_by(context, row.payload, to.now)
    if told is None:
        await show(context, to, said(say(STALE, to.traditional)))
    else:
        await _typed(context, to, told[0], to.text)
    return True


async def in_words(context: Context, to: Heard) -> bool:
    """Serve a line that does nothing but ask to be reminded; return whether it is one."""
    request = asked(to.text, to.now)
    if request is None:
        return False
    known = services(context)
    answer = known.assistant.again(await talk_of(known.store, to), now=to.now)
    found = last_day(answer.calculation, known.assistant.library) if answer else None
    if found is None or found.ends <= to.now:
        await show(context, to, said(say(OVER if found else OF_WHAT, to.traditional)))
    elif request.how == "typed":
        await _typed(context, to, found, to.text)
    elif request.how and (at := found.times(to.now).get(request.how)):
        line = await _set(context, _reminder(found, to.chat, to.topic, request.how, at), to.talker, found, to.now)
        await show(context, to, said(say(line, to.traditional)))
    else:
        await _offer(context, to, found)
    return True


async def on_reminders(update: Update, context: Context) -> None:
    """List what somebody has waiting, in a group that of the group."""
    assert update.message
    to = heard(update.message, context.bot.username)
    await show(context, to, await listed(context, to.talker, to.chat if to.in_group else None, to.now))


async def _cancel(context: Context, press: Press, number: str) -> None:
    person, store = press.query.from_user.id, services(context).store
    if number.isdecimal():
        await store.reminders.cancel(int(number), person)
    await relisted(context, press)


async def _typed(context: Context, to: Heard, found: LastDay, line: str) -> None:
    """Set a reminder at the time that a line tells, or say why not and ask again."""
    at = moment(line, to.now, found.ends, MORNING)
    told = {"at": moment_told(at, to.now) if at else "", "day": found.told(to.now)}
    if at is None or not to.now < at < found.ends:
        problem = NOT_READ if at is None else NO_LONGER if at <= to.now else TOO_LATE
        await _ask(context, to, found, problem.format(**told))
        return
    line = await _set(context, _reminder(found, to.chat, to.topic, "typed", at), to.talker, found, to.now)
    await show(context, to, said(say(line, to.traditional)))


def _reminder(found: LastDay, chat: int, topic: int | None, how: How, at: datetime) -> Reminder:
    return Reminder(chat, topic, found.case, how, found.data, found.ends, at)


async def _set(context: Context, reminder: Reminder, person: int, found: LastDay, now: datetime) -> str:
    """Remember a reminder; return what to say."""
    added = await services(context).store.reminders.add(reminder, person)
    told = {"at": moment_told(reminder.at, now), "title": title_of(context, reminder), "day": found.told(now)}
    return {"added": REMINDED, "there": THERE, "full": TOO_MANY}[added].format(most=MOST, **told)


async def _ask(context: Context, to: Heard, found: LastDay, line: str) -> None:
    """Ask for a time; the reply to the message tells it."""
    sheet = said(say(line, to.traditional), keys=Keyboard(hint=say(PLACEHOLDER, to.traditional)))
    await _send_with(context, to, sheet, {REMIND: found.data, TYPED: True})


async def _offer(context: Context, to: Heard, found: LastDay) -> None:
    title = services(context).assistant.library.calculations[found.calculator].calculation.title
    keys = Keyboard(rows=_options(found, to.now, to.traditional))
    await _send_with(
        context, to, said(say(f"{title}：{found.told(to.now)}", to.traditional), keys=keys), {REMIND: found.data}
    )


async def _send_with(context: Context, to: Heard, sheet: Sheet, payload: dict[str, Any]) -> None:
    store = services(context).store
    more = payload | ({"traditional": True} if to.traditional else {})
    for messages in await send(context.bot, store, to, [sheet]):
        await keep_sent(store, to, sheet, messages, more)


def told_by(context: Context, payload: dict[str, Any], now: datetime) -> tuple[LastDay, Answer] | None:
    """Return the last day that a message tells of, as it stands now; None where there is none (any more)."""
    assistant, data = services(context).assistant, payload.get(REMIND) or {}
    if data.get("calculator") not in assistant.library.calculations:
        return None
    answer, _ = assistant.calculate_inputs(data["calculator"], dict(data["inputs"]), now=now)
    found = last_day(answer.calculation, assistant.library)
    return (found, answer) if found else None


def _options(found: LastDay, now: datetime, traditional: bool) -> list[list[InlineKeyboardButton]]:
    labels: dict[Way, str] = {"before": BEFORE, "on": ON}
    times = [
        [_button(labels[how].format(at=moment_told(at, now)), how, traditional)] for how, at in found.times(now).items()
    ]
    return [*times, [_button(OWN_TIME, TYPED, traditional), _button(CALENDAR, _FILE, traditional)]]


def _button(label: str, payload: str, traditional: bool) -> InlineKeyboardButton:
    return Keyboard().button(say(label, traditional), REMINDER, payload)
