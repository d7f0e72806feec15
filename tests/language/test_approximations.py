"""Approximations × units: the ends of “about”, worked out from the widths that people mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest

from knowledge.language.fact import Fact
from knowledge.language.script import traditional
from tests.language.cells import Cell, amiss

# What is counted: the words for it, and sentences with a gap for the whole of it.
UNITS = {
    "money": (("元", "块", "块钱", "蚊"), ("实付{}", "我付了{}，能赔多少", "那单花了{}呢")),
    "fans": (("个粉丝", "粉丝", "粉"), ("我有{}", "账号现在{}，能开吗")),
    "orders": (("单", "个订单"), ("一共卖了{}", "我出了{}，够吗")),
    "messages": (("条", "条消息"), ("攒了{}没回", "有{}没回复，会怎样")),
    "calls": (("次", "通电话"), ("平台打了{}",)),
    "hours": (("小时", "个小时"), ("要等{}", "页面写着{}内到账")),
    "minutes": (("分钟",), ("我讲了{}", "视频有{}")),
}
LENGTHS = ("hours", "minutes")
# Numerals with their value and one of the last place that they name.
ROUND = {
    "十": (10, 10),
    "三十": (30, 10),
    "一百": (100, 100),
    "三百": (300, 100),
    "一百五十": (150, 10),
    "两千": (2000, 1000),
    "一千二百": (1200, 100),
    "五万": (50_000, 10_000),
    "十五万": (150_000, 10_000),
    "一百万": (1_000_000, 10_000),
    "一百五十万": (1_500_000, 10_000),
    "300": (300, 100),
    "1200": (1200, 100),
    "20": (20, 10),
    "2000": (2000, 1000),
    "3千": (3000, 1000),
    "5万": (50_000, 10_000),
    "3.5万": (35_000, 1000),
    "2w": (20_000, 10_000),
    "100万": (1_000_000, 10_000),
}
# 多 within a number counts one of what stands before it: 一百多万 is over a million, 十多万 over a hundred thousand.
WITHIN = {
    "十{}万": (100_000, 200_000),
    "一百{}万": (1_000_000, 2_000_000),
    "三百{}万": (3_000_000, 4_000_000),
    "一百五十{}万": (1_500_000, 1_600_000),
    "两千{}万": (20_000_000, 30_000_000),
    "10{}万": (100_000, 200_000),
    "100{}万": (1_000_000, 2_000_000),
    "十万{}": (100_000, 110_000),
    "十{}": (10, 20),
    "二十{}": (20, 30),
}
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Ends:
    """The ends of a range; None is open, and whether the ends count (None: either way)."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool | None = None
    high_in: bool | None = None

    def met(self, facts: Sequence[Fact]) -> bool:
        """Return whether one fact says this range and is not exact."""
        if len(facts) != 1 or facts[0].exact:
            return False
        fact = facts[0]
        ends = (fact.low if self.low is not None else None, fact.high if self.high is not None else None)
        inside = (self.low_in in (None, fact.low_in)) and (self.high_in in (None, fact.high_in))
        return ends == (self.low, self.high) and inside and (self.high is not None or fact.high is None)

    def __str__(self) -> str:
        """Return the range in brackets."""
        return f"{'(' if self.low_in is False else '['}{self.low},{self.high}{')' if self.high_in is False else ']'}"


def more_than(value: int, step: int) -> Ends:
    """Return 三百多: over it, below the next of its last place."""
    return Ends(Decimal(value), Decimal(value + step), low_in=False, high_in=False)


def around(value: int) -> Ends:
    """Return 三百左右: a tenth less or more."""
    return Ends(value - value * TENTH, value + value * TENTH)


def from_to(low: int | None, high: int | None, *, low_in: bool | None = None, high_in: bool | None = None) -> Ends:
    """Return a range of whole numbers."""
    return Ends(None if low is None else Decimal(low), None if high is None else Decimal(high), low_in, high_in)


def a_bit_over(value: int) -> Ends:
    """Return 三百出头: over it, to a tenth more."""
    return Ends(Decimal(value), value + value * TENTH, low_in=False)


def nearly(value: int) -> Ends:
    """Return 近三百: from nine tenths to under it."""
    return Ends(value - value * TENTH, Decimal(value), high_in=False)


