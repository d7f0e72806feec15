"""A day without its year beside one with its year."""

from datetime import date, datetime

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.reader import read

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)


def days(line: str) -> list[date]:
    """Return the days that a line names, in its order."""
    return [
        fact.value.date() if isinstance(fact.value, datetime) else fact.value
        for fact in read(line, NOW).facts
        if fact.kind in ("date", "moment")
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2025年6月10号发的货，7月9号去申请", ["2025-06-10", "2025-07-09"]),
        ("6月9号谈妥退款，说好2025年6月10号18点前发货", ["2025-06-09", "2025-06-10"]),
        ("2025年12月30号发货，1月5号收到", ["2025-12-30", "2026-01-05"]),
        ("1月5号收到的，2025年12月30号发的货", ["2026-01-05", "2025-12-30"]),
        ("2025年2月28号通过，3月1号到账", ["2025-02-28", "2025-03-01"]),
    ],
)
def test_it_is_of_the_year_that_brings_it_nearest(line: str, told: list[str]) -> None:
    """Across the turn of a year and in a leap year, whichever stands first."""
    assert [day.isoformat() for day in days(line)] == told


@pytest.mark.parametrize(
    "line", ["6月10号发的货，7月9号去申请", "去年6月10号发的货，今年7月9号去申请", "2024年5月和2025年6月10号，7月9号"]
)
def test_without_one_year_that_is_named_nothing_is_changed(line: str) -> None:
    """Days that name none, or several."""
    assert len(days(line)) >= 2
    assert all(day.year in (2024, 2025, 2026) for day in days(line))


def test_a_day_alone_stays_near_now() -> None:
    """There is no other day to be near to."""
    assert days("7月9号去申请") == [date(2026, 7, 9)]
