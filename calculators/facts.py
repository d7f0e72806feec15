"""What a reading gives to an input: one value, or a spread of values that must decide alike."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from calculators.measured import Spread, as_count, as_decimal, as_money, as_span, day_of, vague
from calculators.outcome import ImpossibleFactError
from knowledge.calculations import Input
from knowledge.calendar import SHANGHAI
from knowledge.language.fact import SUPPOSED, Fact

_LAST = time.max.replace(microsecond=0)


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


def _date(field: Input, fact: Fact, now: datetime) -> Any:
    if fact.kind not in ("date", "moment", "period"):
        if fact.kind in ("time", "duration"):
            raise vague(field, fact, field.ask)
        raise ImpossibleFactError(f"{field.label}看不懂“{fact.said}”，请写成 2023-04-01 这样的日期。")
    value = day_of(_in_time(field, fact))
    if value is not None and fact.exact and fact.shifts == (1,) and fact.value.time() == time.min:
        return value - timedelta(days=1)  # 4月1日24:00 is still the 1st
    if value is not None and fact.exact:
        return _not_to_come(field, fact, value, now.date())
    if fact.either:
        days = tuple(dict.fromkeys(day for option in fact.either if (day := day_of(option)) is not None))
        return days[0] if len(days) == 1 else Spread(min(days), max(days), days, "either", None, fact.said)
    low, high = day_of(fact.low), day_of(fact.high)
    if value is not None and low is not None and high is not None:
        return Spread(low, high, (low, value, high), "about", value, fact.said)
    if low is None or high is None:
        raise vague(field, fact, f"“{fact.said}”是哪一天？{field.ask}")
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
        raise vague(field, fact, f"“{fact.said}”还没到，请核对一下：{field.ask}")
    return value


def _in_time(field: Input, fact: Fact) -> Any:
    """Return a day that was told without a year as the input needs it: one that has happened, or one to come."""
    if not fact.yearless:
        return fact.value
    if field.happened:
        return fact.value if "promise" in fact.events or fact.back is None else fact.back
    return fact.ahead if fact.ahead is not None else fact.value


def _moment(field: Input, fact: Fact, now: datetime) -> Any:
    if fact.kind == "time":
        return _today(field, fact, now)
    if fact.kind != "moment":
        if fact.kind == "date" and fact.exact and not field.required:
            # Of what is not asked for anyway, the day may decide without its time.
            low, high = (datetime.combine(_in_time(field, fact), at, SHANGHAI) for at in (time.min, _LAST))
            return Spread(low, high, (low, high), "range", None, fact.said)
        if fact.kind in ("date", "period", "duration"):
            raise vague(field, fact, field.ask)
        raise ImpossibleFactError(f"{field.label}看不懂“{fact.said}”，请写成 2023-04-01 18:00 这样的时间。")
    if fact.exact:
        value: datetime = _in_time(field, fact)
        return _not_to_come(field, fact, value.replace(microsecond=0), now)
    if fact.either:
        options = tuple(fact.either)
        return Spread(options[0], options[-1], options, "either", None, fact.said)
    if fact.low is None or fact.high is None:
        raise vague(field, fact, f"“{fact.said}”是几号几点？{field.ask}")
    low, high = fact.low.replace(microsecond=0), fact.high.replace(microsecond=0)
    if low == high and fact.value is not None:
        minute = timedelta(minutes=1)
        return Spread(low - minute, low + minute, (low - minute, low, low + minute), "about", low, fact.said)
    return Spread(low, high, (low, high), "range", None, fact.said)


def _today(field: Input, fact: Fact, now: datetime) -> Any:
    """Return a time of day on today, or yesterday where it is still to come and has happened."""
    times = fact.either or ((fact.value,) if fact.value is not None else ())
    if not times:
        raise vague(field, fact, field.ask)
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
        raise vague(field, fact)
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
        raise vague(field, fact, f"“{fact.said}”是几点？{field.ask}")
    return (moment,)


def _bool(field: Input, fact: Fact, _now: datetime) -> Any:
    if fact.kind != "bool" or fact.polarity not in ("yes", "no"):
        raise vague(field, fact, field.ask)
    return fact.polarity == "yes"


def _word(_field: Input, fact: Fact, _now: datetime) -> Any:
    return fact.value if fact.value is not None else fact.said


_TAKES: dict[str, Callable[[Input, Fact, datetime], Any]] = {
    "money": as_money,
    "decimal": as_decimal,
    "count": as_count,
    "date": _date,
    "moment": _moment,
    "time": _time,
    "level": _level,
    "moments": _moments,
    "bool": _bool,
    "span": as_span,
    "enum": _word,
    "text": _word,
}
