"""All ways of naming a day or a stretch of days, gathered from the modules that read each kind."""

from functools import cache

from knowledge.language import dates, named_days, periods, relative_days
from knowledge.language.day_facts import DayRow


@cache
def rows() -> tuple[DayRow, ...]:
    """Return all ways of naming a day or a stretch of days."""
    return (*dates.rows(), *relative_days.rows(), *named_days.rows(), *periods.rows())
