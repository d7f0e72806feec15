"""
What Telegram handed over: taken once, answered in order within a chat, whichever process it reached.

An update is written down before it is confirmed to Telegram. Whoever holds the chat's lane answers what waits there,
oldest first; a lane is held for a while and renewed, so that a process that died holds it no longer than that.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from bot.store.database import Database, insert_into
from bot.store.keys import Keys, stamp
from bot.store.schema import lanes, talks, updates
from bot.store.turn import TalkRow

LEASE = timedelta(seconds=30)
MOST_TRIES = 3
WAITING, ANSWERED, GIVEN_UP = 0, 1, 2
_OURS: set[str] = set()
"""The names under which this very process works, so that it does not take itself for a dead one of the same number."""


@dataclass(frozen=True)
class Waiting:
    """
    An update to answer now, with the lane that is held for it.

    `talk` is the asker's conversation where it was read already.
    """

    update_id: int
    lane: str
    body: str
    talk: tuple[tuple[str, str], TalkRow] | None = field(default=None, compare=False)


class Updates:
    """The updates of all chats, and who is answering them."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Work under a name of this process's own."""
        self._database = database
        self._keys = keys
        self._place = f"{socket.gethostname()[:40]}-{_numbering()}"
        self.holder = f"{self._place}/{os.getpid()}/{token_hex(8)}"
        _OURS.add(self.holder)

    async def accept(
        self, update_id: int, chat_id: int, user_id: int | None, body: str, now: datetime
    ) -> Waiting | None:
        """
        Write an update down.

        Args:
            update_id: Telegram's number.
            chat_id: The chat; the user's id where there is none.
            user_id: Who wrote, if anybody: the conversation with that person is read along.
            body: The update as JSON; it is deleted when the update is answered.
            now: The moment.

        Returns:
            The update to answer now in that chat, usually this one; None when it was here before, or when somebody is
            at work in the chat already, who then comes to it.
        """
        lane, talk = self._keys(chat_id), (self._keys(chat_id), self._keys(user_id))

        def work(connection: Connection) -> Waiting | None:
            values = {"number": update_id, "of": lane, "text": body, "moment": stamp(now)}
            written = connection.execute(_put(connection.dialect.name), values)
            if not written.rowcount or not self._take(connection, lane, now):
                return None
            return _first_with_talk(connection, Waiting(update_id, lane, body), talk)

        return await self._database.write(work)

    async def finish(self, done: Waiting, now: datetime) -> Waiting | None:
        """Note that an update is answered; return the next one in its lane, or None and the lane is free."""

        def work(connection: Connection) -> Waiting | None:
            if connection.dialect.name == "postgresql":
                # whoever puts an update into this lane meanwhile waits for this row, and finds the lane free, or the
                # update gets seen below
                connection.execute(select(lanes.c.lane).where(self._mine(done.lane)).with_for_update())
            connection.execute(_ANSWERED, {"number": done.update_id})
            freed = connection.execute(_FREED, {"of": done.lane, "mine": self.holder})
            return None if freed.rowcount else self._next(connection, done.lane, now)

        return await self._database.write(work)

    async def leftover(self, now: datetime, most: int = 100) -> list[Waiting]:
        """Return updates that wait where nobody is at work, one for each such lane, now held by this process."""
        held = exists().where(lanes.c.lane == updates.c.lane, lanes.c.until >= stamp(now))
        query = select(updates.c.lane).where(updates.c.state == WAITING, ~held).distinct().limit(most)

        def look(connection: Connection) -> Sequence[str]:
            return (connection.execute(query)).scalars().all()

        def work(connection: Connection) -> list[Waiting]:
            mine = [lane for lane in found if self._take(connection, lane, now)]
            firsts = [self._next(connection, lane, now) for lane in mine]
            return [first for first in firsts if first]

        found = sorted(await self._database.read(look))
        return await self._database.write(work) if found else []

    async def renew(self, held: Sequence[str], now: datetime) -> None:
        """Hold on to the lanes that are being worked on."""
        condition = lanes.c.holder == self.holder, lanes.c.lane.in_(list(held))
        await self._database.write(lambda connection: connection.execute(_until(now).where(*condition)))

    async def release(self) -> None:
        """Let go of every lane that this process holds, and of those whose process on this machine has died."""
        query = select(lanes.c.holder).distinct().where(lanes.c.holder.startswith(f"{self._place}/", autoescape=True))

        def work(connection: Connection) -> None:
            holders = (connection.execute(query)).scalars().all()
            gone = [holder for holder in holders if holder == self.holder or not _alive(holder)]
            connection.execute(delete(lanes).where(lanes.c.holder.in_(gone)))

        await self._database.write(work)

    def _take(self, connection: Connection, lane: str, now: datetime) -> bool:
        values = {"of": lane, "mine": self.holder, "moment": stamp(now), "end": stamp(now + LEASE)}
        return bool(connection.execute(_taken(connection.dialect.name), values).rowcount)

    def _next(self, connection: Connection, lane: str, now: datetime) -> Waiting | None:
        """
        Return the oldest update that waits in a lane; free the lane when there is none.

        What failed too often is given up.
        """
        columns = updates.c.id, updates.c.body, updates.c.tries
        query = (
            select(*columns).where(updates.c.state == WAITING, updates.c.lane == lane).order_by(updates.c.id).limit(1)
        )
        while row := (connection.execute(query)).first():
            state = WAITING if row.tries < MOST_TRIES else GIVEN_UP
            values = {"tries": row.tries + 1, "state": state, "body": row.body if state == WAITING else ""}
            connection.execute(update(updates).where(updates.c.id == row.id).values(values))
            if state == WAITING:
                connection.execute(_until(now).where(self._mine(lane)))
                return Waiting(row.id, lane, row.body)
        connection.execute(delete(lanes).where(self._mine(lane)))
        return None

    def _mine(self, lane: str) -> ColumnElement[bool]:
        return (lanes.c.lane == lane) & (lanes.c.holder == self.holder)


