"""Forgetting a person, dropping what is old, a group that becomes a supergroup, ids that are keys."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, text

from bot.store import THREAD, Asked, GroupSettings, Sent, Store
from bot.store.reminders import Reminder
from bot.store.schema import METADATA
from bot.store.updates import Arrival
from bot.store.watches import Watch

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BEN, GROUP, SUPER = 7_654_321_001, 7_654_321_002, -4_001, -100_4_001
THREADS = -(1 << 60)


async def fill(store: Store, person: int, number: int) -> str:
    """Leave a trace of `person` in every table that can have one; return the key of the receipt."""
    await store.talks.keep(person, person, {"place": "a/1"}, NOW)
    await store.talks.keep(GROUP, person, {"place": "a/1"}, NOW)
    await store.sent.keep(Sent(GROUP, number, None, (person,), {}), NOW)
    await store.sent.keep(Sent(GROUP, number + 1, None, (999, person), {}), NOW)
    await store.feedback.keep(GROUP, number, person, "up", NOW)
    await store.inbox.add(Asked("天气", "refused", GROUP, number, (person,)), NOW)
    await store.inbox.add(Asked("两个人的", "none", GROUP, number + 2, (999, person)), NOW)
    item = await store.inbox.under(GROUP, number)
    assert item is not None
    await store.to_tell.add(item.id, GROUP, person, NOW)
    key = store.receipts.new_key()
    await store.receipts.keep(key, person, {"paid": "1"}, NOW)
    await store.due.add(person, number, NOW + timedelta(days=1))
    await store.reminders.add(Reminder(GROUP, None, str(number), "on", {}, NOW, NOW + timedelta(days=1)), person)
    await store.watches.add(Watch(GROUP, "上限多少", (f"a/1#cap{number}",)), person, NOW)
    await store.watches.tell(f"a/1#cap{number}@2026-04-01", f"a/1#cap{number}", NOW)
    await store.chats.gone(person, NOW)
    await store.groups.may_answer(person, f"album/{number}", NOW, timedelta(minutes=5), 3)
    await store.talks.keep(GROUP, THREADS - number, {"question": "两个人的"}, NOW)
    await store.sent.keep(Sent(GROUP, number + 2, None, (person, 999), {THREAD: THREADS - number}), NOW)
    return key


def lines_of(query: "Select[Any]", connection: Connection) -> list[str]:
    """Return what a query finds, as text."""
    return [str(tuple(row)) for row in connection.execute(query)]


async def rows(store: Store) -> list[tuple[str, str]]:
    """Return every row of every table, as text."""
    found = []
    for name, table in METADATA.tables.items():
        query = table.select()
        lines = await store._database.read(partial(lines_of, query))
        found += [(name, line) for line in lines]
    return found


async def test_forgetting_deletes_everything_about_one_person_and_nothing_else(store: Store) -> None:
    """What is left is, row by row, what the others alone would have left."""
    await fill(store, BEN, 20)
    without = await rows(store)
    key = await fill(store, ANNA, 10)

    deleted = await store.forget(ANNA)

    assert deleted == 17
    assert await rows(store) == without
    assert await store.receipts.find(key) is None


async def test_ids_are_plain_only_where_a_message_has_to_be_sent_or_deleted(store: Store) -> None:
    """Everywhere else a key stands for them."""
    await fill(store, ANNA, 10)
    await store.groups.save(GROUP, GroupSettings(), NOW)
    await store.groups.may_answer(GROUP, "a/1", NOW, timedelta(minutes=5), 3)
    taken = await store.updates.accept(Arrival(1, ANNA, ANNA, "{}"), NOW)
    assert taken is not None

    plain = {name for name, row in await rows(store) if str(ANNA) in row or str(GROUP) in row}

    assert plain == {"due", "to_tell", "reminders", "watches", "news"}


async def test_two_databases_do_not_share_their_keys(store: Store, tmp_path: object) -> None:
    """The salt is each one's own, and stays."""
    other = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/other.db")
    mine, others = store._keys(ANNA), other._keys(ANNA)
    await other.close()
    again = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/other.db")
    reopened = again._keys(ANNA)
    await again.close()

    assert mine != others
    assert reopened == others


async def test_what_is_older_than_ninety_days_goes_and_the_rest_stays(store: Store) -> None:
    """Settings of a group are no personal data, and stay as long as it wants the bot."""
    key = await fill(store, ANNA, 10)
    await store.groups.save(GROUP, GroupSettings(automatic=True), NOW)

    early = await store.purge(NOW + timedelta(days=89))
    late = await store.purge(NOW + timedelta(days=92))

    assert early == 0
    assert late == 17
    assert await store.receipts.find(key) is None
    assert (await store.groups.load(GROUP)).automatic


