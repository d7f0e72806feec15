"""Facts that belong together: a day and its time, two ends of a stretch, a price and how many, two lengths in a row."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from knowledge.calendar import SHANGHAI
from knowledge.language.corrections import corrected
from knowledge.language.fact import Fact
from knowledge.language.hours import Reading as ClockReading
from knowledge.language.hours import readings
from knowledge.language.tables import any_of, spelled_out, table
from knowledge.language.when import When

_STRETCH = re.compile(r" ?(?:到了?|至|-|~|—|–|或者?|跟|和) ?")
_TO = re.compile(r" ?(?:到了?|至|-|~|—|–|～) ?")
_BESIDE = re.compile(r"\x00*[ ,]?(?:的|那天|当天|那日|嗰日|𠮶日|号|,|\()? ?t?")


def joined(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """Return the facts with those joined that say one thing."""
    result = list(facts)
    result = _swallowed([_unsure(_moved(fact, text), text) for fact in result])
    for join in (_year_behind, _same_day, _day_and_time):
        result = list(_pairwise(result, text, when, join))
    result = corrected(result, text)
    for join in (_lengths, _stretches, _either_day):
        result = list(_pairwise(result, text, when, join))
    result = _totals(_next_days(result, text), text)
    return _following_times(result, text, when)


Join = Callable[[Fact, Fact, str, str, When], Fact | None]


def _pairwise(facts: Sequence[Fact], text: str, when: When, join: Join) -> Iterator[Fact]:
    waiting: Fact | None = None
    for fact in facts:
        if waiting is not None:
            both = join(waiting, fact, text[waiting.end : fact.start], text, when)
            if both is not None:
                waiting = both
                continue
            yield waiting
        waiting = fact
    if waiting is not None:
        yield waiting


def _over(first: Fact, second: Fact, text: str) -> dict[str, Any]:
    return {"start": first.start, "end": second.end, "said": text[first.start : second.end]}


def _swallowed(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts without those that lie within another one that grew."""
    kept: list[Fact] = []
    for fact in facts:
        if kept and kept[-1].start <= fact.start and fact.end <= kept[-1].end:
            continue
        kept.append(fact)
    return kept


def _moved(fact: Fact, text: str) -> Fact:
    """Return a day counted from the one named: 中秋前一天, 元旦第二天."""
    match = _beside_words().match(text, fact.end) if fact.kind in ("date", "period") and fact.said else None
    if match is None or fact.value is None:
        return fact
    days = timedelta(days=int(table("days")["beside"][match.group()]))
    ahead = fact.ahead and fact.ahead + days
    return replace(fact, low=fact.low + days, high=fact.high + days, value=fact.value + days, ahead=ahead, end=match.end(), said=text[fact.start : match.end()])


@cache
def _beside_words() -> re.Pattern[str]:
    return re.compile(any_of(table("days")["beside"]))


@cache
def _unsure_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("days")
    return re.compile(rf"(?:{any_of(words['unsure_before'])})(?:是|在|就是)?$"), re.compile(any_of(words["unsure_after"]))


def _unsure(fact: Fact, text: str) -> Fact:
    """Return a day as roughly that day where words beside it say so: 大概18号左右."""
    if fact.kind not in ("date", "time") or fact.value is None or not fact.exact:
        return fact
    before, after = _unsure_words()
    if fact.kind == "time":
        return _unsure_time(fact) if _ABOUT.search(fact.said) or _ABOUT_BEHIND.match(text, fact.end) else fact
    if _put_right().search(text[: fact.start]) or (not before.search(text[: fact.start]) and not after.match(text, fact.end)):
        return fact
    few = timedelta(days=2)
    return replace(fact, low=fact.value - few, high=fact.value + few, how="about", ahead=None, yearless=False)


_ABOUT = re.compile(r"(?:左右|前后)$")
_ABOUT_BEHIND = re.compile(r" ?(?:左右|前后|上下|差不多)")
_HALF_HOUR = timedelta(minutes=30)


