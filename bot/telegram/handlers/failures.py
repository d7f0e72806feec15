"""A failure reaches the asker as one plain sentence, and the log with its cause."""

import logging

from telegram import Bot, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Message, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.operating.metrics import METRICS
from bot.store.trouble import DatabaseAwayError
from bot.store.turn import LaneLostError, current
from bot.telegram.handlers.press import notice
from bot.telegram.handlers.services import Context
from bot.telegram.incoming import heard, topic_of
from bot.telegram.pages.words import FAILED, TO_PRIVATE

log = logging.getLogger(__name__)
TOO_LATE = ("query is too old", "query id is invalid")


async def on_failure(update: object, context: Context) -> None:
    """Log what went wrong, and tell the asker where there is one and Telegram can be reached."""
    number = update.update_id if isinstance(update, Update) else 0
    if isinstance(context.error, DatabaseAwayError | LaneLostError):
        # nothing went wrong with the question: it waits for the database, or somebody else answers it
        current.get().failure = context.error
        return
    if isinstance(context.error, BadRequest) and any(words in str(context.error).lower() for words in TOO_LATE):
        log.info("update %s: whoever asked has gone on", number)
        return
    METRICS.failed.inc()
    log.error("update %s failed", number, exc_info=context.error)
    if not isinstance(update, Update) or _unreachable(context.error):
        return
    try:
        await tell(update, context.bot, FAILED)
    except TelegramError as error:
        log.warning("update %s: the asker could not be told: %s", number, error)


def _unreachable(error: Exception | None) -> bool:
    """Whether the asker cannot be told either: the chat is closed to the bot, or Telegram is away."""
    away = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return away or isinstance(error, (Forbidden, RetryAfter))


async def tell(update: Update, bot: Bot, words: str) -> None:
    """Say one sentence to whoever waits for the answer to an update."""
    if update.inline_query:
        button = InlineQueryResultsButton(TO_PRIVATE, start_parameter="inline")
        await update.inline_query.answer([], cache_time=0, button=button)
    if update.guest_message and update.guest_message.guest_query_id:
        sorry = InlineQueryResultArticle(id="failed", title=words, input_message_content=InputTextMessageContent(words))
        await bot.answer_guest_query(update.guest_message.guest_query_id, sorry)
    if update.callback_query:
        await notice(update.callback_query, words, alert=True)
    message = (
        update.message or update.edited_message or (update.callback_query.message if update.callback_query else None)
    )
    if isinstance(message, Message) and _expects_answer(update, message, bot):
        await bot.send_message(message.chat.id, words, message_thread_id=topic_of(message))


def _expects_answer(update: Update, message: Message, bot: Bot) -> bool:
    """Whether somebody waits for an answer: in a group only one who spoke to the bot."""
    return update.callback_query is not None or heard(message, bot.username).mode != "group"
