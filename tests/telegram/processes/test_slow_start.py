"""How many answers are on their way at a time: one after a start, more and more later."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from bot.telegram.receiving.slow_start import SlowStart


class Crowd:
    """Answers that take as long as they are told to, and how many of them were on their way at once."""

    def __init__(self, start: SlowStart) -> None:
        """Nobody is answered yet."""
        self.start = start
        self.sending = self.most = 0

    async def one(self, who: str, until: Coroutine[object, object, object] | None = None, messages: int = 1) -> None:
        """Send one answer, of some messages."""
        for _ in range(messages):
            await self.start.begin(who)
        self.sending += 1
        self.most = max(self.most, self.sending)
        await (until or asyncio.sleep(0))
        self.sending -= 1
        self.start.over(who)

    async def many(self, number: int) -> int:
        """Answer so many side by side; return how many were on their way at once."""
        self.most = 0
        await asyncio.gather(*(self.one(str(one), messages=1 + one % 2) for one in range(number)))
        return self.most


def crowded(work: Callable[[Crowd], Awaitable[None]], **numbers: float) -> None:
    """Run `work` with a crowd behind one start."""

    async def go() -> None:
        await asyncio.wait_for(work(Crowd(SlowStart(**numbers))), 10)  # type: ignore[arg-type]

    asyncio.run(go())


def test_one_at_a_time_at_first_then_more_and_more() -> None:
    """One more after each ten answers, up to four; an answer of two messages counts once."""

    async def work(crowd: Crowd) -> None:
        found = [await crowd.many(10) for _ in range(6)]
        assert found == [1, 2, 3, 4, 4, 4]

    crowded(work, survived=10, most=4, soon=5)


def test_one_that_takes_long_gives_its_place_to_the_next() -> None:
    """It goes on beside it, and gives no second place back in the end."""

    async def work(crowd: Crowd) -> None:
        opened = asyncio.Event()
        slow = asyncio.create_task(crowd.one("slow", opened.wait()))
        await asyncio.sleep(0)
        assert await crowd.many(3) == 2
        opened.set()
        await slow
        assert await crowd.many(3) == 1

    crowded(work, survived=100, soon=0.05)


def test_what_is_cancelled_while_it_waits_leaves_no_trace() -> None:
    """Nor does one that was over without having sent anything."""

    async def work(crowd: Crowd) -> None:
        opened = asyncio.Event()
        holding = asyncio.create_task(crowd.one("holding", opened.wait()))
        waiting = [asyncio.create_task(crowd.one(who)) for who in ("waiting", "waiting too")]
        await asyncio.sleep(0)
        waiting[0].cancel()
        crowd.start.over("waiting")
        crowd.start.over("nobody")
        opened.set()
        await asyncio.gather(holding, *waiting, return_exceptions=True)
        assert await crowd.many(2) == 1

    crowded(work, survived=100, soon=5)


def test_two_messages_of_one_answer_that_wait_take_one_place() -> None:
    """The other place is free for the next."""

    async def work(crowd: Crowd) -> None:
        await crowd.start.begin("first")
        both = [asyncio.create_task(crowd.start.begin("second")) for _ in range(2)]
        await asyncio.sleep(0)
        crowd.start.over("first")
        await asyncio.gather(*both)
        crowd.start.over("second")
        assert await crowd.many(3) == 1

    crowded(work, survived=100, soon=5)


def test_before_a_stop_nobody_is_held_back() -> None:
    """Those who wait already go on, too."""

    async def work(crowd: Crowd) -> None:
        opened = asyncio.Event()
        waiting = [asyncio.create_task(crowd.one(str(one), opened.wait())) for one in range(20)]
        await asyncio.sleep(0)
        assert crowd.sending == 1
        crowd.start.all_now()
        for _ in range(100):
            await asyncio.sleep(0)
        assert crowd.sending == 20
        opened.set()
        await asyncio.gather(*waiting)

    crowded(work, survived=100, soon=5)
