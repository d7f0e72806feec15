"""Everything that must survive, behind one name."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex
from typing import Self

from sqlalchemy import Connection, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.store import upkeep
from bot.store.allowance import Allowance
from bot.store.database import Database, database
from bot.store.feedback import Feedback
from bot.store.groups import Groups
from bot.store.inbox import Inbox
from bot.store.inserts import insert_into
from bot.store.inspection import InspectionError, Queue, queue, standing, versions
from bot.store.keys import Keys
from bot.store.knowledge import Knowledge
from bot.store.later import Later
from bot.store.migrate import NotOursError, migrate, refuse_others
from bot.store.news import News
from bot.store.receipts import Receipts
from bot.store.reminders import Reminders
from bot.store.schema import about
from bot.store.sent import SentAnswers
from bot.store.stats import Stats
from bot.store.talks import Talks
from bot.store.to_tell import ToTell
from bot.store.trouble import DatabaseAwayError, first_line, is_away
from bot.store.turn import Turn, current
from bot.store.updates import Updates
from bot.store.watches import Watches

SOON = 0.5
"""Seconds in which a database that works has answered."""


class StoreError(Exception):
    """The database cannot be opened; the message is one line, without the password."""


class StoreAwayError(StoreError):
    """Its server does not answer; it may do so soon."""


class NoStoreError(StoreError):
    """There is no database of the bot yet."""


class Store:
    """The database of the bot; any number of processes may open the same one. `open` makes it."""

    def __init__(self, database: Database, salt: bytes) -> None:
        """Use an open database, and the salt that stands in it."""
        self._database = database
        self._looking: asyncio.Task[bool] | None = None
        self._keys = Keys(salt)
        self.updates = Updates(database, self._keys)
        self.talks = Talks(database, self._keys)
        self.groups = Groups(database, self._keys)
        self.sent = SentAnswers(database, self._keys)
        self.feedback = Feedback(database, self._keys)
        self.inbox = Inbox(database, self._keys)
        self.to_tell = ToTell(database, self._keys)
        self.stats = Stats(database)
        self.receipts = Receipts(database, self._keys)
        self.allowance = Allowance(database, self._keys, self.updates.holder)
        self.due = Later(database, self._keys)
        self.reminders = Reminders(database, self._keys)
        self.watches = Watches(database, self._keys)
        self.news = News(database, self._keys)
        self.chats = upkeep.Chats(database, self._keys)
        self.knowledge = Knowledge(database)

    @classmethod
    async def open(cls, url: str) -> Self:
        """
        Open a database, make or update its tables.

        Args:
            url: An SQLAlchemy address for aiosqlite or asyncpg.

        Raises:
            StoreAwayError: its server does not answer.
            StoreError: it cannot be opened.
        """
        way: Database | None = None
        try:
            if url.startswith("sqlite"):
                await asyncio.to_thread(refuse_others, make_url(url).database or "")
            way = database(url)
            salt = await way.write(_prepared)
        except (SQLAlchemyError, DatabaseAwayError, NotOursError, ImportError, OSError) as error:
            if way:
                await way.close()
            served = not url.startswith("sqlite") and is_away(error)
            raise (StoreAwayError if served else StoreError)(first_line(error)) from error
        return cls(way, bytes.fromhex(salt))

    @classmethod
    async def existing(cls, url: str) -> Self:
        """
        Open a database that is there, as it is: nothing is made or brought up to date.

        Raises:
            NoStoreError: it is not there.
            StoreError: it cannot be opened, is another program's, or was made by another version.
        """
        try:
            found = await standing(url)
        except InspectionError as error:
            raise StoreError(str(error)) from error
        if not found.tables:
            raise NoStoreError(make_url(url).database or "")
        if found.foreign:
            raise StoreError("it is a database of another program")
        if found.version != versions()[0]:
            raise StoreError("it was made by another version of rulebot; rulebot run brings an older one up to date")
        way = database(url)
        try:
            salt = await way.read(_salt)
        except (SQLAlchemyError, DatabaseAwayError) as error:
            await way.close()
            raise StoreError(first_line(error)) from error
        return cls(way, bytes.fromhex(salt))

    async def close(self) -> None:
        """Finish what is being written, and close the connections."""
        await self._database.close()

    async def works(self) -> bool:
        """Whether the database answers, and soon."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._answers())
        # one that hangs is left to itself: ending it takes longer than whoever asks may wait
        await asyncio.wait((self._looking,), timeout=SOON)
        return self._looking.done() and self._looking.result()

    async def _answers(self) -> bool:
        try:
            await self._database.read(lambda connection: connection.execute(select(about.c.name).limit(1)))
        except (SQLAlchemyError, DatabaseAwayError):
            return False
        return True

    async def queue(self) -> Queue | None:
        """Return what waits to be answered; None where the database does not tell soon."""
        if not await self.works():
            return None
        try:
            async with asyncio.timeout(SOON):
                return await self._database.read(queue)
        except (TimeoutError, SQLAlchemyError, DatabaseAwayError):
            return None

    async def tidy(self) -> None:
        """Let what was deleted leave the files of the database, and give back the room that it took."""
        await self._database.tidy()

    @contextmanager
    def answering(self, turn: Turn) -> Iterator[None]:
        """Let what is read and noted inside belong to the answering of an update."""
        token = current.set(turn)
        try:
            yield
        finally:
            current.reset(token)

    async def forget(self, user_id: int) -> int:
        """Delete everything about a person; return how many rows that were."""
        current.get().talks.clear()
        current.get().notes.clear()
        gone = await upkeep.forget(self._database, self._keys, user_id)
        await self.tidy()
        return gone

    async def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """Let a group's settings and conversations follow it to its new id."""
        await upkeep.migrate_group(self._database, self._keys, old_chat_id, new_chat_id)

    async def purge(self, now: datetime, days: int = 90) -> int:
        """Delete what is older than `days`; return how many rows that were."""
        return await upkeep.purge(self._database, now, days)


def _prepared(connection: Connection) -> str:
    """Make or update the tables, and return the salt of this database."""
    migrate(connection)
    insert = insert_into(connection.dialect.name, about).values(name="salt", value=token_hex(32))
    connection.execute(insert.on_conflict_do_nothing())
    return _salt(connection)


def _salt(connection: Connection) -> str:
    return str(connection.execute(select(about.c.value).where(about.c.name == "salt")).scalar_one())
