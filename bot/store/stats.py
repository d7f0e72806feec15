"""How often a clause was told, by day: numbers alone, with nobody's id and no words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from bot.store.database import Database, note
from bot.store.inserts import insert_into
from bot.store.keys import day_of
from bot.store.schema import hits

SERVED = ("answered", "needs_input")
SILENT = "silent"
OUTCOMES = (*SERVED, "choose", "no_answer", SILENT)
MODES = ("private", "group", "inline")


class Hit(NamedTuple):
    """One answer: the clause it stands on (none where there is none), what it is, and where it was asked."""

    place: str
    outcome: str
    mode: str


@dataclass(frozen=True)
class Tally:
    """How often each outcome came, of what goes by a `name`: a day, a document, a clause, a kind of chat."""

    name: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Return how many questions that were; a line in a group that is none of ours is no question."""
        return sum(count for outcome, count in self.counts.items() if outcome != SILENT)

    @property
    def served(self) -> int:
        """Return how many were answered, or told the rule with a question back."""
        return sum(self.counts.get(outcome, 0) for outcome in SERVED)

    @property
    def share(self) -> float:
        """Return which share of the questions was served; 0 of none."""
        return self.served / self.asked if self.asked else 0.0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together, under the first one's name."""
        names = {*self.counts, *other.counts}
        return Tally(self.name, {name: self.counts.get(name, 0) + other.counts.get(name, 0) for name in names})


class Stats:
    """The counts of all days that are kept."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def count(self, told: Iterable[Hit], now: datetime) -> None:
        """Count answers, with the update that they answer."""
        # in one order everywhere, so that two processes never wait for each other's rows
        rows = [{"day": day_of(now), "count": 1, **hit._asdict()} for hit in sorted(told)]

        def work(connection: Connection) -> None:
            for row in rows:
                connection.execute(_counted(connection.dialect.name), row)

        if rows:
            await note(self._database, work)

    async def by_day(self, days: int, now: datetime) -> list[Tally]:
        """Return the last so many days on which something was asked, today included, in order."""
        return sorted(await self._sums(hits.c.day, days, now), key=lambda one: one.name)

    async def by_document(self, days: int, now: datetime) -> list[Tally]:
        """Return the documents, the one asked for most first; what led to none goes by no name."""
        whole: dict[str, Tally] = {}
        for one in await self._sums(hits.c.place, days, now):
            name = one.name.partition("/")[0].partition("#")[0]
            whole[name] = whole.get(name, Tally(name)) + one
        return sorted(whole.values(), key=_most)

    async def by_clause(self, days: int, now: datetime) -> list[Tally]:
        """Return the clauses, the one told most often first."""
        return sorted((one for one in await self._sums(hits.c.place, days, now) if one.name), key=_most)

    async def by_mode(self, days: int, now: datetime) -> list[Tally]:
        """Return where was asked: in private, in groups, inline."""
        return sorted(await self._sums(hits.c.mode, days, now), key=_most)

    async def _sums(self, column: ColumnElement[str], days: int, now: datetime) -> list[Tally]:
        lately = hits.c.day.between(day_of(now - timedelta(days=days - 1)), day_of(now))
        query = select(column, hits.c.outcome, func.sum(hits.c.count)).where(lately)
        grouped = query.group_by(column, hits.c.outcome)

        def look(connection: Connection) -> list[Tally]:
            found: dict[str, dict[str, int]] = defaultdict(dict)
            for name, outcome, count in connection.execute(grouped):
                found[name][outcome] = int(count)
            return [Tally(name, counts) for name, counts in found.items()]

        return await self._database.read(look)


@cache
def _counted(dialect: str) -> Any:
    """Return the statement that counts a hit, built once: building it takes longer than running it."""
    more = {"count": hits.c.count + 1}
    return insert_into(dialect, hits).on_conflict_do_update(index_elements=hits.primary_key.columns, set_=more)


def _most(one: Tally) -> tuple[int, str]:
    return -one.asked, one.name
