"""Lengths of time: how they are written down, and those that tell a day (发货20天了, 超时一天半)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from math import ceil, floor
from typing import Any

from knowledge.language.events import mentions, of
from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, table
from knowledge.language.when import When

_MINUTES = {"min": 1, "H": 60, "D": 1440, "W": 10080}
_SINCE = re.compile(r" ?(?:多)?(?:了|啦|喇|咯|嘞|咗|嚕|噜|勒|过去|以来|有余|有多| ?le(?![a-z]))(?!解)|(?: ?(?:都|还|仲|才|仍|也|就|快)?(?:没|未|冇|还没|不))")
_AGO = re.compile(r" ?(?P<way>之前|以前|前|之后|以后|后|ago)(?!天|几|面|台|续|果|悔|才|必须|要|就得|能|可以)")
_ALREADY = re.compile(r"(?:已经|已|成|都|有|快|才|足足|整整|满|过了|过咗|等了|隔了|将近|至今|到现在|差不多|也就|刚|刚好|就|了|的|咗|大概|大约|约|得|第) ?$")
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


def settled(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """Return the facts with days without a year set before or after now, as the sentence tells; a day to come that has happened is open."""
    result: list[Fact] = []
    for fact in facts:
        one = _settled(fact, text, when) if fact.kind in ("date", "moment") else fact
        if one.kind in ("date", "moment") and one.exact and _is_bound(one, text):
            one = _bound(one, text)
        last = next((known for known in reversed(result) if known.kind in ("date", "moment") and known.value is not None), None)
        result.append(_after(one, last, when) if last is not None and one.yearless else one)
    return result


_BOUND_BEHIND = re.compile(r" ?(?:之前|以前|前(?![台一后天晚面])|之后|以后|后(?![台来天悔续面])|开始|起(?!诉|来))")
_BOUND_BEFORE = re.compile(r"(?:最早|最迟|最晚|不早于|不晚于) ?(?:是|也)?$")
_FEW = 4


def _bound(fact: Fact, text: str) -> Fact:
    """Return a day that only bounds one, open to the side it leaves open."""
    behind = _BOUND_BEHIND.match(text, fact.end)
    later = behind.group().strip()[-1] in "后始起" if behind else bool(re.search(r"(?:最早|不早于) ?(?:是|也)?$", text[: fact.start]))
    if later:
        return replace(fact, high=None, value=None, how="more", low_in=False, yearless=False, ahead=None)
    return replace(fact, low=None, value=None, how="less", high_in=False, yearless=False, ahead=None)


def _is_bound(fact: Fact, text: str) -> bool:
    """Return whether a day only bounds when something happened: 11月1号之前发的货; not what is due then (12月1号前要交)."""
    behind = _BOUND_BEHIND.match(text, fact.end)
    if "promise" in fact.events or not (behind or _BOUND_BEFORE.search(text[: fact.start])):
        return False
    if len(text) - (fact.end - fact.start) <= _FEW:
        return True
    after = behind.end() if behind else fact.end
    if re.match(r"(?:之|以)?前[一-鿿]{1,2}[的了嘅咗]", text[fact.end : fact.end + 6]):
        return True
    return any(
        0 <= one.start - after <= 1 and any("day" in of(event) for event in one.events) and (any(mark in one.word for mark in _MARKS) or _told_as_done(text, one.end))
        for one in mentions(text)
    )


_BARE_DAY = re.compile(r"\d{1,2}[日号]")


def _next_of(fact: Fact, last: Fact, when: When) -> Fact:
    """Return a bare day (22号) behind one of a named month (10月20号) as the next one after it, where that is not to come."""
    if not _BARE_DAY.fullmatch(fact.said) or "月" not in last.said or fact.value is None:
        return fact
    first = last.value.date() if isinstance(last.value, datetime) else last.value
    days = (first + timedelta(days=shift) for shift in range(_MONTH + 3))
    day = next((one for one in days if one.day == fact.value.day), None)
    return replace(fact, low=day, high=day, value=day) if day is not None and first <= day <= when.today else fact


def _after(fact: Fact, last: Fact, when: When) -> Fact:
    """Return the day (26号) on which something went out behind the one it was promised for, where only the next month's is behind it."""
    soon = fact.ahead is not None and -_days(when, fact.ahead) <= _SOON
    if soon and not fact.events and fact.exact and _days(when, last.value) < 0 < _days(when, fact.value):
        return replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)  # 周五晚零点前发货,那就是周六
    if fact.kind == "date" and fact.exact and (month := _next_of(fact, last, when)) is not fact:
        return month
    if "promise" not in last.events or "dispatch" not in fact.events:
        return fact
    if re.search(r"[月/.]", fact.said) or fact.value is None or fact.ahead is None:
        return fact
    before, value, ahead = (day.date() if isinstance(day, datetime) else day for day in (last.value, fact.value, fact.ahead))
    if value < before <= ahead and (ahead - before).days < _MONTH:
        return replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)
    return fact


