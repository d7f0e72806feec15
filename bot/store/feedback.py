"""What people thought of answers, and what they asked in vain: for the bot's owners, to make it better."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, select

from bot.store.database import Database, note
from bot.store.inserts import upsert
from bot.store.keys import Keys, Person, masked, moment, stamp
from bot.store.schema import feedback, unanswered

Verdict = Literal["up", "down"]


@dataclass(frozen=True)
class Opinion:
    """A 👍 or 👎 with its reason, on the answer to `question` from the clause `place`."""

    verdict: str
    reason: str
    question: str
    place: str
    at: datetime


@dataclass(frozen=True)
class Unanswered:
    """A question, long numbers masked, and the status of its reply (`no_answer`, `choose` …)."""

    question: str
    status: str
    at: datetime


_ADD = unanswered.insert()


class Feedback:
    """One opinion for each person and message."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep it in `database`."""
        self._database = database
        self._keys = keys

    async def keep(
        self,
        chat_id: int,
        message_id: int,
        user_id: int,
        verdict: Verdict,
        now: datetime,
        *,
        reason: str = "",
        question: str = "",
        place: str = "",
    ) -> None:
        """
        Note an opinion; a later one of the same person on the same message replaces it.

        Words left empty stay as they were.
        """
        key = {"chat": self._keys(chat_id), "message": message_id, "person": self._keys(user_id)}
        words = {"reason": reason, "question": masked(question), "place": place}
        values = {"verdict": verdict, "at": stamp(now)}
        changed = (*values, *(name for name, word in words.items() if word))

        def work(connection: Connection) -> None:
            connection.execute(upsert(connection.dialect.name, feedback, changed), key | values | words)

        await note(self._database, work)

    async def all(self, since: datetime) -> list[Opinion]:
        """Return the opinions from `since` on, oldest first."""
        rows = await _since(self._database, feedback, since)
        return [Opinion(row.verdict, row.reason, row.question, row.place, moment(row.at)) for row in rows]


class UnansweredQuestions:
    """Questions that got no answer."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def add(self, user_id: Person, question: str, status: str, now: datetime) -> None:
        """Note a question, its long numbers masked."""
        values = {"person": self._keys(user_id), "question": masked(question), "status": status, "at": stamp(now)}
        await note(self._database, lambda connection: connection.execute(_ADD, values))

    async def all(self, since: datetime) -> list[Unanswered]:
        """Return the questions from `since` on, oldest first."""
        rows = await _since(self._database, unanswered, since)
        return [Unanswered(row.question, row.status, moment(row.at)) for row in rows]


async def _since(database: Database, table: Table, since: datetime) -> list[Any]:
    query = select(table).where(table.c.at >= stamp(since)).order_by(table.c.at)

    def look(connection: Connection) -> list[Any]:
        return list(connection.execute(query))

    return await database.read(look)
