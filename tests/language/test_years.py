"""A year before a feast, a lunar day or a month, in any of the ways people write it."""

from datetime import date, datetime

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.reader import read

NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize("year", ["2025年", "25年", "二零二五年", "二五年", "公元2025年", "民国114年", "去年"])
def test_a_year_before_a_feast_is_the_year_of_that_feast(year: str) -> None:
    """However the year is written, 中秋 of 2025 was on 6 October."""
    (fact,) = read(f"{year}中秋", NOW).facts

    assert (fact.kind, fact.value) == ("date", date(2025, 10, 6))


@pytest.mark.parametrize("year", ["2025年", "二零二五年", "公元2025年", "去年"])
def test_a_year_before_a_month_is_the_year_of_that_month(year: str) -> None:
    """The whole of May 2025 is meant."""
    (fact,) = read(f"{year}5月", NOW).facts

    assert (fact.kind, fact.low, fact.high) == ("period", date(2025, 5, 1), date(2025, 5, 31))


@pytest.mark.parametrize("line", ["付了0.5百点五元", "付了2.50百点五元", "1.5万点五"])
def test_a_numeral_with_two_points_says_no_number(line: str) -> None:
    """Nobody can mean one number by it; it is read as nothing exact, and nothing is raised."""
    assert not any(fact.exact for fact in read(line, NOW).facts)
