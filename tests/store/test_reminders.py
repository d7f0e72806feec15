"""Reminders in the store: once a case and time, twenty a person, claimed once, held only while nobody changed them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Store
from bot.store.reminders import MOST, Moved, Reminder
from bot.store.turn import LaneLostError

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BEN, CHAT = 7_654_321_001, 7_654_321_002, 7_654_321_001
ONE = Reminder(CHAT, 7, "case", "on", {"inputs": {"a": "1"}}, NOW + timedelta(days=3), NOW + timedelta(days=2))
DUE = NOW + timedelta(days=2)


async def test_what_is_remembered_comes_back(store: Store) -> None:
    """With everything that is needed to send it."""
    assert await store.reminders.add(ONE, ANNA) == "added"
    (found,) = await store.reminders.of(ANNA)

    assert replace(found, id=0) == ONE
    assert await store.reminders.of(ANNA, -5) == []
    assert await store.reminders.of(BEN) == []


async def test_twice_is_once_and_twenty_are_enough(store: Store) -> None:
    """Another person may have as many."""
    for number in range(MOST):
        assert await store.reminders.add(replace(ONE, case=str(number)), ANNA) == "added"

    assert await store.reminders.add(replace(ONE, case="0"), ANNA) == "there"
    assert await store.reminders.add(replace(ONE, case="more"), ANNA) == "full"
    assert await store.reminders.add(replace(ONE, case="0"), BEN) == "added"


async def test_only_ones_own_can_be_cancelled(store: Store) -> None:
    """And once."""
    await store.reminders.add(ONE, ANNA)
    (found,) = await store.reminders.of(ANNA)

    assert not await store.reminders.cancel(found.id, BEN)
    assert await store.reminders.cancel(found.id, ANNA)
    assert not await store.reminders.cancel(found.id, ANNA)


async def test_what_is_due_is_claimed_by_one(store: Store) -> None:
    """However many ask at once; nothing before its time."""
    for number in range(10):
        await store.reminders.add(replace(ONE, case=str(number)), ANNA)

    assert await store.reminders.claim(DUE - timedelta(seconds=1)) == []
    claims = await asyncio.gather(*(store.reminders.claim(DUE, 4) for _ in range(5)))
    claimed = [one.id for claim in claims for one in claim]
    assert len(claimed) == len(set(claimed)) == 10
    assert await store.reminders.claim(DUE) == []


async def test_a_claim_holds_until_it_is_done_cancelled_or_moved(store: Store) -> None:
    """So that nothing is sent that nobody wants any more."""
    for case in ("done", "cancelled", "moved"):
        await store.reminders.add(replace(ONE, case=case), ANNA)
    claimed = {one.case: one for one in await store.reminders.claim(DUE)}
    for one in claimed.values():
        await store.reminders.hold(one)
    await store.reminders.done(claimed["done"])
    await store.reminders.cancel(claimed["cancelled"].id, ANNA)
    later = Moved("other", {}, NOW + timedelta(days=9), {"on": NOW + timedelta(days=8)})
    await store.reminders.move(ANNA, CHAT, [claimed["moved"]], later)

    for one in claimed.values():
        with pytest.raises(LaneLostError):
            await store.reminders.hold(one)
    (left,) = await store.reminders.of(ANNA)
    assert (left.case, left.at) == ("other", NOW + timedelta(days=8))


async def test_moving_keeps_a_time_of_ones_own_and_drops_what_has_none(store: Store) -> None:
    """Two that fall on the same time become one."""
    await store.reminders.add(replace(ONE, how="typed", at=NOW + timedelta(hours=5)), ANNA)
    await store.reminders.add(replace(ONE, how="before", at=NOW + timedelta(days=1)), ANNA)
    await store.reminders.add(ONE, ANNA)
    await store.reminders.add(replace(ONE, case="new", at=NOW + timedelta(days=5)), ANNA)
    to = Moved("new", {}, NOW + timedelta(days=6), {"on": NOW + timedelta(days=5)})
    await store.reminders.move(ANNA, CHAT, await store.reminders.of_case(ANNA, CHAT, "case"), to)

    found = await store.reminders.of(ANNA)
    assert [(one.case, one.how, one.at) for one in found] == [
        ("new", "typed", NOW + timedelta(hours=5)),
        ("new", "on", NOW + timedelta(days=5)),
    ]


async def test_a_group_that_moves_takes_its_reminders_along(store: Store) -> None:
    """They are sent to its new number."""
    await store.reminders.add(replace(ONE, chat_id=-4001), ANNA)
    await store.migrate(-4001, -100_4001)
    (found,) = await store.reminders.claim(DUE)

    assert found.chat_id == -100_4001
