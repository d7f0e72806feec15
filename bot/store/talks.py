"""Conversations: what a chat and a person are in the middle of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.store.database import Database, upsert
from bot.store.keys import Keys, packed, stamp, unpacked
from bot.store.schema import talks
from bot.store.turn import OUTSIDE, TalkRow, current


class Talks:
    """The conversations of all chats, one for each person in each."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def load(self, chat_id: int, user_id: int) -> dict[str, Any] | None:
        """Return what was kept; None when there is nothing to remember."""
        key = self._keys(chat_id), self._keys(user_id)
        return unpacked((await self._row(key)).at(current.get().update_id))

    async def keep(self, chat_id: int, user_id: int, data: Mapping[str, Any] | None, now: datetime) -> None:
        """Remember `data`, or nothing for None; what is there already is not written again."""
        key, turn = (self._keys(chat_id), self._keys(user_id)), current.get()
        old, text = await self._row(key), packed(data) if data else ""
        if text == old.data and (old.cause != turn.update_id or not turn.update_id):
            return
        new = TalkRow(text, old.at(turn.update_id), turn.update_id)
        if turn is not OUTSIDE:
            turn.talks[key] = new
        await self._database.write(lambda connection: _write(connection, key, new, stamp(now)))

    async def _row(self, key: tuple[str, str]) -> TalkRow:
        turn = current.get()
        if key in turn.talks:
            return turn.talks[key]
        row = await self._database.read(lambda connection: read_talk(connection, key))
        if turn is not OUTSIDE:
            turn.talks[key] = row
        return row


def read_talk(connection: Connection, key: tuple[str, str]) -> TalkRow:
    """Return the row of (chat key, person key), an empty one when there is none."""
    query = select(talks.c.data, talks.c.before, talks.c.cause).where(talks.c.chat == key[0], talks.c.person == key[1])
    row = (connection.execute(query)).first()
    return TalkRow(*row) if row else TalkRow()


def _write(connection: Connection, key: tuple[str, str], row: TalkRow, at: int) -> None:
    values = {"data": row.data, "before": row.before, "cause": row.cause, "at": at}
    connection.execute(
        upsert(connection.dialect.name, talks, tuple(values)), {"chat": key[0], "person": key[1], **values}
    )
