"""Days and periods as people name them, relative to a given moment in Shanghai; vague ones are found and left vague."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.calendar import lunar_day, pure_brightness
from knowledge.language.fact import Fact
from knowledge.language.numerals import DIGITS, number
from knowledge.language.tables import any_of, spelled_out, table

Match = re.Match[str]
_N = rf"(?:\d{{1,4}}|[{DIGITS}十廿卅百]{{1,4}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY_N = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二廿][十]?[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_SHIFT = any_of(table("days")["shifts"])
_WEEK = any_of(table("days")["weeks"])
_DONE = r"(?:就|才|我|刚|已|都|在)?[发签下买拍接付收交到提批寄出订入审][了的咗货单收款布上请交订购]?"
_YEAR_WORD = any_of(table("days")["years"])
_YEAR = rf"(?:(?:公元)?(?:19|20)\d{{2}}|[一二][零〇一二三四五六七八九]{{3}}|两千零?[一二三四五六七八九十]{{0,3}}|民国 ?{_N}|\d{{2,3}}|二[一二三四五六七八九])"


@dataclass(frozen=True)
class When:
    """The moment a line is read at, and what its script tells about the writer."""

    now: datetime
    traditional: bool = False
    cantonese: bool = False

    @property
    def today(self) -> date:
        """Return the day of `now`."""
        return self.now.date()


def made(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _span(match: Match) -> dict[str, Any]:
    return {"start": match.start(), "end": match.end(), "said": match.group().strip()}


def _on(match: Match, day: date | None, **more: Any) -> Fact:
    """Return the fact of one day; open where there is no such day."""
    if day is None:
        return Fact("date", how="about", part="impossible", **_span(match))
    if more.get("yearless"):
        more["back"] = day
    return Fact("date", day, day, day, **_span(match), **more)


def _either(match: Match, *days: date | None) -> Fact:
    """Return the fact of a word that means one of several days."""
    known = tuple(sorted(day for day in days if day is not None))
    if len(set(known)) < 2:  # noqa: PLR2004 - they agree
        return _on(match, known[0] if known else None)
    return Fact("date", known[0], known[-1], None, "about", either=known, **_span(match))


def _period(match: Match, first: date, last: date, how: Any = "exact") -> Fact:
    return Fact("period", first, last, None, how, **_span(match))


def _whole(text: str) -> int:
    value = number(text.replace("〇", "零"))
    return int(value) if value is not None else -1


def _in_year(match: Match, month: int, day: int, when: When) -> Fact:
    """Return a day without a year: the latest one not after now, and the next one beside it."""
    past = next((found for back in range(9) if (found := made(when.today.year - back, month, day)) and found <= when.today), None)
    if made(when.today.year, month, day) is None and (month, day) != (2, 29):
        return _on(match, None)
    ahead = next((found for on in range(9) if (found := made(when.today.year + on, month, day)) and found >= when.today), None)
    if past is not None and (when.today - past).days > _OVER_A_YEAR and past != ahead:
        return Fact("date", past, ahead, None, "about", either=tuple(one for one in (past, ahead) if one), **_span(match))  # 2月29日 of no near year
    return _on(match, past, yearless=True, ahead=ahead)


_OVER_A_YEAR = 370


def year_of(text: str, today: date) -> int | None:
    """Return the year that a word or number names; None where the century is left out and two fit."""
    years, text = table("days")["years"], text.strip()
    if text in years:
        return today.year + int(years[text])
    if text.startswith("民国"):
        return 1911 + _whole(text[2:].strip())
    digits = text.removeprefix("公元")
    if digits.isdigit():
        year = int(digits)
    elif digits.startswith("两千"):
        year = _whole(digits)
    else:
        year = int("".join(str(_whole(digit)) for digit in digits))
    if len(digits) == 3:  # noqa: PLR2004 - the Republic's years
        return 1911 + year
    return 2000 + year if year < 100 else year  # noqa: PLR2004


# ---- one day ----


def _full(match: Match, when: When) -> Fact:
    year = year_of(match["year"], when.today)
    return _on(match, None if year is None else made(year, _whole(match["month"]), _whole(match["day"])))


def _packed(match: Match, when: When) -> Fact:
    return _on(match, made(int(match["year"]), int(match["month"]), int(match["day"])))


def _day_first(match: Match, when: When) -> Fact:
    """Return 13.5.2015: day, month, year, or the other way round where only that can be."""
    return _on(match, made(int(match["year"]), int(match["month"]), int(match["day"])) or made(int(match["year"]), int(match["day"]), int(match["month"])))


def _short_packed(match: Match, when: When) -> Fact | None:
    found = _in_year(match, int(match["month"]), int(match["day"]), when)
    return None if found.unclear else found


def _month_day(match: Match, when: When) -> Fact:
    month, day = _whole(match["month"]), _whole(match["day"])
    lunar = not match["mark"] and not re.search(r"\d", match["day"] + match["month"]) and day > 0
    solar = _in_year(match, month, day, when)
    if not lunar or day < 10 and "初" not in match["day"]:  # noqa: PLR2004 - 四月一: nobody says a lunar day so
        return solar
    return _either(match, solar.low, _lunar_latest(month, day, when))


_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _english(match: Match, when: When) -> Fact:
    return _in_year(match, _ENGLISH.index(match["name"][:3]) + 1, int(match["day"]), when)


def _slash(match: Match, when: When) -> Fact | None:
    first, second = int(match["a"]), int(match["b"])
    if first > 12:  # noqa: PLR2004 - no month
        return _in_year(match, second, first, when) if second <= 12 else None  # noqa: PLR2004
    if when.cantonese and second <= 12 and first != second:  # noqa: PLR2004 - Hong Kong writes the day first
        one, two = _in_year(match, first, second, when), _in_year(match, second, first, when)
        return _either(match, one.low, two.low)
    return _in_year(match, first, second, when)


def _month_word(match: Match, when: When) -> Fact:
    year, month = _month_back(when.today, int(table("days")["shifts"][match["shift"]]))
    if match["years"]:
        year += int(table("days")["years"][match["years"]])
    return _on(match, made(year, month, _whole(match["day"])))


def _month_back(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def _bare_day(match: Match, when: When) -> Fact:
    """Return 18号: the latest one; one that skips a month (31号) must be asked about."""
    day = _whole(match["day"])
    if when.cantonese and match.group().endswith("日"):
        return Fact("duration", Decimal(day), Decimal(day), Decimal(day), unit="D", **_span(match))
    here = made(when.today.year, when.today.month, day)
    if here and here <= when.today:
        following = made(*_month_back(when.today, 1), day)
        return _on(match, here, yearless=True, ahead=here if here == when.today else following)
    last = made(*_month_back(when.today, -1), day)
    if not 1 <= day <= 31:  # noqa: PLR2004
        return _on(match, None)
    if last is None or here is None:
        return Fact("date", how="about", **_span(match))
    return _on(match, last, yearless=True, ahead=here)


def _word(match: Match, when: When) -> Fact:
    year = re.search(rf"(?:{_YEAR_WORD})的?$", match.string[: match.start()])
    if year is not None and table("days")["words"][match["word"]] == "0":
        shift = int(table("days")["years"][year.group().removesuffix("的")])  # 去年今天
        return _on(match, made(when.today.year + shift, when.today.month, when.today.day))
    return _on(match, when.today + timedelta(days=int(table("days")["words"][match["word"]])))


def _half(match: Match, when: When) -> Fact:
    return _on(match, when.today + timedelta(days=int(table("days")["halves"][match["word"]])))


_SATURDAY, _SUNDAY = 5, 6


def _weekday(match: Match, when: When) -> Fact:
    """Return a day of a week that starts on Monday; where people count otherwise both days are told."""
    today = when.today
    monday = today - timedelta(days=today.weekday())
    shift = match["shift"]
    day = monday + timedelta(days=int(table("days")["weekdays"][match["weekday"]]))
    if not shift:
        if day == today:
            return _either(match, today, today - timedelta(days=7))
        past = day if day < today else day - timedelta(days=7)
        return _on(match, past, yearless=True, ahead=day if day > today else day + timedelta(days=7))
    weeks = int(table("days")["shifts"][shift])
    day += timedelta(days=7 * weeks)
    weekend = today.weekday() >= _SATURDAY
    if weekend and weeks == 0 and day < today:
        return _on(match, day, yearless=True, ahead=day + timedelta(days=7))
    if weekend and weeks == -1:
        return _either(match, day, day + timedelta(days=7)) if day + timedelta(days=7) < today else _on(match, day)
    if today.weekday() == _SUNDAY and weeks == 1:
        return _either(match, day, day + timedelta(days=7))
    if when.traditional and match["weekday"] in "日天" and weeks:
        return _either(match, day, day - timedelta(days=7))
    return _on(match, day)


def _ago(match: Match, when: When) -> Fact | None:
    """Return 三天前, 两个月后: days and weeks to the day, months as the lengths a month has."""
    sign = -1 if match["way"] in ("前", "ago", "之前", "以前") else 1
    count, unit = match["count"], match["unit"]
    halves = count == "半"
    value = 0 if halves else _whole(count)
    if value < 0:
        return None
    if unit.endswith(("月", "year", "年", "months", "month")):
        return _months_off(match, when, sign, value, halves, years=unit.endswith("年"))
    if halves:
        return None
    if match["half"]:
        return Fact("date", how="about", **_span(match))
    days = value * (7 if unit.endswith(("周", "星期", "礼拜", "weeks", "week")) else 1)
    return _on(match, _moved(when.today, sign * days))


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _months_off(match: Match, when: When, sign: int, value: int, halves: bool, *, years: bool) -> Fact:
    if halves:
        middle, spread = (182, 2) if years else (15, 1)
    elif years:
        exact = next((found for back in range(4) if (found := made(when.today.year + sign * value, when.today.month, when.today.day - back))), None)
        return Fact("date", exact, exact, exact, "about", **_span(match)) if exact else _on(match, None)
    else:
        half = 15 if match["half"] else 0
        low, high = 28 * value + (half and 14), 31 * value + (half and 16)
        year, month = _month_back(when.today, sign * value)
        best = next((found for day in range(when.today.day, 0, -1) if (found := made(year, month, day))), None)
        best = best and _moved(best, sign * half)
        return _about(match, when, sign, low, high, best)
    return _about(match, when, sign, middle - spread, middle + spread, _moved(when.today, sign * middle))


def _about(match: Match, when: When, sign: int, low: int, high: int, best: date | None) -> Fact:
    ends = sorted(end for end in (_moved(when.today, sign * low), _moved(when.today, sign * high)) if end is not None)
    if best is None or not ends:
        return _on(match, None)
    return Fact("date", ends[0], ends[-1], best, "about", **_span(match))


# ---- days by name ----


def _solar_or_lunar(name: str, year: int) -> date | None:
    if name == "T":
        return pure_brightness(year)
    month, day = (int(part) for part in name.removeprefix("L").split("-"))
    return lunar_day(year, month, day) if name.startswith("L") else made(year, month, day)


def _named(match: Match, when: When) -> Fact:
    """Return 除夕, 中秋: the latest not after now, and the next one."""
    return _by_name(match, str(table("days")["named"][match["name"]]), when)


def _by_name(match: Match, name: str, when: When) -> Fact:
    if not name:
        return Fact("date", how="about", **_span(match))
    years = match.groupdict().get("years")
    said = match.string[max(0, match.start() - 1) : match.start()] + "年"
    if not years and match.group().startswith("年") and said in table("days")["years"]:
        years = said  # 明|年初一
    if years:
        year = year_of(years.removesuffix("年") if years[0] in "12" else years, when.today)
        return _on(match, None if year is None else _solar_or_lunar(name, year))
    days = [day for shift in (-2, -1, 0, 1, 2) if (day := _solar_or_lunar(name, when.today.year + shift))]
    past = max((day for day in days if day <= when.today), default=None)
    ahead = min((day for day in days if day >= when.today), default=None)
    return _on(match, past, yearless=True, ahead=ahead)


def _season(match: Match, when: When) -> Fact | None:
    """Return 双十一: a season, no day; only 双十一当天 is one."""
    name = str(table("days")["seasons"][match["name"]])
    if match["day"] is not None and name:
        return _by_name(match, name, when)
    return Fact("period", how="about", **_span(match))


def _impossible(match: Match, when: When) -> Fact:
    return _on(match, None)


def _vague(match: Match, when: When) -> Fact:
    return Fact("date", how="about", **_span(match))


def _vague_pair(match: Match, when: When) -> Fact:
    low, high = (int(shift) for shift in table("days")["vague_pairs"][match.group()])
    return _period(match, when.today + timedelta(days=low), when.today + timedelta(days=high), "about")


def _lunar(match: Match, when: When) -> Fact:
    """Return 农历三月初八, 正月十五: by the calendar."""
    month = int(table("days")["lunar_months"][match["month"]])
    day = _whole(match["day"].removeprefix("初"))
    if match["years"]:
        year = year_of(match["years"].removesuffix("年") if match["years"][0] in "12一二两" else match["years"], when.today)
        return _on(match, None if year is None else lunar_day(year, month, day))
    past = _lunar_latest(month, day, when)
    ahead = next((found for shift in (-1, 0, 1) if (found := lunar_day(when.today.year + shift, month, day)) and found >= when.today), None)
    return _on(match, past, yearless=True, ahead=ahead)


def _lunar_latest(month: int, day: int, when: When) -> date | None:
    days = (lunar_day(when.today.year + shift, month, day) for shift in (0, -1, -2))
    return next((found for found in days if found and found <= when.today), None)


# ---- periods ----


def _month_end(year: int, month: int) -> date:
    return date(*_month_back(date(year, month, 1), 1), 1) - timedelta(days=1)


def _month_part(match: Match, when: When) -> Fact:
    """Return 上个月底, 3月初, 月底: ten days; 上旬 and 上半月 exactly."""
    year, month = _month_of(match, when)
    first, last = (int(day) for day in table("days")["month_parts"][match["part"]])
    end = date(year, month, last) if last else _month_end(year, month)
    exact = match["part"] in table("days")["exact_parts"]
    return _period(match, date(year, month, first), end, "exact" if exact else "about")


def _month_of(match: Match, when: When) -> tuple[int, int]:
    """Return the month that a match names by shift or number; one of this year that is still to come was last year's."""
    groups = match.groupdict()
    if groups.get("shift"):
        return _month_back(when.today, int(table("days")["shifts"][groups["shift"]]))
    if not groups.get("month"):
        return when.today.year, when.today.month
    month = _whole(groups["month"])
    if groups.get("years"):
        year = year_of(groups["years"].removesuffix("年") if groups["years"][0] in "12一二两" else groups["years"], when.today)
        return year or when.today.year, month
    ahead = 0 < month - when.today.month <= _MONTHS_AHEAD and any(str(word) in match.string for word in (*table("days")["coming"], *table("days")["looked"]))
    return when.today.year - (month > when.today.month and not ahead), month


