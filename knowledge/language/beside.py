"""What stands right beside a figure and makes it another one: one that goes on, that is missing, asked, or past."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from knowledge.language.fact import Fact
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.tables import any_of, spelled_out, table

_NUMERIC = frozenset({"money", "number", "count", "score", "percent", "duration"})
# 1。5万, 1'288, 800/2, 5..5, 500±10, 五块五毛半: more of the same figure stands behind or before it.
_BEHIND = re.compile(
    rf"['’/±^] ?\d|\.\.|\^|半(?![天年月个小夜路日折价])|。\d{{1,2}}(?:[万wk千百亿元块]|(?![\d月号日点时:]))"
    rf"|、[\d{DIGITS}]{{1,2}}百"
)
# 尾款还差四千五: so much is still due.
_STILL_DUE = re.compile(r"[款钱数费](?:还|就|只|仲)?差 ?$")
_HUNDREDS = re.compile(r"、[1-9]0{1,4}(?!\d)")
_BEFORE = re.compile(rf"(?:\d['’/±^、] ?|\.\.|(?<!\d)\d。|[\d{DIGITS}]、)$")


def beside(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts of `text` (normalised), open where more of the figure stands beside it or words make it none."""
    return [_READ_BY_KIND[fact.kind](fact, text) if fact.kind in _READ_BY_KIND else fact for fact in facts]


def opened(fact: Fact) -> Fact:
    """Return a fact of which only the kind is known."""
    return Fact(
        fact.kind,
        how="about",
        unit=fact.unit,
        events=fact.events,
        firm=fact.firm,
        start=fact.start,
        end=fact.end,
        said=fact.said,
    )


def _besides(fact: Fact, text: str) -> Fact:
    before, after = text[max(0, fact.start - 8) : fact.start], text[fact.end : fact.end + 5]
    if re.fullmatch(r"\d", fact.said) and _HUNDREDS.match(after):
        return opened(fact)  # 5、600块
    if fact.kind == "score" and after and (after[0].isdigit() or after[0] in DIGITS):
        return opened(fact)  # 4分5
    if fact.kind != "duration" and (
        _BEHIND.match(after) or ((fact.said[:1].isdigit() or fact.said[:1] in DIGITS) and _goes_on(before, fact))
    ):
        return opened(fact)
    missing, asked, missing_behind = _patterns()
    if (
        (missing.search(before) and not _STILL_DUE.search(before))
        or asked.search(before)
        or missing_behind.match(after)
    ):
        return opened(fact)
    return fact


@cache
def _vague_size() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("beside")
    return re.compile(rf"(?:\d ?[到至~-]|{any_of(words['size_before'])}) ?$"), re.compile(
        rf" ?(?:{any_of(words['size_behind'])}|m(?!m))"
    )


def _size(fact: Fact, text: str) -> Fact:
    """Return a size whose first side is a range (10到12×6) as open."""
    before, after = text[max(0, fact.start - 8) : fact.start], text[fact.end : fact.end + 3]
    vague_before, vague_behind = _vague_size()
    return opened(fact) if vague_before.search(before) or vague_behind.match(after) else fact


def _day(fact: Fact, text: str) -> Fact:
    """Return a day before which another number of days stands (三四号) as open."""
    part = fact.said[:1] in DIGITS and text[fact.start - 1 : fact.start] in frozenset(DIGITS)
    return opened(fact) if part else fact


_OFF = re.compile(r" ?(?:前|过后|后|欠|差|缺|过)[一二两三四五六七八九十半\d]{1,3}(?:分|刻|秒)")


def _clock(fact: Fact, text: str) -> Fact:
    """Return a time of day that is counted from (11点前一分钟) as open."""
    return opened(fact) if _OFF.match(text, fact.end) else fact


def _goes_on(before: str, fact: Fact) -> bool:
    if re.search(r"\d分$", before):
        return True  # 4分5
    if re.search(r"\d。$", before) and re.match(r"\d{1,2}[万wk千百亿元块]", fact.said):
        return True  # 12345。6万
    match = _BEFORE.search(before)
    listed = before.endswith("、") and not re.match(rf"[\d{DIGITS}]{{1,2}}?[百千万]|[1-9]0{{1,4}}(?!\d)", fact.said)
    return match is not None and not listed


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = table("beside")
    missing = rf"(?<![{''.join(words['missing_not'])}])(?:{any_of(words['missing'])})"
    behind = rf"(?:{any_of(word for word in words['missing'] if len(word) > 1)}) ?[\d{DIGITS}]|差 ?[\d{DIGITS}]"
    return re.compile(rf"{missing} ?$"), re.compile(rf"(?:{any_of(words['asked'])}) ?$"), re.compile(behind)


@cache
def _not_reached() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("beside")
    return re.compile(rf"(?:{any_of(words['below_level'])}) ?$"), re.compile(
        f" ?(?:{any_of(spelled_out(words['below_level_behind']))})"
    )


def _level(fact: Fact, text: str) -> Fact:
    """Return a level that is said not to be reached as below it."""
    before, behind = _not_reached()
    below = before.search(text[max(0, fact.start - 6) : fact.start]) or behind.match(text[fact.end : fact.end + 6])
    return replace(fact, low=None, value=None, how="less", high_in=False) if fact.value is not None and below else fact


_READ_BY_KIND = {**dict.fromkeys(_NUMERIC, _besides), "size": _size, "level": _level, "date": _day, "time": _clock}


# ---- before and now ----


@cache
def _times() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = table("beside")
    former, present = any_of(words["former"]), any_of(words["present"])
    became = any_of(spelled_out(words["became"]))
    return re.compile(former), re.compile(present), re.compile(rf"{became} ?$")


@cache
def _changed_by() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{any_of(spelled_out(table('beside')['changed_by']))}) ?")


_STATES = frozenset({"count", "number", "score", "level"})
_NEAR = 14


def former(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts; one that its sentence says has been and is no longer (以前98万,现在120万) is marked `past`."""
    result = list(facts)
    states = [index for index, fact in enumerate(facts) if fact.kind in _STATES]
    for first, second in pairwise(states):
        one, other = facts[first], facts[second]
        between = text[one.end : other.start]
        if not _of_one_thing(one, other) or re.search(r"[。!?;]", between) or len(between) > _NEAR:
            continue
        if _changed_by().fullmatch(between):
            result[first], result[second] = opened(one), opened(other)
            continue
        was, now, became = _times()
        before = text[max(0, one.start - _NEAR) : one.start]
        if became.search(between) or (
            now.search(between)
            and (was.search(before) or not re.search(r"[\u4e00-\u9fff]", between.replace("现在", "")))
        ):
            result[first] = replace(one, past=True)
            result[second] = replace(result[second], instead=(one.start, one.end))
    return result


def _of_one_thing(one: Fact, other: Fact) -> bool:
    kinds = {one.kind, other.kind}
    if "level" in kinds:
        return kinds == {"level"}
    return not one.events or not other.events or bool(set(one.events) & set(other.events))