_MONTH = 28

_DONE = re.compile(r"[^,。!?;]{0,4}?(?:[发签下买拍接付收交到提批寄订入][货单款收]?[的了过咗](?!话)|给[了的]|已经|签收了|才[发签下买拍接付收交到提批寄订])")
_ALREADY_ON = re.compile(r"已经?(?:于|在|是)?$")
_TO_COME = re.compile(r" ?(?:要|将要?|会|准备|打算|计划)(?!求|不|话|员|议|赔)[一-鿿]")
_NUMBERED = re.compile(r"[\d日号]")
# A festival of no event that is asked about as something to be done: 除夕当天客服还要在线吗.
_ASKS_AHEAD = re.compile(
    "(?:还|也|都|得|必须|用|需)?要(?!求)[一-鿿]{1,6}(?:吗|么|嘛|不)|不上班|放假|休息|值班|能不能|可不可以|怎么安排"
    "|放不放|上不上班|算不算工作日"
)
_ONLY_THEN = re.compile(r"[^,。!?;]{0,3}?(?:才|就)")
_NEAR, _LONG_AGO, _SOON = 60, 150, 10


def _settled(fact: Fact, text: str, when: When) -> Fact:
    done = bool(_DONE.match(text, fact.end)) or bool(_ALREADY_ON.search(text[: fact.start])) or _deed_done(fact, text, within=True)
    if fact.yearless and fact.ahead is not None and fact.value is not None:
        clause = re.split(r"[,。!?;]", text[: fact.start])[-1] + re.split(r"[,。!?;]", text[fact.end :])[0]
        coming = "promise" in fact.events or _TO_COME.match(text, fact.end) or any(word in clause for word in _coming())
        gap_back, gap_ahead = (_days(when, fact.value), -_days(when, fact.ahead))
        if (coming or (gap_ahead <= _NEAR and gap_back > _LONG_AGO)) and not done and fact.value != fact.ahead and gap_back > 0:
            if gap_back <= _NEAR and (gap_ahead > _NEAR or any(word in text for word in _passed())):
                return fact
            return replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)
        if gap_back > _NEAR and gap_ahead > 0 and fact.events in ((), ("start",)) and not done and not _NUMBERED.search(fact.said) and _ASKS_AHEAD.search(clause):
            return replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)
        if not fact.events and not done and 0 < gap_ahead <= _SOON and gap_back > _SOON and not any(word in text for word in _passed()):
            return replace(fact, low=fact.value, high=fact.ahead, value=None, how="about", either=(fact.value, fact.ahead))
        return fact
    late = fact.value is not None and (fact.value > when.now if isinstance(fact.value, datetime) else fact.value > when.today)
    if late and "dispatch" in fact.events and (not done or _ONLY_THEN.match(text, fact.end)):
        return replace(fact, events=("promise", "dispatch"))  # a day to come on which goods go out is promised, or planned
    told = fact.exact and isinstance(fact.value, date) and fact.part != "stated"
    if late and told and (done or _deed_done(fact, text)) and not _ONLY_THEN.match(text, fact.end):
        if isinstance(fact.value, datetime):
            earlier = fact.value - timedelta(days=1)
            if fact.shifts == (1,) and earlier <= when.now:
                return replace(fact, low=earlier, high=earlier, value=earlier)
        return replace(fact, low=None, high=None, value=None, how="about")
    return fact


