"""What a group's administrators set, and what the bot said there of its own accord lately."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, text

from bot.store.database import Database, note
from bot.store.inserts import insert_into
from bot.store.keys import Keys, packed, stamp, unpacked
from bot.store.schema import groups, recent
from bot.store.turn import current


@dataclass(frozen=True)
class GroupSettings:
    """
    One group's settings.

    `automatic` lets the bot answer lines that are not addressed to it; `documents` are the ids it answers from, empty
    for all; `quiet` are the hours (`HH:MM`, from and until, Shanghai) in which it does not speak unasked; its answers
    are deleted after `delete_after` minutes, 0 for never.
    """

    automatic: bool = False
    documents: tuple[str, ...] = ()
    quiet: tuple[str, str] | None = None
    delete_after: int = 0


class Groups:
    """The settings of all groups."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Keep them in `database`."""
        self._database = database
        self._keys = keys

    async def load(self, chat_id: int) -> GroupSettings:
        """Return a group's settings, the defaults where nobody set any."""
        query = select(groups.c.data).where(groups.c.chat == self._keys(chat_id))

        def look(connection: Connection) -> str:
            return (connection.execute(query)).scalar_one_or_none() or ""

        data = unpacked(await self._database.read(look)) or {}
        known = {name: value for name, value in data.items() if name in GroupSettings.__dataclass_fields__}
        quiet = known.get("quiet")
        lists = {"documents": tuple(known.get("documents", ())), "quiet": (quiet[0], quiet[1]) if quiet else None}
        return GroupSettings(**{**known, **lists})

    async def save(self, chat_id: int, settings: GroupSettings, now: datetime) -> None:
        """Remember a group's settings."""
        key, values = self._keys(chat_id), {"data": packed(asdict(settings)), "at": stamp(now)}

        def work(connection: Connection) -> None:
            insert = insert_into(connection.dialect.name, groups).values(chat=key, **values)
            connection.execute(insert.on_conflict_do_update(index_elements=["chat"], set_=values))

        await note(self._database, work)

    async def may_answer(
        self, chat_id: int, place_id: str, now: datetime, again_after: timedelta, per_minute: int
    ) -> bool:
        """
        Ask whether the bot may answer a line nobody addressed to it, and note that it does.

        Args:
            chat_id: The group.
            place_id: The clause of the answer, which is not given again until `again_after` has passed.
            now: The moment.
            again_after: How long the same clause is not repeated.
            per_minute: At most so many such answers in 60 seconds.
        """
        key, minute = self._keys(chat_id), recent.c.at > stamp(now - timedelta(minutes=1))
        here, cause = recent.c.chat == key, current.get().update_id
        same = (recent.c.place == place_id) & (recent.c.at > stamp(now - again_after))

        def work(connection: Connection) -> bool:
            _alone(connection, key)
            if cause and connection.execute(select(recent.c.id).where(here, recent.c.cause == cause).limit(1)).first():
                return True  # noted by an earlier try to answer the same line
            count = select(func.count().filter(minute), func.count().filter(same)).where(here)
            lately, repeated = (connection.execute(count)).one()
            if repeated or lately >= per_minute:
                return False
            connection.execute(
                delete(recent).where(here, recent.c.at < stamp(now - max(again_after, timedelta(minutes=1))))
            )
            connection.execute(recent.insert().values(chat=key, place=place_id, cause=cause, at=stamp(now)))
            return True

        return await self._database.write(work)


def _alone(connection: Connection, key: str) -> None:
    """Let no other replica decide about this group meanwhile; on SQLite a write is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": int(key[:15], 16)})
