"""Single days told by their names: 除夕, 中秋, 双十一当天, 农历三月初八, 初八; a season alone is no day."""

import re
from datetime import date, timedelta

from knowledge.calendar import lunar_day, pure_brightness
from knowledge.language.day_facts import YEARS, DayRow, Match, beginnings, one_day, stretch
from knowledge.language.fact import Fact, place_of
from knowledge.language.tables import any_of, table
from knowledge.language.when import When, lunar_latest, made, whole, year_of

_AROUND = 75  # days from the Lunar New Year


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
        return Fact("date", how="about", **place_of(match))
    years = match.groupdict().get("years")
    said = match.string[max(0, match.start() - 1) : match.start()] + "年"
    if not years and match.group().startswith("年") and said in table("days")["years"]:
        years = said  # 明|年初一
    if years:
        year = year_of(years, when.today)
        return one_day(match, None if year is None else _solar_or_lunar(name, year))
    days = [day for shift in (-2, -1, 0, 1, 2) if (day := _solar_or_lunar(name, when.today.year + shift))]
    past = max((day for day in days if day <= when.today), default=None)
    ahead = min((day for day in days if day >= when.today), default=None)
    return one_day(match, past, yearless=True, ahead=ahead)


def _season(match: Match, when: When) -> Fact | None:
    """Return 双十一: a season, no day; only 双十一当天 is one."""
    name = str(table("days")["seasons"][match["name"]])
    if match["day"] is not None and name:
        return _by_name(match, name, when)
    return Fact("period", how="about", **place_of(match))


def _vague(match: Match, _when: When) -> Fact:
    return Fact("date", how="about", **place_of(match))


def _vague_pair(match: Match, when: When) -> Fact:
    low, high = (int(shift) for shift in table("days")["vague_pairs"][match.group()])
    return stretch(match, when.today + timedelta(days=low), when.today + timedelta(days=high), "about")


def _lunar(match: Match, when: When) -> Fact:
    """Return 农历三月初八, 正月十五: by the calendar."""
    month = int(table("days")["lunar_months"][match["month"]])
    day = whole(match["day"].removeprefix("初"))
    if match["years"]:
        year = year_of(match["years"], when.today)
        return one_day(match, None if year is None else lunar_day(year, month, day))
    past = lunar_latest(month, day, when.today)
    days = (lunar_day(when.today.year + shift, month, day) for shift in (-1, 0, 1))
    ahead = next((found for found in days if found and found >= when.today), None)
    return one_day(match, past, yearless=True, ahead=ahead)


def _new_year(match: Match, when: When) -> Fact:
    """Return 初八 around the Lunar New Year; at any other time of the year it must be asked about."""
    days = (lunar_day(when.today.year + shift, 1, whole(match["day"])) for shift in (0, 1))
    near = next((day for day in days if day and abs((day - when.today).days) <= _AROUND), None)
    return one_day(match, near) if near else _vague(match, when)


def rows() -> tuple[DayRow, ...]:
    """Return the ways of telling a day by its name."""
    return (*_feasts(), *_lunar_dates(), _FIRST_DAYS)


def _feasts() -> tuple[DayRow, ...]:
    days = table("days")
    on_the_day, ahead = any_of(days["on_the_day"]), any_of(days["on_the_day_ahead"])
    needs = days["season_needs"]
    seasons = "|".join(
        rf"{re.escape(name)}(?={any_of(needs[name])})" if name in needs else re.escape(name)
        for name in sorted(days["seasons"], key=len, reverse=True)
    )
    named = rf"(?:{YEARS})?(?P<name>{any_of(days['named'])})(?P<day>{on_the_day})?"
    season = rf"(?:{YEARS})?(?<![\d.])(?P<name>{seasons})(?P<day>{on_the_day}|(?={ahead}))?(?![\d.元块])"
    return (
        DayRow("named", re.compile(named), _named, 3, beginnings(days["named"])),
        DayRow("season", re.compile(season), _season, 2, beginnings(days["seasons"])),
        # 再|过两天 is a length from what was said before
        DayRow("vague", re.compile(rf"(?!(?<=再)过两){any_of(days['vague'])}"), _vague, 4, beginnings(days["vague"])),
        DayRow("vague pair", re.compile(any_of(days["vague_pairs"])), _vague_pair, 4, beginnings(days["vague_pairs"])),
    )


def _lunar_dates() -> tuple[DayRow, ...]:
    days = table("days")
    mark, month = any_of(days["lunar_marks"]), any_of(days["lunar_months"])
    day = r"(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅)"
    marked = rf"(?:{YEARS})?(?P<month>正|腊|冬)月(?P<day>{day}|[一二三四五六七八九])"
    first_days = rf"(?:{YEARS})?(?P<month>{month})月(?P<day>初[一二三四五六七八九十])"
    return (
        DayRow("lunar", re.compile(rf"{mark}的?(?:{YEARS})?(?P<month>{month})月(?P<day>{day})"), _lunar, 5, "历"),
        DayRow("year and lunar", re.compile(rf"(?:{YEARS}){mark}(?P<month>{month})月(?P<day>{day})"), _lunar, 6, "历"),
        DayRow("lunar marked", re.compile(marked), _lunar, 5, "月"),
        DayRow("lunar first days", re.compile(first_days), _lunar, 5, "月"),
    )


_FIRST_DAYS = DayRow(
    "first days of the year",
    re.compile(r"(?<![最年月正大])初(?P<day>[一二三四五六七八九十])(?![级步中次犯稿始衷期恋代审评])"),
    _new_year,
    3,
    "初",
)
