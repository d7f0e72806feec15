"""What a reading gives to an input that counts or measures: an amount, a number, a length of time in days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from calculators.outcome import FEN, ImpossibleFactError, VagueFactError
from knowledge.calculations import Input
from knowledge.language.elapsed import days_of
from knowledge.language.fact import Fact

MOST_YUAN = Decimal("999999999999.99")
_MOST_COUNT = Decimal(10) ** 12
Value = Decimal | int | date | datetime | time | str


@dataclass(frozen=True)
class Spread:
    """
    A fact that is no single value.

    `low` and `high` are its ends (None: open), `corners` the values that must decide alike. `why` is `range` (the
    value is asked for where they decide differently), `either` (two readings of a word), `safe` (a stretch of days,
    computed with `value`, the end that is safe for the asker), `about` (computed with `value`, the day told) or
    `most` (only its upper end decides).
    """

    low: Any
    high: Any
    corners: tuple[Any, ...]
    why: Literal["range", "either", "safe", "about", "most"]
    value: Any
    said: str

    def as_json(self) -> dict[str, Any]:
        """Return the ends as the outcome prints them."""
        return {"low": self.low, "high": self.high}


def vague(field: Input, fact: Fact, why: str = "") -> VagueFactError:
    """Return what asks for a fact again: `why`, or that it is not clear how much it is."""
    return VagueFactError(why or f"“{fact.said}”我看不准是多少。{field.ask}")


def _figure(
    field: Input,
    fact: Fact,
    kinds: tuple[str, ...],
    step: Decimal,
    least: Decimal,
    most: Decimal,
    check: Callable[[Input, Decimal, str], Any],
) -> Any:
    """Return a number or a spread of numbers, an open end taken one smallest step inside."""
    if fact.kind not in kinds:
        raise ImpossibleFactError(
            f"{field.label}看不懂“{fact.said}”，请写成数字，例如 {'1288' if field.type == 'money' else '12'}。"
        )
    if fact.exact:
        return check(field, fact.value, fact.said)
    if fact.either and None not in fact.either:
        corners = tuple(check(field, value, fact.said) for value in fact.either if value is not None and value >= 0)
        return Spread(min(corners), max(corners), corners, "either", None, fact.said)
    if fact.unclear:
        raise vague(field, fact)
    low = least if fact.low is None else max(fact.low + (0 if fact.low_in else step), least)
    high = most if fact.high is None else fact.high - (0 if fact.high_in else step)
    low, high = (end.quantize(step) if step < 1 else Decimal(int(end)) for end in (low, high))
    if low > high:
        raise vague(field, fact)
    ends = check(field, low, fact.said), check(field, high, fact.said)
    if ends[0] == ends[1]:
        return ends[0]
    shown = (None if fact.low is None else ends[0]), (None if fact.high is None else ends[1])
    return Spread(*shown, ends, "range", None, fact.said)


def money(field: Input, value: Decimal, said: str) -> Decimal:
    """Return an amount of yuan that can be; raises ImpossibleFactError."""
    if value < 0:
        raise ImpossibleFactError(f"{field.label}不能是负数，请重新告诉我。")
    if field.above_zero and not value:
        raise ImpossibleFactError(f"{field.label}要大于 0 元，请重新告诉我。")
    if value > MOST_YUAN:
        raise ImpossibleFactError(f"{field.label}看不懂“{said}”，请写成数字，例如 1288。")
    if value != value.quantize(FEN):
        raise ImpossibleFactError(f"{field.label}最多到分，“{said}”的小数太长了。")
    return value.quantize(FEN)


def decimal(field: Input, value: Decimal, said: str) -> Decimal:
    """Return a score or a length that can be; raises ImpossibleFactError."""
    if value < 0 or (field.above_zero and not value):
        raise ImpossibleFactError(f"{field.label}不能是负数或 0，请重新告诉我。")
    if value > MOST_YUAN:
        raise ImpossibleFactError(f"{field.label}看不懂“{said}”，请写成数字，例如 12。")
    return value


def count(field: Input, value: Decimal, said: str) -> int:
    """Return how many, as can be; raises ImpossibleFactError."""
    if value != value.to_integral_value():
        raise ImpossibleFactError(f"{field.label}要是整数，“{said}”不是。")
    if value < field.at_least:
        raise ImpossibleFactError(f"{field.label}不能小于 {field.at_least}，请重新告诉我。")
    if value > _MOST_COUNT:
        raise ImpossibleFactError(f"{field.label}看不懂“{said}”，请写成数字，例如 12。")
    return int(value)


def as_money(field: Input, fact: Fact, _now: datetime) -> Any:
    """Return an amount of yuan or a `Spread`; raises as `given` does."""
    if fact.kind == "money" and fact.unit not in ("元", ""):
        raise vague(field, fact, f"“{fact.said}”不是人民币，我不换算。{field.ask}")
    if fact.either and any(value is not None and value < 0 for value in fact.either):
        amount = max(value for value in fact.either if value is not None)
        raise vague(field, fact, f"“{fact.said}”是 {amount.normalize():f} 元吗？{field.ask}")
    least = FEN if field.above_zero else Decimal(0)
    return _figure(field, fact, ("money", "number"), FEN, least, MOST_YUAN, money)


def as_decimal(field: Input, fact: Fact, _now: datetime) -> Any:
    """Return a score or a length, or a `Spread`; raises as `given` does."""
    if fact.part == "points" and len(fact.either) == 1:
        return decimal(field, fact.either[0], fact.said)
    return _figure(field, fact, ("score", "number", "count"), Decimal("0.01"), Decimal(0), MOST_YUAN, decimal)


def as_count(field: Input, fact: Fact, now: datetime) -> Any:
    """Return how many, a length of time in days where days are counted, or a `Spread`; raises as `given` does."""
    length = fact.length or (fact if fact.kind == "duration" else None)
    if length is not None and field.unit == "天":
        fact = _in_days(length, fact)
    elif field.unit == "天" and fact.kind == "date" and isinstance(fact.value, date):
        days = Decimal((now.date() - fact.value).days)
        fact = Fact("number", days, days, days, said=fact.said)
    return _figure(field, fact, ("count", "number"), Decimal(1), Decimal(field.at_least), _MOST_COUNT, count)


def as_span(field: Input, fact: Fact, now: datetime) -> Any:
    """Return how many days a stretch of time covers: the most it may be, so that only what is surely shorter is."""
    low, high = day_of(fact.low), day_of(fact.high)
    if fact.kind == "period" and low is not None and high is not None:
        days = Decimal((high - low).days)
        fact = Fact("number", days, days, days, said=fact.said)
    value = as_count(field, fact, now)
    return (
        Spread(value.low, value.high, (value.corners[-1],), "most", value.corners[-1], value.said)
        if isinstance(value, Spread)
        else value
    )


def _in_days(length: Fact, fact: Fact) -> Fact:
    """Return a length of time as a number of days: weeks and months, too."""
    ends = days_of(length)
    if ends is None:
        return Fact("number", how="about", said=fact.said)
    low, high = ends
    exact = low == high
    return Fact("number", low, high, low if exact else None, "exact" if exact else "about", said=fact.said)


def day_of(value: Any) -> date | None:
    """Return the day of a day or a moment."""
    return value.date() if isinstance(value, datetime) else value
