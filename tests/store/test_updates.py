"""Updates are taken once, and answered in order within a chat, whichever process they reach."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Connection, text, update
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Store
from bot.store.schema import METADATA, lanes
from bot.store.turn import Turn
from bot.store.updates import DROPPED, GIVEN_UP, MOST_TELLING, MOST_TRIES, WAITING, Arrival, Backlog, Waiting

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def accept(store: Store, update_id: int, chat_id: int = 7, person: int = 7, **more: Any) -> Waiting | None:
    """Hand over an update with its number for a body."""
    return await store.updates.accept(Arrival(update_id, chat_id, person, f"body {update_id}", **more), NOW)


async def expire(store: Store) -> None:
    """Let the time of every lane be over."""
    await store._database.write(lambda connection: connection.execute(update(lanes).values(until=0)))


async def expire_just_now(store: Store) -> None:
    """Let the time of every lane have been over for a second."""
    soon = datetime.now(UTC) - timedelta(seconds=1)
    values = {"until": round(soon.timestamp() * 1000)}
    await store._database.write(lambda connection: connection.execute(update(lanes).values(values)))


async def state(store: Store, number: int) -> tuple[object, object]:
    """Return what has become of an update, and its text."""
    (row,) = [row for row in await everything(store, "updates") if row["id"] == number]
    return row["state"], row["body"]


async def test_an_update_that_comes_twice_is_taken_once(store: Store, replica: Store) -> None:
    """Telegram repeats what was not confirmed, and to another replica just as well."""
    first = await accept(store, 1)
    assert first is not None
    await store.updates.finish(first)

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
    second = await store.updates.finish(first)
    assert second is not None
    third = await store.updates.finish(second)
    assert third is not None
    assert [(one.update_id, one.body) for one in (second, third)] == [(2, "body 2"), (3, "body 3")]
    assert await store.updates.finish(third) is None
    assert await accept(replica, 4) is not None


async def test_many_chats_over_two_replicas_lose_and_confuse_nothing(store: Store, replica: Store) -> None:
    """Two hundred updates of ten chats, handed to either at random: each is answered once, in order."""
    answered: dict[int, list[int]] = {chat: [] for chat in range(10)}

    async def work(one: Store, number: int) -> None:
        waiting = await accept(one, number, chat_id=number % 10)
        while waiting:
            answered[waiting.update_id % 10].append(waiting.update_id)
            waiting = await one.updates.finish(waiting)

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

    sooner = await replica.updates.leftover()
    await expire(store)
    later = await replica.updates.leftover()
    again = await store.updates.leftover()

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
    following = await replica.updates.finish(taken)
    assert following is not None
    assert following.update_id == 2


async def test_a_lane_that_is_renewed_is_not_taken_over(store: Store, replica: Store) -> None:
    """A long answer is no dead process; who has lost a lane is told so."""
    first, second = await accept(store, 1), await accept(store, 2, chat_id=8)
    assert first is not None
    assert second is not None
    await expire(store)
    kept = await store.updates.renew([first.lane])
    [taken] = await replica.updates.leftover()

    assert kept == {first.lane}
    assert taken.update_id == 2
    assert await store.updates.renew([first.lane, second.lane]) == {first.lane}


async def test_after_an_outage_a_lane_is_left_to_its_holder_for_a_while(store: Store, replica: Store) -> None:
    """Who could not reach the database could not renew it, and may have sent the answer."""
    await accept(store, 1)
    await expire_just_now(store)
    replica._database.outage.begins(OSError("away"), monotonic())
    replica._database.outage.ends()

    taken = await replica.updates.leftover(), await accept(replica, 2)

    assert taken == ([], None)


async def test_an_update_that_kills_its_process_each_time_is_given_up(store: Store) -> None:
    """Otherwise it would kill the bot for ever; the next one gets its turn."""
    await accept(store, 1)
    await accept(store, 2)

    taken = []
    for number in range(MOST_TRIES + 1):
        await store.updates.release()
        taken += await store.updates.leftover()
        await store.updates.tried(1, number + 1)

    assert [(one.update_id, one.given_up) for one in taken] == [(1, False)] * MOST_TRIES + [(1, True)]
    following = await store.updates.finish(taken[-1])
    assert following is not None
    assert following.update_id == 2
    assert await state(store, 1) == (GIVEN_UP, "body 1")


async def test_who_was_to_be_told_that_it_is_given_up_is_told_after_a_kill_meanwhile(store: Store) -> None:
    """But not for ever: it may be the telling that kills."""
    await accept(store, 1)
    await store.updates.tried(1, MOST_TRIES)

    taken = []
    for _ in range(MOST_TELLING + 1):
        await store.updates.release()
        taken += await store.updates.leftover()

    assert [(one.update_id, one.given_up) for one in taken] == [(1, True)] * MOST_TELLING
    assert await state(store, 1) == (GIVEN_UP, "body 1")


async def test_what_others_left_behind_is_a_suspect_and_no_more(store: Store) -> None:
    """However often the processes end: only a try that ended its process counts."""
    first = await accept(store, 1)
    assert first is not None
    for _ in range(MOST_TRIES + 2):
        await store.updates.release()
        (taken,) = await store.updates.leftover()
        assert (taken.suspect, taken.given_up) == (True, False)

    assert not first.suspect


async def test_the_conversation_is_read_along_with_an_update(store: Store) -> None:
    """So that answering takes one trip to the database before the answer, not two."""
    await store.talks.keep(7, 7, {"place": "x/1"}, NOW)

    taken = await accept(store, 1)

    assert taken is not None
    assert taken.talk is not None
    assert taken.talk[1] == '{"place":"x/1"}'


async def test_an_answered_update_keeps_its_number_only(store: Store) -> None:
    """Its text is gone from the database."""
    first = await accept(store, 1)
    assert first is not None

    await store.updates.finish(first)

    rows = await everything(store, "updates")
    assert [(row["id"], row["body"]) for row in rows] == [(1, "")]


async def everything(store: Store, table: str) -> list[dict[str, object]]:
    """Return the rows of a table."""
    query = METADATA.tables[table].select()
    return await store._database.read(lambda connection: [dict(row) for row in connection.execute(query).mappings()])


# ---- noted at once ----


async def test_what_is_to_be_noted_is_written_with_the_answer(store: Store, replica: Store) -> None:
    """Until then nothing of it is there, so that an update that is answered again finds everything as it was."""
    first = await accept(store, 1)
    assert first is not None
    turn = Turn(1)
    with store.answering(turn):
        await store.talks.keep(7, 7, {"place": "x/1"}, NOW)
        known = await store.talks.load(7, 7)
    before = await replica.talks.load(7, 7)
    await store.updates.finish(first, turn.notes)

    assert (known, before) == ({"place": "x/1"}, None)
    assert await replica.talks.load(7, 7) == {"place": "x/1"}


async def test_a_note_that_cannot_be_written_takes_the_rest_back(store: Store) -> None:
    """Nothing is half noted."""

    def fail(connection: Connection) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    first = await accept(store, 1)
    assert first is not None
    with pytest.raises(SQLAlchemyError):
        await store.updates.finish(first, [fail])

    assert await state(store, 1) == (WAITING, "body 1")


async def test_what_a_try_has_sent_is_known_to_the_next_one(store: Store, replica: Store) -> None:
    """The pages that arrived are not sent again."""
    await accept(store, 1)
    await store.updates.reached(1, [10, 11])
    await expire(store)

    [again] = await replica.updates.leftover()

    assert again.sent == (10, 11)


async def test_what_was_written_down_without_hearing_so_is_taken_up(store: Store) -> None:
    """The answer to the first try was lost; while somebody is at work in the lane, the second try takes nothing."""
    arrival = Arrival(1, 7, 7, "body 1")
    first = await store.updates.accept(arrival, NOW)
    busy = await store.updates.accept(arrival, NOW)
    idle = await store.updates.accept(arrival, NOW, idle=True)

    assert first == idle
    assert busy is None


async def test_an_update_that_cannot_be_read_is_noted(store: Store) -> None:
    """It is not taken when it comes again; one that is known stays as it is."""
    await accept(store, 2)
    for number in (1, 1, 2):
        await store.updates.give_up(number, NOW)

    assert await accept(store, 1) is None
    assert await state(store, 1) == (GIVEN_UP, "")
    assert await state(store, 2) == (WAITING, "body 2")


# ---- backlogs ----


async def test_two_people_in_a_chat_do_not_wait_for_each_other(store: Store) -> None:
    """Each has a lane."""
    assert all([await accept(store, number, person=number) for number in (1, 2)])


async def test_what_is_urgent_does_not_stand_behind_messages(store: Store) -> None:
    """A press, a /cancel: next, though it came last."""
    first = await accept(store, 1)
    await accept(store, 2)
    await accept(store, 3, urgent=True)
    assert first is not None

    following = await store.updates.finish(first)

    assert following is not None
    assert following.update_id == 3


async def test_of_a_flood_the_first_too_many_is_told_and_the_rest_is_passed_over(store: Store) -> None:
    """What waits is answered; nothing of what is passed over stays."""
    flood = [await accept(store, number, backlog=Backlog(waiting=3)) for number in range(1, 30)]
    current, answered = flood[0], []
    while current:
        answered.append((current.update_id, current.hurried))
        current = await store.updates.finish(current)

    assert answered == [(1, False), (2, False), (3, False), (4, True)]
    assert await state(store, 29) == (DROPPED, "")


async def test_a_flood_of_lines_that_nobody_answers_is_not_told(store: Store) -> None:
    """Nor does it take the place of a question."""
    await accept(store, 1, asks=False)
    for number in range(2, 30):
        await accept(store, number, asks=False, backlog=Backlog(waiting=3))
    await accept(store, 30, backlog=Backlog(waiting=3))

    assert await state(store, 29) == (DROPPED, "")
    assert await state(store, 30) == (WAITING, "body 30")


async def test_who_asks_too_often_in_a_minute_is_told_once(store: Store) -> None:
    """Though nothing waits."""
    outcomes = []
    for number in range(1, 7):
        taken = await accept(store, number, backlog=Backlog(a_minute=3))
        outcomes.append(taken and taken.hurried)
        if taken:
            await store.updates.finish(taken)

    assert outcomes == [False, False, False, True, None, None]
