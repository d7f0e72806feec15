"""Words that hold a numeral and say no figure never begin inside a figure: 实付1万能赔多少 is 10000."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from knowledge.language.numeral_patterns import DIGITS, UNITS
from knowledge.language.tables import table
from tests.language.cells import Cell, over, silent, told

POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# Digits before a unit that a masked word begins with.
LEADING = {"1": 1, "3": 3, "5": 5, "20": 20, "两": 2, "三": 3, "十": 10}
# Whole figures, with and without a unit.
FIGURES: dict[str, int | str] = {
    "1万": 10_000,
    "3千": 3000,
    "5百": 500,
    "两千": 2000,
    "三百": 300,
    "十万": 100_000,
    "一百二十": 120,
    "1288": 1288,
    "2w": 20_000,
    "1.5万": 15_000,
    "300元": 300,
    "3万块": 30_000,
    "99.9元": "99.9",
    "三百块钱": 300,
    "120万粉丝": 1_200_000,
    "12条": 12,
}
# Words that make a figure vague by what they begin with, or a part of it.
VAGUE = re.compile(r"^(?:[半多几来余把零点分正]|成|元|块|上下|对|前后|单元)")
# What people say right behind an amount without a pause, although a numeral begins it.
SPOKEN = {"一定", "一般", "一直", "一共", "一下", "一下子", "一时", "一旦", "一律", "一概", "一并"}
DIGIT = re.compile(rf"^[{DIGITS}廿卅\d]")


def masked() -> list[str]:
    """Return all masked words."""
    return sorted({str(word) for row in table("phrases")["words"] for word in row})


def begun_with_units() -> Iterator[tuple[str, int, int]]:
    """Yield the masked words that begin with units: the word, how many there are, and what they multiply by."""
    for word in masked():
        units = re.match(rf"[{''.join(POWERS)}]+", word)
        if units is None or word.startswith(("十", "万圣", "千瓦", "百倍", "百年")) or DIGIT.match(word[units.end() :]):
            continue
        power, rising = 1, True
        for at, unit in enumerate(units.group()):
            rising = rising and (not at or POWERS[unit] >= POWERS[units.group()[at - 1]])
            power *= POWERS[unit]
        if rising and units.group() not in ("万万", "亿万") and "分之" not in word:
            yield word, units.end(), power


def figure_of(line: str, start: int, end: int, value: Decimal) -> Cell:
    """Return what a line must hold: the figure at a place, exact."""
    return Cell(line, str(value), lambda _: any(fact.exact and fact.value == value for fact in over(line, start, end)))


@pytest.mark.parametrize("digits", LEADING)
def test_a_mask_takes_no_unit_from_a_figure(digits: str) -> None:
    """3千万别忘了 is thirty million, 1万能赔多少 ten thousand."""
    wrong = []
    for word, length, power in begun_with_units():
        if digits == "十" and word[0] != "万" and word[0] != "亿":
            continue
        value = Decimal(LEADING[digits] * power)
        for frame in ("实付{}，能赔多少", "实付{}赔多少", "我有{}吗"):
            line = frame.format(digits + word)
            start = frame.index("{")
            facts = over(line, start, start + len(digits) + length)
            if not any(fact.exact and fact.value == value for fact in facts):
                wrong.append(f"{line} | {value} | {told(facts)}")

    assert not wrong


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_before_a_masked_word_stays_what_it_is(figure: str) -> None:
    """
    实付3万一定能赔 is 30000, no 31000; where the word may go on with the figure, it is not told as another one.

    Each word stands behind every fourth figure, all of them together behind each.
    """
    value, wrong, first = Decimal(FIGURES[figure]), [], list(FIGURES).index(figure) % 4
    for word in masked()[first::4]:
        if word in ("三角", "八角") and figure[-1] in "元块钱":
            continue  # 300元三角 is 300.30
        goes_on = bool(DIGIT.match(word)) and figure[-1] in f"{UNITS}w"
        if word[0] in UNITS or word[0].isascii() or (goes_on and word not in SPOKEN):
            continue
        for frame in ("实付{}能赔吗", "我这边有{}，怎么办"):
            line = frame.format(figure + word)
            start = frame.index("{")
            facts = over(line, start, start + len(figure))
            kept = any(fact.exact and fact.value == value for fact in facts)
            if silent(facts, value) or not (kept or VAGUE.match(word) or DIGIT.match(word)):
                wrong.append(f"{line} | {value} | {told(facts)}")

    assert not wrong


@pytest.mark.parametrize("figure", ["300元", "3万块", "1288元", "12条"])
def test_a_figure_behind_a_masked_word_stays_what_it_is(figure: str) -> None:
    """一定赔300元 is 300."""
    value, wrong = Decimal(re.sub(r"\D", "", figure)) * (10_000 if "万" in figure else 1), []
    for word in masked():
        if word[-1] in f"{UNITS}半多几两来第零点分负满到至不" or DIGIT.match(word[-1]) or word[-1].isascii():
            continue
        line = f"他说{word}，实付{figure}"
        start = line.index(figure)
        facts = over(line, start, start + len(figure))
        if not any(fact.exact and fact.value == value for fact in facts):
            wrong.append(f"{line} | {value} | {told(facts)}")

    assert not wrong


def test_masked_words_alone_are_no_figure() -> None:
    """一定, 万能 and 百度 say no amount and no count."""
    wrong = []
    for word in masked():
        for frame in ("我想问{}的事", "{}怎么办"):
            facts = over(frame.format(word), 0, 99)
            if any(fact.exact and fact.kind in ("money", "count", "number") for fact in facts):
                wrong.append(f"{frame.format(word)} | no figure | {told(facts)}")

    assert not wrong