_MONTHS_AHEAD = 2


def _whole_month(match: Match, when: When) -> Fact | None:
    year, month = _month_of(match, when)
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    return _period(match, date(year, month, 1), _month_end(year, month))


def _week(match: Match, when: When) -> Fact:
    shift = int(table("days")["shifts"][match["shift"]])
    first = when.today - timedelta(days=when.today.weekday() - 7 * shift)
    if match["end"]:
        first += timedelta(days=_SATURDAY)
        return _period(match, first, first + timedelta(days=1))
    return _period(match, first, first + timedelta(days=6))


def _weekend(match: Match, when: When) -> Fact:
    return Fact("period", how="about", **_span(match))


def _year(match: Match, when: When) -> Fact | None:
    year = year_of(match["years"].removesuffix("年") if match["years"][0] in "12一二两民" else match["years"], when.today)
    if year is None:
        return None
    part = match["part"]
    first, last = (int(month) for month in table("days")["year_parts"][part]) if part else (1, 12)
    return _period(match, date(year, first, 1), _month_end(year, last), "about" if part and "半" not in part else "exact")


def _year_part(match: Match, when: When) -> Fact:
    first, last = (int(month) for month in table("days")["year_parts"][match["part"]])
    return _period(match, date(when.today.year, first, 1), _month_end(when.today.year, last), "exact" if "半" in match["part"] else "about")


