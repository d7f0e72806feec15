"""
The way to the database. What is to be read or written comes as a plain function of a connection.

PostgreSQL runs these side by side, each in its transaction, on an async engine. SQLite has one writer at a time
anyway, so they queue for one connection in one thread, and writes that wait together share a transaction. They run in
that thread as a whole: through aiosqlite every single statement takes four trips between threads, which made taking
an update 1.9 ms instead of 0.3 (a bare bot answers in 1.6 ms).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.writer import Writer

logger = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Connection], T]
TRIES = 3
PAUSE = 0.05
RECYCLE = 1800


class Database(Protocol):
    """Runs functions of a connection; any may be called again when the connection breaks, so they do nothing else."""

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads."""

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns, once what it wrote is committed."""

    async def close(self) -> None:
        """Finish what waits, and close every connection."""


def database(url: str) -> Database:
    """Return the way to the database at an SQLAlchemy address; nothing is opened yet."""
    address = make_url(url)
    return Queued(address) if address.get_backend_name() == "sqlite" else SideBySide(address)


class SideBySide:
    """PostgreSQL."""

    def __init__(self, url: URL) -> None:
        """Make the engine."""
        self._engine = create_async_engine(url, pool_size=10, max_overflow=20, pool_recycle=RECYCLE)

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads, without a transaction around it."""

        async def attempt() -> T:
            async with self._engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                return await connection.run_sync(work)

        return await _again(attempt)

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns, once it is committed."""

        async def attempt() -> T:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)

        return await _again(attempt)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class Queued:
    """SQLite."""

    def __init__(self, url: URL) -> None:
        """Start the thread that the work is done in."""
        self._writer = Writer(url)

    async def read(self, work: Work[T]) -> T:
        """Return what `work` reads."""
        return await self._done(work, writes=False)

    async def write(self, work: Work[T]) -> T:
        """Return what `work` returns, once it is committed, together with what else waited."""
        return await self._done(work, writes=True)

    async def close(self) -> None:
        """Finish what waits, and end the thread."""
        await asyncio.to_thread(self._writer.stop)

    async def _done(self, work: Work[T], *, writes: bool) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(work, done, writes=writes)
        return await done


def insert_into(dialect: str, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT in the dialect of that name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def upsert(dialect: str, table: Table, changed: tuple[str, ...]) -> Any:
    """
    Return an INSERT of whole rows that, where the row is there already, replaces the columns `changed`.

    Where `changed` names none, it leaves that row alone.
    """
    insert = insert_into(dialect, table)
    if not changed:
        return insert.on_conflict_do_nothing()
    return insert.on_conflict_do_update(
        index_elements=table.primary_key.columns, set_={name: insert.excluded[name] for name in changed}
    )


async def _again(attempt: Callable[[], Awaitable[T]]) -> T:
    for number in range(1, TRIES):
        try:
            return await attempt()
        except DBAPIError as error:
            if not _passes(error):
                raise
            logger.warning("database: %s; trying again", error.orig)
            await asyncio.sleep(PAUSE * number)
    return await attempt()


def _passes(error: DBAPIError) -> bool:
    """Return whether to try again: the connection broke, or two transactions met (serialization failure, deadlock)."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}
