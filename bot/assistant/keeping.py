"""What a further line does to a day or time known before: a new time on its day, a new day in its month."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Any

from bot.assistant.assigning import on_day as on_its_day
from bot.assistant.giving import Given
from bot.assistant.in_its_year import is_supposed
from bot.assistant.limits import MONTHS, NOON
from bot.assistant.looking import day_of, words
from knowledge.calculations import Calculation, Input
from knowledge.language.corrections import corrects
from knowledge.language.day_and_time import on_day
from knowledge.language.fact import SUPPOSED, Fact
from knowledge.language.reader import Reading


def kept(
    known: Mapping[str, Given], given: Mapping[str, Given], calculation: Calculation, reading: Reading
) -> dict[str, Given]:
    """Return what a line gives, a time alone set on the day said before, a day without its month in the nearest one."""
    return {name: _kept(calculation.inputs[name], known.get(name), value, reading) for name, value in given.items()}


def is_day(value: Given | None) -> bool:
    """Return whether a fact is a day without a time of day."""
    if isinstance(value, Fact):
        return value.kind == "date"
    return value is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def half_said(calculation: Calculation, name: str, value: Given) -> bool:
    """Return whether a value is a day where a time is needed: it waits for the time of day."""
    return calculation.inputs[name].type == "moment" and is_day(value)


def completed(known: Mapping[str, Given], asked: str, given: dict[str, Given]) -> dict[str, Given]:
    """Return `given` with a time of day set on the day said before."""
    day, said = known.get(asked), given.get(asked)
    if day is None or said is None or not is_day(day):
        return given
    return {**given, asked: on_its_day(day, said)}


def _kept(one: Input, known: Given | None, value: Given, reading: Reading) -> Given:
    if one.type == "moments" and isinstance(known, str) and isinstance(value, str):
        return _one_more(known, value, reading)
    if not isinstance(known, Fact) or not isinstance(value, Fact) or one.type not in ("date", "moment"):
        return value
    day = day_of(known.value)
    if day is None or known.kind not in ("date", "moment"):
        return value
    if isinstance(known.value, datetime) and known.shifts == (1,):
        day -= timedelta(days=1)  # 24:00 ends the day that was named
    if value.kind == "time":
        said = Fact("date", day, day, day, said=known.said)
        value = _same_half(value, known)
        return replace(on_day(said, value, reading.when, said=value.said), events=known.events, firm=known.firm)
    if value.kind == "period" and one.type == "date":
        return _in_stretch(value, day)
    if value.yearless and (
        isinstance(value.value, date) or (value.kind == "date" and len({one.day for one in value.either}) == 1)
    ):
        value = _nearest(one, value, day, reading)
    if (
        one.type == "moment"
        and value.kind == "date"
        and value.exact
        and isinstance(known.value, datetime)
        and known.shifts != (1,)
    ):
        moment = datetime.combine(value.value, known.value.timetz())
        return replace(
            value, kind="moment", low=moment, high=moment, value=moment, yearless=False, back=None, ahead=None
        )
    return value


def _one_more(known: str, value: str, reading: Reading) -> str:
    """
    Return a list of times with one more, or with one put right where the line corrects.

    The one put right is that of the same time, of the same day, or the last.
    """
    times = known.split(",")
    day = times[-1].partition("T")[0]
    new = list(dict.fromkeys(one if "T" in one or "T" not in times[-1] else f"{day}T{one}" for one in value.split(",")))
    more = re.search(words("more_of_them"), reading.text)
    if more or not (re.search(words("one_of_them"), reading.text) or corrects(reading.line)):
        return ",".join(dict.fromkeys((*times, *new)))
    if len(new) > 1:
        return ",".join(new)
    alike = [
        at for part in (2, 0) for at, one in enumerate(times) if one.partition("T")[part] == new[0].partition("T")[part]
    ]
    times[alike[0] if alike else -1] = new[0]
    return ",".join(times)


def _same_half(value: Fact, known: Fact) -> Fact:
    """Return a time without its part of the day in the half of the day that was said before: 昨晚9点, 不对 8点半."""
    clock, before = value.value, known.value
    if value.part or clock is None or not isinstance(before, datetime) or re.match(r"0\d?:", value.said):
        return value
    if before.hour >= NOON > clock.hour:
        later = clock.replace(hour=clock.hour + NOON)
        return replace(value, low=later, high=later, value=later, either=())
    return value


def _in_stretch(value: Fact, day: date) -> Fact:
    """Return the same day of another month or year: 11月1号 | 是10月, 去年的; another stretch of days stays one."""
    low, high = day_of(value.low), day_of(value.high)
    if low is None or high is None or low.day != 1:
        return value
    month = low.month if high == low.replace(day=monthrange(low.year, low.month)[1]) else day.month
    whole_year = (low.month, high) == (1, date(low.year, MONTHS, monthrange(low.year, MONTHS)[1]))
    if (
        (month != low.month and not whole_year)
        or day.day > monthrange(low.year, month)[1]
        or (high.month != low.month and not whole_year)
    ):
        return value
    one = date(low.year, month, day.day)
    return Fact("date", one, one, one, said=value.said, events=value.events, firm=value.firm)


def _nearest(one: Input, value: Fact, day: date, reading: Reading) -> Fact:
    """Return a day without its month, or without its year, in the one nearest to the day that it takes the place of."""
    own = day_of(value.value if value.value is not None else value.either[0])
    if own is None:
        return value
    step = MONTHS if re.search(r"[月/.]|\d-\d", value.said) else 1
    near = [
        moved
        for months in (-step, 0, step)
        if (moved := _moved(day if step == 1 else day.replace(day=1, month=own.month), months, own.day)) is not None
    ]
    may_lie_ahead = not one.happened or "promise" in {*value.events, *one.event} or is_supposed(value, reading)
    near = [moved for moved in near if may_lie_ahead or moved <= reading.when.today] or near
    if not near:
        return value
    best = min(near, key=lambda moved: abs(moved - day))
    new: Any = datetime.combine(best, value.value.timetz()) if isinstance(value.value, datetime) else best
    part = SUPPOSED if is_supposed(value, reading) else value.part
    return replace(
        value, low=new, high=new, value=new, how="exact", either=(), yearless=False, back=None, ahead=None, part=part
    )


def _moved(day: date, months: int, number: int) -> date | None:
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, number) if number <= monthrange(year, month + 1)[1] else None
