"""Lengths of time: how they are written down, and those that tell a day (发货20天了, 超时一天半)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import ceil, floor
from typing import Any

from knowledge.language.events import mentions, of
from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, table
from knowledge.language.when import When

_MINUTES = {"min": 1, "H": 60, "D": 1440, "W": 10080}
_SINCE = re.compile(
    r" ?(?:多)?(?:了|啦|喇|咯|嘞|咗|嚕|噜|勒|过去|以来|有余|有多| ?le(?![a-z]))(?!解)"
    r"|(?: ?(?:都|还|仲|才|仍|也|就|快)?(?:没|未|冇|还没|不))"
)
_AGO = re.compile(r" ?(?P<way>之前|以前|前|之后|以后|后|ago)(?!天|几|面|台|续|果|悔|才|必须|要|就得|能|可以)")
_ALREADY = re.compile(
    r"(?:已经|已|成|都|有|快|才|足足|整整|满|过了|过咗|等了|隔了"
    r"|将近|至今|到现在|差不多|也就|刚|刚好|就|了|的|咗|大概|大约|约|得|第) ?$"
)
_WITHIN = re.compile(
    " ?(?:之|以)?内|之后|以后|后|前|才能|可以|能|内|以上|以下|的?(?:时间|期限|保障|自然日|保修|质保|会员|以内)|无理由"
    "|到账|到帐|发货|打款|必须|之|退|审核|出结果|有效|冷静|为限|试用|免"
)


def iso_length(value: Decimal, unit: str) -> str:
    """Return a length as ISO 8601: P3D, PT60H for two and a half days, P1.5M; P3BD for working days."""
    if unit == "BD":
        return f"P{_plain(value)}BD"
    if unit == "D" and value != value.to_integral_value():
        value, unit = value * 24, "H"
    if unit == "H" and value != value.to_integral_value():
        value, unit = value * 60, "min"
    if unit in ("H", "min"):
        return f"PT{_plain(value)}{'M' if unit == 'min' else 'H'}"
    return f"P{_plain(value)}{unit}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


_LENGTHS = {"D": (1, 1), "W": (7, 7), "M": (28, 31), "Y": (365, 366)}


def days_of(length: Fact) -> tuple[Decimal, Decimal] | None:
    """Return the fewest and the most days a length of days, weeks, months or years may have, or None."""
    if length.unit not in _LENGTHS or length.low is None or length.high is None:
        return None
    least, most = _LENGTHS[length.unit]
    return Decimal(floor(length.low * least)), Decimal(ceil(length.high * most))


def elapsed(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """Return the facts with lengths that tell a day or a moment turned into it."""
    return [_told(fact, text, when) if fact.kind == "duration" else fact for fact in facts]


_LATE = re.compile(
    rf"(?:{any_of(table('events')['late']['words'])})(?:发货?|出货|寄出)?"
    r"(?:都|已经|快|有|大概|差不多|将近|了|整整|足足)* ?$"
)


def _told(fact: Fact, text: str, when: When) -> Fact:
    before, after = text[max(0, fact.start - 10) : fact.start], text[fact.end : fact.end + 6]
    late = bool(_LATE.search(before))
    if fact.unit == "BD" or (fact.low is None and fact.high is None):
        return fact
    ago = _AGO.match(text, fact.end)
    if (ago and ago["way"] in ("前", "之前", "以前", "ago") and fact.start > 0) or (ago and fact.start == 0):
        moved = _since(fact, (), when, ahead=ago["way"] in ("后", "之后", "以后"))
        return replace(moved, end=ago.end(), said=text[fact.start : ago.end()], events=(), firm=0.0)
    until_now = _UNTIL_NOW.search(text[: fact.start])
    if until_now and (named := _ending_at(text, until_now.start())):
        return _since(fact, named, when)  # 发货到今天正好31天
    since = late or (bool(_SINCE.match(after)) and not _WITHIN.match(after))
    beside = any(
        text[one.end : fact.start] in _BETWEEN and one.end <= fact.start
        for one in mentions(text)
        if any("day" in of(event) for event in one.events)
    )
    if beside and re.match(r" ?(?:[,。!?;]|$|才|就|还|都|仲)", after):
        since = True
    if not since and not (_ALREADY.search(before) and re.match(r" ?(?:[,。!?;]|$)", after)):
        return fact
    events = ("promise",) if late else _events(text, fact)
    if not events and not since:
        return fact
    if not events and not re.search(r"[了啦喇咗]", after[:2]):
        return fact
    if not events and not re.search(r"(?:过去|过了|都|已经)", before + after):
        return fact
    return _since(fact, events, when)


_UNTIL_NOW = re.compile(r"到(?:今天|现在|今日|目前|而家)(?:为止)?(?:正好|刚好|已经|都|有|是|就)* ?$")


def _ending_at(text: str, at: int) -> tuple[str, ...]:
    """Return the events of days of the word that ends at a place."""
    word = next((one for one in mentions(text) if one.end == at), None)
    return tuple(event for event in word.events if "day" in of(event)) if word else ()


_BETWEEN = ("", "了", "咗", "都", "已经", "有", "了有", "已")


def _events(text: str, fact: Fact) -> tuple[str, ...]:
    """Return the events a length counts from: those of the word nearest before it in its clause, else behind it."""
    clause = max(text.rfind(mark, 0, fact.start) for mark in "。!?;")
    named = [one for one in mentions(text) if any("day" in of(event) for event in one.events) and one.start > clause]
    before = [
        one
        for one in named
        if one.end <= fact.start and text.count(",", one.end, fact.start) == 0 and fact.start - one.end <= 6  # noqa: PLR2004
    ]
    chosen = before[-1] if before else next((one for one in named if 0 <= one.start - fact.end <= 1), None)
    return tuple(event for event in chosen.events if "day" in of(event)) if chosen else ()


def _since(fact: Fact, events: tuple[str, ...], when: When, *, ahead: bool = False) -> Fact:
    """Return the day (or moment, for hours and minutes) that lies a length of time back, or ahead."""
    if ahead:
        fact = replace(
            fact,
            low=None if fact.high is None else -fact.high,
            high=None if fact.low is None else -fact.low,
            value=None if fact.value is None else -fact.value,
        )
    span: dict[str, Any] = {
        "start": fact.start,
        "end": fact.end,
        "said": fact.said,
        "events": events,
        "firm": 1.0,
        "length": fact,
    }
    low, high = _ends(fact)
    if low is None and high is None:
        return fact
    try:
        if (
            fact.unit in ("H", "min")
            or (fact.value is not None and fact.unit == "D" and fact.value != fact.value.to_integral_value())
            or "promise" in events
        ):
            return _moment(fact, low, high, when, span)
        return _day(fact, low, high, when, span)
    except OverflowError:
        return Fact("date", how="about", **span)


def _ends(fact: Fact) -> tuple[Decimal | None, Decimal | None]:
    """Return the shortest and longest number of minutes a length may have."""
    if fact.unit in _MINUTES:
        scale = _MINUTES[fact.unit]
        return (None if fact.low is None else fact.low * scale), (None if fact.high is None else fact.high * scale)
    day = _MINUTES["D"]
    months = 12 if fact.unit == "Y" else 1
    low = None if fact.low is None else fact.low * months * 28 * day
    high = (
        None
        if fact.high is None
        else fact.high * months * (31 if months == 1 else Decimal("30.5")) * day + (day if fact.high < 1 else 0)
    )
    return low, high


def _moment(fact: Fact, low: Decimal | None, high: Decimal | None, when: When, span: dict[str, Any]) -> Fact:
    best = fact.value if fact.value is not None else None
    value = (
        None
        if best is None or fact.unit not in _MINUTES
        else when.now - timedelta(minutes=float(best * _MINUTES[fact.unit]))
    )
    first = None if high is None else when.now - timedelta(minutes=float(high))
    last = None if low is None else when.now - timedelta(minutes=float(low))
    return Fact("moment", first, last, value, "about", low_in=fact.high_in, high_in=fact.low_in, **span)


def _day(fact: Fact, low: Decimal | None, high: Decimal | None, when: When, span: dict[str, Any]) -> Fact:
    day = Decimal(_MINUTES["D"])
    exact = fact.how == "exact" and fact.unit in ("D", "W")
    shortest = None if low is None else int(low / day) + (0 if fact.low_in or exact else 1)
    longest = None if high is None else int((high / day).to_integral_value()) - (0 if fact.high_in or exact else 1)
    first = None if longest is None else when.today - timedelta(days=longest)
    last = when.today if shortest is None else when.today - timedelta(days=shortest)
    if exact:
        best = first
        return Fact("date", best and best - timedelta(days=1), best and best + timedelta(days=1), best, "about", **span)
    if first is None:
        return Fact("period", None, last, None, "more", **span)
    return Fact("period", first, last, None, "about", **span)


def with_length(fact: Fact) -> Fact:
    """Return the length a day was told by, tied as the day is and told in its words."""
    return (
        replace(fact.length, events=fact.events, firm=fact.firm, start=fact.start, end=fact.end, said=fact.said)
        if fact.length
        else fact
    )
