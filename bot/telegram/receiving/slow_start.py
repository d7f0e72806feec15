"""How many answers are begun at a time, so that few are in the air should the process be killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SURVIVED, MOST = 25, 32
"""After how many answers one more is begun at a time, up to how many."""
SOON = 1.0
"""Seconds after which an answer does not count any more: Telegram takes its time with it, and others need not wait."""


class SlowStart:
    """
    One answer at a time at first, more and more the longer the process lives.

    What waited for a start would otherwise be in the air all at once; a process that is killed soon after its start is
    often killed again, and each time everything in the air would be sent again. One that is not done soon gives its
    place to the next, and goes on beside it.
    """

    def __init__(self, survived: int = SURVIVED, most: int = MOST, soon: float = SOON) -> None:
        """Have one place, and one more after each `survived` answers, up to `most`; `soon` is in seconds."""
        self._free = asyncio.Semaphore(1)
        self._survived, self._most, self._soon = survived, most, soon
        self._answered = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it inside, but not for long."""
        await self._free.acquire()
        held = True

        def give_back() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        late = asyncio.get_running_loop().call_later(self._soon, give_back)
        try:
            yield
        finally:
            late.cancel()
            give_back()
            self._count()

    def _count(self) -> None:
        self._answered += 1
        if self._answered % self._survived == 0 and self._answered // self._survived < self._most:
            self._free.release()
