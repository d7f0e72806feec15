"""Telegram's limits, counted together by all processes."""

import pytest

from bot.store import Store
from bot.store.allowance import Window
from bot.store.schema import METADATA

pytestmark = pytest.mark.asyncio


async def test_two_processes_share_what_may_be_sent(store: Store, replica: Store) -> None:
    """Whichever asks; each chat by itself, all together."""
    every, chat = Window(5, 60), Window(2, 60)
    waits = [
        await one.allowance.take({"": every, f"chat {number // 2}": chat})
        for one, number in zip((store, replica) * 4, range(8), strict=True)
    ]
    third = await store.allowance.take({"chat 1": chat})

    assert [wait > 0 for wait in waits] == [False] * 5 + [True] * 3
    assert third > 50


async def test_there_is_room_again_when_the_time_is_over(store: Store) -> None:
    """The wait that is told is enough."""
    window = {"chat 1": Window(1, 0.3)}
    first, second = await store.allowance.take(window), await store.allowance.take(window)

    assert first == 0
    assert 0 < second <= 0.3


async def test_a_process_knows_whether_it_is_alone(store: Store, replica: Store) -> None:
    """As long as others live."""
    await store.allowance.beat()
    alone = store.allowance.shared
    await replica.allowance.beat()
    await store.allowance.beat()
    together = store.allowance.shared, replica.allowance.shared
    await replica.allowance.leave()
    await store.allowance.beat()

    assert (alone, together, store.allowance.shared) == (False, (True, True), False)


async def test_no_id_is_plain(store: Store) -> None:
    """Not even here."""
    await store.allowance.take({"chat 7654321001": Window(1, 60)})
    rows = await store._database.read(lambda connection: list(connection.execute(METADATA.tables["pace"].select())))

    assert rows
    assert "7654321001" not in str(rows)
