"""Being told to stop: when that was, and giving up what may take long."""

import asyncio
import logging
import os
from collections.abc import Coroutine
from threading import Timer
from time import monotonic
from typing import Any

logger = logging.getLogger(__name__)


class Stop(asyncio.Event):
    """Set when the bot is told to stop; what a stop may take counts from then, whatever comes first."""

    def __init__(self, longest: float) -> None:
        """Have the process end `longest` seconds after it was told to stop, whatever it still waits for."""
        super().__init__()
        self._longest = longest
        self._since: float | None = None

    def set(self) -> None:
        """Tell everything to stop."""
        if self._since is None:
            self._since = monotonic()
            last = Timer(self._longest, _end)
            last.daemon = True
            last.start()
        super().set()

    def left(self, seconds: float) -> float:
        """Return how many of the `seconds` that a stop may take are left."""
        return seconds if self._since is None else max(0.0, self._since + seconds - monotonic())


async def unless(stop: asyncio.Event, doing: Coroutine[Any, Any, object]) -> bool:
    """Do something, and return whether it came to its end before `stop`; raises what it raises."""
    running, stopping = asyncio.create_task(doing), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            return False
        await running
        return True
    finally:
        for task in (running, stopping):
            task.cancel()
        await asyncio.gather(running, stopping, return_exceptions=True)


def _end() -> None:
    """
    End the process as a kill would: what was taken is written down, and is answered after the next start.

    A library may wait for a connection whose other side does not answer, and not let itself be cancelled.
    """
    logger.warning("not everything could be let go of in time; what is not done waits for the next start")
    logging.shutdown()
    os._exit(0)
