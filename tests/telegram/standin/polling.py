"""getUpdates: one poll at a time, long if asked, nothing confirmed that was not asked beyond."""

import asyncio

from .arguments import Arguments
from .refusals import OTHER_GETUPDATES, OTHER_WEBHOOK, WEBHOOK_ACTIVE, Refused
from .updates import shown
from .wire import Json
from .world import World

LONGEST = 50


class Poll:
    """The long poll of one bot, on the loop of the server."""

    def __init__(self, world: World) -> None:
        """Wait for nobody yet."""
        self._world = world
        self._waiting: asyncio.Future[str] | None = None
        self._closed = False

    async def get_updates(self, arguments: Arguments) -> list[Json]:
        """
        Return what waits, or what comes within the timeout.

        Raises:
            Refused: 409, when there is a webhook, or another poll takes over.
        """
        self._end(OTHER_GETUPDATES)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(max(arguments.integer("timeout"), 0), LONGEST)
        with self._world.changed:
            self._world.updates.allow(arguments.structure("allowed_updates", "allowed updates"))
        while True:
            found = self._take(arguments)
            left = deadline - loop.time()
            if found or left <= 0 or self._closed:
                return found
            await self._wait(left)

    def wake(self) -> None:
        """Look again: there is an update, or a webhook."""
        self._end(OTHER_WEBHOOK if self._world.webhook else "")

    def close(self) -> None:
        """Answer the poll that waits; the server stops."""
        self._closed = True
        self._end("")

    def _take(self, arguments: Arguments) -> list[Json]:
        limit = min(max(arguments.integer("limit", 100), 1), 100)
        with self._world.changed:
            if self._world.webhook:
                raise Refused(409, WEBHOOK_ACTIVE)
            found = self._world.updates.take(arguments.integer("offset"), limit)
            self._world.changed.notify_all()
            return shown(found)

    async def _wait(self, seconds: float) -> None:
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting = future
        try:
            reason = await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return
        finally:
            if self._waiting is future:
                self._waiting = None
        if reason:
            raise Refused(409, reason)

    def _end(self, reason: str) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(reason)
