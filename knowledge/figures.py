"""A rule's figures: units, dated values, parameters. Frozen; unknown keys are refused."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """Data that never changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(StrEnum):
    """What a figure counts; `READ` says how its text is read, `knowledge.prose` how it is told."""

    YUAN = "yuan"
    SHARE = "share"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    PERSON = "person"
    TIMES = "times"
    MESSAGES = "messages"
    ITEMS = "items"
    SCORE = "score"
    LEVEL = "level"
    MILLIMETRE = "millimetre"
    DAY_OF_MONTH = "day_of_month"
    TIME_OF_DAY = "time_of_day"
    DATE = "date"
    TERMS = "terms"


Figure = Decimal | int | str | time | date | tuple[str, ...]
_SPECIAL: dict[Unit, Callable[[Any], Figure]] = {
    Unit.YUAN: Decimal,
    Unit.SHARE: Decimal,
    Unit.SCORE: Decimal,
    Unit.MILLIMETRE: Decimal,
    Unit.LEVEL: str,
    Unit.TIME_OF_DAY: time.fromisoformat,
    Unit.DATE: date.fromisoformat,
    Unit.TERMS: tuple,
}


# How a figure is written, where it is no plain number.
_SAMPLES = {
    Unit.YUAN: "300 or 12.50",
    Unit.SHARE: "0.3",
    Unit.SCORE: "4.8",
    Unit.LEVEL: "L2",
    Unit.TIME_OF_DAY: '"08:00"',
    Unit.DATE: "2026-01-31",
    Unit.TERMS: "[甲, 乙]",
}


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_several, json_schema_input_type=str | tuple[str, ...])]


class Value(Frozen):
    """
    A figure as it stands from `since` on (None: from the start, no day stated); `at` is its locator in the source.

    `source` says where else it stands, of a figure that an owner has laid over the document.
    """

    value: Any
    at: str
    since: date | None = None
    source: str = ""


_UNITS = frozenset(unit.value for unit in Unit)


def figure_of(text: Any, unit: Unit) -> Figure:
    """
    Return a figure as it is written, read as its unit says.

    Raises:
        ValueError: it cannot be one.
    """
    read, written = _SPECIAL.get(unit, int), f"it is written as {_SAMPLES.get(unit, '15')}"
    if isinstance(text, dict) or isinstance(text, list) is not (read is tuple):
        raise ValueError(f"“{text}” is no {unit}; {written}")
    try:
        figure = read(text)
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"“{text}” is no {unit}; {written}") from error
    if isinstance(figure, int | Decimal) and figure < 0:
        raise ValueError(f"“{text}” is below zero")
    return figure


def _with_figure(entry: Any, unit: Unit) -> Any:
    if not isinstance(entry, dict) or "value" not in entry:
        return entry
    try:
        return {**entry, "value": figure_of(entry["value"], unit)}
    except ValueError as error:
        raise ValueError(f"history: {error}") from error


class Parameter(Frozen):
    """A named figure of a clause, with its unit and its dated history, oldest first."""

    unit: Unit
    history: Annotated[tuple[Value, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _read_values(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or raw.get("unit") not in _UNITS or not isinstance(raw.get("history"), list):
            return raw
        return {**raw, "history": [_with_figure(entry, Unit(raw["unit"])) for entry in raw["history"]]}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [value.since or date.min for value in self.history]
        if days != sorted(set(days)):
            raise ValueError("history: each `since` must be later than the one before")
        return self

    def on(self, day: date) -> Value:
        """Return the value in force on `day`; before the first one, the first."""
        known = [value for value in self.history if value.since is None or value.since <= day]
        return known[-1] if known else self.history[0]
