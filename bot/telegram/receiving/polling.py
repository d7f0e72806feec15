"""Fetching updates; a batch is confirmed to Telegram once all of it is written down."""

import asyncio
import json
import logging
import warnings
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.operating.metrics import METRICS
from bot.store.trouble import DatabaseAwayError
from bot.telegram.receiving.arrivals import arrival, number_of
from bot.telegram.receiving.intake import FIRST_PAUSE, LONGEST_PAUSE, Intake
from bot.telegram.receiving.stopping import unless
from bot.telegram.sending.bot import POLL_PATIENCE, POLL_SECONDS
from bot.telegram.sending.sparing import Sparing
from bot.telegram.sending.transport import told_pause

logger = logging.getLogger(__name__)

# Its own method makes objects of a whole batch at once: one update that cannot be read would hide all the others.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
Json = dict[str, Any]
LONGEST_AWAY = 30.0
SHORTLY = 0.01
WRITE_SECONDS = 0.5
"""How long what was fetched may still take to be written down at a stop."""
CONFIRM_SECONDS = 0.5
"""How long the last request, which confirms what was taken, may take at a stop."""


class Poller:
    """Fetches until it is stopped."""

    def __init__(self, bot: "Bot", intake: Intake, allowed: list[str]) -> None:
        """Fetch the `allowed` kinds of updates for `intake`."""
        self._bot = bot
        self._intake = intake
        self._allowed = allowed
        self._offset = 0
        self._pause = 0.0
        self._trouble = Sparing(logger)

    async def run(self, stop: asyncio.Event) -> None:
        """
        Fetch until `stop`, then confirm what was taken.

        Raises:
            InvalidToken: Telegram does not know the token (any more).
        """
        if not await unless(stop, self._bot.delete_webhook()):
            return
        logger.info("polling as @%s", self._bot.username)
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                for_updates = asyncio.create_task(self._fetch(POLL_SECONDS))
                await asyncio.wait((for_updates, stopping), return_when=asyncio.FIRST_COMPLETED)
                await self._take(for_updates, stop)
                if self._pause:
                    await asyncio.wait((stopping,), timeout=self._pause)
                # answers first: asking for more right away would take the processor from those who were heard already
                await self._intake.drained(SHORTLY)
        finally:
            stopping.cancel()
        if self._offset:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(CONFIRM_SECONDS):
                    await self._bot.get_updates(offset=self._offset, timeout=0, limit=1, allowed_updates=self._allowed)

    async def _take(self, fetching: "asyncio.Task[list[Json]]", stop: asyncio.Event) -> None:
        if not fetching.done():
            # what arrives from now on was not confirmed, and comes again after the next start
            fetching.cancel()
        with suppress(asyncio.CancelledError):
            updates = await fetching
            numbers = [number for update in updates if (number := number_of(update)) is not None]
            if await self._all_written(updates, stop) and numbers:
                self._offset = max(numbers) + 1

    async def _all_written(self, updates: list[Json], stop: asyncio.Event) -> bool:
        """Return whether all is written down; at a stop what is not soon comes again after the next start."""
        writing = asyncio.gather(*(self._insist(update) for update in updates))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((writing, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not writing.done():
            await asyncio.wait((writing,), timeout=WRITE_SECONDS)
        if writing.done():
            await writing
            return True
        writing.cancel()
        return False

    async def _insist(self, data: Json) -> None:
        """Return when an update is written down, however long the database is away."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._written(data)
            except DatabaseAwayError:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _written(self, data: Json) -> None:
        number = number_of(data)
        if number is None:
            logger.error("something without a number came in place of an update, and is passed over")
            return
        try:
            update = Update.de_json(data, self._bot)
            # in the form it came in: making JSON of an update takes python-telegram-bot ten times as long
            body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            await self._intake.accept(arrival(update, body, self._bot.username), update)
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is in it, the next update is not to suffer
            await self._intake.give_up(number, error)

    async def _fetch(self, seconds: int) -> list[Json]:
        asked = {"offset": self._offset, "timeout": seconds, "allowed_updates": self._allowed}
        try:
            with METRICS.request("getUpdates"):
                updates: list[Json] = await self._bot.do_api_request(
                    "getUpdates", asked, read_timeout=seconds + POLL_PATIENCE
                )
        except EndPointNotFound as error:
            # so python-telegram-bot tells of a token that Telegram does not know any more
            raise InvalidToken from error
        except TelegramError as error:
            self._pause = _pause(error, self._pause)
            self._trouble.warn(f"getUpdates: {_words(error)}; trying again")
            return []
        self._pause = 0.0
        return updates


def _pause(error: TelegramError, last: float) -> float:
    if isinstance(error, RetryAfter):
        return told_pause(error)
    return min(last * 2, LONGEST_AWAY) if last else 0.5


def _words(error: TelegramError) -> Any:
    return "another process polls with the same token, or a webhook was set" if isinstance(error, Conflict) else error
