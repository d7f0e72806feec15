"""Single days told by their numbers: 2015年5月13日, 20260513, 5/13, may 13th, 上个月8号, 18号."""

import re
from datetime import date
from decimal import Decimal

from knowledge.language.day_facts import (
    DAY_N,
    MONTH,
    SHIFT,
    YEAR,
    YEAR_WORD,
    DayRow,
    Match,
    in_year,
    one_day,
    one_of,
)
from knowledge.language.fact import Fact, place_of
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.tables import any_of, spelled_out, table
from knowledge.language.when import LONG_AGO, NEAR, When, lunar_latest, made, month_shifted, whole, year_of

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _full(match: Match, when: When) -> Fact:
    year = year_of(match["year"], when.today)
    return one_day(match, None if year is None else made(year, whole(match["month"]), whole(match["day"])))


def _packed(match: Match, _when: When) -> Fact:
    return one_day(match, made(int(match["year"]), int(match["month"]), int(match["day"])))


def _day_first(match: Match, _when: When) -> Fact:
    """Return 13.5.2015: day, month, year, or the other way round where only that can be."""
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    one, other = made(year, month, day), made(year, day, month)
    if one and other and one != other and "/" in match.group():
        return one_of(match, one, other)  # 11/3/2026
    return one_day(match, one or other)


def _short_packed(match: Match, when: When) -> Fact | None:
    found = in_year(match, int(match["month"]), int(match["day"]), when)
    return None if found.unclear else found


_HOUR_BEHIND = re.compile(r"[日号]? ?(?:[\u4e00-\u9fff]{0,3}?[\d一二两三四五六七八九十]+ ?[点时:])")


def _month_day(match: Match, when: When) -> Fact:
    month, day = whole(match["month"]), whole(match["day"])
    lunar = not match["mark"] and not re.search(r"\d", match["day"] + match["month"]) and day > 0
    solar = in_year(match, month, day, when)
    at_a_time = (
        _HOUR_BEHIND.match(match.string, match.end()) is not None
    )  # 四月十七中午十二点: a time of the clock goes with the common calendar
    if not lunar or at_a_time or (day < 10 and "初" not in match["day"]):  # noqa: PLR2004 - 四月一: nobody says a lunar day so
        return solar
    own, other = solar.low, lunar_latest(month, day, when.today)
    near = isinstance(own, date) and (when.today - own).days <= NEAR
    if near and other is not None and (when.today - other).days > LONG_AGO:
        return solar  # 三月二十六, said in April: the other calendar's day is a year ago
    return one_of(match, own, other)


def _english(match: Match, when: When) -> Fact:
    return in_year(match, _ENGLISH.index(match["name"][:3]) + 1, int(match["day"]), when)


def _slash(match: Match, when: When) -> Fact | None:
    first, second = int(match["a"]), int(match["b"])
    if first > 12:  # noqa: PLR2004 - no month
        return in_year(match, second, first, when) if second <= 12 else None  # noqa: PLR2004
    if when.cantonese and second <= 12 and first != second:  # noqa: PLR2004 - Hong Kong writes the day first
        one, two = in_year(match, first, second, when), in_year(match, second, first, when)
        return one_of(match, one.low, two.low)
    return in_year(match, first, second, when)


def _impossible(match: Match, _when: When) -> Fact:
    return one_day(match, None)


def _month_word(match: Match, when: When) -> Fact:
    year, month = month_shifted(when.today, int(table("days")["shifts"][match["shift"]]))
    if match["years"]:
        year += int(table("days")["years"][match["years"]])
    return one_day(match, made(year, month, whole(match["day"])))


def _bare_day(match: Match, when: When) -> Fact:
    """Return 18号: the latest one; one that skips a month (31号) must be asked about."""
    day = whole(match["day"])
    if when.cantonese and match.group().endswith("日"):
        return Fact("duration", Decimal(day), Decimal(day), Decimal(day), unit="D", **place_of(match))
    here = made(when.today.year, when.today.month, day)
    if here and here <= when.today:
        following = made(*month_shifted(when.today, 1), day)
        return one_day(match, here, yearless=True, ahead=here if here == when.today else following)
    last = made(*month_shifted(when.today, -1), day)
    if not 1 <= day <= 31:  # noqa: PLR2004
        return one_day(match, None)
    if last is None or here is None:
        return Fact("date", how="about", **place_of(match))
    return one_day(match, last, yearless=True, ahead=here)


_NO_NUMBER = "(?!店|线|楼|机)"  # 3号店 is a shop, no day
_DONE = r"(?:就|才|我|刚|已|都|在)?[发签下买拍接付收交到提批寄出订入审][了的咗货单收款布上请交订购]?"
_M, _D = r"1[0-2]|0?[1-9]", r"3[01]|[12]\d|0?[1-9]"
_MONTH_2, _DAY_2 = "(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
_ENGLISH_DAY = (
    r"(?<![a-z])(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? ?"
    rf"(?P<day>{_D})(?:st|nd|rd|th)?(?!\d)"
)


def rows() -> tuple[DayRow, ...]:
    """Return the ways of telling a day by its numbers."""
    return (*_with_year(), *_with_month(), *_pairs(), *_in_a_month())


