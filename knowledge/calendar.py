"""Is this a working day in China; says when the State Council's notice for a year is not out yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_WEEKEND = 5


@dataclass(frozen=True)
class WorkingDays:
    """
    The yearly holiday arrangements, swapped weekends included.

    `off` and `on` are the days on which the arrangement overrides the weekday; `years` are those whose notice is known.
    """

    off: frozenset[date]
    on: frozenset[date]
    years: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` is worked; in a year without a notice Monday to Friday are."""
        if day in self.off:
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
        """Return whether `day` is off by the holiday arrangement, weekends within it included."""
        return day in self.off


@cache
def working_days() -> WorkingDays:
    """Return China's arrangements as the library at hand knows them; its tables are read once."""
    from chinese_calendar import constants  # imported where working days are asked for

    off, on = frozenset(constants.holidays), frozenset(constants.workdays)
    return WorkingDays(off, on, frozenset(day.year for day in off))
