"""Conversations survive; what was in them is known to any process."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Store

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHAT, ANNA, BEN = -100, 1, 2


async def test_a_conversation_is_there_for_another_process(store: Store, replica: Store) -> None:
    """One for each person in each chat."""
    await store.talks.keep(CHAT, ANNA, {"place": "a/1"}, NOW)
    await store.talks.keep(CHAT, BEN, {"place": "b/2"}, NOW)

    assert await replica.talks.load(CHAT, ANNA) == {"place": "a/1"}
    assert await replica.talks.load(CHAT, BEN) == {"place": "b/2"}
    assert await replica.talks.load(ANNA, ANNA) is None


async def test_nothing_to_remember_is_nothing(store: Store) -> None:
    """A conversation that ended leaves nothing to find."""
    await store.talks.keep(CHAT, ANNA, {"place": "a/1"}, NOW)

    await store.talks.keep(CHAT, ANNA, None, NOW)

    assert await store.talks.load(CHAT, ANNA) is None


async def test_long_numbers_of_a_question_are_masked_but_inputs_stay(store: Store) -> None:
    """A telephone number is nobody's business; an amount is needed to go on computing."""
    data = {
        "question": "手机13800138000，订单 １２３４５６７８９，付了12,345,678元，赔1288元？",
        "pending": {"inputs": {"paid": "123456789"}},
    }

    await store.talks.keep(CHAT, ANNA, data, NOW)

    kept = await store.talks.load(CHAT, ANNA)
    assert kept == {
        "question": "手机[数字]，订单 [数字]，付了[数字]元，赔1288元？",
        "pending": {"inputs": {"paid": "123456789"}},
    }


async def test_what_has_not_changed_is_not_written(store: Store) -> None:
    """The row keeps the moment of its last change."""
    await store.talks.keep(CHAT, ANNA, {"place": "a/1"}, NOW)

    await store.talks.keep(CHAT, ANNA, {"place": "a/1"}, NOW + timedelta(days=60))

    assert await store.purge(NOW + timedelta(days=100)) == 1
