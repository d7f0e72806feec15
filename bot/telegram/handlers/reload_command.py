"""/reload for owners: take the knowledge anew from its files."""

from contextlib import suppress

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.owner.reloads import Outcome
from bot.telegram.handlers.conversation import show
from bot.telegram.handlers.owners import by_owner
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.slash import on_unknown_command
from bot.telegram.incoming import heard
from bot.telegram.pages.sheets import said


async def on_reload(update: Update, context: Context) -> None:
    """Take the knowledge anew, and tell the owner who asks what came of it."""
    if not by_owner(update, context):
        await on_unknown_command(update, context)
        return
    assert update.message
    to = heard(update.message, context.bot.username)
    await _at_work(context, to.talker)
    outcome = await services(context).reload(to.talker)
    await show(context, to, said(outcome.told))


async def reloaded(context: Context, owner: int) -> Outcome:
    """Return what came of taking what an owner has just changed; where it is broken, the caller takes it back."""
    await _at_work(context, owner)
    return await services(context).reload(owner, quietly=True)


async def _at_work(context: Context, owner: int) -> None:
    """Show an owner, in private, that something is being done; it takes seconds."""
    with suppress(TelegramError):
        await context.bot.send_chat_action(owner, ChatAction.TYPING)
