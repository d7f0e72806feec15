"""A failure reaches the asker as one plain sentence, and the log with its cause."""

import logging

from telegram import Message, Update
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.telegram.heard import heard, topic_of
from bot.telegram.presses import notice
from bot.telegram.services import Context
from bot.telegram.words import FAILED

log = logging.getLogger(__name__)


async def on_failure(update: object, context: Context) -> None:
    """Log what went wrong, and tell the asker where there is one and Telegram can be reached."""
    number = update.update_id if isinstance(update, Update) else 0
    log.error("update %s failed", number, exc_info=context.error)
    if not isinstance(update, Update) or isinstance(context.error, Forbidden) or type(context.error) is NetworkError:
        return
    try:
        await _tell(update, context)
    except TelegramError as error:
        log.warning("update %s: the asker could not be told: %s", number, error)


async def _tell(update: Update, context: Context) -> None:
    if update.callback_query:
        await notice(update.callback_query, FAILED, alert=True)
    message = update.message or update.edited_message or (update.callback_query.message if update.callback_query else None)
    if isinstance(message, Message) and _expects_answer(update, message, context):
        await context.bot.send_message(message.chat.id, FAILED, message_thread_id=topic_of(message))


def _expects_answer(update: Update, message: Message, context: Context) -> bool:
    """Whether somebody waits for an answer: in a group only one who spoke to the bot."""
    return update.callback_query is not None or heard(message, context.bot.username).mode != "group"
