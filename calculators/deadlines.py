"""Until when: natural days, working days, hours, half-month periods, repeated counts. All times are Asia/Shanghai."""

from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from calculators.outcome import Finding, ImpossibleFactError, named_day, needed
from calculators.units import DayOfMonth, Hours, NaturalDayCount, Times, WorkingDayCount
from knowledge.calendar import WorkingDays

_PLACES = Decimal("0.01")


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def last_natural_day(
    start: date | None, on: date | None, *, days: NaturalDayCount, now: datetime, calendar: WorkingDays
) -> Finding:
    """
    Return the last day of a period of `days` natural days; the day of `start` does not count, the last ends at 24:00.

    `on` is the day looked at: `days_left` is 0 on the last day and negative after it. A last day that is a holiday
    stays (how we read it). Source: kuaishou-shizaibao/5 and 15, xingtu-cancellation/2.2.3.
    """
    start = _day(needed("start", start))
    last = start + timedelta(days=days)
    looked = _day(on) if on else now.date()
    left = (last - looked).days
    bounds = (_remaining(left), *(("holiday",) if calendar.is_holiday(last) else ()))
    return Finding(
        values={"day": last, "expired": left < 0 if on else None, "days_left": left if on else None},
        case={"left": "left" if on else "open", "today": "last", "over": "over"}[_remaining(left)],
        steps=("counted",),
        notes=("counting",),
        bounds=bounds,
        extra={"start": start, "left": abs(left), "looked": looked, "which": named_day(looked, now)},
    )


def _remaining(left: int) -> str:
    return "left" if left > 0 else "today" if left == 0 else "over"


def hours_later(start: datetime | None, **hours: Hours) -> Finding:
    """Return `start` plus each of `hours`, under the same names. Source: kuaishou-shizaibao/0."""
    start = needed("start", start)
    return Finding(
        values={name: start + timedelta(hours=count) for name, count in hours.items()},
        case="times",
        steps=("added",),
        notes=("hours",),
    )


def working_day_span(
    start: date | None,
    instant: bool | None,
    *,
    earliest: WorkingDayCount,
    latest: WorkingDayCount,
    calendar: WorkingDays,
) -> Finding:
    """
    Return the first and last day on which something arrives, `earliest` to `latest` working days after `start`.

    `instant` takes the other route, for which no time is given. Source: kuaishou-shizaibao/7.
    """
    if needed("instant", instant):
        return Finding(
            values={"route": "wallet", "earliest": None, "latest": None}, case="instant", bounds=("no_time",)
        )
    if start is None:
        return Finding(values={"route": "path", "earliest": None, "latest": None}, case="undated")
    start = _day(start)
    first, last = calendar.nth_working_day(start, earliest), calendar.nth_working_day(start, latest)
    return Finding(
        values={"route": "path", "earliest": first, "latest": last},
        case="span",
        steps=("counted",),
        notes=("counting", *_calendar_note(calendar, start, last)),
        extra={"start": start, "unknown_year": last.year},
    )


def _calendar_note(calendar: WorkingDays, start: date, end: date) -> tuple[str, ...]:
    return () if calendar.is_known(start, end) else ("no_notice",)


def nth_working_day(
    start: date | None,
    submitted: date | None,
    actor: str | None,
    *,
    days: WorkingDayCount,
    reply_days: WorkingDayCount,
    written_for: str,
    now: datetime,
    calendar: WorkingDays,
) -> Finding:
    """
    Return the last of `days` working days after `start`, whether `submitted` was in time, and the reply's last day.

    The reply is due within `reply_days` working days after the submission. The rule is written for `written_for`; for
    anybody else it is open. Source: xingtu-cancellation/4.2, 4.3.1.

    Raises:
        ImpossibleFactError: `submitted` lies before `start`.
    """
    if actor is not None and actor != written_for:
        return Finding(values={"day": None, "in_time": None, "reply_by": None}, case="other_actor", gap="other_actor")
    start = _day(needed("start", start))
    if submitted is not None and _day(submitted) < start:
        raise ImpossibleFactError("申诉提交的日子不能早于收到通知的日子，请核对这两个日期。")
    last = calendar.nth_working_day(start, days)
    in_time = None if submitted is None else _day(submitted) <= last
    reply = calendar.nth_working_day(_day(submitted), reply_days) if submitted is not None and in_time else None
    left, looked = (last - now.date()).days, now.date() if submitted is None else _day(submitted)
    if in_time is None:
        case = {"left": "deadline", "today": "last", "over": "past"}[_remaining(left)]
    else:
        case = "late" if not in_time else "in_time_last" if _day(needed("submitted", submitted)) == last else "in_time"
    return Finding(
        values={"day": last, "in_time": in_time, "reply_by": reply},
        case=case,
        steps=("counted", *(("reply",) if reply else ())),
        notes=("counting", *_calendar_note(calendar, start, reply or last), *(("receipt",) if reply else ())),
        bounds=(*((_remaining(left),) if in_time is None else ()), "difficult"),
        extra={
            "start": start,
            "left": abs(left),
            "looked": now.date(),
            "which": named_day(looked, now),
            "unknown_year": (reply or last).year,
        },
    )


