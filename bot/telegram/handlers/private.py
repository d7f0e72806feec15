"""Private chats: any text or caption is a question."""

from datetime import timedelta

from telegram import Message, Update

from bot.assistant import examples
from bot.telegram.handlers.conversation import respond, show
from bot.telegram.handlers.file_import import on_file
from bot.telegram.handlers.inbox import answered
from bot.telegram.handlers.reminding import in_words, typed
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import dated, heard
from bot.telegram.pages.sheets import said
from bot.telegram.pages.words import TEXT_ONLY

_ALBUM_LASTS, _MANY = timedelta(minutes=1), 1000


async def on_question(update: Update, context: Context) -> None:
    """Answer one message."""
    assert update.message
    if await on_file(update, context):  # with a caption
        return
    await _first_of_album(update.message, context)
    to = heard(update.message, context.bot.username)
    if await answered(context, to):
        return
    if not (await typed(context, update.message, to) or await in_words(context, to)):
        await respond(context, to)


async def on_wordless(update: Update, context: Context) -> None:
    """Say in one friendly line that a sticker, a voice message or a file says nothing to us; once for an album."""
    assert update.message
    if await on_file(update, context):
        return
    if await _first_of_album(update.message, context):
        await show(
            context,
            heard(update.message, context.bot.username),
            said(TEXT_ONLY.format(example=examples.question(services(context).assistant.library))),
        )


async def _first_of_album(message: Message, context: Context) -> bool:
    """Whether a message is alone, or the first of its album that is looked at, by any process."""
    if not message.media_group_id:
        return True
    groups, name = services(context).store.groups, f"album/{message.media_group_id}"
    return await groups.may_answer(message.chat.id, name, dated(message), _ALBUM_LASTS, _MANY)
