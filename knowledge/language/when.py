"""The moment a line is read at, and days counted from it: so many months back, the latest 8月15日, the year of 去年."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from knowledge.calendar import lunar_day
from knowledge.language.numerals import number
from knowledge.language.script import simplify
from knowledge.language.tables import table

NEAR, LONG_AGO = 60, 150
"""Days within which a day without its year is meant, and beyond which it is not where another reading is near."""


@dataclass(frozen=True)
class When:
    """The moment a line is read at, and what its script tells about the writer."""

    now: datetime
    line: str = ""
    text: str = ""

    @cached_property
    def traditional(self) -> bool:
        """Return whether the line is written in Traditional characters."""
        plain = unicodedata.normalize("NFKC", self.line)
        return simplify(plain) != plain

    @cached_property
    def cantonese(self) -> bool:
        """Return whether words of the line are Cantonese."""
        return any(str(word) in self.text for word in table("days")["cantonese"])

    @property
    def today(self) -> date:
        """Return the day of `now`."""
        return self.now.date()


def made(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def whole(text: str) -> int:
    """Return the whole number that `text` says, -1 where it says none."""
    value = number(text.replace("〇", "零"))
    return int(value) if value is not None else -1


def moved(day: date, days: int) -> date | None:
    """Return the day so many days later, or None where the calendar ends before."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_shifted(day: date, months: int) -> tuple[int, int]:
    """Return the year and month so many months after the one of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def lunar_latest(month: int, day: int, today: date) -> date | None:
    """Return the latest day not after `today` of that date in the lunar calendar."""
    days = (lunar_day(today.year + shift, month, day) for shift in (0, -1, -2))
    return next((found for found in days if found and found <= today), None)


def year_of(text: str, today: date) -> int | None:
    """Return the year that a word or number names; None where the century is left out and two fit."""
    years, text = table("days")["years"], text.strip()
    if text in years:
        return today.year + int(years[text])
    text = text.removesuffix("年").strip()
    if text.startswith("民国"):
        return 1911 + whole(text[2:].strip())
    digits = text.removeprefix("公元")
    if digits.isdigit():
        year = int(digits)
    elif digits.startswith("两千"):
        year = whole(digits)
    else:
        year = int("".join(str(whole(digit)) for digit in digits))
    if len(digits) == 3:  # noqa: PLR2004 - the Republic's years
        return 1911 + year
    return 2000 + year if year < 100 else year  # noqa: PLR2004