def half_month_period(
    on: date | None, *, first_day: DayOfMonth, second_day: DayOfMonth, first_half_end: DayOfMonth
) -> Finding:
    """
    Return the half month that `on` lies in and the day on which it is assessed.

    The first half ends on `first_half_end` and is assessed on `second_day`; the second ends with the month and is
    assessed on the next month's `first_day`. Source: douyin-feige/3.
    """
    on = _day(needed("on", on))
    next_month = (on.replace(day=1) + timedelta(days=32)).replace(day=first_day)
    if on.day <= first_half_end:
        start, end, assessed = on.replace(day=first_day), on.replace(day=first_half_end), on.replace(day=second_day)
    else:
        start, end, assessed = on.replace(day=second_day), next_month.replace(day=1) - timedelta(days=1), next_month
    return Finding(
        values={"period_start": start, "period_end": end, "assessed_on": assessed},
        case="period",
        steps=("half",),
        bounds=("next",),
    )


def repeated_lateness(
    promised: datetime | None,
    looked: datetime | None,
    shipped: datetime | None,
    refund_agreed: bool | None,
    agreed_at: datetime | None,
    *,
    hours: Hours,
    most: Times,
    now: datetime,
) -> Finding:
    """
    Return by how many hours a promise is overdue, how often that counts as late, and when it counts next.

    It counts once when `promised` has passed and once more for each further full `hours`, at most `most` times;
    shipping stops the count, a refund agreed before the promise has passed prevents it, one agreed later stops it
    (how we read it). Without `agreed_at` a refund counts as agreed in time. Source: doudian-shop-operation/3.
    """
    if refund_agreed and agreed_at is None:
        return Finding(values={"overdue": 0, "count": 0, "next": None}, case="agreed", notes=("agreed",))
    promised = needed("promised", promised)
    if agreed_at is not None and agreed_at <= promised:
        return Finding(values={"overdue": 0, "count": 0, "next": None}, case="agreed_first")
    ends = [moment for moment in (shipped, agreed_at) if moment is not None]
    end = min(ends) if ends else looked or now
    late = end - promised
    if late <= timedelta(0):
        following = None if shipped else promised
        return Finding(
            values={"overdue": 0, "count": 0, "next": following}, case="in_time", bounds=() if shipped else ("first",)
        )
    count = min(1 + late // timedelta(hours=hours), most)
    following = promised + timedelta(hours=hours) * count if count < most and not ends else None
    overdue = _hours(late)
    return Finding(
        values={"overdue": int(overdue) if overdue.is_integer() else overdue, "count": count, "next": following},
        case="agreed_later"
        if agreed_at in ends and agreed_at == end
        else "shipped"
        if shipped
        else "late"
        if following
        else "most",
        steps=("counted",),
        notes=("first_of_all", *(("valid_number",) if shipped else ())),
        bounds=("next",) if following else () if ends else ("no_more",),
        extra={"end": end, "late": late},
    )


def _hours(length: timedelta) -> float:
    """Return a length in hours to two places, never rounded up to a full hour that has not run."""
    exact = Decimal(length // timedelta(seconds=1)) / (timedelta(hours=1) // timedelta(seconds=1))
    rounded = exact.quantize(_PLACES, ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    return float(exact.quantize(_PLACES, ROUND_DOWN) if whole and rounded > exact else rounded)
