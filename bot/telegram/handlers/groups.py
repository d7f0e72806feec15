"""Groups: the bot speaks when spoken to, or, where administrators want it, when a line is a question it is sure of."""

from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Chat, Message, Update

from bot.store import THREAD, GroupSettings
from bot.telegram.handlers import for_owners
from bot.telegram.handlers.answering import Reply
from bot.telegram.handlers.conversation import deliver, respond, show, talk_of, turn
from bot.telegram.handlers.reminding import in_words, typed
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import (
    Heard,
    answered_message,
    command_in,
    heard,
    is_person,
    speaker,
    thread_of,
    words_of,
)
from bot.telegram.pages.sheets import said

_AGAIN_AFTER = timedelta(minutes=10)
_PER_MINUTE = 3
_GREETING = (
    "大家好，我能查电商平台规则、算赔付和期限：@我 提问，或者回复别人的话发 /ask。管理员用 /settings 可以让我自动回答。"
)


async def on_group_line(update: Update, context: Context) -> None:
    """Answer a line that is for the bot; look at any other only where administrators want that."""
    message = update.message
    if message is None or not is_person(message):
        return
    to = heard(message, context.bot.username)
    if to.mode == "addressed":
        if not (await typed(context, message, to) or await in_words(context, to)):
            await respond(context, await _shared(context, message, meant(context, message, to)))
    else:
        await _overhear(context, to)


async def on_group_command(update: Update, context: Context) -> None:
    """Answer a command; /ask in reply to somebody's message answers that message."""
    message = update.message
    if message is None or not is_person(message):
        return
    await respond(context, meant(context, message, heard(message, context.bot.username)))


def meant(context: Context, message: Message, to: Heard) -> Heard:
    """Return what is really asked: a bare /ask or mention under somebody's message means that message."""
    command, words = command_in(to.text)
    replied = answered_message(message)
    if words or command not in ("", "ask") or replied is None:
        return to
    author = replied.from_user
    if author is not None and author.id == context.bot.id:
        return to
    told = words_of(replied)
    if not told:
        return to
    to = replace(
        to, text=heard(replied, context.bot.username).text, question=message.message_id, reply_to=replied.message_id
    )
    if not is_person(replied) or speaker(replied) == to.talker:
        return to
    # the author's own conversation stays as it is: this one belongs to both, and begins here
    return replace(to, talker=thread_of(message), askers=(to.talker, speaker(replied)))


async def _shared(context: Context, message: Message, to: Heard) -> Heard:
    """Return the line in the conversation of the two whom an /ask brought together, if it replies to one of those."""
    replied = answered_message(message)
    if replied is None or replied.from_user is None or replied.from_user.id != context.bot.id:
        return to
    row = await services(context).store.sent.find(to.chat, replied.message_id)
    if row is None or THREAD not in row.payload or not row.may_press(to.talker):
        return to
    return replace(to, talker=row.payload[THREAD], askers=row.askers)


async def _overhear(context: Context, to: Heard) -> None:
    """Answer a line that nobody addressed to the bot, if the group wants that and the answer is sure and new."""
    known = services(context)
    settings = await known.store.groups.load(to.chat)
    if not settings.automatic or is_quiet(settings, to.now):
        return
    before = await talk_of(known.store, to)
    reply = turn(context, to, before).asked(to.text)
    if reply.sheets and await _may_say(context, to, settings, reply):
        await deliver(context, to, before, reply)
    else:
        await for_owners.leave_silence(known.store, to)


async def _may_say(context: Context, to: Heard, settings: GroupSettings, reply: Reply) -> bool:
    answer = reply.sheets[0].answer
    if answer is None or not answer.quotes:
        return False
    first = answer.quotes[0]
    if settings.documents and first.document not in settings.documents:
        return False
    return await services(context).store.groups.may_answer(to.chat, first.id, to.now, _AGAIN_AFTER, _PER_MINUTE)


def is_quiet(settings: GroupSettings, now: datetime) -> bool:
    """Whether `now` lies in the quiet hours, from their first minute up to but not including their last."""
    if settings.quiet is None:
        return False
    begin, end = settings.quiet
    clock = f"{now:%H:%M}"
    return begin <= clock < end if begin < end else clock >= begin or clock < end


async def on_joined(update: Update, context: Context) -> None:
    """Say in one line how to use the bot, when it was added to a group."""
    message = update.message
    if message and (message.group_chat_created or any(user.id == context.bot.id for user in message.new_chat_members)):
        to = replace(heard(message, context.bot.username), reply_to=None, question=None)
        await show(context, to, said(_GREETING))


async def on_membership(update: Update, context: Context) -> None:
    """Remember that the bot was removed or blocked, or may speak again."""
    changed = update.my_chat_member
    assert changed
    store = services(context).store
    if changed.new_chat_member.status in ("left", "kicked"):
        if changed.chat.type == Chat.PRIVATE:
            await store.chats.gone(changed.chat.id, changed.date)
        else:
            await store.chats.left(changed.chat.id, changed.date)
    else:
        await store.chats.back(changed.chat.id)


async def on_migration(update: Update, context: Context) -> None:
    """Let a group that became a supergroup keep its settings."""
    message = update.message
    if message is None:
        return
    store = services(context).store
    if message.migrate_to_chat_id:
        await store.migrate(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await store.migrate(message.migrate_from_chat_id, message.chat.id)
