"""Who wants to be told when a figure changes that an answer rested on, in the chat where it was asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from bot.store.database import Database, note
from bot.store.keys import Keys, Person, packed, stamp, unpacked
from bot.store.news import bring
from bot.store.schema import gone, watches

MOST = 20
"""Watches that one person may have."""
_MARK = "\n"

Added = Literal["added", "there", "full"]


@dataclass(frozen=True)
class Watch:
    """
    What somebody watches.

    `rests` are the addresses of the figures that the answer to `question` rested on; `message` is the one that asked
    it, `topic` the forum topic. `told` are the changes that were told already.
    """

    chat_id: int
    question: str
    rests: tuple[str, ...]
    topic: int | None = None
    message: int | None = None
    traditional: bool = False
    told: tuple[str, ...] = ()
    id: int = 0


class Watches:
    """The watches of all people."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def add(self, one: Watch, person: Person, now: datetime) -> Added:
        """Remember a watch; `there` when the same figures are watched already, `full` when there are too many."""
        row = self._row(one, person, now)
        mine = watches.c.person == row["person"]
        same = mine & (watches.c.chat == row["chat"]) & (watches.c.rests == row["rests"])

        def work(connection: Connection) -> Added:
            if connection.execute(select(watches.c.id).where(same)).first():
                return "there"
            if connection.execute(select(func.count()).where(mine)).scalar_one() >= MOST:
                return "full"
            connection.execute(watches.insert().values(row))
            return "added"

        return await self._database.write(work)

    async def of(self, person: Person, chat_id: int | None = None) -> list[Watch]:
        """Return what a person watches, in one chat or everywhere, the first one first."""
        mine = watches.c.person == self._keys(person)
        if chat_id is not None:
            mine &= watches.c.chat == self._keys(chat_id)
        query = select(watches).where(mine).order_by(watches.c.id)

        def look(connection: Connection) -> list[Watch]:
            return [_watch(row) for row in connection.execute(query)]

        return await self._database.read(look)

    async def drop(self, person: Person, chat_id: int, rests: Iterable[str]) -> bool:
        """Forget the watch of a person in a chat on just these figures; return whether there was one."""
        mine = (watches.c.person == self._keys(person)) & (watches.c.chat == self._keys(chat_id))
        row = delete(watches).where(mine, watches.c.rests == _joined(rests))
        return bool(await self._database.write(lambda connection: connection.execute(row).rowcount))

    async def cancel(self, number: int, person: Person, *, alike: bool = False) -> bool:
        """
        Forget a watch of a person; return whether there was one.

        With `alike` all that the person watches in the same chat on one of its figures goes with it.
        """
        mine = watches.c.person == self._keys(person)

        def work(connection: Connection) -> bool:
            row = connection.execute(select(watches).where(watches.c.id == number, mine)).first()
            if row is None:
                return False
            which = watches.c.id == number
            for address in _parted(row.rests) if alike else ():
                which |= (watches.c.chat == row.chat) & _has(watches.c.rests, address)
            connection.execute(delete(watches).where(mine, which))
            return True

        return await self._database.write(work)

    async def waiting(self, changes: Mapping[str, str]) -> dict[str, int]:
        """Return in how many chats somebody is still to be told of each change, by its key; `changes` are figures."""

        def look(connection: Connection) -> dict[str, int]:
            chats = func.count(func.distinct(watches.c.chat))
            return {
                key: int(connection.execute(select(chats).where(_untold(address, key))).scalar_one())
                for key, address in changes.items()
            }

        return await self._database.read(look)

    async def told(self, changes: Iterable[str]) -> dict[str, int]:
        """Return to how many chats, of those that still watch, each change was told, by its key."""

        def look(connection: Connection) -> dict[str, int]:
            chats = select(func.count(func.distinct(watches.c.chat)))
            return {
                key: int(connection.execute(chats.where(_has(watches.c.told, key))).scalar_one()) for key in changes
            }

        return await self._database.read(look)

    async def tell(self, key: str, address: str, now: datetime) -> None:
        """
        Let everybody who watches a figure be told of a change of it, written with the update that is answered.

        Each person is told once in a chat, whatever they asked there; who was told already is not told again.
        """

        def work(connection: Connection) -> None:
            rows = connection.execute(
                select(watches).where(_untold(address, key)).order_by(watches.c.id.desc()).with_for_update()
            ).all()
            done = set[tuple[str, str]]()
            for row in rows:
                told = {"told": _joined((*_parted(row.told), key))}
                connection.execute(update(watches).where(watches.c.id == row.id).values(told))
                if (row.chat, row.person) not in done:
                    done.add((row.chat, row.person))
                    bring(connection, row, {"watch": row.id, "change": key, **(unpacked(row.data) or {})}, now)

        await note(self._database, work)

    def _row(self, one: Watch, person: Person, now: datetime) -> dict[str, Any]:
        return {
            "chat_id": one.chat_id,
            "chat": self._keys(one.chat_id),
            "person": self._keys(person),
            "topic": one.topic,
            "message": one.message,
            "data": packed({"question": one.question, "traditional": one.traditional}),
            "rests": _joined(one.rests),
            "told": _joined(one.told),
            "at": stamp(now),
        }


def _untold(address: str, key: str) -> ColumnElement[bool]:
    """Return which rows watch a figure, were not told of the change, and are in a chat that has the bot."""
    away = exists().where(gone.c.chat == watches.c.chat)
    return _has(watches.c.rests, address) & ~_has(watches.c.told, key) & ~away


def _has(column: ColumnElement[str], entry: str) -> ColumnElement[bool]:
    return column.contains(f"{_MARK}{entry}{_MARK}", autoescape=True)


def _joined(entries: Iterable[str]) -> str:
    """Return entries as one text in which each can be found."""
    listed = list(dict.fromkeys(entries))
    return f"{_MARK}{_MARK.join(listed)}{_MARK}" if listed else ""


def _parted(text: str) -> Sequence[str]:
    return text.split(_MARK)[1:-1]


def _watch(row: Any) -> Watch:
    data = unpacked(row.data) or {}
    found = Watch(row.chat_id, data.get("question", ""), tuple(_parted(row.rests)), row.topic, row.message)
    return replace(found, traditional=bool(data.get("traditional")), told=tuple(_parted(row.told)), id=row.id)
