"""Looking at a database without changing it: whose it is, how old its tables are, who works on it, what waits."""

import asyncio
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.store import lanes as held
from bot.store.database import CONNECT_SECONDS, STATEMENT_SECONDS
from bot.store.keys import moment
from bot.store.migrate import SCRIPTS
from bot.store.processes import Processes
from bot.store.schema import METADATA, lanes, pace, replicas, updates
from bot.store.states import WAITING
from bot.store.trouble import first_line

VERSIONS = "alembic_version"
TABLES = (VERSIONS, *METADATA.tables)
"""The tables of ours, by name."""
OF_THE_MOMENT = (lanes.name, pace.name, replicas.name)
"""The tables that tell of processes at work, and mean nothing to whoever comes later."""
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a file, behind its name."""


class InspectionError(Exception):
    """A database cannot be looked at; the message is one line, without the password."""


@dataclass(frozen=True)
class Queue:
    """The updates that wait to be answered: how many, and since when the oldest does."""

    waiting: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """
    What a database is like.

    `tables` are all there are, `version` is that of ours (empty where there are none), `running` the processes that
    work on it now. It is `writable` as far as rights tell.
    """

    tables: frozenset[str] = frozenset()
    version: str = ""
    running: int = 0
    queue: Queue = Queue()
    writable: bool = True

    @property
    def foreign(self) -> bool:
        """Whether it is another program's."""
        return bool(self.tables) and not self.version


def versions() -> tuple[str, ...]:
    """Return the versions of the tables that this rulebot knows, newest first."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return tuple(one.revision for one in ScriptDirectory.from_config(config).walk_revisions())


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None for one that lives in memory, and for PostgreSQL."""
    address = make_url(url)
    named = address.database or ""
    is_file = address.get_backend_name() == "sqlite" and named and named != ":memory:"
    return Path(named).absolute() if is_file else None


def is_postgres(url: str) -> bool:
    """Whether an address is of PostgreSQL."""
    return make_url(url).get_backend_name() == "postgresql"


def surroundings(url: str) -> dict[str, str]:
    """Return the environment in which PostgreSQL's own programs find a database: a password is in no argument."""
    address = make_url(url)
    host, ssl = (address.query.get(name) for name in ("host", "ssl"))
    found = {
        "PGHOST": address.host or host,
        "PGPORT": address.port or address.query.get("port"),
        "PGUSER": address.username or address.query.get("user"),
        "PGPASSWORD": address.password,
        "PGDATABASE": address.database,
        "PGSSLMODE": address.query.get("sslmode", ssl if ssl != "true" else "require"),
        "PGCONNECT_TIMEOUT": round(CONNECT_SECONDS),
    }
    return {name: str(value) for name, value in found.items() if value}


async def standing(url: str) -> Standing:
    """
    Return what a database is like, or an empty one where there is none yet.

    Raises:
        InspectionError: it cannot be reached or read.
    """
    try:
        if is_postgres(url):
            return await _of_server(url)
        file = file_of(url)
        return await asyncio.to_thread(of_file, file) if file else Standing()
    except (SQLAlchemyError, OSError, TimeoutError, ImportError) as error:
        raise InspectionError(_without_password(first_line(error), url)) from error


def of_file(file: Path) -> Standing:
    """
    Return what an SQLite file is like; nothing is written into it or beside it.

    Raises:
        InspectionError: it is none, or cannot be read.
    """
    places = (file, file.parent) if file.exists() else (file.parent,)
    writable = all(os.access(place, os.W_OK) for place in places)
    if not file.parent.is_dir():
        raise InspectionError(f"{file.parent} is no folder")
    if not file.exists() or not file.stat().st_size:
        return Standing(writable=writable)
    # without a log beside it nobody has the file open; read otherwise, SQLite would leave an empty one there
    alone = "" if file.with_name(f"{file.name}-wal").exists() else "&immutable=1"
    address = f"{file.as_uri()}?mode=ro{alone}"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return _seen(connection, writable)
    except SQLAlchemyError as error:
        raise InspectionError(f"{file}: {first_line(error)}") from error


def queue(connection: Connection) -> Queue:
    """Return the updates that wait."""
    found = connection.execute(_QUEUE).one()
    return Queue(int(found[0]), moment(found[1]) if found[1] else None)


_QUEUE = select(func.count(), func.min(updates.c.at)).where(updates.c.state == WAITING)


async def _of_server(url: str) -> Standing:
    options: Mapping[str, Any] = {"timeout": CONNECT_SECONDS, "command_timeout": STATEMENT_SECONDS}
    engine = create_async_engine(url, poolclass=NullPool, connect_args=options, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            closed = await connection.scalar(text(_CLOSED))
            return await connection.run_sync(_seen, not closed)
    finally:
        await engine.dispose()


_CLOSED = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'"


def _seen(connection: Connection, writable: bool) -> Standing:
    tables = frozenset(inspect(connection).get_table_names())
    if VERSIONS not in tables:
        return Standing(tables, writable=writable)
    version = str(connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar() or "")  # noqa: S608 - ours
    running = _running(connection) if replicas.name in tables else 0
    waiting = queue(connection) if updates.name in tables else Queue()
    return Standing(tables, version, running, waiting, writable)


def _running(connection: Connection) -> int:
    """Return how many processes work on a database; one of this machine that died does not count."""
    living = select(replicas.c.name).where(replicas.c.until > held.clock_of(connection.dialect.name))
    here = Processes()
    place = here.name.split("/")[0]
    names = connection.execute(living).scalars().all()
    return sum(name.split("/")[0] != place or here.alive(name) for name in names)


def _without_password(line: str, url: str) -> str:
    password = make_url(url).password
    return line.replace(str(password), "***") if password else line