def _unsure_time(fact: Fact) -> Fact:
    """Return 下午3点左右: half an hour to either side."""
    middle = datetime.combine(date(2000, 1, 1), fact.value)
    low, high = (middle - _HALF_HOUR).time(), (middle + _HALF_HOUR).time()
    return replace(fact, low=low, high=high, how="about") if low < high else replace(fact, value=None, how="about")


@cache
def _put_right() -> re.Pattern[str]:
    """Return what says that the day behind it is the right one: 写错啦,发货应该是11月6号."""
    return re.compile(rf"(?:{any_of(word for word in spelled_out(table('corrections')['instead']) if '错' in word or '更正' in word)})[^。!?;]*$")


def _next_days(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts with 隔天, 次日 counted from the day named before in the sentence."""
    result: list[Fact] = []
    for fact in facts:
        last = next((one for one in reversed(result) if one.kind in ("date", "moment") and one.value is not None), None)
        told = last is not None and not re.search(r"[。!?;]", text[last.end : fact.start])
        result.append(_counted_from(last, fact) if last is not None and told else fact)
    return result


def _counted_from(last: Fact, fact: Fact) -> Fact:
    """Return 第三天, 次日 as the day so many after the last one named."""
    day = last.value.date() if isinstance(last.value, datetime) else last.value
    length = fact.length
    if last.said[:1] not in "今现" and fact.said.startswith("第") and length is not None and length.high is not None:
        nth = day + timedelta(days=int(length.high) - 1)
        return Fact("date", nth, nth, nth, start=fact.start, end=fact.end, said=fact.said)
    if fact.part == "next":
        following = day + timedelta(days=1)
        return replace(fact, low=following, high=following, value=following, how="exact", part="")
    return fact


def _year_behind(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 9月28日(2023年): a year told behind its day."""
    if first.kind != "date" or second.kind != "period" or not re.fullmatch(r" ?\( ?", between) or first.value is None or not second.said.endswith("年"):
        return None
    day = _replaced_year(first.value, second.low.year)
    return replace(first, low=day, high=day, value=day, yearless=False, ahead=None, **_over(first, second, text)) if day else None


_OR = re.compile(r" ?(?:还是|或者?|要么|or|抑或|定) ?")


def _either_day(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 18号还是19号: one of two days."""
    if not _OR.fullmatch(between):
        return None
    if first.kind in _NUMBERS and second.kind in _NUMBERS and (first.kind == second.kind or "number" in (first.kind, second.kind)):
        return _either_number(first, second, text)
    if first.kind != second.kind or first.kind not in ("date", "moment"):
        return None
    values = tuple(sorted(value for fact in (first, second) for value in (fact.either or (fact.value,)) if value is not None))
    if len(values) < 2:  # noqa: PLR2004
        return None
    return Fact(first.kind, values[0], values[-1], None, "about", either=values, **_over(first, second, text))


def _either_number(first: Fact, second: Fact, text: str) -> Fact | None:
    """Join 10或11条, 500还是600: one of two figures."""
    if first.value is None or second.value is None or (first.unit and second.unit and first.unit != second.unit):
        return None
    kind = second.kind if first.kind == "number" else first.kind
    ends = sorted((first.value, second.value))
    return Fact(kind, ends[0], ends[1], None, "between", second.unit or first.unit, **_over(first, second, text))


def _same_day(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 今天4月28号, 10月12号星期一: a day named twice; the fuller one counts."""
    if first.kind == second.kind == "date" and between in ("的", "嘅"):
        return Fact("date", how="about", **_over(first, second, text))  # 两周前的周二, 昨天的昨天
    if first.kind != "date" or second.kind != "date" or not re.fullmatch(r"[ ,(]?(?:是|,|就是|都|已经|已|就|是都)? ?", between):
        return None
    denied = re.search(r"(?:不是|唔系)$", text[: first.start])
    if first.said[:1] in ("", "今") and not denied and not second.either and second.value is not None and second.yearless:
        # The day looked at is the one that is stated.
        return replace(second, yearless=False, ahead=None, part="stated", **_over(first, second, text))
    if second.said.startswith(("周", "星期", "礼拜")) and first.value is not None and len(first.said) > 2:  # noqa: PLR2004
        return replace(first, **_over(first, second, text))
    return None


def _day_and_time(first: Fact, second: Fact, between: str, text: str, when: When) -> Fact | None:
    if first.kind not in ("date", "period") or second.kind != "time" or not _BESIDE.fullmatch(between):
        return None
    if first.kind == "period" or second.how == "between":
        return None
    return on_day(first, second, when, **_over(first, second, text))


def on_day(day: Fact, clock: Fact, when: When, **span: Any) -> Fact:
    """Return the moment of a time of day on a day; several where either is open."""
    dates = day.either or ((day.value,) if day.value is not None else ())
    options = _options(clock)
    if not dates or not options:
        part = "impossible" if "impossible" in (day.part, clock.part) else ""
        return Fact("moment", how="about", part=part, **span)
    moments = tuple(sorted({_moment(one, said, shift) for one in dates for said, shift in options}))
    ahead, back = (other and _moment(other, *options[0]) for other in (day.ahead, day.back))
    more: dict[str, Any] = {"yearless": day.yearless, "ahead": ahead, "back": back, "part": clock.part}
    if len(moments) > 1:
        past = tuple(moment for moment in moments if moment <= when.now)
        if clock.shifts == (1, 0) and len(moments) > len(past) and len(past) == 1 and _has_happened(day, when):
            moments = past
        else:
            return Fact("moment", moments[0], moments[-1], None, "about", either=moments, **more, **span)
    if clock.how in ("about", "between") and clock.value is None:
        high = _moment(dates[0], clock.high, clock.shifts[0] if clock.shifts else 0)
        return Fact("moment", moments[0], high, None, "about", **more, **span)
    return Fact("moment", moments[0], moments[0], moments[0], clock.how, shifts=clock.shifts[:1], **more, **span)


def _has_happened(day: Fact, when: When) -> bool:
    return day.value is not None and day.value <= when.today and day.said[:1] not in ("", "今")


def _options(clock: Fact) -> tuple[ClockReading, ...]:
    times = clock.either or ((clock.value,) if clock.value is not None else (clock.low,) if clock.low is not None else ())
    shifts = clock.shifts or (0,)
    if len(times) == len(shifts):
        return tuple(zip(times, shifts, strict=True))
    return tuple((said, shift) for said in times for shift in shifts)


def _moment(day: date, said: time, shift: int) -> datetime:
    return datetime.combine(day, said, SHANGHAI) + timedelta(days=shift)


def _lengths(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 1天12小时, 两个小时三十分钟 into one length."""
    minutes_behind = second.kind in ("score", "time") and second.said.endswith("分") and second.value is not None
    if first.kind == "duration" and first.unit == "H" and minutes_behind and not between:
        second = replace(second, kind="duration", unit="min")
    if first.kind != "duration" or second.kind != "duration" or not re.fullmatch(r" ?(?:零|又|加|余|多)? ?", between):
        return None
    minutes = {"min": 1, "H": 60, "D": 1440, "W": 10080}
    if first.unit not in minutes or second.unit not in minutes or minutes[first.unit] <= minutes[second.unit]:
        return None
    if first.value is None or second.value is None or first.how != "exact" or second.how != "exact":
        return Fact("duration", how="about", unit=second.unit, **_over(first, second, text))
    total = first.value * minutes[first.unit] + second.value * minutes[second.unit]
    unit = "H" if total % 60 == 0 else "min"
    value = total / 60 if unit == "H" else total
    return Fact("duration", value, value, value, unit=unit, **_over(first, second, text))


_NUMBERS = ("money", "number", "count", "score", "percent", "duration")


def _stretches(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join the two ends of 两百到三百块, 10号到12号, 晚上8点到11点."""
    if not _TO.fullmatch(between) and (between or second.how != "less"):
        return None
    if first.kind in _NUMBERS and second.kind in _NUMBERS:
        return _numbers(first, second, between, text)
    if first.kind == "date" and second.kind == "period" and first.value is not None and second.high is not None and second.high >= first.value:
        return Fact("period", first.value, second.high, None, "exact", **_over(first, second, text))
    if first.kind in ("date", "number") and second.kind == "date":
        return _dates(first, second, text)
    if second.kind == "time" and first.kind in ("time", "number"):
        return _times(first, second, text)
    if first.kind == "moment" and second.kind == "time":
        return _moments(first, second, text)
    return None


def _moments(first: Fact, second: Fact, text: str) -> Fact:
    """Join 昨天晚上8点到11点: some moment between the two."""
    span = _over(first, second, text)
    times = second.either or ((second.value,) if second.value is not None else ())
    if first.value is None or not times:
        return Fact("moment", how="about", **span)
    ends = sorted(_moment(first.value.date(), said, shift) for said in times for shift in (0, 1))
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
        return Fact(kind, low, high, None, "between", second.unit or first.unit, low_in=False, high_in=False, **_over(first, second, text))
    if low is None or high is None or first.either or second.either:
        return Fact(kind, how="about", unit=second.unit or first.unit, **_over(first, second, text))
    if second.said.lstrip("-").startswith("-") or (between.strip() == "" and low >= high):
        return None
    # 3到5万 is thirty to fifty thousand.
    power = next((size for unit, size in (("亿", 10**8), ("万", 10**4), ("w", 10**4), ("千", 1000), ("k", 1000), ("百", 100)) if unit in second.said), 1)
    if power > 1 and low < 100 and not any(unit in first.said for unit in "百千万亿wk"):  # noqa: PLR2004
        low *= power
    if low > high:
        return None if between.strip() in ("", "-") else Fact(kind, how="about", unit=second.unit or first.unit, **_over(first, second, text))
    return Fact(kind, low, high, None, "between", second.unit or first.unit, low_in=first.low_in, high_in=second.high_in, **_over(first, second, text))


def _dates(first: Fact, second: Fact, text: str) -> Fact | None:
    """Join 10号到12号, 上周一到周三, 10到12号."""
    number = first.kind == "number"
    second = _last_told(first, second)
    fits = first.value is not None and first.value == int(first.value) and 1 <= first.value <= 31 if number else True  # noqa: PLR2004
    if second.value is not None and not fits:
        return None
    day = first.value if second.value is None or not number else _replaced(second.value, int(first.value))
    if second.value is None or day is None:
        return Fact("period", how="about", **_over(first, second, text))
    day, last = _in_order(day, _last_day(first, second, day), first, second)
    if last < day:
        return Fact("period", how="about", **_over(first, second, text))
    return Fact("period", day, last, None, "exact", **_over(first, second, text))


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
    """Return the days of a stretch with the first a year before or the last in the year to come, where they else end early."""
    if last < day and first.yearless and second.yearless:
        before = _replaced_year(day, day.year - 1)
        day = before if before and before <= last else day
    if last < day and second.ahead and second.ahead >= day:
        last = second.ahead
    return day, last


def _replaced(day: date, number: int) -> date | None:
    try:
        return day.replace(day=number)
    except ValueError:
        return None


def _replaced_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _times(first: Fact, second: Fact, text: str) -> Fact | None:
    """Join 晚上8点到11点: the second end keeps the part of the day where that is later."""
    span = _over(first, second, text)
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
        end, shifts = (min(later), (shifts[0], 0)) if later else (time(0), (shifts[0], 1)) if time(0) in second.either else (min(second.either), (shifts[0], 1))
    elif not second.part and first.part in ("afternoon", "evening", "night") and end < start and end.hour < 12 and end.hour + 12 > start.hour:  # noqa: PLR2004
        end = end.replace(hour=end.hour + 12)
    elif not first.part and first.either:
        if not second.part:
            return Fact("time", how="about", **span)
        start = first.either[0]
    return Fact("time", start, end, None, "between", shifts=shifts, part=second.part or first.part, **span)


_GOODS = "[件个条双只瓶盒套份张台部包箱斤袋桶罐支本对打块米卷把]"
_EACH_BEFORE = re.compile(rf"(?:单价|每{_GOODS}?|一{_GOODS}|各|each) ?(?:是|才|就|卖|要|为|:)? ?$")
_EACH_AFTER = re.compile(rf" ?(?:/|每|一)(?P<goods>{_GOODS})(?:的|,)?")
_TIMES = re.compile(r" ?[*x×乘] ?")


def _totals(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts with a unit price and how many were bought of it within one order as their total: 单价99买5个, 25块5一箱要了6箱."""
    result = list(facts)
    if not any(fact.kind in ("count", "size") for fact in facts):
        return result
    gone: set[int] = set()
    for index, price in enumerate(facts):
        if id(price) in gone:
            continue
        if price.kind == "size" and not price.unit and price.value and re.search(r"(?:付了?|花了?|支付|共) ?$", text[: price.start]):
            total = price.value[0] * price.value[1]
            result[index] = replace(price, kind="money", low=total, high=total, value=total, unit="元", part="total")
            continue
        count = _counted_with(price, facts, index, text)
        if count is None or id(count) in gone:
            continue
        total = price.value * count.value
        start, end = min(price.start, count.start), max(price.end, count.end)
        gone |= {id(price), id(count)}
        result.append(Fact("money", total, total, total, "exact", "元", part="total", start=start, end=end, said=text[start:end]))
    return sorted((fact for fact in result if id(fact) not in gone), key=lambda fact: fact.start)


def _counted_with(price: Fact, facts: Sequence[Fact], index: int, text: str) -> Fact | None:
    """Return the count that a unit price goes with, or None."""
    if price.kind not in ("money", "number") or not price.exact:
        return None
    before = _EACH_BEFORE.search(text[: price.start])
    after = _EACH_AFTER.match(text, price.end)
    for other in facts[max(0, index - 1) : index + 3]:
        if other.kind != "count" or not other.exact or other.unit not in ("件", "个", "条", "张", "单"):
            continue
        gap = text[price.end : other.start] if other.start > price.start else text[other.end : price.start]
        if len(gap) > 14 or re.search(r"[。!?;\d]", gap) or other.value == 1:  # noqa: PLR2004
            continue
        same = after is None or other.said.endswith(after["goods"])
        if _TIMES.fullmatch(gap) or (before and len(gap) <= 14) or (after and same):  # noqa: PLR2004
            return other
    return None


@cache
def _now_words() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(table('days')['now_words'])})(?:是|已经|都|才)?[ ,]?$")


def _following_times(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """Return the facts with each bare time of day set on the day named before it in its sentence, or on today beside 现在."""
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
    """Return whether a bare time has a day of its own (今晚), or stands in another sentence than what was named before."""
    gap = text[before[-1].end : clock.start] if before else ""
    return bool(re.search(r"(?:今|昨|前|明)(?:早|晚)$", text[: clock.start]) or re.search(r"[。!?;]", gap))


def _same_part(clock: Fact, last: Fact | None, text: str) -> Fact:
    """Return a bare time in a list in the part of the day of the one before it: 昨晚8点、9点、10点."""
    if last is None or clock.part or last.part not in ("afternoon", "evening", "night") or (clock.value is None and not clock.either):
        return clock
    if not re.fullmatch(r" ?(?:[、,/]|和|跟)? ?", text[last.end : clock.start]):
        return clock
    said = clock.value or clock.either[0]
    options = readings(said.hour, said.minute, said.second, last.part, bare=False)
    if len(options) != 1:
        return clock
    return replace(clock, low=options[0][0], high=options[0][0], value=options[0][0], how="exact", either=(), shifts=(options[0][1],), part=last.part)
