"""Being told to stop: when that was, and giving up what may take long."""

import asyncio
from collections.abc import Coroutine
from time import monotonic
from typing import Any


class Stop(asyncio.Event):
    """Set when the bot is told to stop; what a stop may take counts from then, whatever comes first."""

    _since: float | None = None

    def set(self) -> None:
        """Tell everything to stop."""
        self._since = self._since or monotonic()
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
