"""Brings the tables of a database up to date; several processes may start at once."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

_VERSION = "alembic_version"
SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 5_700_231
"""
The advisory lock of PostgreSQL that is held meanwhile; any number, as long as it stays.

With SQLite, BEGIN IMMEDIATE does it.
"""


class NotOursError(Exception):
    """The database is another program's, or of a newer version of this one; it was not changed."""


def refuse_others(file: str) -> None:
    """
    Look into an SQLite file without changing it.

    Raises:
        NotOursError: it holds tables, but none of ours.
    """
    if not file or not Path(file).exists() or not Path(file).stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"{Path(file).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise NotOursError(f"{file}: {error}") from error
    if tables and _VERSION not in tables:
        raise NotOursError(f"{file} is a database of another program, and was left as it is")


def migrate(connection: Connection) -> None:
    """Apply the migrations that are missing, in the transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # imported this late because it takes a while, and tells the log of every plugin
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NotOursError("it was made by a newer rulebot, and was left as it is; install that one") from error
