"""Reading figures, days and times out of any text: no exception, places inside the text, no character read twice, no long wait."""

from datetime import date, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant.slots import masked, slots
from knowledge.language.script import normalise
from knowledge.moments import SHANGHAI, moment, moments
from knowledge.numbers import amount, number

NOW = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)
PIECES = st.sampled_from(
    [
        "昨天",
        "前天",
        "上周五",
        "下午三点",
        "三点半",
        "4月1号",
        "2023-04-01",
        "23:30",
        "前几天",
        "除夕",
        "2月30日",
        "第5条",
        "1288",
        "1,288.00",
        "3万2",
        "1.2k",
        "一千二百八",
        "九十九块九",
        "99块9",
        "5毛",
        "¥",
        "元",
        "百分之五",
        "五成",
        "九折",
        "4.6分",
        "L2+",
        "10*6mm",
        "10×6毫米",
        "48小时",
        "半个月",
        "三天后",
        "两个半小时",
        "7天无理由",
        "30个自然日",
        "100万粉",
        "三次",
        "12条",
        "我",
        "的",
        "在",
        "发货",
        "，",
        "。",
        "12315",
        "iphone13",
        "20230401",
    ]
)
SENTENCES = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.text(max_size=60),
    st.text("零一二三十百千万年月日号点半分时前后个天周:/-.0123456789", max_size=30),
)
LONG = ["元", "一", "1", "万", "昨天下午三点", "1.", "3万2", "二十", "4月", "10*6", "九折", "￥1,000", "前", "半", "第1条", " ", "1:", "号"]
_LENGTH = 2000


@STEADY
@given(SENTENCES)
def test_slots_lie_inside_the_sentence_and_no_character_belongs_to_two(sentence: str) -> None:
    """Each slot's words are those of the sentence at its place, names of things apart."""
    text = masked(normalise(sentence))

    found = slots(sentence, NOW)

    end = 0
    for slot in found:
        assert end <= slot.start < slot.end <= len(text)
        assert text[slot.start : slot.end] == slot.text
        end = slot.end


@STEADY
@given(SENTENCES)
def test_moments_lie_inside_the_text_and_come_in_order(sentence: str) -> None:
    """What has a value says of which kind it is; what is vague or impossible has none."""
    text = normalise(sentence)

    end = 0
    for found in moments(text, NOW):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert (found.value is None) == (found.kind in ("vague", "impossible"))
        end = found.end


@STEADY
@given(SENTENCES)
def test_any_text_is_a_number_or_none(sentence: str) -> None:
    """Numbers are finite and not negative: a sign is none of their business."""
    text = normalise(sentence)

    for value in (number(text), amount(text)):
        assert value is None or (value.is_finite() and value >= 0)
    moment(text, NOW)


@STEADY
@given(st.integers(0, 10**12))
def test_a_whole_number_reads_as_itself_plain_and_with_commas(value: int) -> None:
    """As people type it and as a till prints it."""
    assert number(str(value)) == value
    assert number(f"{value:,}") == value


@STEADY
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_written_out_reads_as_itself(day: date) -> None:
    """In the three ways of writing it with its year."""
    for text in (day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"):
        found = moment(text, NOW)
        assert found is not None
        assert found.value == day


@STEADY
@given(st.dates(date(2022, 4, 21), date(2023, 4, 20)))
def test_a_day_without_its_year_is_the_latest_not_after_today(day: date) -> None:
    """A year back at most."""
    found = moment(f"{day.month}月{day.day}日", NOW)

    assert found is not None
    assert (found.value, found.yearless) == (day, True)


@pytest.mark.parametrize("piece", LONG, ids=repr)
def test_long_repetition_is_read_in_about_linear_time(piece: str) -> None:
    """Four times the length takes far less than sixteen times as long; short times are noise."""
    text = piece * (_LENGTH // len(piece))

    times = []
    for part in (text[: len(text) // 4], text):
        start = process_time()
        list(moments(part, NOW))
        number(part)
        amount(part)
        slots(part, NOW)
        times.append(process_time() - start)

    assert times[1] < max(8 * times[0], 0.3), times
