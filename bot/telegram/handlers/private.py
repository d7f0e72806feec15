"""Private chats: any text or caption is a question."""

from datetime import timedelta

from telegram import Message, Update

from bot.assistant import examples
from bot.telegram.handlers.conversation import respond, show
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import dated, heard
from bot.telegram.pages.sheets import said
from bot.telegram.pages.words import TEXT_ONLY

_ALBUM_LASTS, _MANY = timedelta(minutes=1), 1000


async def on_question(update: Update, context: Context) -> None:
    """Answer one message."""
    assert update.message
    await _first_of_album(update.message, context)
    await respond(context, heard(update.message, context.bot.username))


async def on_wordless(update: Update, context: Context) -> None:
    """Say in one friendly line that a sticker, a voice message or a file says nothing to us; once for an album."""
    assert update.message
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
