"""How many answers are begun at a time: one after a start, more and more later."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.telegram.receiving.slow_start import SlowStart


class Crowd:
    """Answers that take as long as they are told to, and how many of them were in hand at once."""

    def __init__(self, starting: SlowStart) -> None:
        """Nobody is answered yet."""
        self.starting = starting
        self.inside = self.most = 0

    async def one(self, until: Awaitable[object] | None = None, error: Exception | None = None) -> None:
        """Answer one."""
        async with self.starting.place():
            self.inside += 1
            self.most = max(self.most, self.inside)
            await (until or asyncio.sleep(0))
            self.inside -= 1
            if error:
                raise error

    async def many(self, number: int) -> int:
        """Answer so many side by side; return how many were in hand at once."""
        self.most = 0
        await asyncio.gather(*(self.one() for _ in range(number)))
        return self.most


def crowded(work: Callable[[Crowd], Awaitable[None]], **numbers: float) -> None:
    """Run `work` with a crowd behind one start."""

    async def go() -> None:
        await work(Crowd(SlowStart(**numbers)))  # type: ignore[arg-type]

    asyncio.run(asyncio.wait_for(go(), 10))


def test_one_at_a_time_at_first_then_more_and_more() -> None:
    """One more after each ten answers, up to four."""

    async def work(crowd: Crowd) -> None:
        found = [await crowd.many(10) for _ in range(6)]
        assert found == [1, 2, 3, 4, 4, 4]

    crowded(work, survived=10, most=4, soon=5)


def test_one_that_takes_long_gives_its_place_to_the_next() -> None:
    """It goes on beside it, and gives no second place back in the end."""

    async def work(crowd: Crowd) -> None:
        opened = asyncio.Event()
        slow = asyncio.create_task(crowd.one(opened.wait()))
        await asyncio.sleep(0)
        assert await crowd.many(3) == 2
        opened.set()
        await slow
        assert await crowd.many(3) == 1

    crowded(work, survived=100, soon=0.05)


def test_a_failure_gives_its_place_back() -> None:
    """So does a task that is cancelled while it waits for one."""

    async def work(crowd: Crowd) -> None:
        for _ in range(3):
            failed = await asyncio.gather(crowd.one(error=KeyError()), return_exceptions=True)
            assert isinstance(failed[0], KeyError)
            crowd.inside = 0
        opened = asyncio.Event()
        holding = asyncio.create_task(crowd.one(opened.wait()))
        waiting = asyncio.create_task(crowd.one())
        await asyncio.sleep(0)
        waiting.cancel()
        opened.set()
        await asyncio.gather(holding, waiting, return_exceptions=True)
        assert await crowd.many(2) == 1

    crowded(work, survived=100, soon=5)