def _recent(match: Match, when: When) -> Fact | None:
    """Return 最近30天: the days up to today."""
    days = _whole(match["count"]) * (7 if match["unit"].endswith(("周", "星期", "礼拜")) else 1)
    if days < 1 or match["unit"].endswith("月"):
        return None
    first = _moved(when.today, -days)
    return None if first is None else _period(match, first, when.today)


def _last_days(match: Match, when: When) -> Fact | None:
    """Return 近90天: a length that a figure is counted over."""
    days = Decimal(_whole(match["count"]))
    return Fact("duration", days, days, days, unit="D", **_span(match)) if days > 0 else None


_AROUND = 75


def _new_year(match: Match, when: When) -> Fact:
    """Return 初八 around the Lunar New Year; at any other time of the year it must be asked about."""
    days = [day for shift in (0, 1) if (day := lunar_day(when.today.year + shift, 1, _whole(match["day"]))) and abs((day - when.today).days) <= _AROUND]
    return _on(match, days[0]) if days else _vague(match, when)


def _next(match: Match, when: When) -> Fact:
    return Fact("date", how="about", part="next", **_span(match))


def _nth(match: Match, when: When) -> Fact | None:
    """Return 第5天 of something: n or n − 1 days ago, as the first day counts or not."""
    count = _whole(match["count"])
    if count < 1:
        return None
    ends = _moved(when.today, -count), _moved(when.today, 1 - count)
    length = Fact("duration", count - 1, count, None, "between", "D")
    return Fact("period", *ends, None, "about", length=length, **_span(match))


