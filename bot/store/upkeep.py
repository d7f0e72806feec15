"""Work on all tables: forget people, drop what is old, follow a group to its new id; and chats that refuse the bot."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Delete, delete, exists, or_, select, update

from bot.store.database import Database, note
from bot.store.inserts import insert_into
from bot.store.keys import Keys, day_of, stamp, unpacked
from bot.store.schema import (
    due,
    feedback,
    gone,
    groups,
    hits,
    lanes,
    news,
    pace,
    receipts,
    recent,
    reminders,
    replicas,
    sent,
    talks,
    to_tell,
    unanswered,
    updates,
    watches,
)
from bot.store.sent import THREAD
from bot.store.states import GIVEN_UP, WAITING

SEEN_FOR = timedelta(days=3)
"""How long an update's number is kept: Telegram repeats updates for a day."""


class Chats:
    """Chats that removed or blocked the bot."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def gone(self, chat_id: int, now: datetime) -> None:
        """Note that a chat removed or blocked the bot."""
        values = {"chat": self._keys(chat_id), "at": stamp(now)}

        def work(connection: Connection) -> None:
            connection.execute(insert_into(connection.dialect.name, gone).values(values).on_conflict_do_nothing())

        await note(self._database, work)

    async def left(self, chat_id: int, now: datetime) -> None:
        """Note that a group removed the bot, and delete what its people said there and its administrators set."""
        key = self._keys(chat_id)

        def work(connection: Connection) -> None:
            for table in (groups, recent, talks, sent, due, feedback, reminders, watches, news, to_tell, unanswered):
                connection.execute(delete(table).where(table.c.chat == key))

        await self.gone(chat_id, now)
        await note(self._database, work)

    async def back(self, chat_id: int) -> None:
        """Note that a chat has the bot again."""
        row = delete(gone).where(gone.c.chat == self._keys(chat_id))
        await note(self._database, lambda connection: connection.execute(row))

    async def is_gone(self, chat_id: int) -> bool:
        """Whether a chat removed or blocked the bot."""
        query = select(exists().where(gone.c.chat == self._keys(chat_id)))

        def look(connection: Connection) -> bool:
            return bool((connection.execute(query)).scalar_one())

        return await self._database.read(look)


async def forget(database: Database, keys: Keys, person: int) -> int:
    """
    Delete everything about a person (and the private chat); return how many rows that were.

    A conversation that an /ask brought the person into goes as a whole.
    """
    key = keys(person)
    asked = or_(unanswered.c.person == key, unanswered.c.other == key)
    waits = or_(to_tell.c.person == key, to_tell.c.chat == key)
    mine = [
        delete(recent).where(recent.c.chat == key),
        delete(talks).where(or_(talks.c.person == key, talks.c.chat == key)),
        delete(sent).where(or_(sent.c.asker == key, sent.c.other == key, sent.c.chat == key)),
        delete(feedback).where(feedback.c.person == key),
        delete(to_tell).where(or_(waits, to_tell.c.item.in_(select(unanswered.c.id).where(asked)))),
        delete(unanswered).where(asked),
        delete(receipts).where(receipts.c.person == key),
        delete(due).where(due.c.chat == key),
        *(delete(table).where(or_(table.c.person == key, table.c.chat == key)) for table in (reminders, watches, news)),
        delete(gone).where(gone.c.chat == key),
        delete(updates).where(updates.c.person == key, updates.c.state != WAITING),
    ]
    shared = select(sent.c.chat, sent.c.data).where(or_(sent.c.asker == key, sent.c.other == key))

    def work(connection: Connection) -> int:
        threads = {
            (row.chat, keys(thread))
            for row in connection.execute(shared)
            if (thread := (unpacked(row.data) or {}).get("payload", {}).get(THREAD)) is not None
        }
        both = [delete(talks).where(talks.c.chat == chat, talks.c.person == talker) for chat, talker in threads]
        return sum([connection.execute(statement).rowcount for statement in (*both, *mine)])

    return await database.write(work)


async def purge(database: Database, now: datetime, days: int) -> int:
    """Delete what is older than `days`; group settings stay as long as the group. Return how many rows that were."""
    old, seen = stamp(now - timedelta(days=days)), stamp(now - SEEN_FOR)
    aged = [talks, sent, feedback, unanswered, receipts, recent, due, gone, reminders, watches, news, to_tell]
    late = [delete(table).where(table.c.at < old) for table in aged]
    empty = delete(talks).where(talks.c.data == "", talks.c.at < seen)
    return await _all(
        database,
        [
            *late,
            # whoever waits for what is no longer known waits in vain
            delete(to_tell).where(~exists().where(unanswered.c.id == to_tell.c.item)),
            delete(hits).where(hits.c.day < day_of(now - timedelta(days=days))),
            empty,
            delete(updates).where(updates.c.at < seen, updates.c.state != GIVEN_UP),
            delete(updates).where(updates.c.at < old),
            delete(lanes).where(lanes.c.until < seen),
            delete(replicas).where(replicas.c.until < seen),
            delete(pace).where(pace.c.at < seen),
        ],
    )


async def migrate_group(database: Database, keys: Keys, old_id: int, new_id: int) -> None:
    """Let everything about a group follow it to its new id; what the new id has already stays."""
    old, new = keys(old_id), keys(new_id)

    def work(connection: Connection) -> None:
        there = select(talks.c.person).where(talks.c.chat == new)
        connection.execute(delete(talks).where(talks.c.chat == old, talks.c.person.in_(there)))
        if (connection.execute(select(groups.c.chat).where(groups.c.chat == new))).first():
            connection.execute(delete(groups).where(groups.c.chat == old))
        for table in (talks, groups, recent):
            connection.execute(update(table).where(table.c.chat == old).values(chat=new))
        connection.execute(update(reminders).where(reminders.c.chat == old).values(chat=new, chat_id=new_id))
        for table in (watches, news):
            moved_there = {"chat": new, "chat_id": new_id, "message": None}
            connection.execute(update(table).where(table.c.chat == old).values(moved_there))
        moved = {"chat": new, "chat_id": new_id, "question": None}
        connection.execute(update(to_tell).where(to_tell.c.chat == old).values(moved))
        connection.execute(update(unanswered).where(unanswered.c.chat == old).values(chat=new, message=0))
        # messages keep neither number nor buttons: what was sent in the old group cannot be edited or deleted any more
        for table in (sent, due, gone):
            connection.execute(delete(table).where(table.c.chat == old))

    await database.write(work)


async def _all(database: Database, statements: list[Delete]) -> int:
    def work(connection: Connection) -> int:
        return sum([(connection.execute(statement)).rowcount for statement in statements])

    return await database.write(work)
