"""What a reading gives to an input: one value, or a spread of values that must decide alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from calculators.outcome import FEN, ImpossibleFactError, VagueFactError
from knowledge.calculations import Input
from knowledge.calendar import SHANGHAI
from knowledge.language.elapsed import days_of
from knowledge.language.fact import SUPPOSED, Fact

MOST_YUAN = Decimal("999999999999.99")
_MOST_COUNT = Decimal(10) ** 12
_LAST = time.max.replace(microsecond=0)
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


def given(field: Input, fact: Fact, now: datetime) -> Any:
    """
    Return what `fact` gives to an input: its value or a `Spread`.

    Raises:
        ImpossibleFactError: it cannot be; one plain sentence.
        VagueFactError: it must be asked about first.
    """
    if fact.part == "impossible":
        raise ImpossibleFactError(f"{field.label}“{fact.said}”不是一个存在的日期或时间，请核对一下。")
    return _TAKES[field.type](field, fact, now)


def _vague(field: Input, fact: Fact, why: str = "") -> VagueFactError:
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
        raise _vague(field, fact)
    low = least if fact.low is None else max(fact.low + (0 if fact.low_in else step), least)
    high = most if fact.high is None else fact.high - (0 if fact.high_in else step)
    low, high = (end.quantize(step) if step < 1 else Decimal(int(end)) for end in (low, high))
    if low > high:
        raise _vague(field, fact)
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


def _money(field: Input, fact: Fact, _now: datetime) -> Any:
    if fact.kind == "money" and fact.unit not in ("元", ""):
        raise _vague(field, fact, f"“{fact.said}”不是人民币，我不换算。{field.ask}")
    if fact.either and any(value is not None and value < 0 for value in fact.either):
        amount = max(value for value in fact.either if value is not None)
        raise _vague(field, fact, f"“{fact.said}”是 {amount.normalize():f} 元吗？{field.ask}")
    least = FEN if field.above_zero else Decimal(0)
    return _figure(field, fact, ("money", "number"), FEN, least, MOST_YUAN, money)


def _decimal(field: Input, fact: Fact, _now: datetime) -> Any:
    if fact.part == "points" and len(fact.either) == 1:
        return decimal(field, fact.either[0], fact.said)
    return _figure(field, fact, ("score", "number", "count"), Decimal("0.01"), Decimal(0), MOST_YUAN, decimal)


def _count(field: Input, fact: Fact, now: datetime) -> Any:
    length = fact.length or (fact if fact.kind == "duration" else None)
    if length is not None and field.unit == "天":
        fact = _in_days(length, fact)
    elif field.unit == "天" and fact.kind == "date" and isinstance(fact.value, date):
        days = Decimal((now.date() - fact.value).days)
        fact = Fact("number", days, days, days, said=fact.said)
    return _figure(field, fact, ("count", "number"), Decimal(1), Decimal(field.at_least), _MOST_COUNT, count)


def _span(field: Input, fact: Fact, now: datetime) -> Any:
    """Return how many days a stretch of time covers: the most it may be, so that only what is surely shorter is."""
    low, high = _day(fact.low), _day(fact.high)
    if fact.kind == "period" and low is not None and high is not None:
        days = Decimal((high - low).days)
        fact = Fact("number", days, days, days, said=fact.said)
    value = _count(field, fact, now)
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


def _date(field: Input, fact: Fact, now: datetime) -> Any:
    if fact.kind not in ("date", "moment", "period"):
        if fact.kind in ("time", "duration"):
            raise _vague(field, fact, field.ask)
        raise ImpossibleFactError(f"{field.label}看不懂“{fact.said}”，请写成 2023-04-01 这样的日期。")
    value = _day(_in_time(field, fact))
    if value is not None and fact.exact and fact.shifts == (1,) and fact.value.time() == time.min:
        return value - timedelta(days=1)  # 4月1日24:00 is still the 1st
    if value is not None and fact.exact:
        return _not_to_come(field, fact, value, now.date())
    if fact.either:
        days = tuple(dict.fromkeys(day for option in fact.either if (day := _day(option)) is not None))
        return days[0] if len(days) == 1 else Spread(min(days), max(days), days, "either", None, fact.said)
    low, high = _day(fact.low), _day(fact.high)
    if value is not None and low is not None and high is not None:
        return Spread(low, high, (low, value, high), "about", value, fact.said)
    if low is None or high is None:
        raise _vague(field, fact, f"“{fact.said}”是哪一天？{field.ask}")
    if low == high:
        return low
    if not field.safe:
        return Spread(low, high, (low, high), "range", None, fact.said)
    return Spread(low, high, (low, high), "safe", low if field.safe == "low" else high, fact.said)


def _not_to_come(field: Input, fact: Fact, value: Any, now: Any) -> Any:
    """
    Return a day or moment, unless it is still to come and stands for what has happened: that is asked.

    A day with its year is meant so.
    """
    if re.match(r"\d\d\d\d", fact.said):
        return value
    if (
        field.happened
        and field.required
        and "promise" not in field.event
        and fact.part not in ("now", SUPPOSED)
        and value > now
    ):
        raise _vague(field, fact, f"“{fact.said}”还没到，请核对一下：{field.ask}")
    return value


def _in_time(field: Input, fact: Fact) -> Any:
    """Return a day that was told without a year as the input needs it: one that has happened, or one to come."""
    if not fact.yearless:
        return fact.value
    if field.happened:
        return fact.value if "promise" in fact.events or fact.back is None else fact.back
    return fact.ahead if fact.ahead is not None else fact.value


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _moment(field: Input, fact: Fact, now: datetime) -> Any:
    if fact.kind == "time":
        return _today(field, fact, now)
    if fact.kind != "moment":
        if fact.kind == "date" and fact.exact and not field.required:
            # Of what is not asked for anyway, the day may decide without its time.
            low, high = (datetime.combine(_in_time(field, fact), at, SHANGHAI) for at in (time.min, _LAST))
            return Spread(low, high, (low, high), "range", None, fact.said)
        if fact.kind in ("date", "period", "duration"):
            raise _vague(field, fact, field.ask)
        raise ImpossibleFactError(f"{field.label}看不懂“{fact.said}”，请写成 2023-04-01 18:00 这样的时间。")
    if fact.exact:
        value: datetime = _in_time(field, fact)
        return _not_to_come(field, fact, value.replace(microsecond=0), now)
    if fact.either:
        options = tuple(fact.either)
        return Spread(options[0], options[-1], options, "either", None, fact.said)
    if fact.low is None or fact.high is None:
        raise _vague(field, fact, f"“{fact.said}”是几号几点？{field.ask}")
    low, high = fact.low.replace(microsecond=0), fact.high.replace(microsecond=0)
    if low == high and fact.value is not None:
        minute = timedelta(minutes=1)
        return Spread(low - minute, low + minute, (low - minute, low, low + minute), "about", low, fact.said)
    return Spread(low, high, (low, high), "range", None, fact.said)


def _today(field: Input, fact: Fact, now: datetime) -> Any:
    """Return a time of day on today, or yesterday where it is still to come and has happened."""
    times = fact.either or ((fact.value,) if fact.value is not None else ())
    if not times:
        raise _vague(field, fact, field.ask)
    moments = []
    for said, shift in zip(times, fact.shifts if len(fact.shifts) == len(times) else (0,) * len(times), strict=True):
        moment = datetime.combine(now.date() + timedelta(days=shift), said, SHANGHAI)
        moments.append(moment - timedelta(days=1) if field.happened and moment > now else moment)
    if len(moments) == 1:
        return moments[0]
    return Spread(min(moments), max(moments), tuple(moments), "either", None, fact.said)


def _time(field: Input, fact: Fact, now: datetime) -> Any:
    if fact.kind != "time":
        return _moment(field, fact, now)
    if fact.either:
        return Spread(fact.either[0], fact.either[-1], tuple(fact.either), "either", None, fact.said)
    if fact.value is not None:
        return fact.value
    if fact.low is None or fact.high is None:
        raise _vague(field, fact)
    return Spread(fact.low, fact.high, (fact.low, fact.high), "range", None, fact.said)


def _level(field: Input, fact: Fact, _now: datetime) -> Any:
    if fact.kind != "level":
        raise ImpossibleFactError(f"{field.label}写成 L2、L2+、L3 这样的等级，“{fact.said}”看不懂。")
    if fact.exact:
        return fact.value
    ends = (
        (fact.low, f"{fact.low}+")
        if fact.low_in and not str(fact.low).endswith("+")
        else (f"{str(fact.low).rstrip('+')}+", "L9")
    )
    return Spread(fact.low, None, ends, "range", None, fact.said)


def _moments(field: Input, fact: Fact, now: datetime) -> Any:
    moment = _moment(field, fact, now)
    if isinstance(moment, Spread):
        raise _vague(field, fact, f"“{fact.said}”是几点？{field.ask}")
    return (moment,)


def _bool(field: Input, fact: Fact, _now: datetime) -> Any:
    if fact.kind != "bool" or fact.polarity not in ("yes", "no"):
        raise _vague(field, fact, field.ask)
    return fact.polarity == "yes"


def _word(_field: Input, fact: Fact, _now: datetime) -> Any:
    return fact.value if fact.value is not None else fact.said


_TAKES: dict[str, Callable[[Input, Fact, datetime], Any]] = {
    "money": _money,
    "decimal": _decimal,
    "count": _count,
    "date": _date,
    "moment": _moment,
    "time": _time,
    "level": _level,
    "moments": _moments,
    "bool": _bool,
    "span": _span,
    "enum": _word,
    "text": _word,
}