@dataclass(frozen=True)
class DayRow:
    """One way of naming a day: its name, its pattern, what reads it; `rank` decides between equally long ones."""

    name: str
    pattern: re.Pattern[str]
    reader: Any
    rank: int = 0
    needs: str = ""
    """Characters of which one stands in every match."""


@cache
def rows() -> tuple[DayRow, ...]:
    """Return all ways of naming a day or a period."""
    days = table("days")
    year, years = rf"(?P<year>{_YEAR}|{_YEAR_WORD})", rf"(?P<years>{_YEAR}年|{_YEAR_WORD})的? ?"
    on_the_day = any_of(days["on_the_day"])
    ahead = any_of(days["on_the_day_ahead"])
    needs = days["season_needs"]
    season = "|".join(rf"{re.escape(name)}(?={any_of(needs[name])})" if name in needs else re.escape(name) for name in sorted(days["seasons"], key=len, reverse=True))
    lunar_month, lunar_day_n = any_of(days["lunar_months"]), r"(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅)"
    mark = any_of(days["lunar_marks"])
    half_not = "".join(f"(?!(?<={before}){half})" for half, several in days["halves_not"].items() for before in several)
    day_words = any_of(word for entry in table("events").values() if "day" in entry["of"] for word in spelled_out(entry["words"]) if len(word) > 1)
    pattern = re.compile
    return (
        DayRow("iso", pattern(r"(?<![\d.])(?P<year>(?:19|20)\d{2}) ?(?P<sep>[-/.]) ?(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})(?![\d万千百元块])"), _packed, 5, "-/.年"),
        DayRow("blanks", pattern(r"(?<!\d)(?P<year>(?:19|20)\d{2}) (?P<month>0[1-9]|1[0-2]) (?P<day>[0-3]\d)(?!\d)"), _packed, 5, " "),
        DayRow("packed", pattern(r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"), _packed, 5, "2"),
        DayRow("day first", pattern(r"(?<![\d.])(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d{2})(?!\d)"), _day_first, 5, "-/."),
        DayRow("republic", pattern(r"(?<![\d.])(?P<year>1[01]\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)"), _full, 5, "/"),
        DayRow("full", pattern(rf"(?<![\d第]){year} ?年?的? ?(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY_N})(?: ?(?:日|号(?!店|线|楼|机))|(?![\d{DIGITS}]))".replace(f"{_YEAR}|", f"(?:{_YEAR})(?= ?年)|")), _full, 4, "月年"),
        DayRow("short packed", pattern(r"(?<![\d.年月-])(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[发签下买拍接付收交到提批寄出的])(?!\d)"), _short_packed, 4, "0"),
        DayRow("month and day", pattern(rf"(?<![\d第])(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY_N})(?: ?(?P<mark>日|号(?!店|线|楼|机))|(?![\d{DIGITS}个份日号]))"), _month_day, 3, "月"),
        DayRow("no such month", pattern(r"(?<![\d第])(?:1[3-9]|[2-9]\d|0) ?月 ?\d{1,3} ?[日号]|(?<![\d第])(?:1[0-2]|0?[1-9]) ?月 ?(?:3[2-9]|[4-9]\d|\d{3}) ?[日号]"), _impossible, 3, "月"),
        DayRow("dashed", pattern(rf"(?<![\d.-])(?P<a>1[0-2]|0?[1-9])-(?P<b>3[01]|[12]\d|0?[1-9])(?= \d{{1,2}}:|{_DONE}|{day_words})(?![\d-])"), _slash, 3, "-"),
        DayRow("dotted", pattern(rf"(?<![\d.])(?P<a>1[0-2]|0?[1-9])\.(?P<b>3[01]|[12]\d|0?[1-9])(?=[日号]?(?:那天|当天)|[日号]|(?!到\d){_DONE}| \d{{1,2}}:|[-~到至](?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?:{_DONE}|陆续|\x00|之间|这|分批))"), _slash, 6, "."),
        DayRow("dotted end", pattern(rf"(?<=\d[-~到至])(?P<a>1[0-2]|0?[1-9])\.(?P<b>3[01]|[12]\d|0?[1-9])(?=陆续|\x00|之间|这|分批|{_DONE})"), _slash, 6, "."),
        DayRow("english", pattern(r"(?<![a-z])(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? ?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"), _english, 5, "abcdefghijklmnopqrstuvwxyz"),
        DayRow("slash", pattern(r"(?<![\d./])(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?![\d/%]|的[人份])"), _slash, 3, "/"),
        DayRow("month word", pattern(rf"(?:(?P<years>{_YEAR_WORD})的?)?(?P<shift>{_SHIFT})(?:个)?月的?(?P<day>{_DAY_N})(?:日|号(?!店|线|楼|机))"), _month_word, 4, "月"),
        DayRow("day", pattern(rf"(?<![\d月第周.])(?<!星期)(?<!礼拜)(?P<day>{_DAY_N}) ?(?:号|日(?![内期子元本用常历化式间头之以前后]|[一二三四五六七八九十几半]))(?!店|线|楼|机|码|称|令|链|员|主|子)"), _bare_day, 2, "号日"),
        DayRow("word", pattern(rf"(?P<word>{any_of(days['words'])})(?!头条)"), _word, 3),
        DayRow("half", pattern(rf"{half_not}(?P<word>{any_of(days['halves'])})(?=晚|早|夜|晨|朝(?!阳))"), _half, 1, "晚早夜晨朝"),
        DayRow("weekday", pattern(rf"(?P<shift>{_SHIFT})?(?:个)?(?P<week>{_WEEK})(?P<weekday>[一二三四五六日天]|[1-7](?!\d))(?![年个周边生转]|[{DIGITS}\d]?[个块元天])"), _weekday, 3, "周期拜"),
        DayRow("ago", pattern(rf"(?<![第\d.])(?P<count>{_N}|半)(?:个(?P<half>半))? ?(?P<unit>个月|(?<=半)月|天|日|周|个星期|星期|个礼拜|礼拜|年|tian|days?|weeks?) ?(?P<way>之前|以前|前|之后|以后|后|ago)(?!天|几)"), _ago, 3, "前后ao"),
        DayRow("named", pattern(rf"(?:{years})?(?P<name>{any_of(days['named'])})(?P<day>{on_the_day})?"), _named, 3),
        DayRow("season", pattern(rf"(?:{years})?(?<![\d.])(?P<name>{season})(?P<day>{on_the_day}|(?={ahead}))?(?![\d.元块])"), _season, 2),
        DayRow("vague", pattern(any_of(days["vague"])), _vague, 4),
        DayRow("vague pair", pattern(any_of(days["vague_pairs"])), _vague_pair, 4),
        DayRow("lunar", pattern(rf"{mark}的?(?:{years})?(?P<month>{lunar_month})月(?P<day>{lunar_day_n})"), _lunar, 5, "历"),
        DayRow("year and lunar", pattern(rf"(?:{years}){mark}(?P<month>{lunar_month})月(?P<day>{lunar_day_n})"), _lunar, 6, "历"),
        DayRow("lunar marked", pattern(rf"(?:{years})?(?P<month>正|腊|冬)月(?P<day>{lunar_day_n}|[一二三四五六七八九])"), _lunar, 5, "月"),
        DayRow("lunar first days", pattern(rf"(?:{years})?(?P<month>{lunar_month})月(?P<day>初[一二三四五六七八九十])"), _lunar, 5, "月"),
        DayRow("month part", pattern(rf"(?:{years})?(?:(?P<shift>{_SHIFT})(?:个)?(?=月)|(?<![\d第])(?P<month>{_MONTH}) ?(?=月))?(?:月份?的?)?(?P<part>{any_of(part for part in days['month_parts'] if len(part) > 1)}|(?<=月|份)(?:初(?![一二三四五六七八九十])|[头中底末尾]))(?!旬|奖|的时候|(?<=初)[一二三四五六七八九十])"), _month_part, 3, "月初中底末旬"),
        DayRow("whole month", pattern(rf"(?:{years}|(?<![\d第个]))(?:(?P<shift>{_SHIFT})(?:个)?|(?P<month>{_MONTH}) ?)月份?(?![\d{DIGITS}初底中末尾头饼子租费付薪卡票]|嫂|光)"), _whole_month, 1, "月"),
        DayRow("week", pattern(rf"(?P<shift>{_SHIFT})(?:个)?(?:{_WEEK})(?P<end>末)?(?![一二三四五六日天1-7])"), _week, 2, "周期拜"),
        DayRow("weekend", pattern(r"周末|礼拜天那天"), _weekend, 0, "末天"),
        DayRow("year", pattern(rf"(?<![\d第])(?P<years>(?:19|20)\d{{2}} ?年|[一二][零〇一二三四五六七八九]{{3}}年|民国 ?{_N} ?年|{_YEAR_WORD})(?:的)?(?P<part>{any_of(days['year_parts'])}|)(?![\d{DIGITS}])"), _year, 1, "年"),
        DayRow("year part", pattern(rf"(?<!\w)?(?P<part>{any_of(days['year_parts'])})(?!会)"), _year_part, 0, "年半"),
        DayRow("recent", pattern(rf"(?:最近|过去)(?:这|的)? ?(?P<count>{_N}) ?个?(?P<unit>天|日|周|星期|礼拜)(?!前)"), _recent, 3, "近去"),
        DayRow("last days", pattern(rf"(?<![最附])近 ?(?P<count>{_N}) ?(?P<unit>天|日)(?!前)"), _last_days, 3, "近"),
        DayRow("first days of the year", pattern(r"(?<![最年月正大])初(?P<day>[一二三四五六七八九十])(?![级步中次犯稿始衷期恋代审评])"), _new_year, 3, "初"),
        DayRow("next day", pattern(rf"(?:{any_of(days['next_words'])})(?=就|才|便|先|[发签下买拍接付收交到提批寄出])"), _next, 3, "天日"),
        DayRow("nth day", pattern(rf"第 ?(?P<count>{_N}) ?天"), _nth, 5, "第"),
    )
