"""A day without its year beside one with its year: 2025年6月10号前发货, 6月9号谈妥."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from knowledge.language.fact import Fact

_DAYS = ("date", "moment")


def same_year(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts, each day without a year in the year that brings it nearest the one day of the line with one."""
    dated = [
        fact
        for fact in facts
        if fact.kind in _DAYS
        and not fact.yearless
        and fact.exact
        and fact.length is None
        and str(fact.value.year) in fact.said
    ]
    if len({fact.value.year for fact in dated}) != 1:
        return list(facts)
    return [
        _in_year(fact, _day(dated[0].value)) if fact.kind in _DAYS and fact.yearless and fact.exact else fact
        for fact in facts
    ]


def _in_year(fact: Fact, beside: date) -> Fact:
    years = (
        moved
        for year in (beside.year - 1, beside.year, beside.year + 1)
        if (moved := _moved(fact.value, year)) is not None
    )
    value = min(years, key=lambda moved: abs(_day(moved) - beside), default=None)
    return (
        fact
        if value is None
        else replace(fact, low=value, high=value, value=value, yearless=False, back=None, ahead=None)
    )


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _moved(value: Any, year: int) -> Any:
    try:
        return value.replace(year=year)
    except ValueError:
        return None  # 29 February
