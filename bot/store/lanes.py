"""Who answers somebody in a chat: a lane is held for a while, by the database's own clock."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, exists, literal_column, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.inserts import insert_into
from bot.store.schema import lanes, updates
from bot.store.states import WAITING

_CLOCKS = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
}


def clock_of(dialect: str) -> ColumnElement[int]:
    """Return the moment by the database's clock, in ms since 1970."""
    return literal_column(_CLOCKS[dialect], Integer)


def clock(connection: Connection) -> int:
    """Return the moment by the clock of a database."""
    return int(connection.execute(select(clock_of(connection.dialect.name))).scalar_one())


def take(
    connection: Connection, lane: str, holder: str, lease: timedelta, grace: timedelta, *, again: bool = False
) -> bool:
    """
    Hold a lane that nobody holds, or whose time was over `grace` ago; return whether it is held now.

    With `again` one that this very holder has is taken, too.
    """
    values = {"of": lane, "mine": holder, "more": _ms(lease), "grace": _ms(grace), "again": int(again)}
    return bool(connection.execute(_taken(connection.dialect.name), values).rowcount)


def renew(connection: Connection, wanted: Sequence[str], holder: str, lease: timedelta) -> set[str]:
    """Hold lanes for another while; return those that are still this holder's."""
    mine = (lanes.c.holder == holder) & lanes.c.lane.in_(list(wanted))
    until = clock_of(connection.dialect.name) + _ms(lease)
    connection.execute(update(lanes).where(mine).values(until=until))
    return set(connection.execute(select(lanes.c.lane).where(mine)).scalars())


def hold_on(connection: Connection, lane: str, holder: str, lease: timedelta) -> None:
    """Hold one lane for another while, where it is still this holder's."""
    values = {"of": lane, "mine": holder, "more": _ms(lease)}
    connection.execute(_held_on(connection.dialect.name), values)


def lock(connection: Connection, lane: str, holder: str) -> None:
    """Let nobody else change a lane before this transaction ends; on SQLite a write is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCKED, {"of": lane, "mine": holder})


def let_go(connection: Connection, lane: str, holder: str, *, unless_waiting: bool = False) -> bool:
    """Free a lane; return whether it is free of this holder now."""
    statement = _FREED if unless_waiting else _LET_GO
    freed = connection.execute(statement, {"of": lane, "mine": holder}).rowcount
    return bool(freed) or not connection.execute(_HELD, {"of": lane, "mine": holder}).first()


def _ms(length: timedelta) -> int:
    return round(length.total_seconds() * 1000)


_LANE: Any = bindparam("of")
_HOLDER: Any = bindparam("mine")
_HELD = select(lanes.c.lane).where(lanes.c.lane == _LANE, lanes.c.holder == _HOLDER)
_LOCKED = _HELD.with_for_update()
_LET_GO = delete(lanes).where(lanes.c.lane == _LANE, lanes.c.holder == _HOLDER)
_FREED = _LET_GO.where(~exists().where(updates.c.state == WAITING, updates.c.lane == _LANE))


@cache
def _held_on(dialect: str) -> Any:
    until = clock_of(dialect) + bindparam("more", type_=lanes.c.until.type)
    return update(lanes).where(lanes.c.lane == _LANE, lanes.c.holder == _HOLDER).values(until=until)


@cache
def _taken(dialect: str) -> Any:
    now = clock_of(dialect)
    until = now + bindparam("more", type_=lanes.c.until.type)
    over = lanes.c.until < now - bindparam("grace", type_=lanes.c.until.type)
    own = (bindparam("again", type_=Integer) == 1) & (lanes.c.holder == _HOLDER)
    insert = insert_into(dialect, lanes).values(lane=_LANE, holder=_HOLDER, until=until)
    return insert.on_conflict_do_update(
        index_elements=["lane"], set_={"holder": _HOLDER, "until": until}, where=over | own
    )
