"""The two ends of a stretch: 两百到三百块, 10号到12号, 晚上8点到11点."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

from knowledge.language.day_and_time import moment
from knowledge.language.fact import Fact
from knowledge.language.hours import readings
from knowledge.language.spans import over
from knowledge.language.when import When

_TO = re.compile(r" ?(?:到了?|至|-|~|—|–|～) ?")


NUMBERS = ("money", "number", "count", "score", "percent", "duration")


def stretches(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join the two ends of 两百到三百块, 10号到12号, 晚上8点到11点."""
    if not _TO.fullmatch(between) and (between or second.how != "less"):
        return None
    if first.kind in NUMBERS and second.kind in NUMBERS:
        return _numbers(first, second, between, text)
    if (
        first.kind == "date"
        and second.kind == "period"
        and first.value is not None
        and second.high is not None
        and second.high >= first.value
    ):
        return Fact("period", first.value, second.high, None, "exact", **over(first, second, text))
    if first.kind in ("date", "number") and second.kind == "date":
        return _dates(first, second, text)
    if second.kind == "time" and first.kind in ("time", "number"):
        return _times(first, second, text)
    if first.kind == "moment" and second.kind == "time":
        return _moments(first, second, text)
    return None


def _moments(first: Fact, second: Fact, text: str) -> Fact:
    """Join 昨天晚上8点到11点: some moment between the two."""
    span = over(first, second, text)
    times = second.either or ((second.value,) if second.value is not None else ())
    if first.value is None or not times:
        return Fact("moment", how="about", **span)
    ends = sorted(moment(first.value.date(), said, shift) for said in times for shift in (0, 1))
    if not second.part and len(times) == 1 and times[0].hour < 12:  # noqa: PLR2004
        ends = sorted({*ends, *(end + timedelta(hours=12) for end in ends)})
    return Fact("moment", first.value, next(end for end in ends if end > first.value), None, "between", **span)


def _numbers(first: Fact, second: Fact, between: str, text: str) -> Fact | None:
    if first.kind not in (second.kind, "number") and second.kind != "number":
        return None
    if first.unit and second.unit and first.unit != second.unit:
        return None
    kind = second.kind if first.kind == "number" else first.kind
    low, high = first.low, second.high
    if not between and second.how == "less" and first.how == "about":
        return Fact(
            kind,
            low,
            high,
            None,
            "between",
            second.unit or first.unit,
            low_in=False,
            high_in=False,
            **over(first, second, text),
        )
    if low is None or high is None or first.either or second.either:
        return Fact(kind, how="about", unit=second.unit or first.unit, **over(first, second, text))
    if second.said.lstrip("-").startswith("-") or (between.strip() == "" and low >= high):
        return None
    # 3到5万 is thirty to fifty thousand.
    power = next(
        (
            size
            for unit, size in (("亿", 10**8), ("万", 10**4), ("w", 10**4), ("千", 1000), ("k", 1000), ("百", 100))
            if unit in second.said
        ),
        1,
    )
    if power > 1 and low < 100 and not any(unit in first.said for unit in "百千万亿wk"):  # noqa: PLR2004
        low *= power
    if low > high:
        return (
            None
            if between.strip() in ("", "-")
            else Fact(kind, how="about", unit=second.unit or first.unit, **over(first, second, text))
        )
    return Fact(
        kind,
        low,
        high,
        None,
        "between",
        second.unit or first.unit,
        low_in=first.low_in,
        high_in=second.high_in,
        **over(first, second, text),
    )


