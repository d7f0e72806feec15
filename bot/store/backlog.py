"""How much one person may have waiting in a chat, so that nobody waits behind a flood."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from sqlalchemy import Connection, bindparam, func, select, update

from bot.store.keys import stamp
from bot.store.schema import updates
from bot.store.states import DROPPED, WAITING

_MINUTE = timedelta(minutes=1)
_LANE = updates.c.lane == bindparam("of")
_LATELY = updates.c.at > bindparam("since", type_=updates.c.at.type)
_ASKED = updates.c.asks == bindparam("asked", type_=updates.c.asks.type)
_WAIT = select(func.count()).where(updates.c.state == WAITING, _LANE, _ASKED, updates.c.urgent == 0)
_CAME = select(func.count()).where(
    _LANE, _LATELY, updates.c.asks == 1, updates.c.urgent == 0, updates.c.state != DROPPED
)
_TOLD = select(updates.c.id).where(_LANE, _LATELY, updates.c.hurried == 1).limit(1)


@dataclass(frozen=True)
class Backlog:
    """At most so many that wait, and so many that are answered in a minute; 0 for as many as come."""

    waiting: int = 0
    a_minute: int = 0


class Place(Enum):
    """What becomes of an update that comes in: it waits, it is told that it came too fast, it is passed over."""

    TAKEN, HURRIED, DROPPED = range(3)


class Coming(Protocol):
    """What is known of an update that comes in."""

    @property
    def urgent(self) -> bool:
        """Whether it does not stand behind others."""

    @property
    def asks(self) -> bool:
        """Whether somebody waits for an answer."""


def place_for(
    connection: Connection, number: int, lane: str, most: Backlog, one: Coming, now: datetime, *, alone: bool
) -> Place:
    """Decide about update `number`, just written down; `alone` it has nothing before it. The first too many is told."""
    if one.urgent or not (
        _too_many(connection, lane, most, one, alone=alone) or _too_often(connection, lane, most, one, now)
    ):
        return Place.TAKEN
    told = connection.execute(_TOLD, {"of": lane, "since": stamp(now - _MINUTE)}).first()
    place = Place.HURRIED if one.asks and not told else Place.DROPPED
    values = {"hurried": 1} if place is Place.HURRIED else {"state": DROPPED, "body": ""}
    connection.execute(update(updates).where(updates.c.id == number).values(values))
    return place


def _too_many(connection: Connection, lane: str, most: Backlog, one: Coming, *, alone: bool) -> bool:
    if alone or not most.waiting:
        return False
    return int(connection.execute(_WAIT, {"of": lane, "asked": int(one.asks)}).scalar_one()) > most.waiting


def _too_often(connection: Connection, lane: str, most: Backlog, one: Coming, now: datetime) -> bool:
    if not (most.a_minute and one.asks):
        return False
    return int(connection.execute(_CAME, {"of": lane, "since": stamp(now - _MINUTE)}).scalar_one()) > most.a_minute
