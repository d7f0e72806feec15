"""Group settings, sent answers, opinions, receipts, what is due, chats that left."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import GroupSettings, Sent, Store

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GROUP, ANNA, BEN, EVE = -100, 1, 2, 3
FIVE_MINUTES = timedelta(minutes=5)


async def test_group_settings_are_kept_and_have_defaults(store: Store, replica: Store) -> None:
    """Every field survives, in every process."""
    settings = GroupSettings(automatic=True, documents=("feige",), quiet=("23:00", "08:00"), delete_after=10)
    await store.groups.save(GROUP, settings, NOW)

    assert await replica.groups.load(GROUP) == settings
    assert await replica.groups.load(GROUP - 1) == GroupSettings()


async def test_the_same_clause_is_not_given_twice_within_some_minutes(store: Store, replica: Store) -> None:
    """Whichever replica the line reaches; afterwards it may be given again, elsewhere at any time."""
    ask = [
        await store.groups.may_answer(GROUP, "a/1", NOW, FIVE_MINUTES, 9),
        await replica.groups.may_answer(GROUP, "a/1", NOW + timedelta(minutes=4), FIVE_MINUTES, 9),
        await replica.groups.may_answer(GROUP - 1, "a/1", NOW, FIVE_MINUTES, 9),
        await replica.groups.may_answer(GROUP, "a/1", NOW + timedelta(minutes=6), FIVE_MINUTES, 9),
    ]

    assert ask == [True, False, True, True]


async def test_not_more_than_a_few_a_minute_even_at_once(store: Store, replica: Store) -> None:
    """Twenty clauses at once over two replicas, three allowed."""
    asks = [one.groups.may_answer(GROUP, f"a/{n}", NOW, FIVE_MINUTES, 3) for n in range(10) for one in (store, replica)]

    assert sum(await asyncio.gather(*asks)) == 3


async def test_a_sent_answer_is_found_by_its_number_and_by_its_question(store: Store, replica: Store) -> None:
    """A question with two answers has both, in order; a later one replaces what was there."""
    for message in (12, 11):
        await store.sent.keep(Sent(GROUP, message, 10, (ANNA,), {"n": message}, topic=4), NOW)
    await store.sent.keep(Sent(GROUP, 11, 10, (ANNA,), {"n": 0, "question": "13800138000"}, topic=4), NOW)

    one = await replica.sent.find(GROUP, 11)
    both = await replica.sent.of_question(GROUP, 10)

    assert one is not None
    assert (one.payload, one.topic, one.question_id) == ({"n": 0, "question": "[数字]"}, 4, 10)
    assert [found.message_id for found in both] == [11, 12]
    await store.sent.drop(GROUP, 11)
    assert await replica.sent.find(GROUP, 11) is None


async def test_the_asker_and_the_addressed_author_may_press_and_nobody_else(store: Store) -> None:
    """The database holds keys, not ids."""
    await store.sent.keep(Sent(GROUP, 11, 10, (ANNA, BEN), {}), NOW)

    found = await store.sent.find(GROUP, 11)

    assert found is not None
    assert [found.may_press(user) for user in (ANNA, BEN, EVE)] == [True, True, False]


async def test_an_opinion_is_replaced_and_its_reason_added(store: Store) -> None:
    """One for each person and message; words left empty stay."""
    await store.feedback.keep(GROUP, 11, ANNA, "up", NOW, question="电话13800138000", place="a/1")
    await store.feedback.keep(GROUP, 11, ANNA, "down", NOW)
    await store.feedback.keep(GROUP, 11, ANNA, "down", NOW, reason="算错了")
    await store.feedback.keep(GROUP, 11, BEN, "up", NOW)

    told = [(one.verdict, one.reason, one.question, one.place) for one in await store.feedback.all(NOW)]

    assert sorted(told) == [("down", "算错了", "电话[数字]", "a/1"), ("up", "", "", "")]


async def test_a_receipt_is_found_by_its_key_alone(store: Store, replica: Store) -> None:
    """Keys fit a start link and are never alike."""
    keys = {store.receipts.new_key() for _ in range(1000)}
    key = keys.pop()
    await store.receipts.keep(key, ANNA, {"inputs": {"paid": "1288"}}, NOW)

    assert len(keys) == 999
    assert len(f"r_{key}") <= 64
    assert await replica.receipts.find(key) == {"inputs": {"paid": "1288"}}
    assert await replica.receipts.find(keys.pop()) is None


async def test_what_is_due_is_done_once_and_not_before_its_time(store: Store, replica: Store) -> None:
    """Claimed by one process; its answer cannot be pressed afterwards."""
    await store.sent.keep(Sent(GROUP, 11, 10, (ANNA,), {}), NOW)
    await store.due.add(GROUP, 11, NOW + FIVE_MINUTES)
    then = NOW + FIVE_MINUTES

    before = await store.due.claim(NOW)
    claimed = await asyncio.gather(store.due.claim(then), replica.due.claim(then))

    assert before == []
    [task] = [task for tasks in claimed for task in tasks]
    assert (task.chat_id, task.message_id) == (GROUP, 11)
    await store.due.done(task)
    assert await store.sent.find(GROUP, 11) is None
    assert await replica.due.claim(then + timedelta(days=1)) == []


async def test_what_was_claimed_and_not_done_is_due_again(store: Store, replica: Store) -> None:
    """The process that claimed it may have died."""
    await store.due.add(GROUP, 11, NOW)
    await store.due.claim(NOW)

    sooner, later = await replica.due.claim(NOW), await replica.due.claim(NOW + FIVE_MINUTES)

    assert sooner == []
    assert [task.message_id for task in later] == [11]


async def test_a_chat_that_removed_the_bot_is_remembered_until_it_is_back(store: Store) -> None:
    """Twice is no error."""
    await store.chats.gone(GROUP, NOW)
    await store.chats.gone(GROUP, NOW)
    assert await store.chats.is_gone(GROUP)

    await store.chats.back(GROUP)

    assert not await store.chats.is_gone(GROUP)
