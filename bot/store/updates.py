"""
What Telegram handed over: taken once, answered in order for each person in a chat, whichever process it reached.

An update is written down before it is confirmed to Telegram. Whoever holds a lane answers what waits there, oldest
first; a lane is held for a while, by the database's clock, and renewed, so that a process that died holds it no longer
than that. After an outage of the database a lane is left to its holder for that while longer, who could not renew it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, select, update

from bot.store import lanes as held
from bot.store.backlog import Backlog, Place, place_for
from bot.store.database import Database
from bot.store.given_up import give_up
from bot.store.keys import Keys, stamp
from bot.store.processes import Processes
from bot.store.schema import lanes, updates
from bot.store.statements import FIRST_AND_TALK, STRUCK_OFF, WAITING_FIRST, put
from bot.store.states import ANSWERED, DROPPED, GIVEN_UP, WAITING
from bot.store.turn import Note

LEASE = timedelta(seconds=30)
MOST_TRIES, MOST_TELLING = 3, 2
"""How often a process may die of an update before it is given up, and how often its asker is to be told so."""


@dataclass(frozen=True)
class Arrival:
    """
    An update as it comes in: Telegram's number, the chat, who wrote if anybody, and itself as JSON.

    An `urgent` one does not stand behind others. Where it `asks`, somebody waits for an answer. `backlog` tells how
    much may wait in its lane.
    """

    update_id: int
    chat_id: int
    user_id: int | None
    body: str
    urgent: bool = False
    asks: bool = True
    backlog: Backlog = field(default_factory=Backlog)


@dataclass(frozen=True)
class Waiting:
    """
    An update to answer now, with the lane that is held for it.

    `talk` is the asker's conversation where it was read already, `sent` what an earlier try has sent, `tries` how many
    tries ended their process. A `suspect` was left behind by a process that died, perhaps of it. A `hurried` one is
    told that others came too fast, one that is `given_up` that it could not be answered.
    """

    update_id: int
    lane: str
    body: str
    talk: tuple[tuple[str, str], str] | None = field(default=None, compare=False)
    sent: tuple[int, ...] = ()
    tries: int = 0
    suspect: bool = False
    hurried: bool = False
    given_up: bool = False


class Updates:
    """The updates of all chats, and who is answering them."""

    def __init__(self, database: Database, keys: Keys, lease: timedelta = LEASE) -> None:
        """Work under a name of this process's own; lanes are held for `lease`."""
        self._database = database
        self._keys = keys
        self.lease = lease
        self._processes = Processes()
        self.holder = self._processes.name

    def lane(self, arrival: Arrival) -> str:
        """Return the lane of an update: of its person in its chat."""
        return self._keys.pair(arrival.chat_id, arrival.user_id or 0)

    async def accept(self, arrival: Arrival, now: datetime, *, idle: bool = False) -> Waiting | None:
        """
        Write an update down.

        Args:
            arrival: The update.
            now: The moment.
            idle: Whether this process surely does nothing in the lane: it then takes up what it wrote down without
                hearing that it had.

        Returns:
            The update to answer now in its lane, usually this one; None when it was here before, when somebody is at
            work in the lane already, who then comes to it, or when too much waits there.
        """
        chat, user = arrival.chat_id, arrival.user_id
        lane = self.lane(arrival)
        talk, grace = (self._keys(chat), self._keys(user)), self._grace()

        def work(connection: Connection) -> Waiting | None:
            values = {
                "number": arrival.update_id,
                "of": lane,
                "who": talk[1],
                "text": arrival.body,
                "first": int(arrival.urgent),
                "asked": int(arrival.asks),
                "moment": stamp(now),
            }
            written = connection.execute(put(connection.dialect.name), values)
            again = idle and not written.rowcount
            mine = held.take(connection, lane, self.holder, self.lease, grace, again=again)
            if written.rowcount:
                place = place_for(connection, arrival.update_id, lane, arrival.backlog, arrival, now, alone=mine)
                if place is Place.DROPPED and not mine:
                    return None
            if not mine:
                return None
            return self._first(connection, Waiting(arrival.update_id, lane, arrival.body), talk)

        return await self._database.write(work)

    async def finish(self, done: Waiting, notes: Iterable[Note] = (), *, more: bool = True) -> Waiting | None:
        """
        Note that an update is answered, together with what else is to be noted.

        Returns:
            The next one in its lane; None where there is none, where no `more` are wanted, or where the lane is
            somebody else's by now: then it is free of this process.
        """
        written = list(notes)

        def work(connection: Connection) -> Waiting | None:
            # whoever puts an update into this lane meanwhile waits for this row, and finds the lane free, or the update
            # gets seen below
            held.lock(connection, done.lane, self.holder)
            for one in written:
                one(connection)
            if done.given_up:
                give_up(connection, self._keys, done.update_id)
            else:
                connection.execute(STRUCK_OFF, {"number": done.update_id})
            if not more:
                held.let_go(connection, done.lane, self.holder)
                return None
            freed = held.let_go(connection, done.lane, self.holder, unless_waiting=True)
            return None if freed else self._next(connection, done.lane)

        return await self._database.write(work)

    async def leftover(self, most: int = 100) -> list[Waiting]:
        """Return updates that wait where nobody is at work, one for each such lane, now held by this process."""
        grace = self._grace()

        def look(connection: Connection) -> Sequence[str]:
            limit = held.clock(connection) - round(grace.total_seconds() * 1000)
            taken = exists().where(lanes.c.lane == updates.c.lane, lanes.c.until >= limit)
            query = select(updates.c.lane).where(updates.c.state == WAITING, ~taken).distinct().limit(most)
            return connection.execute(query).scalars().all()

        def work(connection: Connection) -> list[Waiting]:
            mine = [lane for lane in found if held.take(connection, lane, self.holder, self.lease, grace)]
            firsts = [self._next(connection, lane) for lane in mine]
            return [replace(first, suspect=True) for first in firsts if first]

        found = sorted(await self._database.read(look))
        return await self._database.write(work) if found else []

    async def renew(self, wanted: Sequence[str]) -> set[str]:
        """Hold on to lanes that are being worked on; return those that are still this process's."""
        return await self._database.write(lambda connection: held.renew(connection, wanted, self.holder, self.lease))

    async def reached(self, update_id: int, messages: Sequence[int]) -> None:
        """Note what was sent so far of an answer that has more to it."""
        change = update(updates).where(updates.c.id == update_id).values(sent=json.dumps(list(messages)))
        await self._database.write(lambda connection: connection.execute(change))

    async def tried(self, update_id: int, tries: int) -> None:
        """Note how many tries to answer an update have ended their process, one that may end it now included."""
        change = update(updates).where(updates.c.id == update_id).values(tries=tries)
        await self._database.write(lambda connection: connection.execute(change))

    async def give_up(self, update_id: int, now: datetime) -> None:
        """Note an update that cannot be read, so that it is not taken again."""
        values = {"id": update_id, "lane": "", "body": "", "state": GIVEN_UP, "tries": 0, "at": stamp(now)}

        def work(connection: Connection) -> None:
            if not connection.execute(select(updates.c.id).where(updates.c.id == update_id)).first():
                connection.execute(updates.insert().values(values))

        await self._database.write(work)

    async def release(self) -> None:
        """Let go of every lane that this process holds, and of those whose process on this machine has died."""

        def work(connection: Connection) -> None:
            holders = connection.execute(self._processes.beside(lanes.c.holder)).scalars().all()
            gone = [holder for holder in holders if holder == self.holder or not self._processes.alive(holder)]
            connection.execute(delete(lanes).where(lanes.c.holder.in_(gone)))

        await self._database.write(work)

    def _grace(self) -> timedelta:
        """Return how long a lane stays its holder's after its time: who could not reach the database cannot renew."""
        return self.lease if self._database.outage.steady < self.lease.total_seconds() else timedelta(0)

    def _first(self, connection: Connection, mine: Waiting, talk: tuple[str, str]) -> Waiting | None:
        """Return `mine` and the conversation, or what comes before it in its lane."""
        row = connection.execute(FIRST_AND_TALK, {"of": mine.lane, "in_chat": talk[0], "with_person": talk[1]}).first()
        if row is None or row.id != mine.update_id or row.tries or row.hurried or row.sent:
            return self._next(connection, mine.lane)
        return replace(mine, talk=(talk, row.data or ""))

    def _next(self, connection: Connection, lane: str) -> Waiting | None:
        """
        Return the update that comes first in a lane; free the lane when there is none.

        What ended its process too often is given up once its asker is told, or could not be told without that; its text
        stays, and its words go into the owner's inbox.
        """
        row = connection.execute(WAITING_FIRST, {"of": lane}).first()
        if row is None:
            held.let_go(connection, lane, self.holder)
            return None
        waiting = _waiting(row, lane)
        if row.tries >= MOST_TRIES + MOST_TELLING:
            give_up(connection, self._keys, row.id)
            return self._next(connection, lane)
        if waiting.given_up:
            connection.execute(update(updates).where(updates.c.id == row.id).values(tries=row.tries + 1))
        held.hold_on(connection, lane, self.holder, self.lease)
        return waiting


def _waiting(row: Row[Any], lane: str) -> Waiting:
    given_up = row.tries >= MOST_TRIES
    sent = tuple(json.loads(row.sent)) if row.sent else ()
    return Waiting(row.id, lane, row.body, None, sent, row.tries, row.tries > 0, bool(row.hurried), given_up)


__all__ = ["ANSWERED", "DROPPED", "GIVEN_UP", "WAITING", "Arrival", "Backlog", "Updates", "Waiting"]
