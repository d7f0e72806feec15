"""Parts of the day × hours × dialects: what people mean by them, by a table of the hours that each part covers."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle, product

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.script import traditional
from tests.language.cells import Cell, amiss

HAN = "零一两三四五六七八九"
# Each part of the day with the hours it covers, counted on past midnight: 24 is the midnight that ends the day.
COVERS = {
    "凌晨": range(6),
    "清晨": range(5, 9),
    "早上": range(5, 12),
    "早晨": range(5, 12),
    "一早": range(5, 11),
    "朝早": range(5, 12),
    "上午": range(7, 12),
    "上昼": range(7, 12),
    "中午": range(11, 15),
    "正午": range(12, 13),
    "晏昼": range(12, 15),
    "下午": range(12, 20),
    "下昼": range(12, 20),
    "午后": range(12, 18),
    "傍晚": range(16, 20),
    "挨晚": range(16, 20),
    "黄昏": range(16, 20),
    "晚上": range(18, 25),
    "夜晚": range(18, 25),
    "晚间": range(18, 25),
    "夜里": range(19, 25),
    "夜间": range(19, 25),
    "深夜": range(21, 25),
    "半夜": range(21, 25),
    "午夜": range(22, 25),
    "三更半夜": range(22, 25),
}
# From one to five at night it is the night before or the one after: both.
NIGHTS = ("晚上", "夜晚", "夜里", "深夜", "半夜")
YESTERDAY = date(2026, 11, 24)
DAYS = dict.fromkeys(("昨天", "昨日", "寻日"), YESTERDAY) | {"4月1号": date(2026, 4, 1), "上周五": date(2026, 11, 20)}
# Words that name an evening with its day.
EVENINGS = {
    **dict.fromkeys(("昨晚", "寻晚", "琴晚", "昨天晚上", "昨天夜里"), YESTERDAY),
    "前晚": date(2026, 11, 23),
    "周五晚": date(2026, 11, 20),
    "上周五晚上": date(2026, 11, 20),
    "4月1号当晚": date(2026, 4, 1),
    "4月1号晚": date(2026, 4, 1),
}
MINUTES = {
    "点": 0,
    "点钟": 0,
    "点整": 0,
    "点半": 30,
    "点一刻": 15,
    "点三刻": 45,
    "点20分": 20,
    "点零五分": 5,
    "点十分": 10,
}
FRAMES = ("{}发的货", "{}付的款", "平台是{}通知我的")


def hours_in_words(hour: int) -> tuple[str, ...]:
    """Return the ways of writing an hour: 11, 十一, １１."""
    han = HAN[hour] if hour < 10 else "十" + (HAN[hour - 10].replace("零", "").replace("两", "二"))
    full = str(hour).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return (str(hour), han, full)


def spelled(hours: Sequence[int]) -> Iterator[tuple[int, str, tuple[str, int]]]:
    """Yield hours with each way of writing them, from 1 to 12, and each way of writing the minutes."""
    for hour in hours:
        for spelling, minutes in product(hours_in_words(hour % 12 or 12), MINUTES.items()):
            yield hour, spelling, minutes


def moments(day: date, hours: Sequence[int], minute: int) -> set[datetime]:
    """Return the moments of some hours of a day; hours go on past midnight."""
    return {datetime.combine(day, time(0, minute), SHANGHAI) + timedelta(hours=hour) for hour in hours}


def exactly(*values: datetime | time) -> Cell:
    """Return what a line must hold: one moment or time, and no other."""
    (value,) = values

    def right(facts: Sequence[Fact]) -> bool:
        return len(facts) == 1 and facts[0].exact and facts[0].value == value

    return Cell("", str(value), right)


def openly(values: set[datetime]) -> Cell:
    """Return what a line must leave open: a moment that may be each of several."""

    def right(facts: Sequence[Fact]) -> bool:
        return len(facts) == 1 and facts[0].kind == "moment" and not facts[0].exact and set(facts[0].either) == values

    return Cell("", " or ".join(map(str, sorted(values))), right)


def asked() -> Cell:
    """Return what a line must leave open, whatever its readings are."""
    return Cell("", "asked", lambda facts: not any(fact.exact and fact.kind in ("moment", "time") for fact in facts))


def said(cell: Cell, words: str, frame: str) -> Iterator[Cell]:
    """Yield a cell in Simplified and in Traditional characters."""
    line = frame.format(words)
    yield Cell(line, cell.want, cell.right)
    yield Cell(traditional(line), cell.want, cell.right)


def named_hours(part: str) -> Iterator[Cell]:
    """Yield all hours from 1 to 12 that a part of the day covers, in all spellings, days and sentences taking turns."""
    turns = cycle(product(DAYS.items(), FRAMES))
    for hour, spelling, (mark, minute) in spelled(sorted(COVERS[part])):
        (name, day), frame = next(turns)
        yield from said(exactly(*moments(day, [hour], minute)), f"{name}{part}{spelling}{mark}", frame)


@pytest.mark.parametrize("part", COVERS)
def test_an_hour_falls_into_its_part_of_the_day(part: str) -> None:
    """半夜十一点半 is 23:30, 晚上12点 the midnight that ends the day, 凌晨12点 the one that begins it."""
    assert not amiss(named_hours(part))


def small_hours(part: str) -> Iterator[Cell]:
    """Yield one to five o'clock at night: of the night before or of the one after."""
    turns = cycle(product(DAYS.items(), FRAMES))
    for hour, spelling, (mark, minute) in spelled(range(1, 6)):
        (name, day), frame = next(turns)
        cell = asked() if hour == 5 else openly(moments(day, [hour, hour + 24], minute))
        yield from said(cell, f"{name}{part}{spelling}{mark}", frame)


