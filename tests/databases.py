"""Databases to test with: a real SQLite file, a real PostgreSQL that is started for the tests; and how each fails."""

import asyncio
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

NUMBERS = count(1)
READY = 50


class Database(Protocol):
    """A database of a test."""

    url: str

    def away(self) -> Any:
        """Let it not work inside."""


async def _run(url: str, statement: str) -> list[tuple[Any, ...]]:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        done = await connection.execute(text(statement))
        rows = [tuple(row) for row in done] if done.returns_rows else []
    await engine.dispose()
    return rows


def run(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement beside the bot; return the rows it gives."""
    if database.url.startswith("sqlite"):
        with closing(sqlite3.connect(database.url.split("///")[1], timeout=20)) as connection, connection:
            return connection.execute(statement).fetchall()
    return asyncio.run(_run(database.url, statement))


class File:
    """SQLite."""

    def __init__(self, folder: Path) -> None:
        """Have it in a folder."""
        self.path = folder / "rulebot.db"
        self.url = f"sqlite+aiosqlite:///{self.path}"

    @contextmanager
    def away(self) -> Iterator[None]:
        """Let nobody write into the file: another process does, for as long as this lasts."""
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=20)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")


class Server:
    """PostgreSQL, shared by the tests of one process."""

    def __init__(self, server: Any) -> None:
        """Wait until it takes commands."""
        self._server = server
        self._ready()

    def _ready(self) -> None:
        """Return when it takes commands; a machine that does much else takes longer than its library waits."""
        for _ in range(READY):
            try:
                self._server.start()
                self._server.psql("SELECT 1;")
            except subprocess.SubprocessError:
                sleep(0.1)
            else:
                return

    def fresh(self) -> "Table":
        """Return a new database in it."""
        self._ready()
        name = f"test_{os.getpid()}_{next(NUMBERS)}"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE template0;")
        address: str = self._server.get_uri(database=name)
        return Table(self, address.replace("postgresql://", "postgresql+asyncpg://"))

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to all its processes."""
        main = int(self._server.get_pid())
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for number in (main, *map(int, children)):
            with suppress(ProcessLookupError):  # one that served somebody who has left ends meanwhile
                os.kill(number, how)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let it be shut down inside, as for an update."""
        self._server.stop()
        try:
            yield
        finally:
            self._ready()


class Table:
    """One database of a server."""

    def __init__(self, server: Server, url: str) -> None:
        """Know its address."""
        self.server = server
        self.url = url

    @contextmanager
    def away(self) -> Iterator[None]:
        """Let the server answer nobody inside, while connections stay open."""
        self.server.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.server.signal(signal.SIGCONT)
