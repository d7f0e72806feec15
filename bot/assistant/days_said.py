"""Which days a line asks about: an exact one, a month or year, about when, before a day, before a change."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.assistant.limits import MONTHS, NEAR_DAYS
from bot.assistant.looking import day_of, words
from knowledge.language.events import mentions
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading, read
from knowledge.language.tables import table
from knowledge.prose import day_text

DAY = timedelta(days=1)
_NEAR = timedelta(days=NEAR_DAYS)
# “6月1日之前” ends the day before, “5月31日以后” begins the day after; 后来, 前台 and 前后 are other words.
_BEFORE, _AFTER = re.compile(r"[以之]前|前(?![天台几后])"), re.compile(r"[以之]后|后(?![来天台])")


@dataclass(frozen=True)
class Days:
    """Days that a line names, from `first` to `last`, both of them in; `called` is how they are told."""

    first: date
    last: date
    called: str

    @classmethod
    def one(cls, day: date) -> "Days":
        """Return a single day."""
        return cls(day, day, day_text(day))

    @classmethod
    def between(cls, first: date, last: date) -> "Days":
        """Return all days from `first` to `last`: 2025年3月, 2025年5月21日到31日."""
        return cls(first, last, _called(first, last))

    def holds(self, other: "Days") -> bool:
        """Return whether another stretch lies within this one, and is a shorter one."""
        return self.first <= other.first and other.last <= self.last and self.length > other.length

    @property
    def length(self) -> timedelta:
        """Return how long it is, beyond its first day."""
        return self.last - self.first


BEFORE_CHANGE = Days(date.min, date.min, "")
"""The time before a figure was changed, whenever that was: 改之前上限是多少."""
Said = tuple[Days, ...]


def days_said(reading: Reading) -> Said:
    """
    Return the days that a line names, each once, in the calendar's order.

    Of what lies before or after a day, it is the next day to that one. A stretch in which today lies is no other time
    than now; where the line speaks of now, too, today is one of them.
    """
    today = reading.when.today
    found = {one for fact in reading.facts if (one := _in_calendar(fact, reading)) is not None}
    kept = {one for one in found if not any(one.holds(other) for other in found)}
    kept = {one for one in kept if not one.length or not one.first <= today <= one.last}
    if kept and re.search(words(".now_words"), reading.text):
        kept.add(Days.one(today))
    if not kept and _speaks_of_before(reading):
        return (BEFORE_CHANGE,)
    return tuple(sorted(kept, key=lambda one: (one.first, one.last, one.called)))


def _in_calendar(fact: Fact, reading: Reading) -> Days | None:
    """Return the days of a fact, none where they lie beyond the end of the calendar."""
    try:
        return _days(fact, reading)
    except OverflowError:
        return None


def _days(fact: Fact, reading: Reading) -> Days | None:
    shift = DAY * (bool(_AFTER.match(reading.text, fact.end)) - bool(_BEFORE.match(reading.text, fact.end)))
    low, high = day_of(fact.low), day_of(fact.high)
    if fact.kind in ("date", "moment") and fact.exact:
        day = day_of(fact.value)
        return None if day is None else Days.one(day + shift)
    if fact.kind == "date" and fact.value is None and low is not None and high is None:
        return Days.one(low + DAY)
    if fact.kind == "date" and fact.value is None and low is None and high is not None:
        return Days.one(high - DAY)
    if fact.kind == "period" and fact.how == "about" and low is None and high is None:
        return _season(fact, reading)
    # 第5天 and 开了3年 tell a length; 一年半以前 tells a time by one
    counted = fact.length is not None and "前" not in fact.said
    if fact.kind not in ("date", "period") or counted or fact.either or low is None or high is None or low > high:
        return None
    if fact.kind == "date":
        middle = day_of(fact.value)
        return Days.between(low, high) if middle is None else _around(middle, low, high)
    if shift:
        return Days.one(low - DAY if shift < timedelta(0) else high + DAY)
    return _same_time(fact, reading) or Days.between(low, high)


def _same_time(fact: Fact, reading: Reading) -> Days | None:
    """Return the days around today in the year that a line names: 去年这个时候."""
    today, low, high = reading.when.today, day_of(fact.low), day_of(fact.high)
    behind = re.match(rf" ?的?(?:{words('this_time')})", reading.text[fact.end :])
    if behind is None or low is None or high is None or (low.month, high.month) != (1, MONTHS):
        return None
    that = date(low.year, today.month, min(today.day, monthrange(low.year, today.month)[1]))
    return _around(that, that, that)


def _around(middle: date, low: date, high: date) -> Days:
    return Days(min(low, middle - _NEAR), max(high, middle + _NEAR), f"{day_text(middle)}前后")


def _season(fact: Fact, reading: Reading) -> Days | None:
    """Return the days around a feast that is told as a season: 去年春节那阵, 双11的时候."""
    named = read(f"{fact.said}{next(iter(table('days')['on_the_day']))}", reading.when.now).facts
    day = day_of(named[0].value) if len(named) == 1 and named[0].kind == "date" else None
    return None if day is None else _around(day, day, day)


def _speaks_of_before(reading: Reading) -> bool:
    """Return whether a line asks for what was before a change, and not for what was before a deed or a day."""
    ends = {mention.end for mention in mentions(reading.text)} | {fact.end for fact in reading.facts}
    return any(match.start() not in ends for match in re.finditer(words("before_change"), reading.text))


def _called(first: date, last: date) -> str:
    """
    Return how a stretch of days is told.

    >>> _called(date(2025, 3, 1), date(2025, 3, 31))
    '2025年3月'
    >>> _called(date(2025, 5, 21), date(2025, 5, 31))
    '2025年5月21日到31日'
    """
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if first == last:
        return day_text(first)
    if whole and first.year == last.year:
        return f"{first.year}年{_months(first.month, last.month)}"
    if first.year != last.year:
        return f"{day_text(first)}到{day_text(last)}"
    return f"{day_text(first)}到{'' if first.month == last.month else f'{last.month}月'}{last.day}日"


def _months(first: int, last: int) -> str:
    if (first, last) == (1, MONTHS):
        return ""
    return f"{first}月" if first == last else f"{first}月到{last}月"


def cut(one: Days, at: Iterable[date]) -> list[Days]:
    """Return a stretch in the parts that begin at the days `at`; a single part keeps its name."""
    begins = sorted({one.first, *(day for day in at if one.first < day <= one.last)})
    if len(begins) == 1:
        return [one]
    ends = [*(begin - DAY for begin in begins[1:]), one.last]
    return [Days.between(begin, end) for begin, end in zip(begins, ends, strict=True)]
