"""Private chats: any text or caption is a question."""

from telegram import Update

from bot.telegram.conversation import respond, show
from bot.telegram.heard import heard
from bot.telegram.services import Context
from bot.telegram.sheets import said
from bot.telegram.words import TEXT_ONLY


async def on_question(update: Update, context: Context) -> None:
    """Answer one message."""
    assert update.message
    await respond(context, heard(update.message, context.bot.username))


async def on_wordless(update: Update, context: Context) -> None:
    """Say in one friendly line that a sticker, a voice message or a file says nothing to us."""
    assert update.message
    await show(context, heard(update.message, context.bot.username), said(TEXT_ONLY))
