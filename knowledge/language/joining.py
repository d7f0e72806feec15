"""Facts that belong together: a day and its time, two ends of a stretch, a price and how many, two lengths in a row."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from knowledge.language.corrections import corrected
from knowledge.language.day_and_time import day_and_time, following_times
from knowledge.language.fact import Fact
from knowledge.language.moved_days import moved, next_days, unsure
from knowledge.language.spans import over
from knowledge.language.stretches import NUMBERS, stretches, with_year
from knowledge.language.totals import totals
from knowledge.language.when import When


def joined(facts: Sequence[Fact], text: str, when: When) -> list[Fact]:
    """Return the facts with those joined that say one thing."""
    result = list(facts)
    result = _swallowed([unsure(moved(fact, text), text) for fact in result])
    for join in (_year_behind, _same_day, _day_and_its_time):
        result = list(_pairwise(result, text, when, join))
    result = corrected(result, text)
    for join in (_lengths, stretches, _either_day):
        result = list(_pairwise(result, text, when, join))
    result = totals(next_days(result, text), text)
    return following_times(result, text, when)


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


def _swallowed(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts without those that lie within another one that grew."""
    kept: list[Fact] = []
    for fact in facts:
        if kept and kept[-1].start <= fact.start and fact.end <= kept[-1].end:
            continue
        kept.append(fact)
    return kept


def _year_behind(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 9月28日(2023年): a year told behind its day."""
    if (
        first.kind != "date"
        or second.kind != "period"
        or not re.fullmatch(r" ?\( ?", between)
        or first.value is None
        or not second.said.endswith("年")
    ):
        return None
    day = with_year(first.value, second.low.year)
    return (
        replace(first, low=day, high=day, value=day, yearless=False, ahead=None, **over(first, second, text))
        if day
        else None
    )


_OR = re.compile(r" ?(?:还是|或者?|要么|or|抑或|定) ?")


def _either_day(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 18号还是19号: one of two days."""
    if not _OR.fullmatch(between):
        return None
    if (
        first.kind in NUMBERS
        and second.kind in NUMBERS
        and (first.kind == second.kind or "number" in (first.kind, second.kind))
    ):
        return _either_number(first, second, text)
    if first.kind != second.kind or first.kind not in ("date", "moment"):
        return None
    values = tuple(
        sorted(value for fact in (first, second) for value in (fact.either or (fact.value,)) if value is not None)
    )
    if len(values) < 2:  # noqa: PLR2004
        return None
    return Fact(first.kind, values[0], values[-1], None, "about", either=values, **over(first, second, text))


def _either_number(first: Fact, second: Fact, text: str) -> Fact | None:
    """Join 10或11条, 500还是600: one of two figures."""
    if first.value is None or second.value is None or (first.unit and second.unit and first.unit != second.unit):
        return None
    kind = second.kind if first.kind == "number" else first.kind
    ends = sorted((first.value, second.value))
    return Fact(kind, ends[0], ends[1], None, "between", second.unit or first.unit, **over(first, second, text))


def _same_day(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 今天4月28号, 10月12号星期一: a day named twice; the fuller one counts."""
    if first.kind == second.kind == "date" and between in ("的", "嘅"):
        return Fact("date", how="about", **over(first, second, text))  # 两周前的周二, 昨天的昨天
    if (
        first.kind != "date"
        or second.kind != "date"
        or not re.fullmatch(r"[ ,(]?(?:是|,|就是|都|已经|已|就|是都)? ?", between)
    ):
        return None
    denied = re.search(r"(?:不是|唔系)$", text[: first.start])
    if (
        first.said[:1] in ("", "今")
        and not denied
        and not second.either
        and second.value is not None
        and second.yearless
    ):
        # The day looked at is the one that is stated.
        return replace(second, yearless=False, ahead=None, part="stated", **over(first, second, text))
    if second.said.startswith(("周", "星期", "礼拜")) and first.value is not None and len(first.said) > 2:  # noqa: PLR2004
        return replace(first, **over(first, second, text))
    return None


def _day_and_its_time(first: Fact, second: Fact, between: str, text: str, when: When) -> Fact | None:
    return day_and_time(first, second, between, when, **over(first, second, text))


def _coins(first: Fact, second: Fact, between: str, text: str) -> Fact | None:
    """Join 人民币叁佰肆拾伍元|陆角整: the coins right behind whole yuan."""
    whole = first.kind == second.kind == "money" and first.exact and second.exact and not between
    if (
        not whole
        or first.value != int(first.value)
        or not 0 < second.value < 1
        or not re.search(r"[元块圆]$", first.said)
    ):
        return None
    value = first.value + second.value
    return replace(first, low=value, high=value, value=value, **over(first, second, text))


def _lengths(first: Fact, second: Fact, between: str, text: str, _when: When) -> Fact | None:
    """Join 1天12小时, 两个小时三十分钟 into one length, 叁佰肆拾伍元|陆角 into one amount."""
    if first.kind == "money":
        return _coins(first, second, between, text)
    minutes_behind = second.kind in ("score", "time") and second.said.endswith("分") and second.value is not None
    if first.kind == "duration" and first.unit == "H" and minutes_behind and not between:
        second = replace(second, kind="duration", unit="min")
    if first.kind != "duration" or second.kind != "duration" or not re.fullmatch(r" ?(?:零|又|加|余|多)? ?", between):
        return None
    if second.said.startswith(("就是", "即", "是")):
        return None  # 两天|就是48小时: the same once more
    minutes = {"min": 1, "H": 60, "D": 1440, "W": 10080}
    if first.unit not in minutes or second.unit not in minutes or minutes[first.unit] <= minutes[second.unit]:
        return None
    if first.value is None or second.value is None or first.how != "exact" or second.how != "exact":
        return Fact("duration", how="about", unit=second.unit, **over(first, second, text))
    total = first.value * minutes[first.unit] + second.value * minutes[second.unit]
    unit = "H" if total % 60 == 0 else "min"
    value = total / 60 if unit == "H" else total
    return Fact("duration", value, value, value, unit=unit, **over(first, second, text))
