"""Counts and lengths of time."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.language.extents import Extent, exactly
from knowledge.language.fact import Fact, place_of
from knowledge.language.heads import Row, Written, bend, fact, size_of, tail, words
from knowledge.language.numeral_patterns import UNITS
from knowledge.language.tables import any_of, table


@cache
def measures() -> Mapping[str, str]:
    """Return for each measure word how what it counts is called."""
    named = table("numbers")["measures"]
    return {str(way): str(name) for name, ways in named.items() for way in (ways if name == "度量" else (*ways, name))}


@cache
def length_units() -> Mapping[str, str]:
    """Return for each word of a length of time its unit."""
    return {str(way): str(unit) for unit, ways in table("numbers")["durations"].items() for way in ways}


def _count(one: Written) -> Fact | None:
    if one.head.run in ("半", "大半") or (
        one.text[one.head.end : one.head.end + 1] == " " and re.match(r"[是有为]?\d", one.rest)
    ):
        return None  # 4.4 粉丝120万: what is counted stands before its own figure
    if "点" in one.head.run and measures()[one["unit"]] in table("numbers")["singles"]:
        return None  # 九点一个: at nine, one of them
    return fact(one, "count", size_of(one), measures()[one["unit"]])


def _ordinal(one: Written) -> Fact | None:
    """Return 第二次 as how often it has happened."""
    before = re.search(r"第 ?$", one.text[: one.head.start])
    found = size_of(one) if before else None
    if before is None or found is None or found.value is None:
        return None
    return Fact("count", found.low, found.high, found.value, unit="次", **one.span(before.start()))


def _length(one: Written) -> Fact | None:
    unit, run = length_units()[_unit_said(one)], one.head.run
    half = Decimal("0.5") if one["half"] else None
    if (one.head.before in ("超了", "超", "过了", "过", "破") and not re.fullmatch(rf"[{UNITS}]+", run)) or one[
        "after"
    ].strip() in ("以内", "之内"):
        return _plain(one, unit, half)
    if run == "半":
        return _half(one, unit)
    if run == "大半":
        return fact(one, "duration", None, unit)
    found = size_of(one, half)
    if unit == "quarter":
        unit, found = "min", None if found is None else found.times(15)
    return fact(one, "duration", found, unit)


def _unit_said(one: Written) -> str:
    """Return the unit behind 个半 as it is listed: 一个半月 is counted in 个月."""
    return one["unit"] if one["unit"] in length_units() else "个" + one["unit"]


def _half(one: Written, unit: str) -> Fact | None:
    """Return 半天, 半个小时, 半个月 (14 to 16 days as people say it)."""
    if one["half"]:
        return None
    if unit == "M" and not one["more"]:
        return Fact("duration", Decimal(14), Decimal(16), Decimal(15), "about", "D", **one.span())
    found: Extent | None = exactly(Decimal("0.5"))
    if one["more"]:
        found = Extent(Decimal("0.5"), Decimal(1), "about", low_in=False, high_in=False)
    found = bend(found, words("after").get(one["after"].strip(), ""))
    return fact(one, "duration", bend(found, words("before").get(one.head.before, "")), unit)


def _plain(one: Written, unit: str, half: Decimal | None) -> Fact | None:
    """Return the length alone where nothing beside it makes it vaguer: 超了两天 is two days late, 30天以内 thirty."""
    from dataclasses import replace

    before = "" if one.head.before in ("超了", "超", "过了", "过", "破") else one.head.before
    start = one.head.at if not before else one.head.start
    end = one.tail.start("after") if one["after"].strip() in ("以内", "之内") else one.end
    head = replace(one.head, before=before, start=start)
    if head.run == "半":
        found: Extent | None = exactly(Decimal("0.5"))
    else:
        found = size_of(Written(head, one.tail, one.text), half) if end == one.end else size_of_alone(head, one, half)
    plain = fact(Written(head, one.tail, one.text), "duration", found, unit)
    return plain.at(start, end, one.text[start:end].strip())


def size_of_alone(head: Any, one: Written, half: Decimal | None) -> Extent | None:
    """Return the number of a head without the words behind it."""
    cut = one.tail.re.match(one.text[: one.tail.start("after")], head.end)
    return size_of(Written(head, cut, one.text), half) if cut else None


def _many(one: Written) -> Fact | None:
    """Return 两个多小时, 一个多月: over n, not yet the next."""
    found = size_of(one)
    if found is not None:
        exact = found.how == "exact" and found.low is not None
        found = (
            Extent(found.low, found.low + 1, "about", low_in=False, high_in=False)
            if exact and found.low is not None
            else None
        )
    return fact(one, "duration", found, length_units()["个" + one["unit"]])


@cache
def rows() -> tuple[Row, ...]:
    """Return the ways of writing counts and lengths behind a numeral."""
    counted, units = any_of(measures()), any_of(length_units())
    no_length = "(?!前[年天]|贝|租|饼|刊|销|光|薪|末|边|围|转|期|杰|嫂|付)"
    return (
        Row(
            "count",
            tail(rf"(?<![整正])(?P<unit>{counted})(?!邮|括|含|度上|方(?!便)|级|数|罚|理(?!发)|手(?!机|表|套|链))"),
            _count,
            rank=-1,
        ),
        Row("ordinal", tail(r"(?P<unit>次|回)"), _ordinal, rank=1),
        Row("length", tail(rf"(?:个(?P<half>半))?(?P<unit>{units}|(?<=半)月){no_length}"), _length),
        Row("length and a half", tail(rf"(?P<unit>{units})", "(?P<half>半)(?!钟|夜|路|价|个)"), _length),
        Row("many", tail("个(?P<many>[多几])(?P<unit>小时|钟头|钟|月|礼拜|星期|工作日)"), _many, rank=1),
    )


@cache
def _free() -> tuple[tuple[str, re.Pattern[str], Any, int], ...]:
    numbers = table("numbers")
    pairs = any_of((*numbers["pairs"], *numbers["dozens"]))
    return (
        ("first", re.compile(any_of(numbers["firsts"]) + r"(?![为是在于:])"), _first, 1),
        ("pair", re.compile(rf"(?P<run>{pairs})(?![字都{UNITS}])"), _pair, -1),
        ("felt", re.compile(any_of(numbers["felt"])), _felt, 3),
        (
            "half more",
            re.compile(r"(?<![\d一二两三四五六七八九十百千万几])个半(?P<unit>钟头|小时|钟|月|礼拜|星期)"),
            _one_and_half,
            2,
        ),
        ("ten days or so", re.compile("十天半个?月"), _ten_days, 2),
    )


def free(text: str) -> list[tuple[Fact, int, int, str]]:
    """Return counts and lengths that are words of their own: 仨, 首次, 个把月, 個半鐘."""
    return [
        (reader(match), 1, rank, name) for name, pattern, reader, rank in _free() for match in pattern.finditer(text)
    ]


def _first(match: re.Match[str]) -> Fact:
    return Fact("count", Decimal(1), Decimal(1), Decimal(1), unit="次", **place_of(match))


def _pair(match: re.Match[str]) -> Fact:
    value = Decimal({**table("numbers")["pairs"], **table("numbers")["dozens"]}[match["run"]])
    return Fact("count", value, value, value, unit="个", **place_of(match))


def _felt(match: re.Match[str]) -> Fact:
    low, high = (Decimal(days) for days in table("numbers")["felt"][match.group()])
    return Fact("duration", low, high, None, "about", "D", **place_of(match))


def _one_and_half(match: re.Match[str]) -> Fact:
    """Return 個半鐘: one and a half, in Cantonese."""
    value = Decimal("1.5")
    return Fact("duration", value, value, value, unit=length_units()["个" + match["unit"]], **place_of(match))


def _ten_days(match: re.Match[str]) -> Fact:
    return Fact("duration", Decimal(10), Decimal(15), None, "between", "D", **place_of(match))
