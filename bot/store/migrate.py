"""Brings the tables of a database up to date; several processes may start at once."""

import logging
from pathlib import Path

from sqlalchemy import Connection, text

SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 5_700_231
"""
The advisory lock of PostgreSQL that is held meanwhile; any number, as long as it stays.

With SQLite, BEGIN IMMEDIATE does it.
"""


def migrate(connection: Connection) -> None:
    """Apply the migrations that are missing, in the transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # imported this late because it takes a while, and tells the log of every plugin
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
