"""A day without its month (11号) beside what has one: a season in the line, a day in the question it answers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from knowledge.language.day_facts import nearest
from knowledge.language.fact import Fact
from knowledge.language.tables import table
from knowledge.language.when import made, month_shifted

_BARE, _MONTH_AND_DAY = re.compile(r"\d{1,2} ?[号日]"), re.compile(r"(\d+)-(\d+)")
_ANY_YEAR = 2024
"""A leap year, in which every day of the calendar is."""


def near_seasons(facts: Sequence[Fact], today: date) -> list[Fact]:
    """
    Return the facts, each day without a month in the one that brings it nearest the only season that is named.

    双十一那单承诺11号发 is of November.
    """
    seasons = {match.groups() for fact in facts if fact.kind == "period" and (match := _season(fact.said))}
    if len(seasons) != 1 or not any(map(_is_bare, facts)):
        return list(facts)
    month, day = next(iter(seasons))
    season = date(_ANY_YEAR, int(month), int(day))
    return [_in_month(fact, season, today) if _is_bare(fact) else fact for fact in facts]


def near(facts: Sequence[Fact], day: date) -> list[Fact]:
    """Return the facts, each day without a month in the one, of its year, that brings it nearest a day."""
    return [_on(fact, _nearest(fact.value.day, day)) if _is_bare(fact) else fact for fact in facts]


def named(facts: Sequence[Fact]) -> date | None:
    """Return the one day of some facts that is told with its month (上个月20号), if there is one alone."""
    dated = [fact for fact in facts if fact.kind in ("date", "moment") and fact.exact and not _is_bare(fact)]
    days = {fact.value.date() if isinstance(fact.value, datetime) else fact.value for fact in dated}
    return next(iter(days)) if len(days) == 1 else None


def _season(said: str) -> re.Match[str] | None:
    seasons = table("days")["seasons"]
    name = max((name for name in seasons if name in said), key=len, default="")
    return _MONTH_AND_DAY.fullmatch(str(seasons.get(name, "")))


def _is_bare(fact: Fact) -> bool:
    told = fact.kind in ("date", "moment") and fact.exact and fact.yearless
    return told and bool(_BARE.match(fact.said))


def _in_month(fact: Fact, season: date, today: date) -> Fact:
    """Return a day as if its month had been said: the latest one not after today, and the next one."""
    day = _nearest(fact.value.day, season)
    past, ahead = (nearest(day.month, day.day, today, way) for way in (-1, 1))
    if past is None or ahead is None:
        return fact
    back = _on(fact, past)
    return replace(back, yearless=True, back=back.value, ahead=_on(fact, ahead).value)


def _nearest(number: int, beside: date) -> date:
    """Return the day of a number in a month that is nearest to another day."""
    days = (made(*month_shifted(beside, shift), number) for shift in (-1, 0, 1))
    return min((one for one in days if one), key=lambda one: abs(one - beside))


def _on(fact: Fact, day: date) -> Fact:
    """Return a day or moment on another day, its year and month told."""
    value: Any = fact.value
    moved = datetime.combine(day, value.timetz()) if isinstance(value, datetime) else day
    return replace(fact, low=moved, high=moved, value=moved, yearless=False, back=None, ahead=None)
