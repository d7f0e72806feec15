"""Single days told by their distance from now: 昨天, 今晚, 上周三, 三天前, 半年后, 第二天."""

import re
from calendar import SATURDAY, SUNDAY
from datetime import date, timedelta

from knowledge.language.day_facts import SHIFT, WEEK, YEAR_WORD, DayRow, Match, N, beginnings, one_day, one_of
from knowledge.language.fact import Fact, place_of
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.tables import any_of, table
from knowledge.language.when import When, made, month_shifted, moved, whole


def _word(match: Match, when: When) -> Fact:
    year = re.search(rf"(?:{YEAR_WORD})的?$", match.string[: match.start()])
    if year is not None and table("days")["words"][match["word"]] == "0":
        shift = int(table("days")["years"][year.group().removesuffix("的")])  # 去年今天
        return one_day(match, made(when.today.year + shift, when.today.month, when.today.day))
    return one_day(match, when.today + timedelta(days=int(table("days")["words"][match["word"]])))


def _half(match: Match, when: When) -> Fact:
    return one_day(match, when.today + timedelta(days=int(table("days")["halves"][match["word"]])))


def _weekday(match: Match, when: When) -> Fact:
    """Return a day of a week that starts on Monday; where people count otherwise both days are told."""
    today = when.today
    monday = today - timedelta(days=today.weekday())
    shift = match["shift"]
    day = monday + timedelta(days=int(table("days")["weekdays"][match["weekday"]]))
    if not shift:
        if day == today:
            return one_of(match, today, today - timedelta(days=7))
        past = day if day < today else day - timedelta(days=7)
        return one_day(match, past, yearless=True, ahead=day if day > today else day + timedelta(days=7))
    weeks = int(table("days")["shifts"][shift])
    day += timedelta(days=7 * weeks)
    weekend = today.weekday() >= SATURDAY
    if weekend and weeks == 0 and day < today:
        return one_day(match, day, yearless=True, ahead=day + timedelta(days=7))
    if weekend and weeks == -1:
        return one_of(match, day, day + timedelta(days=7)) if day + timedelta(days=7) < today else one_day(match, day)
    if today.weekday() == SUNDAY and weeks == 1:
        return one_of(match, day, day + timedelta(days=7))
    if when.traditional and match["weekday"] in "日天" and weeks:
        return one_of(match, day, day - timedelta(days=7))
    return one_day(match, day)


def _ago(match: Match, when: When) -> Fact | None:
    """Return 三天前, 两个月后: days and weeks to the day, months as the lengths a month has."""
    sign = -1 if match["way"] in ("前", "ago", "之前", "以前") else 1
    count, unit = match["count"], match["unit"]
    halves = count == "半"
    value = 0 if halves else whole(count)
    if value < 0:
        return None
    if unit.endswith(("月", "year", "年", "months", "month")):
        return _months_off(match, when, sign, value, halves, years=unit.endswith("年"))
    if halves:
        return None
    if match["half"]:
        return Fact("date", how="about", **place_of(match))
    days = value * (7 if unit.endswith(("周", "星期", "礼拜", "weeks", "week")) else 1)
    return one_day(match, moved(when.today, sign * days))


def _months_off(match: Match, when: When, sign: int, value: int, halves: bool, *, years: bool) -> Fact:
    if halves:
        middle, spread = (182, 2) if years else (15, 1)
    elif years:
        year, month = when.today.year + sign * value, when.today.month
        exact = next((found for back in range(4) if (found := made(year, month, when.today.day - back))), None)
        return Fact("date", exact, exact, exact, "about", **place_of(match)) if exact else one_day(match, None)
    else:
        half = 15 if match["half"] else 0
        low, high = 28 * value + (half and 14), 31 * value + (half and 16)
        year, month = month_shifted(when.today, sign * value)
        best = next((found for day in range(when.today.day, 0, -1) if (found := made(year, month, day))), None)
        best = best and moved(best, sign * half)
        return _about(match, when, sign, low, high, best)
    return _about(match, when, sign, middle - spread, middle + spread, moved(when.today, sign * middle))


def _about(match: Match, when: When, sign: int, low: int, high: int, best: date | None) -> Fact:
    ends = sorted(end for end in (moved(when.today, sign * low), moved(when.today, sign * high)) if end is not None)
    if best is None or not ends:
        return one_day(match, None)
    return Fact("date", ends[0], ends[-1], best, "about", **place_of(match))


def _next(match: Match, _when: When) -> Fact:
    return Fact("date", how="about", part="next", **place_of(match))


def rows() -> tuple[DayRow, ...]:
    """Return the ways of telling a day by its distance from now."""
    days = table("days")
    not_half = "".join(f"(?!(?<={before}){half})" for half, several in days["halves_not"].items() for before in several)
    weekday = (
        rf"(?P<shift>{SHIFT})?(?:个)?(?P<week>{WEEK})(?P<weekday>[一二三四五六日天]|[1-7](?!\d))"
        rf"(?![年个周边生转]|[{DIGITS}\d]?[个块元天])"
    )
    ago = (
        rf"(?<![第\d.])(?P<count>{N}|半)(?:个(?P<half>半))? ?"
        "(?P<unit>个月|(?<=半)月|天|日|周|个星期|星期|个礼拜|礼拜|年|tian|days?|weeks?) ?"
        "(?P<way>之前|以前|前|之后|以后|后|ago)(?!天|几)"
    )
    half = rf"{not_half}(?P<word>{any_of(days['halves'])})(?=晚|早|夜|晨|朝(?!阳))"
    following = rf"(?:{any_of(days['next_words'])})(?=就|才|便|先|[发签下买拍接付收交到提批寄出])"
    return (
        DayRow("word", re.compile(rf"(?P<word>{any_of(days['words'])})(?!头条)"), _word, 3, beginnings(days["words"])),
        DayRow("half", re.compile(half), _half, 1, "晚早夜晨朝"),
        DayRow("weekday", re.compile(weekday), _weekday, 3, "周期拜"),
        DayRow("ago", re.compile(ago), _ago, 3, "前后ao"),
        DayRow("next day", re.compile(following), _next, 3, "天日"),
    )
