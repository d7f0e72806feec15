"""Questions that the bot must answer in time and once: pressed buttons, inline, guests."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .people import User
from .refusals import QUERY_TOO_OLD, bad_request
from .rooms import Room

LIFETIMES = {"callback": 60.0, "inline": 30.0, "guest": 60.0}


@dataclass(eq=False)
class Query:
    """One question, and its answer when there is one."""

    id: str
    kind: str
    user: User
    asked: float
    room: Room | None = None
    answer: dict[str, Any] | None = None
    expired: bool = False


@dataclass
class Queries:
    """All questions asked so far."""

    asked: dict[str, Query] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(4_611_686_018_427_388_001, 7919))

    def ask(self, kind: str, user: User, now: float, room: Room | None = None) -> Query:
        """Return a new question."""
        query = Query(str(next(self.numbers)), kind, user, now, room)
        self.asked[query.id] = query
        return query

    def open(self, identifier: str, kind: str, now: float) -> Query:
        """
        Return the question that may still be answered.

        Raises:
            Refused: it is unknown, too old, or answered.
        """
        query = self.asked.get(identifier)
        if query is None or query.kind != kind or query.expired or query.answer is not None:
            raise bad_request(QUERY_TOO_OLD)
        if now - query.asked > LIFETIMES[kind]:
            raise bad_request(QUERY_TOO_OLD)
        return query
