"""What people thought of answers: for the bot's owners, to make it better. A 👎 brings its question into the inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.store.database import Database, note
from bot.store.inbox import Asked, judge, praise
from bot.store.inserts import upsert
from bot.store.keys import Keys, Person, masked, moment, stamp
from bot.store.schema import feedback

Verdict = Literal["up", "down"]


@dataclass(frozen=True)
class Opinion:
    """A 👍 or 👎 with its reason, on the answer to `question` from the clause `place`."""

    verdict: str
    reason: str
    question: str
    place: str
    at: datetime


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
        answered: str = "",
        askers: tuple[Person, ...] = (),
    ) -> None:
        """
        Note an opinion; a later one of the same person on the same message replaces it.

        Words left empty stay as they were. `answered` is the first line of the answer, `askers` are those whose
        question it is where it is not the person's own.
        """
        key = {"chat": self._keys(chat_id), "message": message_id, "person": self._keys(user_id)}
        words = {"reason": reason, "question": masked(question), "place": place}
        values = {"verdict": verdict, "at": stamp(now)}
        changed = (*values, *(name for name, word in words.items() if word))
        about = {"answered": answered, "place": place, "reason": reason, "status": "answered"}
        row = Asked(question, "down", chat_id, message_id, askers or (user_id,), **about).row(self._keys, now)

        def work(connection: Connection) -> None:
            connection.execute(upsert(connection.dialect.name, feedback, changed), key | values | words)
            if verdict == "down":
                judge(connection, row)
            else:
                _praise(connection, row["chat"], message_id)

        await note(self._database, work)

    async def take_back(self, chat_id: int, message_id: int, user_id: int, verdict: Verdict) -> None:
        """Delete the opinion of a person on a message, where it is still this one."""
        chat = self._keys(chat_id)
        own = _on(chat, message_id) & (feedback.c.person == self._keys(user_id))
        given = delete(feedback).where(own, feedback.c.verdict == verdict)

        def work(connection: Connection) -> None:
            if connection.execute(given).rowcount and verdict == "down":
                _praise(connection, chat, message_id)

        await note(self._database, work)

    async def all(self, since: datetime) -> list[Opinion]:
        """Return the opinions from `since` on, oldest first."""
        query = select(feedback).where(feedback.c.at >= stamp(since)).order_by(feedback.c.at)

        def look(connection: Connection) -> list[Opinion]:
            return [
                Opinion(row.verdict, row.reason, row.question, row.place, moment(row.at))
                for row in connection.execute(query)
            ]

        return await self._database.read(look)


def _on(chat: str, message: int) -> ColumnElement[bool]:
    return (feedback.c.chat == chat) & (feedback.c.message == message)


def _praise(connection: Connection, chat: str, message: int) -> None:
    """Take an answer out of the inbox again, unless somebody else judges it 👎 still."""
    bad = select(feedback.c.message).where(_on(chat, message), feedback.c.verdict == "down").limit(1)
    if connection.execute(bad).first() is None:
        praise(connection, chat, message)
