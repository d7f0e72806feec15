"""Who asked to be told when a question is answered: told once, by whichever process comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, select, update

from bot.store.database import Database, note
from bot.store.inbox import ANSWERED, Item, item_of
from bot.store.inserts import upsert
from bot.store.keys import Keys, Person, stamp
from bot.store.lanes import clock
from bot.store.schema import to_tell, unanswered
from bot.store.turn import LaneLostError, Note

LEASE = timedelta(minutes=2)
_MORE = to_tell.c.chat_id, to_tell.c.topic, to_tell.c.until
_PERSON, _QUESTION = to_tell.c.person.label("waiting"), to_tell.c.question.label("asked")


@dataclass(frozen=True)
class Telling:
    """
    Somebody who waits for the answer to an `item`.

    `person` is a key; `topic` is the forum topic, `question` the message that asked, in the chat. `until` marks the
    claim of whoever is telling it.
    """

    item: Item
    person: str
    chat_id: int
    topic: int | None = None
    question: int | None = None
    until: int = 0


class ToTell:
    """Everybody who waits for an answer."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def add(
        self,
        item: int,
        chat_id: int,
        person: Person,
        now: datetime,
        *,
        topic: int | None = None,
        question: int | None = None,
    ) -> None:
        """Remember that a person wants to be told in a chat; who does already is told once."""
        values = {
            "item": item,
            "person": self._keys(person),
            "chat_id": chat_id,
            "chat": self._keys(chat_id),
            "topic": topic,
            "question": question,
            "at": stamp(now),
            "until": 0,
        }

        def work(connection: Connection) -> None:
            connection.execute(upsert(connection.dialect.name, to_tell, ()), values)

        await note(self._database, work)

    async def cancel(self, item: int, person: Person) -> bool:
        """Forget that a person wants to be told; return whether that was so."""
        row = delete(to_tell).where(to_tell.c.item == item, to_tell.c.person == self._keys(person))
        return bool(await self._database.write(lambda connection: connection.execute(row).rowcount))

    async def of_item(self, item: int) -> list[Telling]:
        """Return who waits for the answer to an item, whoever came first first."""
        return await self._database.read(lambda connection: _all(connection, to_tell.c.item == item))

    async def waiting(self, items: Collection[int]) -> int:
        """Return how many people wait for the answer to any of some items."""
        people = select(func.count(func.distinct(to_tell.c.person))).where(to_tell.c.item.in_(list(items)))
        return await self._database.read(lambda connection: int(connection.execute(people).scalar_one()))

    async def claim(self, most: int = 20) -> list[Telling]:
        """
        Return who can be told, for the item is answered, and is told by nobody yet.

        They are this caller's for two minutes, as long as `hold` says so, and can be told again later unless `done`.
        """
        ready = unanswered.c.state.in_(ANSWERED)

        def work(connection: Connection) -> list[Telling]:
            now = clock(connection)
            free = _query(ready & (to_tell.c.until < now)).limit(most)
            rows = connection.execute(free.with_for_update(of=to_tell, skip_locked=True)).all()
            until = now + round(LEASE.total_seconds() * 1000)
            for row in rows:
                connection.execute(update(to_tell).where(_mine(row.id, row.waiting)).values(until=until))
            return [_telling(row, until) for row in rows]

        waiting = await self._database.read(lambda connection: _all(connection, ready, 1))
        return await self._database.write(work) if waiting else []

    async def hold(self, one: Telling) -> None:
        """
        Return when a claimed one is surely still to be told, and by the caller.

        Raises:
            LaneLostError: it was cancelled meanwhile, or another process is telling it.
        """
        query = select(to_tell.c.item).where(_mine(one.item.id, one.person), to_tell.c.until == one.until)

        def work(connection: Connection) -> bool:
            held = connection.execute(query).first() is not None
            return held and clock(connection) < one.until

        if not await self._database.read(work):
            raise LaneLostError

    async def done(self, one: Telling, notes: Sequence[Note] = ()) -> None:
        """Strike a claimed one off, and write what else is to be noted about telling it."""
        row = delete(to_tell).where(_mine(one.item.id, one.person), to_tell.c.until == one.until)

        def work(connection: Connection) -> None:
            connection.execute(row)
            for each in notes:
                each(connection)

        await self._database.write(work)


def _mine(item: int, person: str) -> ColumnElement[bool]:
    return (to_tell.c.item == item) & (to_tell.c.person == person)


def _query(which: ColumnElement[bool]) -> "Select[Any]":
    both = select(unanswered, *_MORE, _PERSON, _QUESTION).join_from(
        to_tell, unanswered, unanswered.c.id == to_tell.c.item
    )
    return both.where(which).order_by(to_tell.c.at, to_tell.c.item, to_tell.c.person)


def _all(connection: Connection, which: ColumnElement[bool], most: int | None = None) -> list[Telling]:
    return [_telling(row, row.until) for row in connection.execute(_query(which).limit(most))]


def _telling(row: Row[Any], until: int) -> Telling:
    return Telling(item_of(row), row.waiting, row.chat_id, row.topic, row.asked, until)
