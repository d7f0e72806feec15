"""Any day or time of day in any of our spellings, within a sentence, is read back as the same one."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import SHANGHAI
from knowledge.language.script import traditional
from tests.language.cells import STEADY, Cell, amiss
from tests.language.notation import NOW
from tests.language.spelling_out import FULL, han, holds

ROUND_YEAR = str.maketrans("0123456789", "〇一二三四五六七八九")
SENT = ("{}发的货", "{}付的款，还能申请吗", "商家{}發的貨", "{}收到的处罚通知")


def full_days(day: date) -> Iterator[str]:
    """Yield a day with its year in all of our spellings."""
    year, month, number = day.year, day.month, day.day
    yield from (
        day.isoformat(),
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f"{year}/{month:02}/{number:02}",
        f"{day:%Y%m%d}",
    )
    yield from (f"{year}年{month}月{number}{mark}" for mark in "日号號")
    yield from (
        f"{year}年{month}月{number}日".translate(FULL),
        f"{year % 100}年{month}月{number}号",
        f"{year} 年 {month} 月 {number} 日",
    )
    yield f"{str(year).translate(ROUND_YEAR)}年{han(month)}月{han(number)}日"


def short_days(day: date) -> Iterator[str]:
    """Yield a day without its year."""
    month, number = day.month, day.day
    yield from (f"{month}月{number}{mark}" for mark in ("日", "号", "號"))
    yield from (f"{month}/{number}", f"{month:02}月{number:02}日", f"{month}月{number}日".translate(FULL))
    yield from (f"{han(month)}月{han(number)}号", f"{month} 月 {number} 日")


@given(day=st.dates(date(2021, 1, 1), date(2026, 11, 24)), frame=st.sampled_from(SENT))
@STEADY
def test_a_day_with_its_year_is_read_as_it_was_written(day: date, frame: str) -> None:
    """二〇二六年四月一日 is 2026-04-01."""
    assert not amiss(holds(frame.format(said), ("date",), day) for said in full_days(day))


@given(
    day=st.dates(date(2025, 11, 26), date(2026, 11, 24)).filter(lambda day: day.month != 2 or day.day != 29),
    frame=st.sampled_from(SENT),
)
@STEADY
def test_a_day_without_a_year_is_the_latest_one(day: date, frame: str) -> None:
    """12月25号 said in November is eleven months back."""
    assert not amiss(holds(frame.format(said), ("date",), day) for said in short_days(day))


BACK = {
    0: ("今天", "今日", "今儿"),
    1: ("昨天", "昨日", "昨儿", "寻日", "琴日", "尋日", "噚日", "1天前", "一天前"),
    2: ("前天", "前日", "前儿", "两天前", "2天前", "兩日前"),
    3: ("大前天", "大前日", "3天前", "三天前"),
    10: ("10天前", "十天前", "10天之前", "十日前"),
    20: ("20天前", "二十天前", "廿日前"),
    7: ("上周三", "上星期三", "上礼拜三", "上週三", "上個禮拜三", "7天前"),
    12: ("上周五", "5天前"),
}


def days_back() -> Iterator[Cell]:
    """Yield words for days, by how far back they lie of a Wednesday."""
    for back, words in BACK.items():
        for said in words:
            days = {"上周五": 5, "5天前": 5}.get(said, back)
            yield from (holds(frame.format(said), ("date",), NOW.date() - timedelta(days=days)) for frame in SENT)


def test_words_for_days_are_read_as_far_back_as_they_lie() -> None:
    """尋日, 昨儿 and 1天前 are all yesterday."""
    assert not amiss(days_back())


def clocks(hour: int, minute: int) -> Iterator[str]:
    """Yield a time of day in all of our spellings."""
    yield from (f"{hour:02}:{minute:02}", f"{hour:02}：{minute:02}".translate(FULL))
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
    low = hour % 12 or 12
    for number in (str(low), han(low)) if low != 2 else ("2", "两", "兩"):
        if not minute:
            yield from (f"{part}{number}点", f"{part}{number}點正", f"{part}{number}点整")
        elif minute == 30:
            yield f"{part}{number}点半"
        else:
            yield f"{part}{number}点{minute:02}分"
            yield f"{part}{number}点{'零' if minute < 10 else ''}{han(minute)}分"
            yield f"{part}{number}點{minute:02}"
    if hour > 12:
        yield from (
            (f"{hour}点{minute}分", f"{han(hour)}点{'零' if minute < 10 else ''}{han(minute)}分")
            if minute
            else (f"{hour}点", f"{han(hour)}点整")
        )
    yield f"{part}{low}:{minute:02}"


@given(
    hour=st.integers(0, 23),
    minute=st.one_of(st.integers(0, 59), st.sampled_from((0, 30))),
    day=st.dates(date(2026, 1, 1), date(2026, 11, 23)),
)
@STEADY
def test_a_time_is_read_as_it_was_written(hour: int, minute: int, day: date) -> None:
    """晚上11点15分, 23:15 and 二十三点十五分 are one time, alone and on its day."""
    moment = datetime.combine(day, time(hour, minute), SHANGHAI)
    frames: tuple[Callable[[str], Cell], ...] = (
        lambda said: holds(f"客服{said}打来电话", ("time",), time(hour, minute)),
        lambda said: holds(f"{day.month}月{day.day}号{said}发的货", ("moment",), moment),
        lambda said: holds(traditional(f"{day.isoformat()} {said}签收的"), ("moment",), moment),
    )

    assert not amiss(frame(said) for frame in frames for said in clocks(hour, minute))
