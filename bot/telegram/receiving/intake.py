"""Updates on their way in: each written down and answered once, in order within a chat, chats side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from telegram import Update

from bot.store import Store
from bot.store.updates import Waiting

logger = logging.getLogger(__name__)

Handle = Callable[[Waiting, Update | None], Awaitable[None]]
LONGEST_PAUSE = 10.0


class Intake:
    """
    Takes updates, and has them answered by `handle`.

    What is accepted is in the database, so that Telegram need not repeat it, and so that another process can answer
    it should this one die.
    """

    def __init__(self, store: Store, handle: Handle) -> None:
        """Take nothing yet."""
        self._store = store
        self._handle = handle
        self._lanes: dict[str, asyncio.Task[None]] = {}

    @property
    def busy(self) -> list[str]:
        """The lanes that are being worked on."""
        return list(self._lanes)

    async def accept(self, update: Update, body: str) -> None:
        """
        Return when an update is written down; it is answered by and by.

        Args:
            update: The update.
            body: The same as Telegram sent it.

        Raises:
            Exception: the database does not work.
        """
        chat, user = update.effective_chat, update.effective_user
        chat_id = chat.id if chat else user.id if user else 0
        mine = await self._store.updates.accept(
            update.update_id, chat_id, user.id if user else None, body, datetime.now(UTC)
        )
        if mine:
            self._begin(mine, update if mine.update_id == update.update_id else None)

    async def insist(self, update: Update, body: str) -> None:
        """Return when an update is written down, however long the database is away."""
        pause = 0.1
        while True:
            try:
                return await self.accept(update, body)
            except Exception:
                logger.exception("update %s cannot be written down; again in %.1f s", update.update_id, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def resume(self) -> None:
        """Go on with what others left behind."""
        for mine in await self._store.updates.leftover(datetime.now(UTC)):
            self._begin(mine, None)

    async def drained(self, seconds: float) -> bool:
        """Wait until all that was taken is answered, at most so long; whether it is."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._lanes and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._lanes.values(), timeout=left)
        return not self._lanes

    async def abandon(self) -> None:
        """Stop at once; what is not answered stays written down."""
        tasks = list(self._lanes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, mine: Waiting, update: Update | None) -> None:
        task = asyncio.create_task(self._work(mine, update), name=f"update {mine.update_id}")
        self._lanes[mine.lane] = task
        task.add_done_callback(lambda _: self._lanes.pop(mine.lane) if self._lanes.get(mine.lane) is task else None)

    async def _work(self, mine: Waiting, update: Update | None) -> None:
        """Answer what waits in a lane, oldest first, until nothing does."""
        current: Waiting | None = mine
        while current:
            try:
                with self._store.answering(current):
                    await self._handle(current, update)
            except Exception:
                logger.exception("update %s was not answered", current.update_id)
            current, update = await self._finished(current), None

    async def _finished(self, done: Waiting) -> Waiting | None:
        try:
            return await self._store.updates.finish(done, datetime.now(UTC))
        except Exception:
            # the lane is let go of when its time is over; whoever takes it then goes on here
            logger.exception("update %s was answered, which could not be noted", done.update_id)
            return None
