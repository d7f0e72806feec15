"""Updates on their way in: each written down and answered once, in order for each person in a chat, side by side."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from time import monotonic

from telegram import Update

from bot.operating.metrics import METRICS, UNREADABLE
from bot.store import Store
from bot.store.trouble import DatabaseAwayError
from bot.store.turn import LaneLostError, Turn
from bot.store.updates import Arrival, Waiting
from bot.telegram.receiving.slow_start import SlowStart

logger = logging.getLogger(__name__)

Handle = Callable[[Waiting, Update | None], Awaitable[None]]
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
BEHIND_SUSPECTS = 2.0
"""Seconds that others wait, at most, until what a process may have died of is worked out."""
MARGIN = 5.0
"""Seconds before a lane's time is over in which nothing is sent without asking whether the lane is still ours."""


class Intake:
    """
    Takes updates, and has them answered by `handle`.

    What is accepted is in the database, so that Telegram need not repeat it, and so that another process can answer
    it should this one die. While the database is away nothing is answered: it waits.
    """

    def __init__(self, store: Store, handle: Handle) -> None:
        """Take nothing yet."""
        self._store = store
        self._handle = handle
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._until: dict[str, float] = {}
        self._coming: Counter[str] = Counter()
        self._alone = asyncio.Lock()
        self._sending = SlowStart()
        self._stopping = False

    @property
    def busy(self) -> list[str]:
        """The lanes that are being worked on."""
        return list(self._lanes)

    async def accept(self, arrival: Arrival, update: Update) -> None:
        """
        Return when an update is written down; it is answered by and by.

        Raises:
            DatabaseAwayError: it is not.
        """
        begun, lane = monotonic(), self._store.updates.lane(arrival)
        idle = lane not in self._lanes and not self._coming[lane]
        self._coming[lane] += 1
        try:
            mine = await self._store.updates.accept(arrival, datetime.now(UTC), idle=idle)
            METRICS.updates.inc()
        finally:
            self._coming[lane] -= 1
            if not self._coming[lane]:
                del self._coming[lane]
        if mine:
            self._begin(mine, update if mine.update_id == update.update_id else None, begun)

    async def give_up(self, number: int, why: Exception) -> None:
        """Note an update that cannot be read, and go on."""
        logger.error("update %s cannot be read (%s), and is given up", number, type(why).__name__)
        await self._store.updates.give_up(number, datetime.now(UTC))
        METRICS.given_up(UNREADABLE)

    async def resume(self) -> None:
        """Go on with what others left behind."""
        if self._stopping:
            return
        begun = monotonic()
        for mine in await self._store.updates.leftover():
            self._begin(mine, None, begun)

    async def keep_lanes(self) -> None:
        """Hold on to the lanes that are being worked on."""
        begun, held = monotonic(), self.busy
        if not held:
            return
        mine = await self._store.updates.renew(held)
        for lane in held:
            self._until[lane] = self._end(begun) if lane in mine else 0.0

    def stop(self) -> None:
        """Begin with nothing more: each lane ends with the update in hand."""
        self._stopping = True
        self._sending.all_now()

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

    def _end(self, begun: float) -> float:
        """Return until when a lane taken at `begun` is surely held."""
        return begun + self._store.updates.lease.total_seconds() - MARGIN

    def _begin(self, mine: Waiting, update: Update | None, begun: float) -> None:
        self._until[mine.lane] = self._end(begun)
        task = asyncio.create_task(self._work(mine, update), name=f"update {mine.update_id}")
        self._lanes[mine.lane] = task
        task.add_done_callback(partial(self._over, mine.lane))

    def _over(self, lane: str, task: "asyncio.Task[None]") -> None:
        if self._lanes.get(lane) is task:
            self._sending.over(lane)
            del self._lanes[lane]
            self._until.pop(lane, None)

    async def _work(self, mine: Waiting, update: Update | None) -> None:
        """Answer what waits in a lane, oldest first, until nothing does."""
        current: Waiting | None = mine
        while current:
            taken_up = monotonic()
            turn = await self._answered(current, update)
            if turn is None:
                return
            begun = monotonic()
            METRICS.seconds.observe(begun - taken_up)
            current, update = await self._finished(current, turn), None
            self._sending.over(mine.lane)
            self._until[mine.lane] = self._end(begun)

    async def _answered(self, one: Waiting, update: Update | None) -> Turn | None:
        """Have an update answered, however long the database is away; None where that is no longer ours to do."""
        pause, sent = FIRST_PAUSE, list(one.sent)
        while True:
            turn = self._turn(one, sent)
            try:
                with self._store.answering(turn):
                    await self._suspected(one, update, turn)
            except DatabaseAwayError as error:
                turn.failure = error
            except Exception:
                logger.exception("update %s was not answered", one.update_id)
                return turn
            if turn.failure is None:
                return turn
            if isinstance(turn.failure, LaneLostError) or self._stopping:
                return None
            sent = [*turn.sent, *turn.earlier]
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _suspected(self, one: Waiting, update: Update | None, turn: Turn) -> None:
        """
        Have an update answered; one of which a process may have died alone until it is worked out.

        So it is the only one that counts as the cause, should this process die meanwhile. The others let it pass: so
        it is soon over, and seldom counts where somebody else ends the process.
        """
        if not one.suspect or one.given_up:
            if self._alone.locked():
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEHIND_SUSPECTS), self._alone:
                        pass
            await self._handle(one, update)
            return
        suspicion = _Suspicion(self._alone, self._store, one)
        turn.worked_out = suspicion.end
        async with suspicion:
            await self._handle(one, update)

    def _turn(self, one: Waiting, sent: list[int]) -> Turn:
        async def reached(turn: Turn) -> None:
            await self._store.updates.reached(one.update_id, turn.sent)

        talks = dict([one.talk]) if one.talk else {}
        return Turn(
            one.update_id,
            talks,
            earlier=list(sent),
            hold=partial(self._hold, one.lane),
            reached=reached,
        )

    async def _hold(self, lane: str) -> None:
        """Return when a lane may send and is surely ours; raises LaneLostError where it is not any more."""
        await self._sending.begin(lane)
        if monotonic() < self._until.get(lane, 0.0):
            return
        begun = monotonic()
        if lane not in await self._store.updates.renew([lane]):
            raise LaneLostError
        self._until[lane] = self._end(begun)

    async def _finished(self, done: Waiting, turn: Turn) -> Waiting | None:
        """Note that an update is answered, as soon as the database is there; return the next one."""
        pause, notes = FIRST_PAUSE, turn.notes
        while True:
            try:
                return await self._store.updates.finish(done, notes, more=not self._stopping)
            except DatabaseAwayError:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:
                logger.exception("update %s was answered; what was to be noted cannot be", done.update_id)
                if not notes:
                    return None
                notes = []


class _Suspicion:
    """The time in which a process may die of an update: from when it is begun until its answer is worked out."""

    def __init__(self, alone: asyncio.Lock, store: Store, one: Waiting) -> None:
        self._alone, self._store, self._one = alone, store, one
        self._holds = False

    async def __aenter__(self) -> None:
        await self._alone.acquire()
        self._holds = True
        try:
            await self._store.updates.tried(self._one.update_id, self._one.tries + 1)
        except BaseException:
            self._free()
            raise

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is asyncio.CancelledError:
            self._free()
        else:
            await self.end()

    async def end(self) -> None:
        """Let the next one begin: this one was survived."""
        if self._holds:
            self._free()
            await self._store.updates.tried(self._one.update_id, self._one.tries)

    def _free(self) -> None:
        if self._holds:
            self._holds = False
            self._alone.release()