def _with_year() -> tuple[DayRow, ...]:
    long_year = r"(?P<year>(?:19|20)\d{2})"
    iso = rf"(?<![\d.]){long_year} ?(?P<sep>[-/.]) ?(?P<month>\d{{1,2}}) ?[-/.] ?(?P<day>\d{{1,2}})(?![\d万千百元块])"
    blanks = rf"(?<!\d){long_year} (?P<month>0[1-9]|1[0-2]) (?P<day>[0-3]\d)(?!\d)"
    day_first = rf"(?<![\d.])(?P<day>\d{{1,2}})(?P<sep>[-/.])(?P<month>\d{{1,2}})[-/.]{long_year}(?!\d)"
    republic = r"(?<![\d.])(?P<year>1[01]\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)"
    year = rf"(?P<year>(?:{YEAR})(?= ?年)|{YEAR_WORD})"
    full = (
        rf"(?<![\d第]){year} ?年?的? ?(?P<month>{MONTH}) ?月 ?"
        rf"(?P<day>{DAY_N})(?: ?(?:日|号{_NO_NUMBER})|(?![\d{DIGITS}]))"
    )
    return (
        DayRow("iso", re.compile(iso), _packed, 5, "-/.年"),
        DayRow("blanks", re.compile(blanks), _packed, 5, " "),
        DayRow("packed", re.compile(rf"(?<!\d)(?P<year>20\d{{2}}){_MONTH_2}{_DAY_2}(?!\d)"), _packed, 5, "2"),
        DayRow("day first", re.compile(day_first), _day_first, 5, "-/."),
        DayRow("republic", re.compile(republic), _full, 5, "/"),
        DayRow("full", re.compile(full), _full, 4, "月年"),
    )


def _with_month() -> tuple[DayRow, ...]:
    short = rf"(?<![\d.年月-]){_MONTH_2}{_DAY_2}(?=[发签下买拍接付收交到提批寄出的])(?!\d)"
    month_day = (
        rf"(?<![\d第])(?P<month>{MONTH}) ?月 ?(?P<day>{DAY_N})"
        rf"(?: ?(?P<mark>日|号{_NO_NUMBER})|(?![\d{DIGITS}个份日号]))"
    )
    impossible = (
        r"(?<![\d第])(?:1[3-9]|[2-9]\d|0) ?月 ?\d{1,3} ?[日号]"
        r"|(?<![\d第])(?:1[0-2]|0?[1-9]) ?月 ?(?:3[2-9]|[4-9]\d|\d{3}) ?[日号]"
    )
    return (
        DayRow("short packed", re.compile(short), _short_packed, 4, "0"),
        DayRow("month and day", re.compile(month_day), _month_day, 3, "月"),
        DayRow("no such month", re.compile(impossible), _impossible, 3, "月"),
    )


def _pairs() -> tuple[DayRow, ...]:
    """Return 11-20, 11.20, 11/20, nov 20: a month and a day beside each other."""
    events = (entry["words"] for entry in table("events").values() if "day" in entry["of"])
    day_words = any_of(word for words in events for word in spelled_out(words) if len(word) > 1)
    until = rf"陆续|\x00|之间|这|分批|{_DONE}"
    dashed = rf"(?<![\d.-])(?P<a>{_M})-(?P<b>{_D})(?= \d{{1,2}}:|{_DONE}|{day_words})(?![\d-])"
    dotted = (
        rf"(?<![\d.])(?P<a>{_M})\.(?P<b>{_D})(?=[日号]?(?:那天|当天)|[日号]|(?!到\d){_DONE}| \d{{1,2}}:"
        rf"|[-~到至](?:{_M})\.(?:{_D})(?:{until}))"
    )
    return (
        DayRow("dashed", re.compile(dashed), _slash, 3, "-"),
        DayRow("dotted", re.compile(dotted), _slash, 6, "."),
        DayRow("dotted end", re.compile(rf"(?<=\d[-~到至])(?P<a>{_M})\.(?P<b>{_D})(?={until})"), _slash, 6, "."),
        DayRow("english", re.compile(_ENGLISH_DAY), _english, 5, "abcdefghijklmnopqrstuvwxyz"),
        DayRow(
            "slash",
            re.compile(r"(?<![\d./])(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?![\d/%]|的[人份]| ?[元块万千百])"),
            _slash,
            3,
            "/",
        ),
    )


def _in_a_month() -> tuple[DayRow, ...]:
    """Return 上个月18号, 18号."""
    shifted = rf"(?:(?P<years>{YEAR_WORD})的?)?(?P<shift>{SHIFT})(?:个)?月的?(?P<day>{DAY_N})(?:日|号{_NO_NUMBER})"
    day = (
        rf"(?<![\d月第周.])(?<!星期)(?<!礼拜)(?P<day>{DAY_N}) ?"
        "(?:号|日(?![内期子元本用常历化式间头之以前后]|[一二三四五六七八九十几半]))(?!店|线|楼|机|码|称|令|链|员|主|子)"
    )
    return (
        DayRow("month word", re.compile(shifted), _month_word, 4, "月"),
        DayRow("day", re.compile(day), _bare_day, 2, "号日"),
    )