ABOUT = ("{}左右", "{}上下", "约{}", "大约{}", "差不多{}", "大概{}")
WAYS: dict[str, Callable[[int], Ends]] = {
    **dict.fromkeys(ABOUT, around),
    "{}出头": a_bit_over,
    "近{}": nearly,
    "将近{}": nearly,
    "不到{}": lambda value: from_to(0, value, high_in=False),
    "唔到{}": lambda value: from_to(0, value, high_in=False),
    "不足{}": lambda value: from_to(0, value, high_in=False),
    "{}以上": lambda value: from_to(value, None, low_in=True),
    "起码{}": lambda value: from_to(value, None, low_in=True),
    "至少{}": lambda value: from_to(value, None, low_in=True),
    "少说{}": lambda value: from_to(value, None, low_in=True),
    "超过{}": lambda value: from_to(value, None, low_in=False),
    "超过了{}": lambda value: from_to(value, None, low_in=False),
    "不止{}": lambda value: from_to(value, None, low_in=False),
    "{}以下": lambda value: from_to(None, value, high_in=True),
    "{}以内": lambda value: from_to(None, value, high_in=True),
    "最多{}": lambda value: from_to(None, value, high_in=True),
}
# Numbers that name no single one by themselves.
SOME = {
    "几百": from_to(200, 1000, low_in=True),
    "几千": from_to(2000, 10_000, low_in=True),
    "几万": from_to(20_000, 100_000, low_in=True),
    "几十": from_to(20, 100, low_in=True),
    "几十万": from_to(200_000, 1_000_000, low_in=True),
    "四五百": from_to(400, 500, low_in=True, high_in=True),
    "七八百": from_to(700, 800, low_in=True, high_in=True),
    "三五百": from_to(300, 500, low_in=True, high_in=True),
    "两三千": from_to(2000, 3000, low_in=True, high_in=True),
    "五六十": from_to(50, 60, low_in=True, high_in=True),
    "十七八": from_to(17, 18, low_in=True, high_in=True),
    "一千五六": from_to(1500, 1600, low_in=True, high_in=True),
    "一百二三十": from_to(120, 130, low_in=True, high_in=True),
    "八九十": from_to(80, 90, low_in=True, high_in=True),
    "三四万": from_to(30_000, 40_000, low_in=True, high_in=True),
    "十来": around(10),
    "百来": around(100),
    "一百来": around(100),
    "三十来": around(30),
    "十来万": around(100_000),
    "九十来万": around(900_000),
    "一百来万": around(1_000_000),
    "千把": around(1000),
    "百把": around(100),
    "上百": from_to(100, None, low_in=True),
    "上千": from_to(1000, None, low_in=True),
    "上百万": from_to(1_000_000, None, low_in=True),
    "破万": from_to(10_000, None, low_in=False),
    "破百万": from_to(1_000_000, None, low_in=False),
    "过百": from_to(100, None, low_in=False),
    "千几": more_than(1000, 1000),
    "百几": more_than(100, 100),
    "廿几": more_than(20, 10),
}


def counted(unit: str, words: str, ends: Ends, turn: int, *, attached: bool = True) -> Iterator[Cell]:
    """Yield a number with each word of a unit in a sentence, in Simplified and in Traditional."""
    names, frames = UNITS[unit]
    for name in names:
        line = frames[turn % len(frames)].format(words + name if attached else words.replace("#", name))
        yield Cell(line, str(ends), ends.met)
        yield Cell(traditional(line), str(ends), ends.met)
        turn += 1


def more(unit: str) -> Iterator[Cell]:
    """Yield 三百多元, 一百余单, 一百五十几条."""
    for turn, (numeral, (value, step)) in enumerate(ROUND.items()):
        for word in ("多", "余"):
            yield from counted(unit, numeral + word, more_than(value, step), turn)
        if numeral[-1] in "十百千":
            yield from counted(unit, numeral + "几", more_than(value, step), turn)
    for turn, (form, (low, high)) in enumerate(WITHIN.items()):
        for word in ("多", "余", "几"):
            if not (word == "几" and form.endswith("万{}")):
                yield from counted(unit, form.format(word), more_than(low, high - low), turn)


@pytest.mark.parametrize("unit", UNITS)
def test_more_than_a_round_number_ends_at_the_next(unit: str) -> None:
    """一百多万 is 100 to 200万, 十万多 10 to 11万, the ends not included."""
    assert not amiss(more(unit))


def bent(unit: str) -> Iterator[Cell]:
    """Yield round numbers with each word before or behind that makes them vague."""
    for turn, (numeral, (value, _)) in enumerate(ROUND.items()):
        for way, ends in WAYS.items():
            if way == "{}以内" and unit in LENGTHS:
                continue  # a length within which something is done is a limit, told by its end
            yield from counted(unit, way.format(f"{numeral}#"), ends(value), turn, attached=False)


@pytest.mark.parametrize("unit", UNITS)
def test_words_beside_a_number_make_a_range_of_it(unit: str) -> None:
    """三百左右 is 270 to 330, 不到三百 below it, 三百以上 includes it, 超过三百 does not."""
    assert not amiss(bent(unit))


def some(unit: str) -> Iterator[Cell]:
    """Yield numbers that name no single one."""
    for turn, (numeral, ends) in enumerate(SOME.items()):
        if numeral.startswith("破") and unit in LENGTHS:
            continue
        yield from counted(unit, numeral, ends, turn)


@pytest.mark.parametrize("unit", UNITS)
def test_numbers_that_name_no_single_one(unit: str) -> None:
    """四五百 is 400 to 500, 几百 200 to 1000, 千把 about 1000."""
    assert not amiss(some(unit))


def both_vague(unit: str) -> Iterator[Cell]:
    """Yield numbers with two words that make them vague: none of the round ends may be told as exact."""
    for numeral in ("三百", "5万", "一百万", "20"):
        for form in ("大概{}多#", "差不多{}#左右", "起码{}多#", "不到{}多#", "将近{}来#"):
            for name in UNITS[unit][0]:
                line = UNITS[unit][1][0].format(form.format(numeral).replace("#", name))
                yield Cell(line, "not exact", lambda facts: bool(facts) and not any(fact.exact for fact in facts))


@pytest.mark.parametrize("unit", UNITS)
def test_two_vague_words_are_never_exact(unit: str) -> None:
    """大概三百多 is no 300."""
    assert not amiss(both_vague(unit))
