"""An edited question edits its answer."""

from dataclasses import replace

from telegram import Update

from bot.assistant.talk import NOTHING, Talk
from bot.store import Found
from bot.telegram.handlers.conversation import deliver, keep_talk, mark, remember, talk_of, told, turn
from bot.telegram.handlers.delivery import replace_messages
from bot.telegram.handlers.groups import meant
from bot.telegram.handlers.moving import follow
from bot.telegram.handlers.reminding import told_by
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import Heard, command_in, heard, is_person

_OWN_WAY = ("start", "help", "docs", "cancel", "privacy", "forget", "settings", "reminders")


async def on_edit(update: Update, context: Context) -> None:
    """Answer an edited question anew, in place of its answer; one that had none is answered if it is for the bot."""
    message = update.edited_message
    if message is None or not is_person(message):
        return
    to = meant(context, message, heard(message, context.bot.username))
    if not to.text or command_in(to.text)[0] in _OWN_WAY:
        return
    store = services(context).store
    rows = await store.sent.of_question(to.chat, message.message_id)
    if rows:
        await _again(context, replace(to, mode="addressed") if to.in_group else to, rows)
    elif to.mode == "private":
        before = await talk_of(store, to)
        await deliver(context, to, before, turn(context, to, before).understood())


async def _again(context: Context, to: Heard, rows: list[Found]) -> None:
    """Answer from where the conversation stood before the question; leave it alone where it has gone on since."""
    known = services(context)
    before, current = _before(rows), await talk_of(known.store, to)
    last = any(row.payload.get("after") == mark(told(current)) for row in rows)
    reply = turn(context, to, before).understood()
    if not reply.sheets:
        return
    after, new = told(reply.talk), reply.sheets[0].last_day
    if new is not None and (old := _case(context, rows, to)):
        reply = await follow(known.store, to, old, new, reply)
    sent = await replace_messages(context.bot, known.store, to, reply.sheets, [row.message_id for row in rows])
    if last:
        await keep_talk(known.store, to, after)
    await remember(known.store, to, before, reply, sent, mark(after if last else told(current)))


def _case(context: Context, rows: list[Found], to: Heard) -> str:
    """Return the mark of the case that an answer told of, whose last day one could be reminded of."""
    told = next((told for row in rows if (told := told_by(context, row.payload, to.now))), None)
    return told[0].case if told else ""


def _before(rows: list[Found]) -> Talk:
    data = next((row.payload["before"] for row in rows if "before" in row.payload), None)
    return Talk.from_json(data) if data else NOTHING
