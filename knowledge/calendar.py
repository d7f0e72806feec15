"""Which day is it: working days after the State Council's notices, days of the lunar calendar; all in Shanghai."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEKEND = 5


def lunar_day(year: int, month: int, day: int) -> date | None:
    """
    Return the day of a lunar `month` and `day` in the lunar year that begins in `year`, or None where there is none such.

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


# Days off by law in a year whose notice is not out yet (State Council, in force 2025-01-01): solar, lunar; 清明 beside them.
_SOLAR = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_LUNAR = ((1, 1), (1, 2), (1, 3), (5, 5), (8, 15))


@cache
def statutory(year: int) -> frozenset[date]:
    """Return the days that are off by law in `year`, known without that year's notice."""
    eve = lunar_day(year - 1, 12, 30)
    lunar = (lunar_day(year, month, day) for month, day in _LUNAR)
    return frozenset(
        day for day in (*(date(year, month, day) for month, day in _SOLAR), eve, *lunar, pure_brightness(year)) if day is not None
    )


@dataclass(frozen=True)
class WorkingDays:
    """
    The yearly holiday arrangements, swapped weekends included.

    `off` and `on` are the days on which the arrangement overrides the weekday; `years` are those whose notice is known. In any
    other year the days off by law are known, swapped days are not.
    """

    off: frozenset[date]
    on: frozenset[date]
    years: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` is worked; in a year without a notice Monday to Friday are, but for the days off by law."""
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
        """Return whether `day` is off by the holiday arrangement (weekends within it included), or by law where none is out."""
        return day in self.off or (day.year not in self.years and day in statutory(day.year))


@cache
def working_days() -> WorkingDays:
    """Return China's arrangements as the library at hand knows them; its tables are read once."""
    from chinese_calendar import constants  # imported where working days are asked for

    off, on = frozenset(constants.holidays), frozenset(constants.workdays)
    return WorkingDays(off, on, frozenset(day.year for day in off))
