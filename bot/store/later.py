"""What is to be done later: messages to delete, claimed in the database by whichever process comes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.store.database import Database, note
from bot.store.keys import Keys, stamp
from bot.store.schema import due, sent

LEASE = timedelta(minutes=2)
MOST_TRIES = 10


@dataclass(frozen=True)
class Task:
    """A message of the bot that is to be deleted now."""

    id: int
    chat_id: int
    message_id: int


class Later:
    """The messages to delete."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def add(self, chat_id: int, message_id: int, at: datetime) -> None:
        """Have a message deleted at a moment, or soon after."""
        values = {
            "chat_id": chat_id,
            "chat": self._keys(chat_id),
            "message": message_id,
            "at": stamp(at),
            "until": 0,
            "tries": 0,
        }
        await note(self._database, lambda connection: connection.execute(due.insert().values(values)))

    async def claim(self, now: datetime, most: int = 20) -> list[Task]:
        """Return what is due and nobody works on; it is this caller's for two minutes, then due again unless `done`."""
        ready = (due.c.at <= stamp(now)) & (due.c.until < stamp(now))
        query = select(due).where(ready).order_by(due.c.at).limit(most).with_for_update(skip_locked=True)

        def work(connection: Connection) -> list[Task]:
            rows = (connection.execute(query)).all()
            mine = update(due).where(due.c.id.in_([row.id for row in rows]))
            connection.execute(mine.values(until=stamp(now + LEASE), tries=due.c.tries + 1))
            return [Task(row.id, row.chat_id, row.message) for row in rows if row.tries < MOST_TRIES]

        return await self._database.write(work) if await self._any(ready) else []

    async def done(self, task: Task) -> None:
        """Strike a task off; the answer it deleted can no longer be pressed."""
        key = self._keys(task.chat_id)

        def work(connection: Connection) -> None:
            connection.execute(delete(due).where(due.c.id == task.id))
            connection.execute(delete(sent).where(sent.c.chat == key, sent.c.message == task.message_id))

        await self._database.write(work)

    async def _any(self, ready: ColumnElement[bool]) -> bool:
        def look(connection: Connection) -> bool:
            return (connection.execute(select(due.c.id).where(ready).limit(1))).first() is not None

        return await self._database.read(look)
