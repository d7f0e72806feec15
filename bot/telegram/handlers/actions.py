"""What each button does. Buttons of earlier days work too, or say that they cannot."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import takewhile

from telegram import Update

from bot.assistant.phrases import NONE_OF_THESE
from bot.assistant.talk import Talk
from bot.telegram.handlers.administrators import is_administrator
from bot.telegram.handlers.answering import Reply, Turn, menu
from bot.telegram.handlers.browsing import on_browse
from bot.telegram.handlers.catalogue import KINDS
from bot.telegram.handlers.changes import on_change_press
from bot.telegram.handlers.conversation import deliver, show, talk_of, turn
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.feedback import on_verdict
from bot.telegram.handlers.file_import import on_import
from bot.telegram.handlers.group_settings import on_setting
from bot.telegram.handlers.inbox import on_inbox_press
from bot.telegram.handlers.press import Press, dated_press, notice
from bot.telegram.handlers.reminding import on_remind
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.tell_answered import on_tell_me
from bot.telegram.handlers.watching import on_watch
from bot.telegram.pages.buttons import (
    ASKED,
    CALCULATOR,
    CHANGES,
    CLAUSE,
    DOCUMENTS,
    FEEDBACK,
    FILLED,
    IMPORT,
    INBOX,
    KIND,
    OPTION,
    REMINDER,
    SAY,
    SETTINGS,
    TELL,
    VIEW,
    WATCH,
    asked_for,
    read_data,
)
from bot.telegram.pages.next_steps import read_payload
from bot.telegram.pages.words import GONE_CLAUSE, NOT_YOURS, SETTLED, STALE, say

# A kind; the page, and the words that were typed behind its command.
_PAGE_OF_KIND = re.compile(r"(\w+)(?::(\d{1,6})(?: (.*))?)?", re.DOTALL)
Serve = Callable[[Context, Press, str], Awaitable[None]]


async def on_press(update: Update, context: Context) -> None:
    """Serve a pressed button, or say why not."""
    query = update.callback_query
    assert query
    if query.message is None or query.data is None:
        await notice(query, STALE, alert=True)
        return
    row = await services(context).store.sent.find(query.message.chat.id, query.message.message_id)
    press = Press(query, query.message, row)
    told = read_data(query.data, row.payload if row else None)
    if told is None or told[0] not in _SERVED or (press.in_group and row is None and told[0] != SETTINGS):
        await notice(query, say(STALE, press.traditional), alert=True)
    elif told[0] != SETTINGS and press.in_group and not await _allowed(context, press):
        await notice(query, say(NOT_YOURS, press.traditional), alert=True)
    else:
        await _SERVED[told[0]](context, press, told[1])


async def _allowed(context: Context, press: Press) -> bool:
    """Whether it is the asker who presses; for one who asked anonymously, any administrator may."""
    if press.row and press.row.may_press(press.query.from_user.id):
        return True
    chat = press.message.chat.id
    return press.heard().talker == chat and await is_administrator(context, chat, press.query.from_user.id)


async def _say(context: Context, press: Press, payload: str) -> None:
    await notice(press.query)
    await _reply(context, press, lambda turn: turn.asked(payload), none=payload == NONE_OF_THESE)


async def _option(context: Context, press: Press, payload: str) -> None:
    """Fill in what is still asked for; an option of an earlier question says that its time is over."""
    mark, _, value = payload.partition(":")
    to = press.heard(value)
    pending = (await talk_of(services(context).store, to)).pending
    if pending is None or asked_for(pending.calculator, pending.asked) != mark:
        await notice(press.query, say(SETTLED, press.traditional), alert=True)
        return
    if pending.calculator not in services(context).assistant.library.calculations:
        await notice(press.query, say(STALE, press.traditional), alert=True)
        return
    await _say(context, press, value)


async def _clause(context: Context, press: Press, payload: str) -> None:
    if payload not in services(context).assistant.library.places:
        await notice(press.query, say(GONE_CLAUSE, press.traditional), alert=True)
        return
    await notice(press.query)
    await _reply(context, press, lambda turn: turn.clause(payload))


async def _calculator(context: Context, press: Press, payload: str) -> None:
    name, _, words = payload.partition(" ")
    if name not in services(context).assistant.library.calculations:
        await notice(press.query, say(STALE, press.traditional), alert=True)
        return
    await notice(press.query)
    await _reply(context, press, lambda turn: turn.calculated(name, words))


async def _filled(context: Context, press: Press, payload: str) -> None:
    name, inputs = read_payload(payload)
    bound = services(context).assistant.library.calculations.get(name)
    if bound is None or not inputs.keys() <= bound.calculation.inputs.keys():
        await notice(press.query, say(STALE, press.traditional), alert=True)
        return
    await notice(press.query)
    await _reply(context, press, lambda turn: turn.filled(name, inputs))


async def _kind(context: Context, press: Press, payload: str) -> None:
    """Show the calculators of a kind, or turn to another page of them in place."""
    where = _PAGE_OF_KIND.fullmatch(payload)
    if where is None or where[1] not in KINDS:
        await notice(press.query, say(STALE, press.traditional), alert=True)
        return
    await notice(press.query)
    known, to = services(context), press.heard()
    sheet = menu(known.assistant, where[1], where[3] or "", to, int(where[2] or 0))
    if where[2]:
        await edit(context.bot, to.chat, press.message.message_id, sheet)
        await known.store.sent.keep(press.sent(sheet.keys.kept), to.now)
    else:
        await show(context, to, sheet)


async def _reply(context: Context, press: Press, answer: Callable[[Turn], Reply], *, none: bool = False) -> None:
    to = press.heard()
    before = await talk_of(services(context).store, to)
    before = _offered_there(press, before) if none else before
    to = dated_press(to, press, before)
    await deliver(context, to, before, answer(turn(context, to, before)))


def _offered_there(press: Press, talk: Talk) -> Talk:
    """Return the conversation in which what a message offered is offered still: 都不是 under it is said of that."""
    question, rows = str(press.payload.get("question", "")), press.markup.inline_keyboard if press.markup else ()
    above = takewhile(lambda row: row[0].callback_data != press.query.data, rows)
    choices = tuple((str(row[0].text), "") for row in above if str(row[0].callback_data)[:1] == SAY)
    return replace(talk, question=question, choices=choices) if question and choices else talk


def _browsing(verb: str) -> Serve:
    async def browse(context: Context, press: Press, payload: str) -> None:
        await on_browse(context, press, verb, payload)

    return browse


_SERVED: dict[str, Serve] = {
    SAY: _say,
    OPTION: _option,
    CLAUSE: _clause,
    CALCULATOR: _calculator,
    FILLED: _filled,
    KIND: _kind,
    FEEDBACK: on_verdict,
    SETTINGS: on_setting,
    REMINDER: on_remind,
    WATCH: on_watch,
    CHANGES: on_change_press,
    INBOX: on_inbox_press,
    IMPORT: on_import,
    TELL: on_tell_me,
    **{verb: _browsing(verb) for verb in (DOCUMENTS, VIEW, ASKED)},
}