def _dates(first: Fact, second: Fact, text: str) -> Fact | None:
    """Join 10号到12号, 上周一到周三, 10到12号."""
    number = first.kind == "number"
    second = _last_told(first, second)
    fits = first.value is not None and first.value == int(first.value) and 1 <= first.value <= 31 if number else True  # noqa: PLR2004
    if second.value is not None and not fits:
        return None
    day = first.value if second.value is None or not number else _replaced(second.value, int(first.value))
    if second.value is None or day is None:
        return Fact("period", how="about", **over(first, second, text))
    day, last = _in_order(day, _last_day(first, second, day), first, second)
    if last < day:
        return Fact("period", how="about", **over(first, second, text))
    yearless = second.yearless and (number or first.yearless)
    return Fact(
        "period",
        day,
        last,
        None,
        "exact",
        yearless=yearless,
        ahead=with_year(last, last.year + 1),
        **over(first, second, text),
    )


def _last_told(first: Fact, second: Fact) -> Fact:
    """Return the last day of a stretch with a value where the first one settles which it is."""
    if second.value is None and second.either and re.match(r"周|星期|礼拜|拜", second.said):
        return replace(second, value=second.either[0], either=())
    bare = re.fullmatch(r"(\d{1,2})[日号]", second.said)
    if second.value is None and bare and first.kind == "date" and first.value is not None:
        return replace(second, value=_replaced(first.value, int(bare[1])))  # 上个月28号到31号
    return second


def _last_day(first: Fact, second: Fact, day: date) -> date:
    """Return the last day of a stretch, in the week, month or year of its first `day` where only that one names it."""
    last: date = second.value
    if re.match(r"周|星期|礼拜|拜", second.said) and re.search(r"周|星期|礼拜|拜", first.said):
        return day - timedelta(days=day.weekday()) + timedelta(days=last.weekday())  # 上周一到周三
    if first.kind != "date":
        return last
    if not first.yearless and not re.search(r"[月/.-]", second.said):
        return _replaced(day, last.day) or last  # 2016年1月10日到12日
    if re.search(r"[月/]", first.said) and not re.search(r"[月/]", second.said) and re.search(r"[日号]", second.said):
        return _replaced(day, last.day) or last
    return last


def _in_order(day: date, last: date, first: Fact, second: Fact) -> tuple[date, date]:
    """Return the days of a stretch, the first a year back or the last in the year to come where they else end early."""
    if last < day and first.yearless and second.yearless:
        before = with_year(day, day.year - 1)
        day = before if before and before <= last else day
    if last < day and second.ahead and second.ahead >= day:
        last = second.ahead
    return day, last


def _replaced(day: date, number: int) -> date | None:
    try:
        return day.replace(day=number)
    except ValueError:
        return None


def with_year(day: date, year: int) -> date | None:
    """Return the same day of another year, or None where there is none such."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _times(first: Fact, second: Fact, text: str) -> Fact | None:
    """Join 晚上8点到11点: the second end keeps the part of the day where that is later."""
    span = over(first, second, text)
    if first.kind == "number":
        if first.value is None or first.value != int(first.value):
            return None
        head = readings(int(first.value), 0, 0, second.part, bare=not second.part)
        first = replace(second, low=head[0][0], value=head[0][0], either=()) if len(head) == 1 else first
        if first.kind == "number":
            return None
    start = first.value or (first.either[0] if first.either else None)
    end = second.value or (second.either[0] if second.either else None)
    if start is None or end is None:
        return Fact("time", how="about", **span)
    shifts = (first.shifts or (0,))[0], (second.shifts or (0,))[0]
    if not second.part and first.part and second.either:
        later = [said for said in second.either if (said, 0) > (start, 0)]
        end, shifts = (
            (min(later), (shifts[0], 0))
            if later
            else (time(0), (shifts[0], 1))
            if time(0) in second.either
            else (min(second.either), (shifts[0], 1))
        )
    elif (
        not second.part
        and first.part in ("afternoon", "evening", "night")
        and end < start
        and end.hour < 12  # noqa: PLR2004
        and end.hour + 12 > start.hour
    ):
        end = end.replace(hour=end.hour + 12)
    elif not first.part and first.either:
        if not second.part:
            return Fact("time", how="about", **span)
        start = first.either[0]
    return Fact("time", start, end, None, "between", shifts=shifts, part=second.part or first.part, **span)
