"""Statements of the way that every update goes, built once: building one takes as long as running it."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select, update

from bot.store.inserts import insert_into
from bot.store.schema import talks, updates
from bot.store.states import ANSWERED, WAITING

_LANE: BindParameter[str] = bindparam("of")
_COLUMNS = updates.c.id, updates.c.body, updates.c.tries, updates.c.sent, updates.c.hurried


@cache
def put(dialect: str) -> Any:
    """Return the statement that writes an update down, once."""
    values = {
        "id": bindparam("number"),
        "lane": _LANE,
        "person": bindparam("who"),
        "body": bindparam("text"),
        "state": WAITING,
        "tries": 0,
        "sent": "",
        "urgent": bindparam("first"),
        "asks": bindparam("asked"),
        "hurried": 0,
        "at": bindparam("moment"),
    }
    return insert_into(dialect, updates).values(values).on_conflict_do_nothing()


def _first() -> "Select[Any]":
    waiting = select(*_COLUMNS).where(updates.c.state == WAITING, updates.c.lane == _LANE)
    return waiting.order_by(updates.c.urgent.desc(), updates.c.id).limit(1)


def _first_and_talk() -> "Select[Any]":
    one = _first().subquery()
    both = (talks.c.chat == bindparam("in_chat")) & (talks.c.person == bindparam("with_person"))
    columns = one.c.id, one.c.tries, one.c.sent, one.c.hurried, talks.c.data
    return select(*columns).select_from(one.outerjoin(talks, both))


WAITING_FIRST = _first()
"""The update that comes first in a lane: an urgent one, or else the oldest."""
FIRST_AND_TALK = _first_and_talk()
"""The same with a conversation."""
STRUCK_OFF = update(updates).where(updates.c.id == bindparam("number")).values(state=ANSWERED, body="", sent="")
"""That an update is answered, and nothing is left of it."""
