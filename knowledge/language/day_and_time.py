"""A day and the time of day beside it, and times that follow a day named before them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.hours import Reading as ClockReading
from knowledge.language.hours import readings
from knowledge.language.tables import any_of, table
from knowledge.language.when import When

_BESIDE = re.compile(r"\x00*[ ,]?(?:的|那天|当天|那日|嗰日|𠮶日|号|,|\()? ?t?")


def day_and_time(day: Fact, clock: Fact, between: str, when: When, **span: Any) -> Fact | None:
    """Return the moment of a day and the time of day behind it; None where they are apart or the time is a stretch."""
    if day.kind != "date" or clock.kind != "time" or not _BESIDE.fullmatch(between) or clock.how == "between":
        return None
    return on_day(day, clock, when, **span)


def on_day(day: Fact, clock: Fact, when: When, **span: Any) -> Fact:
    """Return the moment of a time of day on a day; several where either is open."""
    dates = day.either or ((day.value,) if day.value is not None else ())
    options = _options(clock)
    if not dates or not options:
        part = "impossible" if "impossible" in (day.part, clock.part) else ""
        return Fact("moment", how="about", part=part, **span)
    moments = tuple(sorted({moment(one, said, shift) for one in dates for said, shift in options}))
    ahead, back = (other and moment(other, *options[0]) for other in (day.ahead, day.back))
    more: dict[str, Any] = {"yearless": day.yearless, "ahead": ahead, "back": back, "part": clock.part}
    if len(moments) > 1:
        past = tuple(moment for moment in moments if moment <= when.now)
        if clock.shifts == (1, 0) and len(moments) > len(past) and len(past) == 1 and _has_happened(day, when):
            moments = past
        else:
            return Fact("moment", moments[0], moments[-1], None, "about", either=moments, **more, **span)
    if clock.how in ("about", "between") and clock.value is None:
        high = moment(dates[0], clock.high, clock.shifts[0] if clock.shifts else 0)
        return Fact("moment", moments[0], high, None, "about", **more, **span)
    return Fact("moment", moments[0], moments[0], moments[0], clock.how, shifts=clock.shifts[:1], **more, **span)


def _has_happened(day: Fact, when: When) -> bool:
    return day.value is not None and day.value <= when.today and day.said[:1] not in ("", "今")


def _options(clock: Fact) -> tuple[ClockReading, ...]:
    times = clock.either or (
        (clock.value,) if clock.value is not None else (clock.low,) if clock.low is not None else ()
    )
    shifts = clock.shifts or (0,)
    if len(times) == len(shifts):
        return tuple(zip(times, shifts, strict=True))
    return tuple((said, shift) for said in times for shift in shifts)


def moment(day: date, said: time, shift: int) -> datetime:
    """Return the moment (Shanghai) of a time of day, `shift` days after `day`."""
    return datetime.combine(day, said, SHANGHAI) + timedelta(days=shift)


@cache
def _now_words() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(table('days')['now_words'])})(?:是|已经|都|才)?[ ,]?$")


def following_times(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """Return the facts with each bare time set on the day named before it in its sentence, or on today beside 现在."""
    result: list[Fact] = []
    day: Fact | None = None
    last: Fact | None = None
    now_word = _now_words()
    for told in facts:
        fact = told
        if fact.kind == "moment" and fact.value is not None and fact.said:
            back = timedelta(days=fact.shifts[0] if fact.shifts else 0)
            day = Fact("date", value=fact.value.date() - back, yearless=fact.yearless)
            last = fact
        elif fact.kind == "date":
            day = fact if fact.value is not None else None
        elif fact.kind == "time" and fact.how != "between":
            span: dict[str, Any] = {"start": fact.start, "end": fact.end, "said": fact.said}
            if now_word.search(text[: fact.start]):
                fact = replace(on_day(Fact("date", value=when.today, said="今"), fact, when, **span), part="stated")
            elif day is not None and not _apart(result, fact, text):
                fact = on_day(day, _same_part(fact, last, text), when, **span)
                last = fact if fact.value is not None else last
        if fact.kind in ("date", "moment") and now_word.search(text[: fact.start]):
            fact = replace(fact, part="stated")
        result.append(fact)
    return result


def _apart(before: Sequence[Fact], clock: Fact, text: str) -> bool:
    """Return whether a bare time has its own day (今晚), or stands in another sentence than what was named before."""
    gap = text[before[-1].end : clock.start] if before else ""
    return bool(re.search(r"(?:今|昨|前|明)(?:早|晚)$", text[: clock.start]) or re.search(r"[。!?;]", gap))


def _same_part(clock: Fact, last: Fact | None, text: str) -> Fact:
    """Return a bare time in a list in the part of the day of the one before it: 昨晚8点、9点、10点."""
    if (
        last is None
        or clock.part
        or last.part not in ("afternoon", "evening", "night")
        or (clock.value is None and not clock.either)
    ):
        return clock
    if not re.fullmatch(r" ?(?:[、,/]|和|跟)? ?", text[last.end : clock.start]):
        return clock
    said = clock.value or clock.either[0]
    options = readings(said.hour, said.minute, said.second, last.part, bare=False)
    if len(options) != 1:
        return clock
    return replace(
        clock,
        low=options[0][0],
        high=options[0][0],
        value=options[0][0],
        how="exact",
        either=(),
        shifts=(options[0][1],),
        part=last.part,
    )
