"""A running bot's chores: it deletes what is due, keeps its lanes, takes up what others left, drops what is old."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.store import Store
from bot.store.later import Task
from bot.store.trouble import DatabaseAwayError, DatabaseGoneError
from bot.telegram.receiving.intake import Intake

logger = logging.getLogger(__name__)

DELETE_EVERY = 2.0
TELL_EVERY = 2.0
FINISH_SECONDS = 0.5
"""How long what is being sent may still take at a stop."""
KEEP_LANES_EVERY = 5.0
RESUME_EVERY = 3.0
TIDY_EVERY = 5.0
BEAT_EVERY = 2.0
PURGE_EVERY = 24 * 3600.0
AWAY_PAUSE = 1.0


class Chores:
    """The chores of one process; what is due is claimed in the database, so replicas share the work."""

    def __init__(
        self,
        bot: "Bot",
        store: Store,
        intake: Intake,
        keep_days: int,
        told: Sequence[Callable[[], Awaitable[None]]],
        end: Callable[[Exception], None],
    ) -> None:
        """Begin with none; `told` send what waits for its time, `end` is told when the database is gone."""
        self._end = end
        self._told = [_Undisturbed(send) for send in told]
        self._bot = bot
        self._store = store
        self._intake = intake
        self._keep_days = keep_days
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Do them from now on."""
        chores = (
            (self.delete_due, DELETE_EVERY),
            *((one.do, TELL_EVERY) for one in self._told),
            (self._keep_lanes, KEEP_LANES_EVERY),
            (self._intake.resume, RESUME_EVERY),
            (self._store.tidy, TIDY_EVERY),
            (self._store.allowance.beat, BEAT_EVERY),
            (self._purge, PURGE_EVERY),
        )
        self._tasks = [asyncio.create_task(self._repeat(chore, seconds)) for chore, seconds in chores]

    async def stop(self) -> None:
        """Do them no more; what is on its way arrives first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                await asyncio.gather(*(one.end() for one in self._told))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def delete_due(self) -> None:
        """Delete the messages whose time has come."""
        for task in await self._store.due.claim(datetime.now(UTC)):
            await self._delete(task)

    async def _delete(self, task: Task) -> None:
        try:
            await self._bot.delete_message(task.chat_id, task.message_id)
        except (BadRequest, Forbidden) as error:
            logger.info("a message that was due cannot be deleted: %s", error)
        except TelegramError as error:
            logger.warning("a message that was due is not deleted yet: %s", error)
            return
        await self._store.due.done(task)

    async def _keep_lanes(self) -> None:
        await self._intake.keep_lanes()

    async def _purge(self) -> None:
        await self._store.purge(datetime.now(UTC), self._keep_days)

    async def _repeat(self, chore: Callable[[], Awaitable[None]], seconds: float) -> None:
        while True:
            try:
                await chore()
            except DatabaseGoneError as error:
                self._end(error)
                return
            except DatabaseAwayError:
                # the store tells of it once
                await asyncio.sleep(AWAY_PAUSE)
                continue
            except Exception:
                logger.exception("a chore failed; again in %s s", seconds)
            await asyncio.sleep(seconds)


class _Undisturbed:
    """A chore that is not broken off in the middle."""

    def __init__(self, chore: Callable[[], Awaitable[None]]) -> None:
        self._chore = chore
        self._alone = asyncio.Lock()

    async def do(self) -> None:
        async with self._alone:
            await self._chore()

    async def end(self) -> None:
        """Return when it is not being done, and will not be any more."""
        await self._alone.acquire()
