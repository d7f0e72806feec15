"""Answers that were sent and can still be edited or pressed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from bot.store.database import Database, note
from bot.store.inserts import upsert
from bot.store.keys import Keys, Person, packed, stamp, unpacked
from bot.store.schema import sent

THREAD = "thread"
"""Where the payload of an answer names the conversation of two people that it belongs to."""
PART = "part"
"""Where the payload of a message names the last one of its answer, under which the buttons are."""


@dataclass(frozen=True)
class Sent:
    """
    A message of the bot.

    Where it is, the message it answers if any, who may press its buttons (the asker, the author who was addressed),
    and what is needed to serve them. `topic` is the forum topic it is in.
    """

    chat_id: int
    message_id: int
    question_id: int | None
    askers: tuple[Person, ...]
    payload: Mapping[str, Any]
    topic: int | None = None


@dataclass(frozen=True)
class Found:
    """A message of the bot as it was remembered; people are keys."""

    message_id: int
    question_id: int | None
    payload: dict[str, Any]
    topic: int | None
    askers: tuple[str, ...]
    keys: Keys

    def may_press(self, user_id: int) -> bool:
        """Whether this user's presses count; everybody's do where nobody was noted."""
        return not any(self.askers) or self.keys(user_id) in self.askers


class SentAnswers:
    """The answers of all chats."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def keep(self, answer: Sent, now: datetime) -> None:
        """Remember an answer, in place of what the same message was before."""
        asker, other = (*(self._keys(user) for user in answer.askers[:2]), "", "")[:2]
        data = packed({"payload": answer.payload, "topic": answer.topic})
        values = {"question": answer.question_id, "asker": asker, "other": other, "data": data, "at": stamp(now)}
        key = {"chat": self._keys(answer.chat_id), "message": answer.message_id}

        def work(connection: Connection) -> None:
            connection.execute(upsert(connection.dialect.name, sent, tuple(values)), key | values)

        await note(self._database, work)

    async def find(self, chat_id: int, message_id: int) -> Found | None:
        """Return an answer by its own number; None when it is not remembered (any more)."""
        here = sent.c.chat == self._keys(chat_id)
        found = await self._all(select(sent).where(here, sent.c.message == message_id))
        return found[0] if found else None

    async def answer_of(self, chat_id: int, message_id: int) -> Found | None:
        """Return the answer that a message is a part of, with what is kept of its last one."""
        found = await self.find(chat_id, message_id)
        last = found.payload.get(PART) if found else None
        return await self.find(chat_id, last) if isinstance(last, int) else found

    async def of_question(self, chat_id: int, question_id: int) -> list[Found]:
        """Return the answers to a message, in order."""
        here = sent.c.chat == self._keys(chat_id)
        return await self._all(select(sent).where(here, sent.c.question == question_id).order_by(sent.c.message))

    async def drop(self, chat_id: int, message_id: int) -> None:
        """Forget an answer, for it was deleted."""
        row = delete(sent).where(sent.c.chat == self._keys(chat_id), sent.c.message == message_id)
        await note(self._database, lambda connection: connection.execute(row))

    async def _all(self, query: "Select[Any]") -> list[Found]:
        def look(connection: Connection) -> list[Found]:
            return [self._found(row) for row in connection.execute(query)]

        return await self._database.read(look)

    def _found(self, row: Any) -> Found:
        data = unpacked(row.data) or {}
        askers = tuple(key for key in (row.asker, row.other) if key)
        return Found(row.message, row.question, data.get("payload", {}), data.get("topic"), askers, self._keys)
