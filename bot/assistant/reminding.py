"""Being asked to remind, and the times people tell for it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.reader import read
from knowledge.language.script import normalise
from knowledge.language.tables import any_of, table

_BARE = re.compile(r"[\W_]+")
_DAY = "D"
_LENGTHS = {"H": timedelta(hours=1), "min": timedelta(minutes=1)}


@dataclass(frozen=True)
class Request:
    """Somebody wants to be reminded: the way in which the time is told, empty where it is not."""

    how: Literal["", "before", "on", "typed"] = ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(any_of(normalise(word) for word in table("reminding")[name]))


def asked(line: str, now: datetime) -> Request | None:
    """Return what a line asks for that does nothing but ask to be reminded; None for any other."""
    text = normalise(line)
    if not _pattern("ask").search(text):
        return None
    # 提前两天 is two days back from then, not the two days before now
    reading = read(_pattern("back").sub(" ", text), now)
    facts = [fact for fact in reading.facts if fact.kind not in ("bool", "role")]
    rest = _pattern("ask").sub(" ", reading.text)
    for fact in facts:
        rest = rest.replace(fact.said, " ")
    for words in ("before", "on", "filler"):
        rest = _pattern(words).sub(" ", rest)
    if _BARE.sub("", rest):
        return None
    way = _way(text)
    return Request("typed" if any(fact.kind == "time" for fact in facts) or (facts and not way) else way)


def _way(text: str) -> Literal["", "before", "on"]:
    return "before" if _pattern("before").search(text) else "on" if _pattern("on").search(text) else ""


def moment(line: str, now: datetime, ends: datetime, morning: time) -> datetime | None:
    """
    Return the moment (Shanghai) that somebody tells to be reminded at; None where none is told.

    A day without a time is its `morning`, a time without a day the next such one; 提前两天, 当天早上八点 count from the
    day that is over at `ends`. It may lie in the past where the line says so.
    """
    text = normalise(line)
    last = (ends - timedelta(seconds=1)).date()
    back = _pattern("back").search(text)
    told = _told(text[back.end() :] if back else text, now)
    clock = told["time"].value if "time" in told else morning
    if way := _way(text):
        return _at(last - timedelta(days=way == "before"), clock)
    if back:
        return _before(told["duration"], ends, last, clock) if "duration" in told else None
    if "moment" in told:
        at: datetime = _ahead(told["moment"], now)
        return at
    if "date" in told:
        return _at(_ahead(told["date"], now), clock)
    if "time" in told:
        today = _at(now.date(), clock)
        return today if today > now else today + timedelta(days=1)
    return None


def _told(text: str, now: datetime) -> dict[str, Fact]:
    """Return the first fact of each kind that is one value, now or ahead."""
    found = [fact for fact in read(text, now).facts if fact.exact or fact.ahead is not None]
    return {fact.kind: fact for fact in reversed(found)}


def _ahead(fact: Fact, now: datetime) -> Any:
    """Return the next such day or moment where it was told without a year, month or week."""
    begun = now if isinstance(fact.ahead, datetime) else now.date()
    return fact.ahead if fact.ahead is not None and (fact.value is None or fact.value < begun) else fact.value


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None), SHANGHAI)


def _before(length: Fact, ends: datetime, last: date, clock: time) -> datetime | None:
    """Return the moment so long before the end: whole days before the last one, hours before the end itself."""
    if not isinstance(length.value, Decimal):
        return None
    if length.unit == _DAY:
        return _at(last - timedelta(days=int(length.value)), clock)
    unit = _LENGTHS.get(length.unit)
    return ends - unit * float(length.value) if unit else None
