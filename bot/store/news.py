"""What is to be told to people because a rule has changed: each once, by whichever process comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.store.database import Database, note
from bot.store.keys import Keys, packed, stamp, unpacked
from bot.store.lanes import clock
from bot.store.reminders import Moved, Reminder, follow
from bot.store.schema import news, reminders
from bot.store.turn import LaneLostError, Note

LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class New:
    """
    Something to be told in a chat, into a forum topic or none, as a reply to a `message` or none.

    `person` is the key of whom it is for, `data` what it is about; `until` marks the claim of whoever is telling it.
    """

    id: int
    chat_id: int
    topic: int | None
    message: int | None
    person: str
    data: Mapping[str, Any]
    until: int


def bring(connection: Connection, row: Any, data: Mapping[str, Any], now: datetime) -> None:
    """Have something told where a `row` of a watch or reminder wants it."""
    values = {name: getattr(row, name) for name in ("chat_id", "chat", "person", "topic")}
    message = getattr(row, "message", None)
    connection.execute(news.insert().values(values | {"message": message, "data": packed(data), "at": stamp(now)}))


class News:
    """Everything that is still to be told."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep it in `database`."""
        self._database = database
        self._keys = keys

    async def reminder_moves(self, one: Reminder, to: Moved, data: Mapping[str, Any], now: datetime) -> None:
        """
        Let a reminder follow a rule that has changed, and its chat be told; written with the update that is answered.

        Nothing is done where it was sent, cancelled or moved meanwhile.
        """
        row = select(reminders).where(reminders.c.id == one.id, reminders.c.ends == stamp(one.ends))

        def work(connection: Connection) -> None:
            found = connection.execute(row.with_for_update()).first()
            if found is not None:
                mine = (reminders.c.person == found.person) & (reminders.c.chat == found.chat)
                follow(connection, one, to, mine)
                bring(connection, found, data, now)

        await note(self._database, work)

    async def claim(self, most: int = 20) -> list[New]:
        """Return what nobody is telling; it is this caller's for two minutes, as long as `hold` says so."""

        def work(connection: Connection) -> list[New]:
            now = clock(connection)
            free = select(news).where(news.c.until < now).order_by(news.c.id).limit(most)
            rows = connection.execute(free.with_for_update(skip_locked=True)).all()
            until = now + round(LEASE.total_seconds() * 1000)
            connection.execute(update(news).where(news.c.id.in_([row.id for row in rows])).values(until=until))
            return [_new(row, until) for row in rows]

        waiting = await self._database.read(lambda connection: connection.execute(select(news.c.id).limit(1)).first())
        return await self._database.write(work) if waiting else []

    async def hold(self, one: New) -> None:
        """
        Return when a claimed one is surely still to be told, and by the caller.

        Raises:
            LaneLostError: it was forgotten meanwhile, or another process is telling it.
        """

        def work(connection: Connection) -> bool:
            held = connection.execute(select(news.c.id).where(_claimed(one))).first() is not None
            return held and clock(connection) < one.until

        if not await self._database.read(work):
            raise LaneLostError

    async def done(self, one: New, notes: Sequence[Note] = ()) -> None:
        """Strike a claimed one off, and write what else is to be noted about telling it."""

        def work(connection: Connection) -> None:
            connection.execute(delete(news).where(_claimed(one)))
            for each in notes:
                each(connection)

        await self._database.write(work)


def _claimed(one: New) -> ColumnElement[bool]:
    return (news.c.id == one.id) & (news.c.until == one.until)


def _new(row: Any, until: int) -> New:
    return New(row.id, row.chat_id, row.topic, row.message, row.person, unpacked(row.data) or {}, until)