def _deed_done(fact: Fact, text: str, *, within: bool = False) -> bool:
    """Return whether a deed right behind a day is told as done: 申请的, 通过了."""
    for one in mentions(text):
        if 0 <= one.start - fact.end <= 1 and any("day" in of(event) for event in one.events):
            return any(mark in one.word for mark in _MARKS) or (not within and _told_as_done(text, one.end))
    return False


_MARKS = tuple("的了过咗嘅")


def _told_as_done(text: str, at: int) -> bool:
    """Return whether 的 or 了 stands at a place, and no condition (的话)."""
    return text[at : at + 1] in _MARKS and text[at : at + 2] != "的话"


def _days(when: When, value: date) -> int:
    return (when.today - (value.date() if isinstance(value, datetime) else value)).days


@cache
def _passed() -> tuple[str, ...]:
    return tuple(map(str, table("days")["passed"]))


@cache
def _coming() -> tuple[str, ...]:
    return tuple(map(str, table("days")["coming"]))


_LATE = re.compile(rf"(?:{any_of(table('events')['late']['words'])})(?:发货?|出货|寄出)?(?:都|已经|快|有|大概|差不多|将近|了|整整|足足)* ?$")


def _told(fact: Fact, text: str, when: When) -> Fact:
    before, after = text[max(0, fact.start - 10) : fact.start], text[fact.end : fact.end + 6]
    late = bool(_LATE.search(before))
    if fact.unit == "BD" or (fact.low is None and fact.high is None):
        return fact
    ago = _AGO.match(text, fact.end)
    if (ago and ago["way"] in ("前", "之前", "以前", "ago") and fact.start > 0) or (ago and fact.start == 0):
        moved = _since(fact, (), when, ahead=ago["way"] in ("后", "之后", "以后"))
        return replace(moved, end=ago.end(), said=text[fact.start : ago.end()], events=(), firm=0.0)
    since = late or (bool(_SINCE.match(after)) and not _WITHIN.match(after))
    beside = any(text[one.end : fact.start] in _BETWEEN and one.end <= fact.start for one in mentions(text) if any("day" in of(event) for event in one.events))
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


_BETWEEN = ("", "了", "咗", "都", "已经", "有", "了有", "已")


def _events(text: str, fact: Fact) -> tuple[str, ...]:
    """Return the events a length counts from: those of the word nearest before it in its clause, else behind it."""
    clause = max(text.rfind(mark, 0, fact.start) for mark in "。!?;")
    named = [one for one in mentions(text) if any("day" in of(event) for event in one.events) and one.start > clause]
    before = [one for one in named if one.end <= fact.start and text.count(",", one.end, fact.start) == 0 and fact.start - one.end <= 6]  # noqa: PLR2004
    chosen = before[-1] if before else next((one for one in named if 0 <= one.start - fact.end <= 1), None)
    return tuple(event for event in chosen.events if "day" in of(event)) if chosen else ()


def _since(fact: Fact, events: tuple[str, ...], when: When, *, ahead: bool = False) -> Fact:
    """Return the day (or moment, for hours and minutes) that lies a length of time back, or ahead."""
    if ahead:
        fact = replace(fact, low=None if fact.high is None else -fact.high, high=None if fact.low is None else -fact.low,
                       value=None if fact.value is None else -fact.value)  # fmt: skip
    span: dict[str, Any] = {"start": fact.start, "end": fact.end, "said": fact.said, "events": events, "firm": 1.0, "length": fact}
    low, high = _ends(fact)
    if low is None and high is None:
        return fact
    try:
        if fact.unit in ("H", "min") or (fact.value is not None and fact.unit == "D" and fact.value != fact.value.to_integral_value()) or "promise" in events:
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
    high = None if fact.high is None else fact.high * months * (31 if months == 1 else Decimal("30.5")) * day + (day if fact.high < 1 else 0)
    return low, high


def _moment(fact: Fact, low: Decimal | None, high: Decimal | None, when: When, span: dict[str, Any]) -> Fact:
    best = fact.value if fact.value is not None else None
    value = None if best is None or fact.unit not in _MINUTES else when.now - timedelta(minutes=float(best * _MINUTES[fact.unit]))
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
    """Return the length a day was told by, tied as the day is."""
    return replace(fact.length, events=fact.events, firm=fact.firm) if fact.length else fact
