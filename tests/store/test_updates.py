"""Updates are taken once, and answered in order within a chat, whichever process they reach."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Store
from bot.store.schema import METADATA
from bot.store.updates import LEASE, MOST_TRIES, Waiting

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + LEASE + timedelta(seconds=1)


async def accept(store: Store, update_id: int, chat_id: int = 7) -> Waiting | None:
    """Hand over an update with its number for a body."""
    return await store.updates.accept(update_id, chat_id, chat_id, f"body {update_id}", NOW)


async def test_an_update_that_comes_twice_is_taken_once(store: Store, replica: Store) -> None:
    """Telegram repeats what was not confirmed, and to another replica just as well."""
    first = await accept(store, 1)
    assert first is not None
    await store.updates.finish(first, NOW)

    again = [await accept(store, 1), await accept(replica, 1)]

    assert again == [None, None]


async def test_two_replicas_that_get_an_update_at_once_agree_who_has_it(store: Store, replica: Store) -> None:
    """Out of forty updates delivered to both, each is taken by exactly one."""
    both = [accept(one, number, chat_id=number) for number in range(1, 41) for one in (store, replica)]

    taken = [waiting.update_id for waiting in await asyncio.gather(*both) if waiting]

    assert sorted(taken) == list(range(1, 41))


async def test_one_chat_is_answered_in_order_by_whoever_is_at_work_there(store: Store, replica: Store) -> None:
    """What reaches another replica meanwhile waits, and the first one comes to it."""
    first = await accept(store, 1)
    others = [await accept(replica, number) for number in (3, 2)]

    assert first is not None
    assert others == [None, None]
    second = await store.updates.finish(first, NOW)
    assert second is not None
    third = await store.updates.finish(second, NOW)
    assert third is not None
    assert [(one.update_id, one.body) for one in (second, third)] == [(2, "body 2"), (3, "body 3")]
    assert await store.updates.finish(third, NOW) is None
    assert await accept(replica, 4) is not None


async def test_many_chats_over_two_replicas_lose_and_confuse_nothing(store: Store, replica: Store) -> None:
    """Two hundred updates of ten chats, handed to either at random: each is answered once, in order."""
    answered: dict[int, list[int]] = {chat: [] for chat in range(10)}

    async def work(one: Store, number: int) -> None:
        waiting = await accept(one, number, chat_id=number % 10)
        while waiting:
            answered[waiting.update_id % 10].append(waiting.update_id)
            waiting = await one.updates.finish(waiting, NOW)

    for start in range(0, 200, 50):
        await asyncio.gather(
            *(work((store, replica)[number * 7 % 3 % 2], number) for number in range(start, start + 50))
        )

    assert sum(map(len, answered.values())) == 200
    assert all(len(set(numbers)) == 20 for numbers in answered.values())


async def test_other_chats_do_not_wait(store: Store) -> None:
    """A lane belongs to one chat."""
    taken = [await accept(store, number, chat_id=number) for number in (1, 2)]

    assert all(taken)


async def test_what_a_dead_process_left_is_taken_up_when_its_lease_is_over(store: Store, replica: Store) -> None:
    """Not sooner: it might live. Then by one replica, oldest first, with the update as it was written down."""
    await accept(store, 1)
    await accept(store, 2)

    sooner = await replica.updates.leftover(NOW)
    later = await replica.updates.leftover(LATER)
    again = await store.updates.leftover(LATER)

    assert sooner == []
    assert [(one.update_id, one.body) for one in later] == [(1, "body 1")]
    assert again == []


async def test_a_new_update_in_an_abandoned_lane_waits_for_the_older_one(store: Store, replica: Store) -> None:
    """The chat's next message goes on where the dead process stopped."""
    await accept(store, 1)
    await store.updates.release()

    taken = await accept(replica, 2)

    assert taken is not None
    assert (taken.update_id, taken.body) == (1, "body 1")
    following = await replica.updates.finish(taken, NOW)
    assert following is not None
    assert following.update_id == 2


async def test_a_lane_that_is_renewed_is_not_taken_over(store: Store, replica: Store) -> None:
    """A long answer is no dead process."""
    first = await accept(store, 1)
    assert first is not None
    await store.updates.renew([first.lane], LATER)

    assert await replica.updates.leftover(LATER) == []


async def test_an_update_that_kills_its_process_each_time_is_given_up(store: Store) -> None:
    """Otherwise it would kill the bot for ever; the next one gets its turn."""
    await accept(store, 1)
    await accept(store, 2)

    taken = []
    for _ in range(MOST_TRIES + 1):
        await store.updates.release()
        taken += [one.update_id for one in await store.updates.leftover(NOW)]

    assert taken == [1] * MOST_TRIES + [2]


async def test_the_conversation_is_read_along_with_an_update(store: Store) -> None:
    """So that answering takes one trip to the database before the answer, not two."""
    await store.talks.keep(7, 7, {"place": "x/1"}, NOW)

    taken = await accept(store, 1)

    assert taken is not None
    assert taken.talk is not None
    assert taken.talk[1].data == '{"place":"x/1"}'


async def test_an_answered_update_keeps_its_number_only(store: Store) -> None:
    """Its text is gone from the database."""
    first = await accept(store, 1)
    assert first is not None

    await store.updates.finish(first, NOW)

    rows = await everything(store, "updates")
    assert [(row["id"], row["body"]) for row in rows] == [(1, "")]


async def everything(store: Store, table: str) -> list[dict[str, object]]:
    """Return the rows of a table."""
    query = METADATA.tables[table].select()
    return await store._database.read(lambda connection: [dict(row) for row in connection.execute(query).mappings()])