async def test_a_group_that_becomes_a_supergroup_keeps_settings_and_conversations(store: Store) -> None:
    """Its old messages cannot be edited there any more, so they are forgotten."""
    await fill(store, ANNA, 10)
    await store.groups.save(GROUP, GroupSettings(automatic=True), NOW)
    await store.groups.may_answer(GROUP, "a/1", NOW, timedelta(minutes=5), 3)

    await store.migrate(GROUP, SUPER)

    assert (await store.groups.load(SUPER)).automatic
    assert await store.talks.load(SUPER, ANNA) == {"place": "a/1"}
    assert not await store.groups.may_answer(SUPER, "a/1", NOW, timedelta(minutes=5), 3)
    assert await store.groups.load(GROUP) == GroupSettings()
    assert await store.sent.find(SUPER, 10) is None


async def test_moving_twice_or_onto_something_breaks_nothing(store: Store) -> None:
    """Telegram tells of a move in both groups; what the new one has already stays."""
    await store.groups.save(GROUP, GroupSettings(delete_after=1), NOW)
    await store.groups.save(SUPER, GroupSettings(delete_after=2), NOW)
    await store.talks.keep(GROUP, ANNA, {"place": "old"}, NOW)
    await store.talks.keep(SUPER, ANNA, {"place": "new"}, NOW)

    for _ in range(2):
        await store.migrate(GROUP, SUPER)

    assert (await store.groups.load(SUPER)).delete_after == 2
    assert await store.talks.load(SUPER, ANNA) == {"place": "new"}


async def test_what_a_group_leaves_behind_when_it_removes_the_bot(store: Store) -> None:
    """Nothing but that it did: neither what its people said nor what its administrators set."""
    await fill(store, ANNA, 10)
    await store.groups.save(GROUP, GroupSettings(automatic=True), NOW)
    await store.groups.may_answer(GROUP, "a/1", NOW, timedelta(minutes=5), 3)

    await store.chats.left(GROUP, NOW)

    left = [name for name, row in await rows(store) if store._keys(GROUP) in row]
    assert left == ["gone"]
    assert await store.talks.load(ANNA, ANNA) == {"place": "a/1"}


async def test_what_was_given_up_stays_for_the_owner_and_goes_with_its_person(store: Store) -> None:
    """As long as everything else; a question that waits is not forgotten."""
    for number, person in ((1, ANNA), (2, ANNA), (3, BEN)):
        await store.updates.accept(Arrival(number, person, person, f"question {number}"), NOW)
    await store._database.write(lambda connection: connection.execute(text("UPDATE updates SET state=2 WHERE id<>2")))
    await store.purge(NOW + timedelta(days=30))
    kept = [row for name, row in await rows(store) if name == "updates"]
    await store.forget(ANNA)
    after = [row for name, row in await rows(store) if name == "updates"]

    assert ["question 1" in row for row in kept] == [True, False]
    assert [number for number in (1, 3) if any(f"question {number}" in row for row in after)] == [3]


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_what_is_deleted_is_in_no_file_of_the_database(tmp_path: Path) -> None:
    """Neither in free pages nor in the log of what is to be written: answered, forgotten, dropped."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'rulebot.db'}")
    for number in range(1, 40):
        body = f"telephone 13800138000 and a long story {'about this and that ' * number}"
        taken = await store.updates.accept(Arrival(number, ANNA, ANNA, body), NOW)
        assert taken is not None
        await store.talks.keep(ANNA, ANNA, {"told": f"secret {number} 13800138000"}, NOW)
        await store.updates.finish(taken)
    await store.forget(ANNA)
    await store.tidy()
    files = contents(tmp_path)
    await store.close()

    assert "rulebot.db" in files
    assert [name for name, content in files.items() if b"13800138000" in content] == []


async def test_the_file_does_not_grow_without_end(tmp_path: Path) -> None:
    """The room that was taken by what is dropped is given back."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'rulebot.db'}")
    await store.tidy()
    empty = (tmp_path / "rulebot.db").stat().st_size
    for number in range(400):
        await store.talks.keep(ANNA, number, {"told": "long " * 500}, NOW)
    await store.tidy()
    full = (tmp_path / "rulebot.db").stat().st_size
    await store.purge(NOW + timedelta(days=100))
    await store.tidy()
    after = (tmp_path / "rulebot.db").stat().st_size
    await store.close()

    assert full > empty + 400 * 2000
    assert after < empty + 100_000
