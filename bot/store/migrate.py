"""Brings the tables of a database up to date; several processes may start at once."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 5_700_231
"""The advisory lock of PostgreSQL that is held meanwhile; any number, as long as it stays. SQLite's BEGIN IMMEDIATE does it there."""


def migrate(connection: Connection) -> None:
    """Apply the migrations that are missing, in the transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(config, "head")
