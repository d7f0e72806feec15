"""The owner's inbox: questions that were refused, that nothing offered answers, or whose answer was judged 👎."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, select, true, update

from bot.store.database import Database, note
from bot.store.keys import Keys, Person, masked, moment, stamp
from bot.store.schema import to_tell, unanswered

Why = Literal["refused", "none", "down", "given_up"]
"""Refused, none of what was offered, judged 👎, given up because it ended its process again and again."""
State = Literal["open", "answered", "belongs", "outside", "done"]
"""What the owner made of it: nothing yet, an answer of its own, something that is there already, none of ours, done."""
WHYS: tuple[Why, ...] = get_args(Why)
STATES: tuple[State, ...] = get_args(State)
ANSWERED: tuple[State, ...] = ("answered", "belongs")
LONGEST = 200
"""Characters that are kept of a first line."""


@dataclass(frozen=True)
class Asked:
    """
    A question on its way into the inbox.

    `message` is the one of the bot, in `chat`, that showed its answer: `answered` is the first line of that, `place`
    the clause it stood on, `status` what it was. `askers` are those whose words it is.
    """

    question: str
    why: Why
    chat: Person = ""
    message: int = 0
    askers: tuple[Person, ...] = ()
    answered: str = ""
    place: str = ""
    reason: str = ""
    status: str = "no_answer"

    def row(self, keys: Keys, now: datetime) -> dict[str, Any]:
        """Return it as it is stored, ids as keys, its long numbers masked."""
        person, other = (*(keys(asker) for asker in self.askers[:2]), "", "")[:2]
        return {
            "chat": keys(self.chat),
            "message": self.message,
            "person": person,
            "other": other,
            "question": masked(self.question),
            "status": self.status,
            "why": self.why,
            "reason": self.reason,
            "answered": masked(self.answered)[:LONGEST],
            "place": self.place,
            "state": "open",
            "target": "",
            "at": stamp(now),
        }


@dataclass(frozen=True)
class Item:
    """
    A question in the inbox.

    It tells why it is there, the `reason` of a 👎, the first line that was `answered`, from the clause `place`, the
    owner's verdict (`state`) and what it belongs to (`target`), and when it was asked.
    """

    id: int
    question: str
    why: Why
    at: datetime
    reason: str = ""
    answered: str = ""
    place: str = ""
    state: State = "open"
    target: str = ""
    status: str = field(default="no_answer", compare=False)


class Inbox:
    """The questions in the inbox."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def add(self, asked: Asked, now: datetime) -> None:
        """Put a question in; an edited one takes the place of what it was before."""
        row = asked.row(self._keys, now)
        await note(self._database, lambda connection: put(connection, row))

    async def items(
        self,
        state: State | None = "open",
        *,
        since: datetime | None = None,
        why: Why | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Item]:
        """Return the questions of a state (of any for None), the latest first."""
        query = select(unanswered).where(_which(state, since, why))
        latest = query.order_by(unanswered.c.at.desc(), unanswered.c.id.desc()).limit(limit).offset(offset)
        return await self._database.read(lambda connection: [item_of(row) for row in connection.execute(latest)])

    async def count(
        self, state: State | None = "open", *, since: datetime | None = None, why: Why | None = None
    ) -> int:
        """Return how many questions there are of a state."""
        query = select(func.count()).select_from(unanswered).where(_which(state, since, why))
        return await self._database.read(lambda connection: int(connection.execute(query).scalar_one()))

    async def item(self, number: int) -> Item | None:
        """Return one question; None when it is not there (any more)."""
        return await self._one(unanswered.c.id == number)

    async def under(self, chat_id: int, message_id: int) -> Item | None:
        """Return the question that a message of the bot answered; None when that is not in the inbox."""
        return await self._one(_under(self._keys(chat_id), message_id))

    async def settle(self, numbers: Collection[int], state: State, target: str = "") -> int:
        """
        Note what the owner made of questions.

        Args:
            numbers: The items.
            state: What becomes of them; `open` puts them back.
            target: What they belong to from now on: an aspect, a calculation (`=name`), a clause.

        Returns:
            How many there were.
        """
        change = update(unanswered).where(unanswered.c.id.in_(list(numbers))).values(state=state, target=target)
        return await self._database.write(lambda connection: int(connection.execute(change).rowcount))

    async def _one(self, which: ColumnElement[bool]) -> Item | None:
        query = select(unanswered).where(which).order_by(unanswered.c.id.desc()).limit(1)

        def look(connection: Connection) -> Item | None:
            row = connection.execute(query).first()
            return item_of(row) if row else None

        return await self._database.read(look)


def put(connection: Connection, row: Mapping[str, Any]) -> None:
    """Write a question down; another one that the same message of the bot answered gives way."""
    here = update(unanswered).where(_under(row["chat"], row["message"]))
    if not row["message"] or not connection.execute(here.values(row)).rowcount:
        connection.execute(unanswered.insert(), row)


def judge(connection: Connection, row: Mapping[str, Any]) -> None:
    """Note a 👎 on the answer to a question, and its reason where one is told."""
    values = {"why": "down"} | ({"reason": row["reason"]} if row["reason"] else {})
    known = connection.execute(update(unanswered).where(_under(row["chat"], row["message"])).values(values)).rowcount
    if not known and row["question"]:
        connection.execute(unanswered.insert(), row)


def praise(connection: Connection, chat: str, message: int) -> None:
    """Take a 👎 back: what was answered leaves the inbox, what was refused stays refused."""
    judged = _under(chat, message) & (unanswered.c.why == "down")
    good = judged & (unanswered.c.status == "answered") & (unanswered.c.state == "open")
    numbers = select(unanswered.c.id).where(good)
    connection.execute(delete(to_tell).where(to_tell.c.item.in_(numbers)))
    connection.execute(delete(unanswered).where(good))
    refused = judged & (unanswered.c.status != "answered")
    connection.execute(update(unanswered).where(refused).values(why="refused", reason=""))


def item_of(row: Row[Any]) -> Item:
    """Return a row as an item."""
    return Item(
        row.id,
        row.question,
        row.why,
        moment(row.at),
        row.reason,
        row.answered,
        row.place,
        row.state,
        row.target,
        row.status,
    )


def _under(chat: str, message: int) -> ColumnElement[bool]:
    return (unanswered.c.chat == chat) & (unanswered.c.message == message)


def _which(state: State | None, since: datetime | None, why: Why | None) -> ColumnElement[bool]:
    parts = [unanswered.c.state == state] if state else []
    parts += [unanswered.c.at >= stamp(since)] if since else []
    parts += [unanswered.c.why == why] if why else []
    return and_(true(), *parts)
