"""What all processes together may send: Telegram counts a bot's messages, not a process's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, func, select, text

from bot.store import lanes as held
from bot.store.database import Database
from bot.store.inserts import insert_into
from bot.store.keys import Keys
from bot.store.schema import pace, replicas

LIVES = timedelta(seconds=10)
_LOCK = 5_700_232
"""The advisory lock of PostgreSQL under which one process at a time counts; with SQLite a write is alone anyway."""


@dataclass(frozen=True)
class Window:
    """At most so many messages in any so many seconds."""

    most: int
    seconds: float


class Allowance:
    """Counts what is sent, in the database, as soon as more than one process sends."""

    def __init__(self, database: Database, keys: Keys, name: str) -> None:
        """Count for the process called `name`, alone until others are known."""
        self._database = database
        self._keys = keys
        self._name = name
        self.shared = False

    async def beat(self) -> None:
        """Tell that this process lives, and learn whether others do."""

        def work(connection: Connection) -> int:
            clock = held.clock_of(connection.dialect.name)
            values = {"until": clock + round(LIVES.total_seconds() * 1000)}
            insert = insert_into(connection.dialect.name, replicas).values(name=self._name, **values)
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
            living = select(func.count()).select_from(replicas).where(replicas.c.until > clock)
            return int(connection.execute(living).scalar_one())

        self.shared = await self._database.write(work) > 1

    async def leave(self) -> None:
        """Tell that this process ends."""
        gone = delete(replicas).where(replicas.c.name == self._name)
        await self._database.write(lambda connection: connection.execute(gone))

    async def take(self, windows: Mapping[str, Window]) -> float:
        """
        Count one message in each of `windows` (nothing is the name of everybody's).

        Returns:
            0 when it may be sent now, and is counted; else the seconds after which to ask again.
        """
        wanted = {self._keys.named(name) if name else "": window for name, window in windows.items()}

        def work(connection: Connection) -> float:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            now = held.clock(connection)
            wait = max(_wait(connection, name, window, now) for name, window in wanted.items())
            if wait <= 0:
                connection.execute(pace.insert(), [{"name": name, "at": now} for name in wanted])
            return wait

        return await self._database.write(work)


def _wait(connection: Connection, name: str, window: Window, now: int) -> float:
    """Return the seconds until there is room in a window; 0 when there is."""
    since = now - round(window.seconds * 1000)
    connection.execute(delete(pace).where(pace.c.name == name, pace.c.at <= since))
    query = select(pace.c.at).where(pace.c.name == name, pace.c.at > since).order_by(pace.c.at.desc())
    last = connection.execute(query.limit(window.most)).scalars().all()
    return (last[-1] - since) / 1000 if len(last) >= window.most else 0.0
