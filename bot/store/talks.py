"""Conversations: what a chat and a person are in the middle of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.store.database import Database, note
from bot.store.inserts import upsert
from bot.store.keys import Keys, packed, stamp, unpacked
from bot.store.schema import talks
from bot.store.turn import OUTSIDE, current


class Talks:
    """The conversations of all chats, one for each person in each."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def load(self, chat_id: int, user_id: int) -> dict[str, Any] | None:
        """Return what was kept; None when there is nothing to remember."""
        return unpacked(await self._data((self._keys(chat_id), self._keys(user_id))))

    async def keep(self, chat_id: int, user_id: int, data: Mapping[str, Any] | None, now: datetime) -> None:
        """Remember `data`, or nothing for None; what is there already is not written again."""
        key, text = (self._keys(chat_id), self._keys(user_id)), packed(data) if data else ""
        if text == await self._data(key):
            return
        _remember(key, text)
        values = {"data": text, "at": stamp(now)}

        def work(connection: Connection) -> None:
            connection.execute(
                upsert(connection.dialect.name, talks, tuple(values)), {"chat": key[0], "person": key[1], **values}
            )

        await note(self._database, work)

    async def _data(self, key: tuple[str, str]) -> str:
        known = current.get().talks
        if key not in known:
            text = await self._database.read(lambda connection: read_talk(connection, key))
            _remember(key, text)
            return text
        return known[key]


def _remember(key: tuple[str, str], text: str) -> None:
    if current.get() is not OUTSIDE:
        current.get().talks[key] = text


def read_talk(connection: Connection, key: tuple[str, str]) -> str:
    """Return what is kept for (chat key, person key), nothing where there is none."""
    query = select(talks.c.data).where(talks.c.chat == key[0], talks.c.person == key[1])
    return str(connection.execute(query).scalar_one_or_none() or "")
