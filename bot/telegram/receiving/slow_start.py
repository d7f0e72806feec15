"""How many answers are on their way at a time, so that few are said again should the process be killed."""

import asyncio

SURVIVED, MOST = 25, 8
"""
After how many answers one more may be on its way, up to how many.

Eight that take 0.25 s each are the thirty a second that Telegram takes; where they take less, more of them say no more.
"""
SOON = 0.3
"""Seconds after which one does not count any more: Telegram takes its time with it, and others need not wait."""


class SlowStart:
    """
    One answer on its way at first, more and more the longer the process lives.

    What waited for a start would otherwise be in the air all at once; a process that is killed soon after its start is
    often killed again, and each time everything in the air would be sent again. Whoever sends has a place from the
    first message until the answer is noted, or until it took long.
    """

    def __init__(self, survived: int = SURVIVED, most: int = MOST, soon: float = SOON) -> None:
        """Have one place, and one more after each `survived` answers, up to `most`; `soon` is in seconds."""
        self._free = asyncio.Semaphore(1)
        self._survived, self._most, self._soon = survived, most, soon
        self._answered, self._all = 0, False
        self._sending: dict[str, asyncio.TimerHandle | None] = {}

    async def begin(self, who: str) -> None:
        """Return when `who` may send; at once where it may already."""
        if who in self._sending or self._all:
            return
        await self._free.acquire()
        if self._all:  # and so does the next one
            self._free.release()
            return
        if who in self._sending:  # two messages of one answer waited
            self._free.release()
        else:
            self._sending[who] = asyncio.get_running_loop().call_later(self._soon, self._takes_long, who)

    def over(self, who: str) -> None:
        """Let the next one send: what `who` has sent is noted. One that has sent nothing changes nothing."""
        if who not in self._sending:
            return
        late = self._sending.pop(who)
        if late:
            late.cancel()
            self._free.release()
        self._answered += 1
        if self._answered % self._survived == 0 and self._answered // self._survived < self._most:
            self._free.release()

    def all_now(self) -> None:
        """Hold back nobody any more: a process that is to stop answers what it took, and is not being killed."""
        self._all = True
        self._free.release()

    def _takes_long(self, who: str) -> None:
        self._sending[who] = None
        self._free.release()
