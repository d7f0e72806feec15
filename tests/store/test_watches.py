"""Who watches a figure, who is told of a change, and that each is told once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.store import Sent, Store
from bot.store.reminders import Moved, Reminder
from bot.store.turn import LaneLostError, Turn
from bot.store.watches import MOST, Watch

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANNA, BEN, GROUP, SUPER = 7_654_321_001, 7_654_321_002, -4_001, -100_4_001
CAP, DAYS = "rules/7#cap", "rules/5#days"
CHANGE = f"{CAP}@2027-01-01"


def watch(chat: int = ANNA, question: str = "上限多少", *rests: str, message: int | None = None) -> Watch:
    """Return a watch on the ceiling, or on some other figures."""
    return Watch(chat, question, rests or (CAP,), message=message)


async def waiting(store: Store, change: str = CHANGE, figure: str = CAP) -> int:
    """Return how many chats wait to be told of a change."""
    return (await store.watches.waiting({change: figure}))[change]


async def test_one_is_remembered_once_for_the_same_figures_of_a_chat(store: Store) -> None:
    """Another chat, or other figures, make another one; long numbers are masked."""
    first = await store.watches.add(watch(question="订单 202304201234 上限多少"), ANNA, NOW)
    again = await store.watches.add(watch(question="又问一次"), ANNA, NOW)
    elsewhere = await store.watches.add(watch(GROUP, message=7), ANNA, NOW)
    other = await store.watches.add(watch(ANNA, "几天", DAYS, CAP), ANNA, NOW)

    assert [first, again, elsewhere, other] == ["added", "there", "added", "added"]
    assert [(one.question, one.rests, one.message) for one in await store.watches.of(ANNA)] == [
        ("订单 [数字] 上限多少", (CAP,), None),
        ("上限多少", (CAP,), 7),
        ("几天", (DAYS, CAP), None),
    ]
    assert [one.chat_id for one in await store.watches.of(ANNA, GROUP)] == [GROUP]
    assert await store.watches.of(BEN) == []


async def test_a_person_has_twenty_at_most(store: Store) -> None:
    """One that is there already is no further one; another person has their own."""
    added = [await store.watches.add(watch(ANNA, "", f"rules/1#f{number}"), ANNA, NOW) for number in range(MOST + 1)]

    assert added == ["added"] * MOST + ["full"]
    assert await store.watches.add(watch(ANNA, "", "rules/1#f0"), ANNA, NOW) == "there"
    assert await store.watches.add(watch(BEN), BEN, NOW) == "added"


async def test_each_chat_that_waits_is_counted_once_and_told_of_once(store: Store) -> None:
    """Whatever a person asked there: of several the last question is named."""
    await store.watches.add(watch(ANNA, "上限多少"), ANNA, NOW)
    await store.watches.add(watch(ANNA, "能赔多少", CAP, DAYS), ANNA, NOW)
    await store.watches.add(watch(GROUP), ANNA, NOW)
    await store.watches.add(watch(GROUP), BEN, NOW)
    await store.watches.add(watch(BEN, "几天", DAYS), BEN, NOW)
    before = await waiting(store)
    for _ in range(2):
        await store.watches.tell(CHANGE, CAP, NOW)
    told = await store.news.claim()

    assert before == 2
    assert await waiting(store) == 0
    assert await store.watches.told([CHANGE, f"{CAP}@2030-01-01"]) == {CHANGE: 2, f"{CAP}@2030-01-01": 0}
    assert sorted((one.chat_id, one.data["question"]) for one in told) == sorted(
        [(ANNA, "能赔多少"), (GROUP, "上限多少"), (GROUP, "上限多少")]
    )
    assert {one.data["change"] for one in told} == {CHANGE}
    assert await waiting(store, f"{DAYS}@2027-01-01", DAYS) == 2


@pytest.mark.parametrize("figure", ["rules/7#ca", "rules/7#cap2", "ules/7#cap", "rules/_#cap", "rules/%#cap"])
async def test_only_the_very_figure_counts(store: Store, figure: str) -> None:
    """Neither a longer nor a shorter name, nor one that would be a pattern."""
    await store.watches.add(watch(), ANNA, NOW)
    await store.watches.tell(f"{figure}@2027-01-01", figure, NOW)

    assert await waiting(store, f"{figure}@2027-01-01", figure) == 0
    assert await store.news.claim() == []


async def test_a_later_change_of_the_same_figure_is_told_again(store: Store) -> None:
    """And who comes later is told of the first one then."""
    await store.watches.add(watch(), ANNA, NOW)
    await store.watches.tell(CHANGE, CAP, NOW)
    await store.watches.add(watch(BEN), BEN, NOW)
    later = f"{CAP}@2028-01-01"

    assert (await waiting(store), await waiting(store, later)) == (1, 2)


async def test_a_chat_that_has_blocked_the_bot_does_not_wait(store: Store) -> None:
    """Until it has it again."""
    await store.watches.add(watch(), ANNA, NOW)
    await store.chats.gone(ANNA, NOW)
    blocked = await waiting(store)
    await store.chats.back(ANNA)

    assert (blocked, await waiting(store)) == (0, 1)


async def test_what_is_to_be_told_is_written_with_the_update_that_asks_for_it(store: Store) -> None:
    """A process that dies in between has told nobody, and the update is answered again."""
    await store.watches.add(watch(), ANNA, NOW)
    turn = Turn(1)
    with store.answering(turn):
        await store.watches.tell(CHANGE, CAP, NOW)
    untold = await store.news.claim()
    await store._database.write(lambda connection: [note(connection) for note in turn.notes])

    assert untold == []
    assert len(await store.news.claim()) == 1


# ---- telling ----


async def test_claimed_by_one_process_alone_and_free_again_after_a_while(store: Store, replica: Store) -> None:
    """What is told is struck off, together with what is noted of it."""
    await store.watches.add(watch(), ANNA, NOW)
    await store.watches.tell(CHANGE, CAP, NOW)
    (mine,) = await store.news.claim()
    theirs = await replica.news.claim()
    await store.news.hold(mine)
    await store._database.write(lambda connection: connection.execute(text("UPDATE news SET until = 0")))
    (taken,) = await replica.news.claim()
    with pytest.raises(LaneLostError):
        await store.news.hold(mine)
    turn = Turn(0)
    with replica.answering(turn):
        await replica.sent.keep(Sent(ANNA, 5, None, (mine.person,), {}), NOW)
    await store.news.done(mine)
    await replica.news.done(taken, turn.notes)

    assert theirs == []
    assert await store.news.claim() == []
    assert await store.sent.find(ANNA, 5) is not None


async def test_two_yeses_at_once_tell_everybody_once(store: Store, replica: Store) -> None:
    """Whichever of two owners is first."""
    for number in range(30):
        await store.watches.add(watch(ANNA + number), ANNA + number, NOW)
    await asyncio.gather(*(one.watches.tell(CHANGE, CAP, NOW) for one in (store, replica) * 3))
    first, second, rest = await store.news.claim(), await replica.news.claim(), await store.news.claim()

    assert sorted(one.chat_id for one in (*first, *second, *rest)) == [ANNA + number for number in range(30)]


# ---- stopping ----


async def test_one_can_be_cancelled_alone_or_with_all_on_its_figures(store: Store) -> None:
    """In its chat, by its owner."""
    await store.watches.add(watch(), ANNA, NOW)
    await store.watches.add(watch(ANNA, "", CAP, DAYS), ANNA, NOW)
    await store.watches.add(watch(ANNA, "", "rules/8#times"), ANNA, NOW)
    await store.watches.add(watch(GROUP), ANNA, NOW)
    first, *_ = await store.watches.of(ANNA)
    foreign = await store.watches.cancel(first.id, BEN)
    alike = await store.watches.cancel(first.id, ANNA, alike=True)
    after = await store.watches.of(ANNA)
    alone = await store.watches.cancel(after[0].id, ANNA)

    assert (foreign, alike, alone) == (False, True, True)
    assert [(one.chat_id, one.rests) for one in after] == [(ANNA, ("rules/8#times",)), (GROUP, (CAP,))]
    assert not await store.watches.cancel(first.id, ANNA)
    assert (await store.watches.drop(ANNA, ANNA, (CAP,)), await store.watches.drop(ANNA, GROUP, (CAP,))) == (
        False,
        True,
    )


async def test_a_group_that_becomes_a_supergroup_is_told_there(store: Store) -> None:
    """Without the message that it would be a reply to, which has another number there."""
    await store.watches.add(watch(GROUP, message=7), ANNA, NOW)
    await store.watches.add(watch(GROUP, "几天", DAYS), BEN, NOW)
    await store.watches.tell(CHANGE, CAP, NOW)
    await store.migrate(GROUP, SUPER)
    await store.watches.tell(f"{DAYS}@2027-01-01", DAYS, NOW)
    told = await store.news.claim()

    assert [(one.chat_id, one.message) for one in told] == [(SUPER, None)] * 2
    assert [one.chat_id for one in await store.watches.of(ANNA, SUPER)] == [SUPER]


async def test_leaving_and_forgetting_leave_nothing_to_tell(store: Store) -> None:
    """What a group that removes the bot had, and what a person had anywhere."""
    await store.watches.add(watch(GROUP), ANNA, NOW)
    await store.watches.add(watch(GROUP), BEN, NOW)
    await store.watches.add(watch(ANNA), ANNA, NOW)
    await store.watches.tell(CHANGE, CAP, NOW)
    await store.forget(ANNA)
    forgotten = [(one.chat_id, one.person == store._keys(BEN)) for one in await store.news.claim()]
    await store._database.write(lambda connection: connection.execute(text("UPDATE news SET until = 0")))
    await store.chats.left(GROUP, NOW)

    assert forgotten == [(GROUP, True)]
    assert await store.news.claim() == []
    assert await store.watches.of(BEN) == []


async def test_both_are_dropped_with_age(store: Store) -> None:
    """As long as conversations are kept."""
    await store.watches.add(watch(), ANNA, NOW)
    await store.watches.tell(CHANGE, CAP, NOW)
    early = await store.purge(NOW + timedelta(days=29), 30)
    late = await store.purge(NOW + timedelta(days=31), 30)

    assert (early, late) == (0, 2)
    assert await store.watches.of(ANNA) == []


# ---- reminders that rest on a changed rule ----

ENDS = NOW + timedelta(days=10)


def reminder(number: int, calculator: str = "claim-deadline") -> Reminder:
    """Return a reminder of the last day that a calculator came to."""
    data = {"calculator": calculator, "inputs": {"shipped_on": "2026-11-01"}}
    return Reminder(ANNA, None, f"case{number}", "on", data, ENDS, ENDS - timedelta(hours=15))


async def test_reminders_are_found_by_the_calculators_they_rest_on(store: Store) -> None:
    """Of all people; a name that is a part of another one is not that."""
    for number, name in enumerate(("claim-deadline", "claim", "claim-deadlin", "appeal")):
        await store.reminders.add(reminder(number, name), ANNA if number % 2 else BEN)

    found = await store.reminders.computed_by(("claim-deadline", "appeal", "%"))

    assert sorted(str(one.data["calculator"]) for one in found) == ["appeal", "claim-deadline"]
    assert await store.reminders.computed_by(()) == []


async def test_one_moves_and_is_told_of_once(store: Store, replica: Store) -> None:
    """Two processes that find it are one too many; one that is sent meanwhile stays untold."""
    await store.reminders.add(reminder(1), ANNA)
    (one,) = await store.reminders.computed_by(("claim-deadline",))
    later = ENDS + timedelta(days=15)
    to = Moved("case1", one.data, later, {"on": later - timedelta(hours=15)})
    await asyncio.gather(*(each.news.reminder_moves(one, to, {"old": "a"}, NOW) for each in (store, replica)))
    (moved,) = await store.reminders.of(ANNA)
    told = await store.news.claim()
    await store.reminders.cancel(moved.id, ANNA)
    await store.news.reminder_moves(moved, to, {}, NOW)

    assert (moved.ends, moved.at) == (later, later - timedelta(hours=15))
    assert [(each.chat_id, each.person, dict(each.data)) for each in told] == [(ANNA, store._keys(ANNA), {"old": "a"})]
    assert await replica.news.claim() == []


async def test_one_whose_day_is_over_now_is_dropped_and_told_of(store: Store) -> None:
    """There is nothing left to remind of."""
    await store.reminders.add(reminder(1), ANNA)
    (one,) = await store.reminders.computed_by(("claim-deadline",))
    await store.news.reminder_moves(one, Moved("case1", one.data, NOW - timedelta(days=1), {}), {}, NOW)

    assert await store.reminders.of(ANNA) == []
    assert len(await store.news.claim()) == 1
