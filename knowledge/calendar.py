"""Which day is it: working days after the State Council's notices, days of the lunar calendar; all in Shanghai."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEKEND, _DECEMBER = 5, 12
_SINCE = 2025
_OFF, _WORKED = "days_off", "working"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def lunar_day(year: int, month: int, day: int) -> date | None:
    """
    Return the day of a lunar `month` and `day` in the lunar year that begins in `year`, or None where there is none.

    The 30th of the last month is its last day (除夕), which may be the 29th.
    """
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate  # imported where a lunar day is named

    try:
        found: date = LunarDate(year, month, day).to_solar_date()
    except (InvalidLunarDateError, ValueError):
        if (month, day) == (12, 30):
            return lunar_day(year, 12, 29)
        return None
    return found


def pure_brightness(year: int) -> date | None:
    """Return the day of 清明, or None where the calendar at hand does not reach."""
    from borax.calendars.lunardate import TermUtils

    try:
        found: date = TermUtils.day_start_from_term(year, "清明")
    except (ValueError, KeyError, IndexError):
        return None
    return found


# Days off by law in a year whose notice is not out yet (State Council, in force since the start of `_SINCE`): solar,
# lunar; 清明 beside them.
_SOLAR = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_LUNAR = ((1, 1), (1, 2), (1, 3), (5, 5), (8, 15))


@cache
def statutory(year: int) -> frozenset[date]:
    """Return the days that are off by law in `year`, known without that year's notice."""
    eve = lunar_day(year - 1, 12, 30)
    lunar = (lunar_day(year, month, day) for month, day in _LUNAR)
    return frozenset(
        day
        for day in (*(date(year, month, day) for month, day in _SOLAR), eve, *lunar, pure_brightness(year))
        if day is not None
    )


class HolidaysError(Exception):
    """A year's holidays cannot be as they are told; the message names year, field and value."""


@dataclass(frozen=True)
class Notice:
    """One year's holiday notice: days off, weekends within a holiday included, and the weekend days worked for them."""

    off: frozenset[date]
    on: frozenset[date]


def notices(raw: Any) -> dict[int, Notice]:
    """
    Return the notices by year that `raw` (years with `days_off` and `working`, days as ISO text or `from..to`) tells.

    A day of the December before belongs to a year, too: the New Year holiday may begin there.

    Raises:
        HolidaysError: something cannot be; names year, field and value.
    """
    if not isinstance(raw, dict) or not raw:
        raise HolidaysError("the whole file: must be years with days_off and working")
    seen: dict[date, str] = {}
    return {_year(text): _notice(text, entry, seen) for text, entry in raw.items()}


def _year(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text):
        raise HolidaysError(f"“{text}” is no year")
    return int(text)


def _notice(year: str, raw: Any, seen: dict[date, str]) -> Notice:
    if not isinstance(raw, dict):
        raise HolidaysError(f"{year}: must have {_OFF} and {_WORKED}")
    if unknown := next((key for key in raw if key not in (_OFF, _WORKED)), None):
        raise HolidaysError(f"{year}.{unknown}: unknown key")
    if not raw.get(_OFF):
        raise HolidaysError(f"{year}.{_OFF}: is missing")
    off, on = (frozenset(_days(int(year), field, raw.get(field, []), seen)) for field in (_OFF, _WORKED))
    left_out = sorted(statutory(int(year)) - off) if int(year) >= _SINCE else []
    if left_out:
        raise HolidaysError(f"{year}.{_OFF}: “{left_out[0]}” is missing, though it is off by law")
    if wrong := sorted(day for day in on if day.weekday() < _WEEKEND):
        raise HolidaysError(f"{year}.{_WORKED}: “{wrong[0]}” is no weekend day, it is worked anyway")
    return Notice(off, on)


def _days(year: int, field: str, raw: Any, seen: dict[date, str]) -> Iterator[date]:
    """Yield the days of a field; each must belong to `year` and stand nowhere else, `seen` says where it does."""
    if not isinstance(raw, list):
        raise HolidaysError(f"{year}.{field}: must be a list of days")
    for text in raw:
        for day in _stretch(f"{year}.{field}", text):
            if day.year != year and (day.year, day.month) != (year - 1, _DECEMBER):
                raise HolidaysError(f"{year}.{field}: “{day}” is neither of {year} nor of the December before")
            if other := seen.get(day):
                why = "stands twice" if other.endswith(field) else "cannot be both off and worked"
                raise HolidaysError(f"{year}.{field}: “{day}” {why} (also in {other})")
            seen[day] = f"{year}.{field}"
            yield day


def _stretch(where: str, text: Any) -> Iterator[date]:
    """Yield the days from first to last of `2027-02-05..2027-02-11`, or the one day that `text` is."""
    if not isinstance(text, str):
        raise HolidaysError(f"{where}: “{text}” is no day")
    first, dots, last = text.partition("..")
    start, end = _iso(where, first), _iso(where, last if dots else first)
    if end < start:
        raise HolidaysError(f"{where}: “{text}” ends before it begins")
    yield from (start + timedelta(days=count) for count in range((end - start).days + 1))


def _iso(where: str, text: str) -> date:
    try:
        if _ISO.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError as error:
        raise HolidaysError(f"{where}: “{text.strip()}” is no day") from error
    raise HolidaysError(f"{where}: “{text.strip()}” is no day; write it like 2027-02-05, or 2027-02-05..2027-02-11")


@dataclass(frozen=True)
class WorkingDays:
    """
    The yearly holiday arrangements, swapped weekends included.

    `off` and `on` are the days on which the arrangement overrides the weekday; `years` are those whose notice is
    known. In any other year the days off by law are known, swapped days are not.
    """

    off: frozenset[date]
    on: frozenset[date]
    years: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` is worked; in a year without a notice Monday to Friday are, but for days off by law."""
        if self.is_holiday(day):
            return False
        return day in self.on or day.weekday() < _WEEKEND

    def nth_working_day(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`, which itself does not count."""
        day = start
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def is_known(self, start: date, end: date) -> bool:
        """Return whether the notices for all years from `start` to `end` are known."""
        return all(year in self.years for year in range(start.year, end.year + 1))

    def is_holiday(self, day: date) -> bool:
        """Return whether `day` is off by the holiday arrangement with its weekends, or by law where none is out."""
        return day in self.off or (day.year not in self.years and day in statutory(day.year))

    def with_notices(self, further: Mapping[int, Notice]) -> "WorkingDays":
        """Return the arrangements with what `further` says instead of what was known of its years, later years last."""
        off, on = self.off, self.on
        for year, notice in sorted(further.items()):
            said = notice.off | notice.on
            off = frozenset(day for day in off if day.year != year and day not in said) | notice.off
            on = frozenset(day for day in on if day.year != year and day not in said) | notice.on
        return WorkingDays(off, on, self.years | further.keys())


@cache
def working_days() -> WorkingDays:
    """Return China's arrangements as the library at hand knows them; its tables are read once."""
    from chinese_calendar import constants  # imported where working days are asked for

    off, on = frozenset(constants.holidays), frozenset(constants.workdays)
    return WorkingDays(off, on, frozenset(day.year for day in off))
