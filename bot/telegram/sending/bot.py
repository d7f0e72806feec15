"""
How requests reach Telegram: within its limits, and again when something goes wrong on the way.

python-telegram-bot's own AIORateLimiter does not do: it has no limit for a single chat, stops every chat when one
gets a 429, and tries nothing again after a 5xx or a broken connection; so this is a limiter of its own.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, nullcontext
from time import monotonic
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder, BaseRateLimiter, Defaults

from bot.operating.metrics import METRICS
from bot.settings import Settings
from bot.store.allowance import Allowance
from bot.store.turn import current
from bot.telegram.sending.limits import Limits, Pace
from bot.telegram.sending.sparing import Sparing
from bot.telegram.sending.transport import NoAnswerError, NotSentError, Patience, ServerError, Transport, told_pause

logger = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]
Request = Callable[..., Coroutine[Any, Any, Result]]

PATIENCE = 600.0
"""Seconds after which a request is given up that could not be delivered, while others could."""
DEFAULTS = Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
"""How every message is sent and edited."""
LONGEST_PAUSE = 30.0
ANSWER_SECONDS = 75.0
"""How long an answer may take. Telegram has been seen to hang for a minute and then to carry out what it was asked."""
POLL_SECONDS = 25
POLL_PATIENCE = 10.0
"""Seconds that the answer to a poll may take longer than the poll itself."""
COUNTED = ("send", "edit", "copy", "forward")
ONCE_ONLY = ("send", "copy", "forward", "answer")
"""Doing these twice shows."""
DONE_ALREADY = ("message is not modified", "query is too old", "query id is invalid", "message to delete not found")
"""What Telegram says to a request whose first copy it has carried out."""


def builder(
    settings: Settings, allowance: Allowance | None = None
) -> "ApplicationBuilder[Any, Any, Any, Any, Any, Any]":
    """Return a builder with the whole way to Telegram set: token, addresses, time limits, rate limits, retries."""
    base = settings.telegram_base_url
    files = f"{base.removesuffix('/bot')}/file/bot"
    limits = Limits(settings.limit_overall, settings.limit_group, settings.limit_chat)
    requests, polls = Transport(Patience(ANSWER_SECONDS)), Transport(Patience(POLL_PATIENCE))
    made = ApplicationBuilder().token(settings.telegram_token.get_secret_value()).base_url(base).base_file_url(files)
    made = made.request(requests).get_updates_request(polls).updater(None)
    return made.defaults(DEFAULTS).rate_limiter(Courier(limits, allowance))


class Courier(BaseRateLimiter[None]):
    """Delivers requests: waits for their turn, and repeats what may be repeated."""

    def __init__(
        self, limits: Limits, allowance: Allowance | None = None, *, pause: float = 0.5, patience: float = PATIENCE
    ) -> None:
        """
        Set the limits.

        Args:
            limits: How much may be sent.
            allowance: What is counted together with other processes.
            pause: Seconds before the first repetition; doubles each time.
            patience: Seconds after which a request is given up while others come through; when none does, it waits.
        """
        self._pace = None if limits.lifted else Pace(limits, allowance)
        self._pause = pause
        self._patience = patience
        self._heard = 0.0
        self._trouble = Sparing(logger)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Request,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - the name is python-telegram-bot's
    ) -> Result:
        """
        Return what Telegram answers to one request.

        Raises:
            TelegramError: it refused, or could not be reached for long with just this.
            DatabaseAwayError: it is not known whether the update is still ours to answer.
            LaneLostError: it is not.
        """
        if endpoint == "getUpdates":  # who polls knows better when to do it again
            return await callback(*args, **kwargs)
        async with self._turn(data.get("chat_id"), endpoint):
            done = await self._deliver(lambda: callback(*args, **kwargs), endpoint)
        self._heard = monotonic()
        return done

    def _turn(self, chat_id: int | str | None, endpoint: str) -> AbstractAsyncContextManager[None]:
        if self._pace is None or not chat_id or not endpoint.startswith(COUNTED) or endpoint == "sendChatAction":
            return nullcontext()
        return self._pace.turn(chat_id)

    async def _deliver(self, request: Request, endpoint: str) -> Result:
        begun, update = monotonic(), current.get()
        attempts = _Attempts(endpoint, self._pause)
        while True:
            await update.worked_out()
            # who waited long may have lost the update to another process
            await update.hold()
            try:
                with METRICS.request(endpoint):
                    return await request()
            except BadRequest as error:
                if attempts.done_by_the_first(error):
                    return True
                raise
            except (RetryAfter, NotSentError, NoAnswerError, ServerError) as error:
                wait = attempts.wait(error)
                if wait is None or self._only_this_fails(begun):
                    raise
                self._trouble.warn(f"{_called(endpoint)}: {error}; trying again")
                await asyncio.sleep(wait)

    def _only_this_fails(self, begun: float) -> bool:
        """Whether a request is tried long enough in vain while others come through: Telegram is there, but for it."""
        return monotonic() - begun > self._patience and self._heard > begun


def _called(endpoint: str) -> str:
    """Return how a request is called in the log: what it does, whatever it sends."""
    return "sending" if endpoint.startswith(ONCE_ONLY) else endpoint


class _Attempts:
    """What has become of one request so far."""

    def __init__(self, endpoint: str, pause: float) -> None:
        self._once = endpoint.startswith(ONCE_ONLY)
        self._pause = pause
        self._unclear = 0

    def wait(self, error: TelegramError) -> float | None:
        """Return the seconds after which to try again; None when not to."""
        if isinstance(error, RetryAfter):
            return told_pause(error)
        if isinstance(error, NoAnswerError):
            self._unclear += 1
            if self._once and self._unclear > 1:
                return None
            if self._once:
                METRICS.doubled.inc()
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause

    def done_by_the_first(self, error: BadRequest) -> bool:
        """Whether a refusal means that an earlier attempt, of which nothing was heard, had come through."""
        return self._unclear > 0 and any(words in error.message.lower() for words in DONE_ALREADY)
