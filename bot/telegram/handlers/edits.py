"""An edited question edits its answer."""

from dataclasses import replace

from telegram import Update

from bot.assistant.talk import NOTHING, Talk
from bot.store import Found
from bot.telegram.handlers.conversation import deliver, keep_talk, mark, remember, talk_of, told, turn
from bot.telegram.handlers.delivery import replace_messages
from bot.telegram.handlers.groups import meant
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import Heard, command_in, heard, is_person

_OWN_WAY = ("start", "help", "docs", "cancel", "privacy", "forget", "settings")


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
    after = told(reply.talk)
    sent = await replace_messages(context.bot, known.store, to, reply.sheets, [row.message_id for row in rows])
    if last:
        await keep_talk(known.store, to, after)
    await remember(known.store, to, before, reply, sent, mark(after if last else told(current)))


def _before(rows: list[Found]) -> Talk:
    data = next((row.payload["before"] for row in rows if "before" in row.payload), None)
    return Talk.from_json(data) if data else NOTHING
