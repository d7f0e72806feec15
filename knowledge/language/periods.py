"""Stretches of days: 上个月, 3月初, 这周末, 去年上半年, 最近30天, 第5天."""

import re
from calendar import SATURDAY
from datetime import date, timedelta
from decimal import Decimal

from knowledge.language.day_facts import MONTH, SHIFT, WEEK, YEAR_WORD, YEARS, DayRow, Match, N, stretch
from knowledge.language.fact import Fact, How, place_of
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.tables import any_of, table
from knowledge.language.when import When, month_shifted, moved, whole, year_of

_MONTHS_AHEAD = 2
_SHORT_PARTS = ("底", "末", "尾", "初")


def _month_end(year: int, month: int) -> date:
    return date(*month_shifted(date(year, month, 1), 1), 1) - timedelta(days=1)


def _month_part(match: Match, when: When) -> Fact:
    """Return 上个月底, 3月初, 月底: ten days; 上旬 and 上半月 exactly."""
    year, month = _month_of(match, when)
    first, last = (int(day) for day in table("days")["month_parts"][match["part"]])
    end = date(year, month, last) if last else _month_end(year, month)
    exact = match["part"] in table("days")["exact_parts"]
    return stretch(match, date(year, month, first), end, "exact" if exact else "about")


def _month_of(match: Match, when: When) -> tuple[int, int]:
    """Return the month that a match names by shift or number; one still to come this year was last year's."""
    groups = match.groupdict()
    if groups.get("shift"):
        return month_shifted(when.today, int(table("days")["shifts"][groups["shift"]]))
    if not groups.get("month"):
        return when.today.year, when.today.month
    month = whole(groups["month"])
    if groups.get("years"):
        year = year_of(groups["years"], when.today)
        return year or when.today.year, month
    told = any(str(word) in match.string for word in (*table("days")["coming"], *table("days")["looked"]))
    ahead = told and 0 < month - when.today.month <= _MONTHS_AHEAD
    return when.today.year - (month > when.today.month and not ahead), month


def _whole_month(match: Match, when: When) -> Fact | None:
    year, month = _month_of(match, when)
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    return stretch(match, date(year, month, 1), _month_end(year, month))


def _months(match: Match, when: When) -> Fact | None:
    """Return 去年3月到5月, 3-5月: from the first day of the one to the last day of the other."""
    year, last = _month_of(match, when)
    first = whole(match["first"])
    if match["years"]:
        return stretch(match, date(year, first, 1), _month_end(year + (last < first), last))
    return stretch(match, date(year - (last < first), first, 1), _month_end(year, last))


def _week(match: Match, when: When) -> Fact:
    shift = int(table("days")["shifts"][match["shift"]])
    first = when.today - timedelta(days=when.today.weekday() - 7 * shift)
    if match["end"]:
        first += timedelta(days=SATURDAY)
        return stretch(match, first, first + timedelta(days=1))
    return stretch(match, first, first + timedelta(days=6))


def _weekend(match: Match, _when: When) -> Fact:
    return Fact("period", how="about", **place_of(match))


def _year(match: Match, when: When) -> Fact | None:
    year = year_of(match["years"], when.today)
    if year is None:
        return None
    part = f"年{match['part']}" if match["part"] in _SHORT_PARTS else match["part"]
    first, last = (int(month) for month in table("days")["year_parts"][part]) if part else (1, 12)
    how: How = "about" if part and "半" not in part else "exact"
    return stretch(match, date(year, first, 1), _month_end(year, last), how)


def _quarter(match: Match, when: When) -> Fact | None:
    """Return 去年二季度, 第三季度: the latest one that has begun where no year is told."""
    number, today = whole(match["quarter"]), when.today
    year = year_of(match["years"], today) if match["years"] else today.year - (3 * number - 2 > today.month)
    return None if year is None else stretch(match, date(year, 3 * number - 2, 1), _month_end(year, 3 * number))


def _year_part(match: Match, when: When) -> Fact:
    year = when.today.year
    first, last = (int(month) for month in table("days")["year_parts"][match["part"]])
    return stretch(match, date(year, first, 1), _month_end(year, last), "exact" if "半" in match["part"] else "about")


def _recent(match: Match, when: When) -> Fact | None:
    """Return 最近30天: the days up to today."""
    days = whole(match["count"]) * (7 if match["unit"].endswith(("周", "星期", "礼拜")) else 1)
    if days < 1 or match["unit"].endswith("月"):
        return None
    first = moved(when.today, -days)
    return None if first is None else stretch(match, first, when.today)