@pytest.mark.parametrize("part", NIGHTS)
def test_the_small_hours_of_a_night_are_two_times(part: str) -> None:
    """昨天半夜3点 is the night before or the one after; at five the evening may be meant as well."""
    assert not amiss(small_hours(part))


def evenings(word: str, day: date) -> Iterator[Cell]:
    """Yield the hours after a word for an evening: 零点 and 凌晨 fall on the following date."""
    frames = cycle(FRAMES)
    for hour, spelling, (mark, minute) in spelled(range(19, 25)):
        yield from said(exactly(*moments(day, [hour], minute)), f"{word}{spelling}{mark}", next(frames))
    for hour, spelling, (mark, minute) in spelled(range(24, 30)):
        yield from said(exactly(*moments(day, [hour], minute)), f"{word}凌晨{spelling}{mark}", next(frames))
    for mark, minute in MINUTES.items():
        for words in (f"{word}零", f"{word}0", f"{word}凌晨零", f"{word}凌晨0"):
            yield from said(exactly(*moments(day, [24], minute)), words + mark, next(frames))
        for hour in range(1, 5):
            yield from said(openly(moments(day, [hour, hour + 24], minute)), f"{word}{hour}{mark}", next(frames))
    for hour in (20, 22, 23, 24):
        yield from said(exactly(*moments(day, [hour], 0)), f"{word}{hour}点", next(frames))


@pytest.mark.parametrize("word", EVENINGS)
def test_midnight_and_the_small_hours_after_an_evening_fall_on_the_following_date(word: str) -> None:
    """昨晚零点 and 周五晚凌晨1点 are of the night."""
    assert not amiss(evenings(word, EVENINGS[word]))


def test_this_evening_runs_into_tomorrow() -> None:
    """今晚零点 is the start of tomorrow."""
    said_hours = {
        "零点": 24,
        "0点": 24,
        "12点": 24,
        "24点": 24,
        "凌晨1点": 25,
        "凌晨两点": 26,
        "8点": 20,
        "十一点": 23,
        "23点": 23,
    }
    cells = [
        cell
        for word, (spelling, hour), frame in product(
            ("今晚", "今天晚上"), said_hours.items(), ("{}前发货", "{}之前要发货", "最晚{}发货")
        )
        for cell in said(exactly(*moments(date(2026, 11, 25), [hour], 0)), word + spelling, frame)
    ]

    assert not amiss(cells)


def bare_hours(name: str, day: date) -> Iterator[Cell]:
    """Yield hours without a part of the day: 7 to 11 are the morning's, 1 to 6 and 12 two times."""
    frames = cycle(FRAMES)
    for hour, spelling, (mark, minute) in spelled(range(1, 13)):
        cell = (
            exactly(*moments(day, [hour], minute))
            if 7 <= hour <= 11
            else openly(moments(day, [hour, hour + 12], minute))
        )
        yield from said(cell, f"{name}{spelling}{mark}", next(frames))
    for mark, minute in MINUTES.items():
        for hour, words in ((0, "零"), (0, "0"), *((hour, str(hour)) for hour in (13, 15, 18, 20, 23))):
            yield from said(exactly(*moments(day, [hour], minute)), f"{name}{words}{mark}", next(frames))
    for words in ("24点", "24:00", "２４：００"):
        yield from said(exactly(*moments(day, [24], 0)), name + words, next(frames))


@pytest.mark.parametrize("name", DAYS)
def test_an_hour_without_a_part_of_the_day(name: str) -> None:
    """昨天3点 is two times, 昨天9点 the morning's, 昨天零点 begins the day and 24点 ends it."""
    assert not amiss(bare_hours(name, DAYS[name]))


def test_twelve_in_the_morning_is_asked() -> None:
    """早上12点 is no hour of the morning."""
    cells = [
        cell
        for part in ("早上", "上午", "朝早")
        for spelling in hours_in_words(12)
        for cell in said(asked(), f"昨天{part}{spelling}点", FRAMES[0])
    ]

    assert not amiss(cells)


def times_alone() -> Iterator[Cell]:
    """Yield times of day without a day, written with a colon as well."""
    for part, hours in COVERS.items():
        for hour in hours:
            if not hour % 12 or hour == 12:
                continue
            for clock, minute in ((f"{hour % 12}点", 0), (f"{hour % 12}点半", 30), (f"{hour % 12}:45", 45)):
                yield from said(exactly(time(hour, minute)), part + clock, "客服{}打来电话")
    for hour in range(24):
        for minute in (0, 7, 30, 59):
            yield from said(exactly(time(hour, minute)), f"{hour:02}:{minute:02}", "客服{}打来电话")


def test_a_time_of_day_alone() -> None:
    """下午3:45 is 15:45, 08:05 of the long clock."""
    assert not amiss(times_alone())
