"""Reading figures, days and times in any text: no exception, places in it, no character read twice, no long work."""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading, as_json, read, whole

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)
PIECES = st.sampled_from([
    "昨天", "前天", "上周五", "下午三点", "三点半", "4月1号", "2023-04-01",
    "23:30", "前几天", "除夕", "2月30日", "第5条", "1288", "1,288.00",
    "3万2", "1.2k", "一千二百八", "九十九块九", "99块9", "5毛", "¥", "元",
    "百分之五", "五成", "九折", "4.6分", "L2+", "10*6mm", "10×6毫米", "48小时",
    "半个月", "三天后", "两个半小时", "7天无理由", "30个自然日", "100万粉", "三次", "12条",
    "我", "的", "在", "发货", "，", "。", "12315", "iphone13", "20230401",
    "一百多万", "十来条", "不到", "左右", "—300", "-5",
    "半夜12点", "没", "还没", "开了钱包", "客户同意了", "我是达人", "负",
])  # fmt: skip
SENTENCES = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.text(max_size=60),
    st.text("零一二三十百千万年月日号点半分时前后个天周:/-.0123456789", max_size=30),
)
LONG = [
    "元",
    "一",
    "1",
    "万",
    "昨天下午三点",
    "1.",
    "3万2",
    "二十",
    "4月",
    "10*6",
    "九折",
    "￥1,000",
    "前",
    "半",
    "第1条",
    " ",
    "1:",
    "号",
]
_LENGTH = 1000
STATED = ("bool", "role")


def figures(reading: Reading) -> Sequence[Fact]:
    """Return the facts that stand for themselves; yes, no and roles are read out of the whole sentence."""
    return [fact for fact in reading.facts if fact.kind not in STATED]


@STEADY
@given(SENTENCES)
def test_facts_lie_inside_the_sentence_and_no_character_belongs_to_two(sentence: str) -> None:
    """Each fact's words are those of the sentence at its place."""
    reading = read(sentence, NOW)

    end = 0
    for fact in figures(reading):
        assert end <= fact.start < fact.end <= len(reading.text)
        assert reading.text[fact.start : fact.end] == fact.said
        end = fact.end
    for fact in reading.facts:
        assert 0 <= fact.start < fact.end <= len(reading.text)


@STEADY
@given(SENTENCES)
def test_places_are_told_in_the_line_as_it_came_in(sentence: str) -> None:
    """Full-width, traditional and spaced-out lines among them."""
    reading = read(sentence, NOW)

    for fact in reading.facts:
        told = as_json(fact, reading)
        assert 0 <= told["start"] < told["end"] <= len(sentence)
        assert told["said"] == sentence[told["start"] : told["end"]]


@STEADY
@given(SENTENCES)
def test_a_value_lies_between_its_ends_and_what_is_unclear_has_none(sentence: str) -> None:
    """Exact is one value and its own ends; numbers are finite."""
    for fact in read(sentence, NOW).facts:
        if fact.exact and fact.kind not in (*STATED, "time"):
            assert fact.low == fact.value == fact.high
        if fact.unclear:
            assert not fact.exact
        ends = [end for end in (fact.low, fact.value, fact.high) if end is not None]
        if fact.kind not in ("level", "time", *STATED):
            assert ends == sorted(ends)
        assert all(end.is_finite() for end in ends if isinstance(end, Decimal))


@STEADY
@given(SENTENCES)
def test_a_fact_is_kept_between_lines_as_it_was_read(sentence: str) -> None:
    """What is written away and read back is the same fact."""
    for fact in read(sentence, NOW).facts:
        assert Fact.from_json(json.loads(json.dumps(fact.as_json()))) == fact


@STEADY
@given(SENTENCES)
def test_any_text_is_one_fact_or_none(sentence: str) -> None:
    """A sign stays with its figure; nothing raises."""
    fact = whole(sentence, NOW)

    assert fact is None or fact.kind not in STATED


@STEADY
@given(st.integers(0, 10**12))
def test_a_whole_number_reads_as_itself_plain_and_with_commas(value: int) -> None:
    """As people type it and as a till prints it, on its own and as an amount in a sentence."""
    for text in (str(value), f"{value:,}"):
        for fact in (whole(text, NOW), whole(f"{text}元", NOW), *figures(read(f"实付{text}元", NOW))):
            assert fact is not None
            assert fact.exact
            assert fact.value == value


@STEADY
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_written_out_reads_as_itself(day: date) -> None:
    """In the ways of writing it with its year, spaced out or not."""
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y 年 %m 月 %d 日}",
    ):
        fact = whole(text, NOW)
        assert fact is not None
        assert (fact.kind, fact.value, fact.exact, fact.yearless) == ("date", day, True, False)


@STEADY
@given(st.dates(date(2022, 4, 21), date(2023, 4, 20)))
def test_a_day_without_its_year_is_the_latest_not_after_today(day: date) -> None:
    """A year back at most, and that is the day something was done; the next is kept beside it for what is to come."""
    plain = whole(f"{day.month}月{day.day}日", NOW)
    (done,) = figures(read(f"{day.month}月{day.day}日发的货", NOW))

    assert plain is not None
    for fact in (plain, done):
        assert (fact.back, fact.yearless) == (day, True)
        assert fact.ahead >= NOW.date()
        assert (fact.ahead.month, fact.ahead.day) == (day.month, day.day)
    assert plain.value in (plain.back, plain.ahead)
    assert done.value == day


def work(text: str) -> int:
    """Return how many calls of functions, built-in ones among them, the reading of `text` takes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    read.cache_clear()  # what was read just now is remembered, and would take no work
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text, NOW)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("piece", LONG, ids=repr)
def test_long_repetition_is_read_in_about_linear_work(piece: str) -> None:
    """Four times the length takes far less than sixteen times the calls."""
    text = piece * (_LENGTH // len(piece))
    short = text[: len(text) // 4]
    read(short, NOW)

    assert work(text) < 8 * work(short)
