"""Reminders of last days: each sent once, by whichever process comes first, in the chat where it was set."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, false, func, or_, select, update

from bot.store.database import Database, note
from bot.store.inserts import insert_into
from bot.store.keys import Keys, Person, moment, packed, stamp, unpacked
from bot.store.lanes import clock
from bot.store.schema import reminders
from bot.store.turn import LaneLostError, Note

MOST = 20
"""Reminders that one person may have waiting."""
LEASE = timedelta(minutes=2)

How = Literal["before", "on", "typed"]
Added = Literal["added", "there", "full"]


@dataclass(frozen=True)
class Reminder:
    """
    What somebody is to be reminded of.

    `case` marks what was computed from what; `data` is what is needed to compute it again, `ends` the last moment,
    `at` when to send, `how` the way in which that was told. `until` marks the claim of whoever is sending it.
    """

    chat_id: int
    topic: int | None
    case: str
    how: How
    data: Mapping[str, Any]
    ends: datetime
    at: datetime
    id: int = 0
    until: int = 0


@dataclass(frozen=True)
class Moved:
    """A case that was put right: the mark and data it has now, its last moment, and when each way of telling falls."""

    case: str
    data: Mapping[str, Any]
    ends: datetime
    times: Mapping[How, datetime]

    def time_of(self, one: Reminder) -> datetime | None:
        """Return when a reminder of the case is sent now: one of its own time keeps it while that is before the end."""
        return one.at if one.how == "typed" and one.at < self.ends else self.times.get(one.how)


class Reminders:
    """The reminders of all people."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def add(self, one: Reminder, person: Person) -> Added:
        """Remember a reminder; `there` when it is remembered already, `full` when the person has too many."""
        row = self._row(one) | {"person": self._keys(person)}
        mine = reminders.c.person == row["person"]
        same = mine & (reminders.c.chat == row["chat"]) & (reminders.c.case == one.case) & (reminders.c.at == row["at"])

        def work(connection: Connection) -> Added:
            if connection.execute(select(reminders.c.id).where(same)).first():
                return "there"
            if connection.execute(select(func.count()).where(mine)).scalar_one() >= MOST:
                return "full"
            insert = insert_into(connection.dialect.name, reminders).values(row)
            connection.execute(insert.on_conflict_do_nothing())
            return "added"

        return await self._database.write(work)

    async def of(self, person: Person, chat_id: int | None = None) -> list[Reminder]:
        """Return what a person has waiting, in one chat or everywhere, the next one first."""
        mine = reminders.c.person == self._keys(person)
        if chat_id is not None:
            mine &= reminders.c.chat == self._keys(chat_id)
        return await self._all(mine)

    async def of_case(self, person: Person, chat_id: int, case: str) -> list[Reminder]:
        """Return what a person has waiting for one case."""
        return await self._all(self._case(person, chat_id, case))

    async def cancel(self, number: int, person: Person) -> bool:
        """Forget a reminder of a person; return whether there was one."""
        row = delete(reminders).where(reminders.c.id == number, reminders.c.person == self._keys(person))
        return bool(await self._database.write(lambda connection: connection.execute(row).rowcount))

    async def move(self, person: Person, chat_id: int, old: Sequence[Reminder], to: Moved) -> None:
        """
        Let reminders follow their case; one whose way of telling has no time any more is dropped.

        One told by a time of its own keeps it.
        """
        mine = (reminders.c.person == self._keys(person)) & (reminders.c.chat == self._keys(chat_id))

        def work(connection: Connection) -> None:
            for one in old:
                follow(connection, one, to, mine)

        await note(self._database, work)

    async def computed_by(self, calculators: Collection[str]) -> list[Reminder]:
        """Return the reminders of all people whose last day one of some calculators came to."""
        marks = (f'"calculator":{json.dumps(name, ensure_ascii=False)}' for name in calculators)
        which = or_(false(), *(reminders.c.data.contains(mark, autoescape=True) for mark in marks))
        return await self._all(which) if calculators else []

    async def claim(self, now: datetime, most: int = 20) -> list[Reminder]:
        """Return what is due and nobody is sending; it is this caller's for two minutes, as long as `hold` says so."""
        ready = reminders.c.at <= stamp(now)

        def work(connection: Connection) -> list[Reminder]:
            moment_now = clock(connection)
            free = select(reminders).where(ready, reminders.c.until < moment_now).order_by(reminders.c.at).limit(most)
            rows = connection.execute(free.with_for_update(skip_locked=True)).all()
            until = moment_now + _ms(LEASE)
            connection.execute(
                update(reminders).where(reminders.c.id.in_([row.id for row in rows])).values(until=until)
            )
            return [_reminder(row, until) for row in rows]

        return await self._database.write(work) if await self._all(ready, 1) else []

    async def hold(self, one: Reminder) -> None:
        """
        Return when a claimed reminder is surely still to be sent, and the caller's.

        Raises:
            LaneLostError: it was cancelled or moved meanwhile, or another process is sending it.
        """
        query = select(reminders.c.id).where(reminders.c.id == one.id, reminders.c.until == one.until)

        def work(connection: Connection) -> bool:
            held = connection.execute(query).first() is not None
            return held and clock(connection) < one.until

        if not await self._database.read(work):
            raise LaneLostError

    async def done(self, one: Reminder, notes: Sequence[Note] = ()) -> None:
        """Strike a claimed reminder off, and write what else is to be noted about its sending."""
        row = delete(reminders).where(reminders.c.id == one.id, reminders.c.until == one.until)

        def work(connection: Connection) -> None:
            connection.execute(row)
            for each in notes:
                each(connection)

        await self._database.write(work)

    def _row(self, one: Reminder) -> dict[str, Any]:
        return {
            "chat_id": one.chat_id,
            "chat": self._keys(one.chat_id),
            "topic": one.topic,
            "case": one.case,
            "how": one.how,
            "data": packed(one.data),
            "ends": stamp(one.ends),
            "at": stamp(one.at),
            "until": 0,
        }

    def _case(self, person: Person, chat_id: int, case: str) -> ColumnElement[bool]:
        mine = (reminders.c.person == self._keys(person)) & (reminders.c.chat == self._keys(chat_id))
        return mine & (reminders.c.case == case)

    async def _all(self, which: ColumnElement[bool], most: int | None = None) -> list[Reminder]:
        query = select(reminders).where(which).order_by(reminders.c.at, reminders.c.id).limit(most)

        def look(connection: Connection) -> list[Reminder]:
            return [_reminder(row, row.until) for row in connection.execute(query)]

        return await self._database.read(look)


def follow(connection: Connection, one: Reminder, to: Moved, mine: ColumnElement[bool]) -> None:
    """Let a reminder, one of `mine`, follow its case; without a time, or at one that is taken, it is dropped."""
    at, row = to.time_of(one), reminders.c.id == one.id
    taken = mine & (reminders.c.case == to.case) & (reminders.c.at == stamp(at or one.at)) & ~row
    if at is None or connection.execute(select(reminders.c.id).where(taken)).first():
        connection.execute(delete(reminders).where(row))
        return
    values = {"case": to.case, "data": packed(to.data), "ends": stamp(to.ends), "at": stamp(at), "until": 0}
    connection.execute(update(reminders).where(row).values(values))


def _reminder(row: Any, until: int) -> Reminder:
    data = unpacked(row.data) or {}
    return Reminder(row.chat_id, row.topic, row.case, row.how, data, moment(row.ends), moment(row.at), row.id, until)


def _ms(length: timedelta) -> int:
    return round(length.total_seconds() * 1000)