@cache
def _put(dialect: str) -> Any:
    values = {"id": _NUMBER, "lane": _LANE, "body": bindparam("text"), "state": WAITING, "tries": 0, "at": _MOMENT}
    return insert_into(dialect, updates).values(values).on_conflict_do_nothing()


@cache
def _taken(dialect: str) -> Any:
    values = {"holder": _HOLDER, "until": bindparam("end")}
    insert = insert_into(dialect, lanes).values(lane=_LANE, **values)
    return insert.on_conflict_do_update(index_elements=["lane"], set_=values, where=lanes.c.until < _MOMENT)


def _oldest_and_talk() -> "Select[Any]":
    waiting = (
        select(func.min(updates.c.id)).where(updates.c.state == WAITING, updates.c.lane == _LANE).scalar_subquery()
    )
    one = select(waiting.label("oldest")).subquery()
    both = (talks.c.chat == bindparam("in_chat")) & (talks.c.person == bindparam("with_person"))
    return select(one.c.oldest, talks.c.data, talks.c.before, talks.c.cause).select_from(one.outerjoin(talks, both))


# statements of the way that every update goes are built once: building one takes as long as running it
_NUMBER: BindParameter[int] = bindparam("number")
_LANE: BindParameter[str] = bindparam("of")
_HOLDER: BindParameter[str] = bindparam("mine")
_MOMENT: BindParameter[int] = bindparam("moment")
_ANSWERED = update(updates).where(updates.c.id == _NUMBER).values(state=ANSWERED, body="")
_LEFT = exists().where(updates.c.state == WAITING, updates.c.lane == _LANE)
_FREED = delete(lanes).where(lanes.c.lane == _LANE, lanes.c.holder == _HOLDER, ~_LEFT)
_OLDEST_AND_TALK = _oldest_and_talk()


def _until(now: datetime) -> Update:
    return update(lanes).values(until=stamp(now + LEASE))


def _first_with_talk(connection: Connection, mine: Waiting, talk: tuple[str, str]) -> Waiting:
    """Return `mine` and the conversation, or what waits longer in its lane."""
    row = connection.execute(_OLDEST_AND_TALK, {"of": mine.lane, "in_chat": talk[0], "with_person": talk[1]}).one()
    if row.oldest != mine.update_id:
        body = select(updates.c.body).where(updates.c.id == row.oldest)
        return Waiting(row.oldest, mine.lane, (connection.execute(body)).scalar_one())
    known = TalkRow() if row.data is None else TalkRow(row.data, row.before, row.cause)
    return Waiting(mine.update_id, mine.lane, mine.body, (talk, known))


def _numbering() -> int:
    """Return what tells apart containers that share a host's name but number their processes each for itself."""
    try:
        return Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return 0


def _alive(holder: str) -> bool:
    """
    Return whether the process that calls itself `holder`, on this machine, still runs.

    Our own number under another name is dead.
    """
    number = int(holder.split("/")[1])
    if number == os.getpid():
        return holder in _OURS
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
