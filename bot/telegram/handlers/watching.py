"""有变化告诉我 under an answer that rests on figures: remembered, taken back, listed, cancelled."""

import contextlib

from telegram import InlineKeyboardButton
from telegram.error import BadRequest

from bot.store.watches import MOST, Watch
from bot.telegram.handlers.press import Press, notice, put_in_place
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.waiting import relisted
from bot.telegram.pages.buttons import LISTED, NO_MORE, TAKE_BACK, WATCH, Keyboard
from bot.telegram.pages.words import (
    NO_LONGER_WATCHED,
    STALE,
    STOP_WATCHING,
    TOO_MANY_WATCHES,
    WATCH_CHANGES,
    WATCHED,
    say,
)
from knowledge.resting import figures_of


async def on_watch(context: Context, press: Press, payload: str) -> None:
    """Serve a button about changes."""
    verb, number = payload[:1], payload[1:]
    if verb == TAKE_BACK:
        await _taken_back(context, press)
    elif verb in (LISTED, NO_MORE) and number.isdecimal():
        await _cancelled(context, press, verb, int(number))
    elif payload:
        await notice(press.query, say(STALE, press.traditional), alert=True)
    else:
        await _watched(context, press)


async def _watched(context: Context, press: Press) -> None:
    """Remember that somebody wants to be told when a figure changes that the answer rests on."""
    rests, known = _rests(context, press), services(context)
    if not rests or press.row is None:
        await notice(press.query, say(STALE, press.traditional), alert=True)
        return
    message = press.row.question_id if press.in_group else None
    question = str(press.payload.get("question", ""))
    one = Watch(press.message.chat.id, question, rests, press.row.topic, message, press.traditional)
    if await known.store.watches.add(one, press.query.from_user.id, press.heard().now) == "full":
        await notice(press.query, say(TOO_MANY_WATCHES.format(most=MOST), press.traditional), alert=True)
        return
    told = WATCHED.format(days=known.settings.keep_days)
    await notice(press.query, say(told, press.traditional), alert=True)
    await put_in_place(press, WATCH, [[_button(STOP_WATCHING, TAKE_BACK, press.traditional)]])


async def _taken_back(context: Context, press: Press) -> None:
    store = services(context).store
    await store.watches.drop(press.query.from_user.id, press.message.chat.id, _rests(context, press))
    await notice(press.query, say(NO_LONGER_WATCHED, press.traditional))
    await put_in_place(press, WATCH, [[_button(WATCH_CHANGES, "", press.traditional)]])


async def _cancelled(context: Context, press: Press, verb: str, number: int) -> None:
    """Forget a watch that is listed, or all that are about the figure that somebody was told of."""
    person = press.query.from_user.id
    await services(context).store.watches.cancel(number, person, alike=verb == NO_MORE)
    if verb == LISTED:
        await relisted(context, press)
        return
    await notice(press.query, say(NO_LONGER_WATCHED, press.traditional), alert=True)
    with contextlib.suppress(BadRequest):
        await press.query.edit_message_reply_markup(None)


def _rests(context: Context, press: Press) -> tuple[str, ...]:
    """Return the figures that the answer above the button rests on, as the knowledge is now."""
    return figures_of(services(context).assistant.library, str(press.payload.get("told", "")))


def _button(label: str, payload: str, traditional: bool) -> InlineKeyboardButton:
    return Keyboard().button(say(label, traditional), WATCH, payload)
