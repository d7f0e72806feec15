"""A day without its month beside a season is of the month of that season."""

from datetime import datetime

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.reader import read

NOW = datetime(2026, 11, 27, 12, tzinfo=SHANGHAI)


def told(line: str) -> list[str]:
    """Return the days and moments that a line names, in its order."""
    exact = [fact for fact in read(line, NOW).facts if fact.kind in ("date", "moment") and fact.exact]
    return [fact.value.isoformat()[:16] for fact in exact]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("双十一那单承诺11号22点前发", ["2026-11-11T22:00"]),
        ("双十一那单，到12号21点59还没出库", ["2026-11-12T21:59"]),
        ("618那单说好18号发", ["2026-06-18"]),
        ("国庆那单3号晚上8点发的", ["2026-10-03T20:00"]),
        ("五一那单30号发的货", ["2026-04-30"]),
        ("双十二买的，10号发的货", ["2025-12-10"]),
        ("双十一那单28号发的货", ["2026-10-28"]),
    ],
)
def test_it_is_of_the_month_that_brings_it_nearest(line: str, days: list[str]) -> None:
    """Before or behind the season; the season that has been."""
    assert told(line) == days


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("商品编号618的那款，2号发的货", ["2026-11-02"]),
        ("11号发的货", ["2026-11-11"]),
        ("双十一那单10月3号发的货", ["2026-10-03"]),
        ("过年那单3号发的货", ["2026-11-03"]),
        ("618和双十一都买了，3号发的货", ["2026-11-03"]),
    ],
)
def test_without_one_season_that_has_a_day_nothing_is_changed(line: str, days: list[str]) -> None:
    """A number that is none, a month that is said, a season without a day of its own, two of them."""
    assert told(line) == days
