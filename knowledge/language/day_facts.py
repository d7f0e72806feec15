"""What all readers of days share: the patterns of their parts, and the facts they return."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.language.fact import Fact, How, place_of
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.tables import any_of, table
from knowledge.language.when import When, made

Match = re.Match[str]
N = rf"(?:\d{{1,4}}|[{DIGITS}十廿卅百]{{1,4}})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY_N = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二廿][十]?[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|十[一二三四五六七八九]?"
    r"|[一二三四五六七八九])"
)
SHIFT = any_of(table("days")["shifts"])
WEEK = any_of(table("days")["weeks"])
YEAR_WORD = any_of(table("days")["years"])
YEAR = (
    r"(?:(?:公元)?(?:19|20)\d{2}|[一二][零〇一二三四五六七八九]{3}|两千零?[一二三四五六七八九十]{0,3}"
    rf"|民国 ?{N}|\d{{2,3}}|二[一二三四五六七八九])"
)
# Which year, before what it is a year of: 2025年, 去年的.
YEARS = rf"(?P<years>{YEAR}年|{YEAR_WORD})的? ?"
_OVER_A_YEAR = 370


def beginnings(words: Iterable[str]) -> str:
    """Return the characters that words begin with, for `needs`."""
    return "".join(sorted({str(word)[0] for word in words}))


@dataclass(frozen=True)
class DayRow:
    """One way of naming a day: its name, its pattern, what reads it; `rank` decides between equally long ones."""

    name: str
    pattern: re.Pattern[str]
    reader: Any
    rank: int = 0
    needs: str = ""
    """Characters of which one stands in every match."""


def one_day(match: Match, day: date | None, **more: Any) -> Fact:
    """Return the fact of one day; open where there is no such day."""
    if day is None:
        return Fact("date", how="about", part="impossible", **place_of(match))
    if more.get("yearless"):
        more["back"] = day
    return Fact("date", day, day, day, **place_of(match), **more)


def one_of(match: Match, *days: date | None) -> Fact:
    """Return the fact of a word that means one of several days."""
    known = tuple(sorted(day for day in days if day is not None))
    if len(set(known)) < 2:  # noqa: PLR2004 - they agree
        return one_day(match, known[0] if known else None)
    return Fact("date", known[0], known[-1], None, "about", either=known, **place_of(match))


def stretch(match: Match, first: date, last: date, how: How = "exact") -> Fact:
    """Return the fact of all days from `first` to `last`."""
    return Fact("period", first, last, None, how, **place_of(match))


def in_year(match: Match, month: int, day: int, when: When) -> Fact:
    """Return a day without a year: the latest one not after now, and the next one beside it."""
    today = when.today
    if made(today.year, month, day) is None and (month, day) != (2, 29):
        return one_day(match, None)
    past, ahead = nearest(month, day, today, -1), nearest(month, day, today, 1)
    if past is not None and (today - past).days > _OVER_A_YEAR and past != ahead:
        both = tuple(one for one in (past, ahead) if one)  # 2月29日 of no near year
        return Fact("date", past, ahead, None, "about", either=both, **place_of(match))
    return one_day(match, past, yearless=True, ahead=ahead)


def nearest(month: int, day: int, today: date, way: int) -> date | None:
    """Return the nearest day of that date, before today (`way` -1) or after it (1), within nine years."""
    days = (made(today.year + way * shift, month, day) for shift in range(9))
    return next((found for found in days if found and (found - today).days * way >= 0), None)
