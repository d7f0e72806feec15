"""Values as people read them: money, days, times, lengths of time, ranges."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from calculators.measured import Spread
from calculators.outcome import FEN, Share, Vanished, Yuan
from knowledge.calculations import Input
from knowledge.prose import day_text, percent, plain_number

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_END_OF_DAY = "24:00"
Ends = Collection[Any]
"""The midnights that were told as the end of a day: told so again."""


def shown(value: Any, ends: Ends = ()) -> str:
    """Return a result as people read it; a midnight among `ends` as 24:00 of the day that it ends."""
    if isinstance(value, Share):
        return percent(value)
    if isinstance(value, Vanished):
        return f"{value:.2f} 元（不到一分钱，四舍五入的结果）"
    if isinstance(value, Yuan):
        return f"{value:.2f} 元"
    if isinstance(value, timedelta):
        return length_text(value)
    if isinstance(value, (date, time)):
        return _moment_text(value, ends)
    if isinstance(value, bool) or value is None:
        return {True: "是", False: "否"}.get(value, "未定") if value is not None else "未定"
    if isinstance(value, (int, Decimal)):
        return plain_number(value)
    return str(value)


def length_text(length: timedelta) -> str:
    """Return a length of time in full hours and minutes: what has not run its minute does not count."""
    hours, rest = divmod(length, _HOUR)
    minutes = rest // _MINUTE
    if not hours:
        return f"{minutes} 分钟" if minutes else "不到一分钟"
    return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"


def _moment_text(value: date | time, ends: Ends) -> str:
    if not isinstance(value, (datetime, time)):
        return day_text(value)
    if value in ends:
        return _END_OF_DAY if isinstance(value, time) else f"{day_text(value - _DAY)} {_END_OF_DAY}"
    clock = value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return f"{day_text(value)} {clock}" if isinstance(value, datetime) else clock


def shown_input(field: Input, value: Any, ends: Ends = ()) -> str:
    """Return a fact as people read it: money with its currency, enumerations by their word."""
    if value is None:
        return "未提供"
    if field.type == "money":
        return f"{value:.2f} 元"
    if field.type == "enum":
        return field.choices[value][0] if field.choices[value] else str(value)
    if isinstance(value, tuple):
        return "、".join(shown(item, ends) for item in value)
    return f"{shown(value, ends)} {field.unit}" if field.type == "decimal" and field.unit else shown(value, ends)


def spread_text(field: Input, value: Any) -> str:
    """Return a spread as people read it (300 元以上、不到 400 元), empty for a single value or a day that was taken."""
    if not isinstance(value, Spread) or value.why == "about":
        return ""
    if value.why == "either":
        return "或".join(shown_input(field, corner) for corner in value.corners)
    if (
        field.type == "money"
        and value.low is not None
        and value.high is not None
        and value.low % 1 == FEN
        and (value.high + FEN) % 1 == 0
    ):
        return f"{plain_number(value.low - FEN)} 元以上、不到 {plain_number(value.high + FEN)} 元"
    low, high = (None if end is None else shown_input(field, end) for end in (value.low, value.high))
    if low and high:
        return f"{low}到{high}"
    return f"{low}以上" if low else f"{high}以内"


def with_weekday(value: Any, told: str, ends: Ends = ()) -> str:
    """Return a day with its weekday, so that a slip is seen."""
    if isinstance(value, date) and "到" not in told:
        day = value - _DAY if value in ends else value
        return f"{told}，周{'一二三四五六日'[day.weekday()]}"
    return told