def _last_days(match: Match, _when: When) -> Fact | None:
    """Return 近90天: a length that a figure is counted over."""
    days = Decimal(whole(match["count"]))
    return Fact("duration", days, days, days, unit="D", **place_of(match)) if days > 0 else None


def _nth(match: Match, when: When) -> Fact | None:
    """Return 第5天 of something: n or n − 1 days ago, as the first day counts or not."""
    count = whole(match["count"])
    if count < 1:
        return None
    ends = moved(when.today, -count), moved(when.today, 1 - count)
    length = Fact("duration", count - 1, count, None, "between", "D")
    return Fact("period", *ends, None, "about", length=length, **place_of(match))


def rows() -> tuple[DayRow, ...]:
    """Return the ways of telling a stretch of days."""
    return (*_months_and_weeks(), *_years(), *_counted())


def _months_and_weeks() -> tuple[DayRow, ...]:
    parts = any_of(part for part in table("days")["month_parts"] if len(part) > 1)
    month_part = (
        rf"(?:{YEARS})?(?:(?P<shift>{SHIFT})(?:个)?(?=月)|(?<![\d第])(?P<month>{MONTH}) ?(?=月))?(?:月份?的?)?"
        rf"(?P<part>{parts}|(?<=月|份)(?:初(?![一二三四五六七八九十])|[头中底末尾]))"
        "(?!旬|奖|的时候|(?<=初)[一二三四五六七八九十])"
    )
    month = (
        rf"(?:{YEARS}|(?<![\d第个]))(?:(?P<shift>{SHIFT})(?:个)?|(?P<month>{MONTH}) ?)月份?"
        rf"(?![\d{DIGITS}初底中末尾头饼子租费付薪卡票]|嫂|光)"
    )
    months = (
        rf"(?:{YEARS}|(?<![\d第个.]))(?P<first>{MONTH}) ?(?:月份?)?(?:到|至|-|~|—) ?(?P<month>{MONTH}) ?月份?"
        rf"(?![\d{DIGITS}初底中末尾头饼子租费付薪卡票]|嫂|光)"
    )
    week = rf"(?P<shift>{SHIFT})(?:个)?(?:{WEEK})(?P<end>末)?(?![一二三四五六日天1-7])"
    return (
        DayRow("month part", re.compile(month_part), _month_part, 3, "月初中底末旬"),
        DayRow("whole month", re.compile(month), _whole_month, 1, "月"),
        DayRow("months", re.compile(months), _months, 2, "月"),
        DayRow("week", re.compile(week), _week, 2, "周期拜"),
        DayRow("weekend", re.compile(r"周末|礼拜天那天"), _weekend, 0, "末天"),
    )


def _years() -> tuple[DayRow, ...]:
    parts = any_of(table("days")["year_parts"])
    short = r"底(?![薪价线稿片妆])|末|尾(?![款数巴号])|初"
    year = (
        rf"(?<![\d第])(?P<years>(?:19|20)\d{{2}} ?年|[一二][零〇一二三四五六七八九]{{3}}年|民国 ?{N} ?年|{YEAR_WORD}"
        rf"|\d{{2}}年(?=(?:{parts}|{short})(?![\d{DIGITS}])))(?:的)?(?P<part>{parts}|{short}|)(?![\d{DIGITS}])"
    )
    quarter = (
        rf"(?:(?P<years>(?:19|20)?\d{{2}} ?年|[一二][零〇一二三四五六七八九]{{3}}年|{YEAR_WORD})的?第?|(?P<mark>第))"
        r" ?(?P<quarter>[一二三四1-4])个?季度"
    )
    return (
        DayRow("year", re.compile(year), _year, 1, "年"),
        DayRow("quarter", re.compile(quarter), _quarter, 2, "季"),
        DayRow("year part", re.compile(rf"(?<!\w)?(?P<part>{parts})(?!会)"), _year_part, 0, "年半"),
    )


def _counted() -> tuple[DayRow, ...]:
    recent = rf"(?:最近|过去)(?:这|的)? ?(?P<count>{N}) ?个?(?P<unit>天|日|周|星期|礼拜)(?!前)"
    return (
        DayRow("recent", re.compile(recent), _recent, 3, "近去"),
        DayRow("last days", re.compile(rf"(?<![最附])近 ?(?P<count>{N}) ?(?P<unit>天|日)(?!前)"), _last_days, 3, "近"),
        DayRow("nth day", re.compile(rf"第 ?(?P<count>{N}) ?天"), _nth, 5, "第"),
    )
