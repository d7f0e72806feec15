"""Receipts that do not fit into a link: what was computed from what, under a random key."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Connection, select

from bot.store.database import Database, note
from bot.store.inserts import upsert
from bot.store.keys import Keys, Person, packed, stamp, unpacked
from bot.store.schema import receipts


class Receipts:
    """The stored receipts of all people."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    @staticmethod
    def new_key() -> str:
        """Return a key nobody can guess: 22 characters that may stand in a link."""
        return token_urlsafe(16)

    async def keep(self, key: str, user_id: Person, data: Mapping[str, Any], now: datetime) -> None:
        """Remember a receipt of `user_id`; one that is there already stays."""
        values = {"key": key, "person": self._keys(user_id), "data": packed(data), "at": stamp(now)}

        def work(connection: Connection) -> None:
            connection.execute(upsert(connection.dialect.name, receipts, ()), values)

        await note(self._database, work)

    async def find(self, key: str) -> dict[str, Any] | None:
        """Return a receipt; None when it never was, was forgotten, or is too old."""

        def look(connection: Connection) -> str:
            query = select(receipts.c.data).where(receipts.c.key == key)
            return (connection.execute(query)).scalar_one_or_none() or ""

        return unpacked(await self._database.read(look))
