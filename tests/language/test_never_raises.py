"""Whatever is typed, a line is read: no exception, every stretch within the line, low ends below high ones."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.language.fact import Fact
from knowledge.language.numeral_patterns import DIGITS, UNITS
from knowledge.language.reader import Reading, as_json, read, whole
from knowledge.language.tables import table
from tests.language.cells import words
from tests.language.notation import NOW

# The same examples on every run.
MANY = settings(derandomize=True, deadline=None, database=None, max_examples=1000)
NUMERALS = f"0123456789０１２３４５６７８９{DIGITS}{UNITS}廿卅兩萬億貳參陸"
# What numerals are read with, and marks that stand in and around them.
BESIDE = (
    "元块塊角毛分钱半多几余来把点點.,，、:：/-~%折成个個单条次天月日号年周时小分秒前后上下近约不到整负"
    "+#¥$€wkmWKMlL*×x()（）?？!。 \t\n　"
)
EMOJI = "😀🈶㊗🔟1️⃣①②③❶½¾⅓㈠㈡㊀Ⅳ№℃㎡∞\u200b\u200d\ufeff\u202e\ud83d\x00"


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from (*_leaves(key), *_leaves(value))
    elif isinstance(node, list):
        for item in node:
            yield from _leaves(item)
    elif isinstance(node, str):
        yield node


# Every word that the reader knows, numbers and days as well as what is done with them.
WORDS = sorted(
    {word for name in ("numbers", "days", "polarity", "events") for word in _leaves(table(name)) if 0 < len(word) < 9}
)
BEHIND = ("", "元", "块", "个粉丝", "天", "月", "号", "点", "年", "%", "折", "成", "小时前", "周", "mm")
PIECES = st.one_of(
    st.sampled_from(WORDS), st.text(NUMERALS, max_size=6), st.text(BESIDE, max_size=3), st.sampled_from(EMOJI)
)


def well_read(line: str) -> bool:
    """Return whether all facts of a line stand within it, none over another, with their ends in order."""
    reading = read(line, NOW)
    figures = sorted((fact for fact in reading.facts if fact.kind not in ("bool", "role")), key=lambda fact: fact.start)
    apart = all(first.end <= second.start for first, second in pairwise(figures))
    return apart and all(
        _in_order(fact) and 0 <= fact.start <= fact.end <= len(reading.text) and _told_within(fact, reading)
        for fact in reading.facts
    )


def _in_order(fact: Fact) -> bool:
    if fact.low is None or fact.high is None or fact.kind in ("size", "level", "bool", "role", "time"):
        return True
    return bool(fact.low <= fact.high)


def _told_within(fact: Fact, reading: Reading) -> bool:
    told = as_json(fact, reading)
    start, end = int(told["start"]), int(told["end"])
    return 0 <= start <= end <= len(reading.line)


@given(line=st.lists(PIECES, max_size=12).map("".join))
@example("")
@example(" \t\n　")
@example("2021 年 1 月 1 日发的货")
@example("实付1万零十二，实在宝能赔多少")
@example("实付1e9元")
@example("0000年00月00日24:60")
@example("9999年12月31日晚上12点")
@example("99999999999天前")
@example("第0天")
@example("-0元")
@MANY
def test_any_mix_of_the_readers_words_is_read(line: str) -> None:
    """Numerals of every script and order, beside words, marks and emoji."""
    assert well_read(line)


@given(numeral=st.text(NUMERALS, min_size=1, max_size=30), unit=st.sampled_from(BEHIND))
@MANY
def test_a_numeral_of_any_order_is_read(numeral: str, unit: str) -> None:
    """一零万百二 is no number, and no reason to stop."""
    assert well_read(f"实付{numeral}{unit}能赔多少")


@given(line=st.text(max_size=60))
@MANY
def test_any_text_is_read(line: str) -> None:
    """Characters of all scripts, halves of surrogate pairs as well."""
    assert well_read(line)


@given(line=st.text(f"{NUMERALS}{BESIDE}", max_size=25))
@MANY
def test_any_row_of_numerals_and_marks_is_read(line: str) -> None:
    """3.5.万,-1点半 and the like."""
    assert well_read(line)


@given(line=st.text(f"{NUMERALS}{BESIDE}{EMOJI}", max_size=25))
@MANY
def test_a_figure_on_its_own_is_read_or_is_none(line: str) -> None:
    """The answer to a question may be anything, too."""
    found = whole(line, NOW)

    assert found is None or _in_order(found)


LONG = words("9 万 一 1万2千3 半 12:30， 4月1日 昨天 没 没收到货 实付3万元， 1. 1, 😀 （ 前 周五晚零点")


@pytest.mark.parametrize("piece", [*LONG, " "])
def test_thousands_of_characters_are_read(piece: str) -> None:
    """A line far longer than anybody types."""
    assert well_read((piece * 5000)[:5000])
