"""
The way to the database. What is to be read or written comes as a plain function of a connection.

PostgreSQL runs these side by side, each in its transaction, on an async engine. SQLite has one writer at a time
anyway, so they queue for one connection in one thread, and writes that wait together share a transaction. They run in
that thread as a whole: through aiosqlite every single statement takes four trips between threads, which made taking
an update 1.9 ms instead of 0.3 (a bare bot answers in 1.6 ms).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.trouble import DatabaseAwayError, Outage, first_line, is_away
from bot.store.turn import OUTSIDE, current
from bot.store.writer import Writer, tidied

T = TypeVar("T")
Work = Callable[[Connection], T]
TRIES = 3
PAUSE = 0.05
RECYCLE = 1800
GOODBYE_SECONDS = 0.5
CONNECT_SECONDS, STATEMENT_SECONDS, POOL_SECONDS = 3.0, 4.0, 4.0
"""How long a connection, a statement and a free place in the pool are waited for before the database is away."""


class Database(Protocol):
    """
    Runs functions of a connection; any may be called again when the connection breaks, so they do nothing else.

    Where the database cannot be used, all of it raises DatabaseAwayError.
    """

    outage: Outage

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads."""

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns, once what it wrote is committed."""

    async def tidy(self) -> None:
        """Let what was deleted leave the files, and give back the room that it took."""

    async def close(self) -> None:
        """Finish what waits, and close every connection."""


def database(url: str) -> Database:
    """Return the way to the database at an SQLAlchemy address; nothing is opened yet."""
    address = make_url(url)
    return Queued(address) if address.get_backend_name() == "sqlite" else SideBySide(address)


async def note(way: Database, work: Work[Any]) -> None:
    """Have something written: with the update that is being answered when that is done, or else now."""
    turn = current.get()
    if turn is OUTSIDE:
        await way.write(work)
    else:
        turn.notes.append(work)


class SideBySide:
    """PostgreSQL."""

    def __init__(self, url: URL) -> None:
        """Make the engine."""
        self.outage = Outage()
        self._engine = create_async_engine(
            url,
            pool_size=10,
            max_overflow=20,
            pool_recycle=RECYCLE,
            pool_timeout=POOL_SECONDS,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": STATEMENT_SECONDS},
            hide_parameters=True,
        )

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads, without a transaction around it."""

        async def attempt() -> T:
            async with self._engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                return await connection.run_sync(_let_go_of_what_hangs(work))

        return await self._again(attempt)

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns, once it is committed."""

        async def attempt() -> T:
            async with self._engine.begin() as connection:
                return await connection.run_sync(_let_go_of_what_hangs(work))

        return await self._again(attempt)

    async def tidy(self) -> None:
        """Do nothing: PostgreSQL tidies itself."""

    async def close(self) -> None:
        """Close every connection, without waiting for a server that does not answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self._engine.dispose()

    async def _again(self, attempt: Callable[[], Awaitable[T]]) -> T:
        for number in range(1, TRIES + 1):
            begun = monotonic()
            try:
                done = await attempt()
            except Exception as error:
                if not is_away(error):
                    raise
                if number == TRIES or isinstance(error, TimeoutError | PoolTimeoutError):
                    self.outage.begins(error, begun)
                    raise DatabaseAwayError(first_line(error)) from error
                await asyncio.sleep(PAUSE * number)
            else:
                self.outage.ends()
                return done
        raise AssertionError("the last try returns or raises")


def _let_go_of_what_hangs(work: Work[T]) -> Work[T]:
    """Return `work` that closes its connection where the server does not answer: rolling back would wait as well."""

    def done(connection: Connection) -> T:
        raw: Any = connection.connection.driver_connection
        try:
            return work(connection)
        except (TimeoutError, asyncio.CancelledError):
            raw.terminate()
            connection.invalidate()
            raise

    return done


class Queued:
    """SQLite."""

    def __init__(self, url: URL) -> None:
        """Start the thread that the work is done in."""
        self.outage = Outage()
        self._writer = Writer(url)

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads."""
        return await self._done(work, writes=False)

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns, once it is committed, together with what else waited."""
        return await self._done(work, writes=True)

    async def tidy(self) -> None:
        """Empty the file of what is still to be written into the database, and give back free pages."""
        await self._done(tidied, writes=None)

    async def close(self) -> None:
        """Finish what waits, and end the thread."""
        await asyncio.to_thread(self._writer.stop)

    async def _done(self, work: Work[T], *, writes: bool | None) -> T:
        begun = monotonic()
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(work, done, writes=writes)
        try:
            value = await done
        except Exception as error:
            if not is_away(error):
                raise
            self.outage.begins(error, begun)
            if isinstance(error, DatabaseAwayError):
                raise
            raise DatabaseAwayError(first_line(error)) from error
        self.outage.ends()
        return value
