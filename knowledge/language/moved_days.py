"""A day counted from the one beside it (中秋前一天, 隔天), and days and times that words beside them make uncertain."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, spelled_out, table


def moved(fact: Fact, text: str) -> Fact:
    """Return a day counted from the one named: 中秋前一天, 元旦第二天."""
    match = _beside_words().match(text, fact.end) if fact.kind in ("date", "period") and fact.said else None
    if match is None or fact.value is None:
        return fact
    days = timedelta(days=int(table("days")["beside"][match.group()]))
    ahead = fact.ahead and fact.ahead + days
    return replace(
        fact,
        low=fact.low + days,
        high=fact.high + days,
        value=fact.value + days,
        ahead=ahead,
        end=match.end(),
        said=text[fact.start : match.end()],
    )


@cache
def _beside_words() -> re.Pattern[str]:
    return re.compile(any_of(table("days")["beside"]))


@cache
def _unsure_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("days")
    return re.compile(rf"(?:{any_of(words['unsure_before'])})(?:是|在|就是)?$"), re.compile(
        any_of(words["unsure_after"])
    )


def unsure(fact: Fact, text: str) -> Fact:
    """Return a day as roughly that day where words beside it say so: 大概18号左右."""
    if fact.kind not in ("date", "time") or fact.value is None or not fact.exact:
        return fact
    before, after = _unsure_words()
    if fact.kind == "time":
        return _unsure_time(fact) if _ABOUT.search(fact.said) or _ABOUT_BEHIND.match(text, fact.end) else fact
    if _put_right().search(text[: fact.start]) or (
        not before.search(text[: fact.start]) and not after.match(text, fact.end)
    ):
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
    wrong = any_of(word for word in spelled_out(table("corrections")["instead"]) if "错" in word or "更正" in word)
    return re.compile(rf"(?:{wrong})[^。!?;]*$")


def next_days(facts: Sequence[Fact], text: str) -> list[Fact]:
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
