"""Yearless days before or after now, as told; days that only bound one; a day to come that has happened is open."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from knowledge.language.events import mentions, of
from knowledge.language.fact import Fact
from knowledge.language.stretches import with_year
from knowledge.language.tables import table
from knowledge.language.when import LONG_AGO, NEAR, When


def settled(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """
    Return the facts with days without a year set before or after now, as the sentence tells.

    A day to come that has happened is open.
    """
    result: list[Fact] = []
    for fact in facts:
        one = (
            _settled(fact, text, when)
            if fact.kind in ("date", "moment")
            else _soon(fact, text, when)
            if fact.yearless
            else fact
        )
        if one.kind in ("date", "moment") and one.exact and _is_bound(one, text):
            one = _bound(one, text)
        last = next(
            (known for known in reversed(result) if known.kind in ("date", "moment") and known.value is not None), None
        )
        result.append(_after(one, last, when) if last is not None and one.yearless else one)
    return result


_BOUND_BEHIND = re.compile(r" ?(?:之前|以前|前(?![台一后天晚面])|之后|以后|后(?![台来天悔续面])|开始|起(?!诉|来))")
_BOUND_BEFORE = re.compile(r"(?:最早|最迟|最晚|不早于|不晚于) ?(?:是|也)?$")
_FEW = 4


def _bound(fact: Fact, text: str) -> Fact:
    """Return a day that only bounds one, open to the side it leaves open."""
    behind = _BOUND_BEHIND.match(text, fact.end)
    later = (
        behind.group().strip()[-1] in "后始起"
        if behind
        else bool(re.search(r"(?:最早|不早于) ?(?:是|也)?$", text[: fact.start]))
    )
    if later:
        return replace(fact, high=None, value=None, how="more", low_in=False, yearless=False, ahead=None)
    return replace(fact, low=None, value=None, how="less", high_in=False, yearless=False, ahead=None)


def _is_bound(fact: Fact, text: str) -> bool:
    """
    Return whether a day only bounds when something happened: 11月1号之前发的货.

    A day before which something is due (12月1号前要交) does not.
    """
    behind = _BOUND_BEHIND.match(text, fact.end)
    if "promise" in fact.events or not (behind or _BOUND_BEFORE.search(text[: fact.start])):
        return False
    if len(text) - (fact.end - fact.start) <= _FEW:
        return True
    after = behind.end() if behind else fact.end
    if re.match(r"(?:之|以)?前[一-鿿]{1,2}[的了嘅咗]", text[fact.end : fact.end + 6]):
        return True
    deed = next(
        (
            one
            for one in mentions(text)
            if 0 <= one.start - after <= 1 and any("day" in of(event) for event in one.events)
        ),
        None,
    )
    return deed is not None and (any(mark in deed.word for mark in _MARKS) or _told_as_done(text, deed.end))


_BARE_DAY = re.compile(r"\d{1,2}[日号]")


def _next_of(fact: Fact, last: Fact, when: When) -> Fact:
    """Return a bare day (22号) behind one of a named month (10月20号) as the next after it, if that is not to come."""
    if not _BARE_DAY.fullmatch(fact.said) or "月" not in last.said or fact.value is None:
        return fact
    first = last.value.date() if isinstance(last.value, datetime) else last.value
    days = (first + timedelta(days=shift) for shift in range(_MONTH + 3))
    day = next((one for one in days if one.day == fact.value.day), None)
    return replace(fact, low=day, high=day, value=day) if day is not None and first <= day <= when.today else fact


def _after(fact: Fact, last: Fact, when: When) -> Fact:
    """
    Return the day (26号) on which something went out behind the one it was promised for.

    The day is the next month's where only that one is behind the day promised.
    """
    soon = fact.ahead is not None and -_days(when, fact.ahead) <= _SOON
    if soon and not fact.events and fact.exact and _days(when, last.value) < 0 < _days(when, fact.value):
        return replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)  # 周五晚零点前发货,那就是周六
    if fact.kind == "date" and fact.exact and (month := _next_of(fact, last, when)) is not fact:
        return month
    if "promise" not in last.events or "dispatch" not in fact.events:
        return fact
    if re.search(r"[月/.]", fact.said) or fact.value is None or fact.ahead is None:
        return fact
    before, value, ahead = (
        day.date() if isinstance(day, datetime) else day for day in (last.value, fact.value, fact.ahead)
    )
    if value < before <= ahead and (ahead - before).days < _MONTH:
        return replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)
    return fact


_MONTH = 28

_DONE = re.compile(
    r"[^,。!?;]{0,4}?(?:[发签下买拍接付收交到提批寄订入关退][货单款收店]?[的了过咗](?!话)|给[了的]|已经|已(?=[发签下买拍接付收交到提批寄订])"
    r"|签收了|才[发签下买拍接付收交到提批寄订])"
    # 拍完的, 关掉了, 收完货的: whatever it was, it is done
    r"|[一-鿿][完好掉]货?[的了过咗](?!话)"
)
_ALREADY_ON = re.compile(r"已经?(?:于|在|是)?$")
_TO_COME = re.compile(r" ?(?:要|将要?|会|准备|打算|计划)(?!求|不|话|员|议|赔)[一-鿿]")
_NUMBERED = re.compile(r"[\d日号]")
# A festival of no event that is asked about as something to be done: 除夕当天客服还要在线吗.
_ASKS_AHEAD = re.compile(
    "(?:还|也|都|得|必须|用|需)?要(?!求)[一-鿿]{1,6}(?:吗|么|嘛|不)|不上班|放假|休息|值班|能不能|可不可以|怎么安排"
    "|放不放|上不上班|算不算工作日"
)
_ONLY_THEN = re.compile(r"[^,。!?;]{0,3}?(?:才|就)")
_SOON, _JUST = 10, 2


def _settled(fact: Fact, text: str, when: When) -> Fact:
    done = (
        bool(_DONE.match(text, fact.end))
        or bool(_ALREADY_ON.search(text[: fact.start]))
        or _deed_done(fact, text, within=True)
    )
    if fact.yearless and fact.ahead is not None and fact.value is not None:
        return fact if done else _in_its_year(fact, text, when)
    late = fact.value is not None and (
        fact.value > when.now if isinstance(fact.value, datetime) else fact.value > when.today
    )
    if not late:
        return fact
    only_then = bool(_ONLY_THEN.match(text, fact.end))
    if "dispatch" in fact.events and (not done or only_then):
        return replace(
            fact, events=("promise", "dispatch")
        )  # a day to come on which goods go out is promised, or planned
    if fact.exact and fact.part != "stated" and (done or _deed_done(fact, text)) and not only_then:
        return _has_been(fact, when)
    return fact


def _soon(fact: Fact, text: str, when: When) -> Fact:
    """
    Return a stretch of days that is near at hand and not told as done, put in the year to come.

    Such is 12月5日至8日停运, said in November.
    """
    done = bool(_DONE.match(text, fact.end)) or _deed_done(fact, text) or any(word in text for word in _passed())
    first = with_year(fact.low, fact.low.year + 1)
    near = (
        fact.ahead is not None
        and first is not None
        and 0 < -_days(when, fact.ahead) <= NEAR
        and _days(when, fact.high) > LONG_AGO
    )
    return replace(fact, low=first, high=fact.ahead) if near and not done else fact


def _has_been(fact: Fact, when: When) -> Fact:
    """Return a day to come on which something has happened: the night before where it is midnight, else open."""
    if isinstance(fact.value, datetime) and fact.shifts == (1,):
        earlier = fact.value - timedelta(days=1)
        if earlier <= when.now:
            return replace(fact, low=earlier, high=earlier, value=earlier)
    return replace(fact, low=None, high=None, value=None, how="about")


def _in_its_year(fact: Fact, text: str, when: When) -> Fact:
    """
    Return a day without a year, of something that is not told as done, in the year that the sentence means.

    It is open where both may be meant.
    """
    clause = re.split(r"[,。!?;]", text[: fact.start])[-1] + re.split(r"[,。!?;]", text[fact.end :])[0]
    coming = "promise" in fact.events or _TO_COME.match(text, fact.end) or any(word in clause for word in _coming())
    passed = any(word in text for word in _passed())
    back, ahead = _days(when, fact.value), -_days(when, fact.ahead)
    to_come = replace(fact, low=fact.ahead, high=fact.ahead, value=fact.ahead)
    if (coming or (ahead <= NEAR and back > LONG_AGO)) and fact.value != fact.ahead and back > 0:
        return (
            fact
            if back <= NEAR
            and (ahead > NEAR or passed or (fact.kind == "moment" and back <= _JUST and _BARE_DAY.match(fact.said)))
            else to_come
        )
    festival = fact.events in ((), ("start",)) and not _NUMBERED.search(fact.said)
    if festival and back > NEAR and ahead > 0 and _ASKS_AHEAD.search(clause):
        return to_come
    starts = fact.events == ("start",) and fact.kind == "moment" and back > 0
    if 0 < ahead <= _SOON and not passed and (starts or (not fact.events and back > _SOON)):
        return replace(fact, low=fact.value, high=fact.ahead, value=None, how="about", either=(fact.value, fact.ahead))
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
