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
    named = {match.groups() for fact in facts if fact.kind == "period" and (match := _season(fact.said))}
    if len(named) != 1 or not any(map(_is_bare, facts)):
        return list(facts)
    month, day = next(iter(named))
    season = date(_ANY_YEAR, int(month), int(day))
    return near(facts, season, today)


def near(facts: Sequence[Fact], day: date, today: date) -> list[Fact]:
    """Return the facts, each day without a month in the one that brings it nearest the date of a day of any year."""
    return [_in_month(fact, day, today) if _is_bare(fact) else fact for fact in facts]


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
    value: Any = fact.value
    days = (made(*month_shifted(season, shift), value.day) for shift in (-1, 0, 1))
    day = min((one for one in days if one), key=lambda one: abs(one - season))
    past, ahead = (nearest(day.month, day.day, today, way) for way in (-1, 1))
    if past is None or ahead is None:
        return fact
    if isinstance(value, datetime):
        back, then = (datetime.combine(one, value.timetz()) for one in (past, ahead))
        return replace(fact, low=back, high=back, value=back, back=back, ahead=then)
    return replace(fact, low=past, high=past, value=past, back=past, ahead=ahead)
