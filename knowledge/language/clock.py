"""Times of day as people say them: 半夜十一点半, 差一刻八点, 三點三, 22:59, 早8晚11; one that can be two is both."""

import re
from datetime import datetime, time, timedelta
from functools import cache

from knowledge.language import moments
from knowledge.language.day_facts import DayRow, Match
from knowledge.language.fact import Fact, How, place_of
from knowledge.language.hours import Reading, readings
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.numerals import number
from knowledge.language.tables import any_of, table
from knowledge.language.when import When

_H = r"(?:[012]?\d|二十[一二三四]?|廿[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_TENS = (
    r"(?:[0-5]\d|[二三四五]十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?"
    r"|[零〇][一二两三四五六七八九]|零 ?\d)"
)
_M = rf"(?:{_TENS}|[一二两三四五六七八九]|\d)"
_NOON, _MIDNIGHT, _DAY_HOURS = 12, 24, 24


def _whole(text: str) -> int:
    value = number(text.replace(" ", ""))
    if value is not None:
        return int(value)
    return int(text.lstrip("零〇0 ") or 0) if text.lstrip("零〇 ").isdigit() else -1


@cache
def _part_names() -> dict[str, str]:
    return {str(way): name for name, ways in table("days")["parts"].items() for way in ways}


def _fact(
    match: Match, options: tuple[Reading, ...], part: str, how: How = "exact", high: time | None = None
) -> Fact | None:
    span = place_of(match)
    if not options:
        return Fact("time", how="about", part="impossible", **span)
    times = tuple(dict.fromkeys(said for said, _ in options))
    shifts = tuple(shift for _, shift in options)
    if len(times) > 1:
        return Fact("time", times[0], times[-1], None, "about", either=times, part=part, shifts=shifts, **span)
    if high is not None:
        return Fact("time", times[0], high, None, how, part=part, shifts=shifts, **span)
    return Fact("time", times[0], times[0], times[0], how, part=part, shifts=shifts, **span)


def _part(match: Match) -> str:
    said = match.groupdict().get("part") or match.groupdict().get("later") or ""
    name = _part_names().get(said, "")
    return "night dawn" if name == "dawn" and match.groupdict().get("night") else name


_NO_CLOCK_AFTER = re.compile(
    "^(?:儿|点(?![的了发付寄])|小|都不|都没|也不|也没|原因|建议|不懂|问题|要求|疑问|意见|想法|理由|说明|情况"
    "|注意|内容|关键|规定|好处|坏处|事|的话|点点|击|评|赞|位)"
)
_POINTS_BEFORE = re.compile("(?:[有这那哪几每]|以下|如下|上述|下面|上面|这么|那么|第|满足|列出|总结|提出|补充)$")


def _minute(said: str | None) -> int:
    return _whole(said.lstrip("零〇 ") or "零") if said else 0


def _clock(match: Match, when: When) -> Fact | None:
    hour = _whole(match["hour"])
    lone = not (match["half"] or match["quarter"] or match["minute"] or match["tens"] or match["sure"])
    plain = lone and not match["part"]
    before, after = match.string[max(0, match.start() - 3) : match.start()], match.string[match.end() :]
    listed = before.endswith("说") and after.startswith((":", ";"))
    if plain and (listed or _NO_CLOCK_AFTER.match(after) or _POINTS_BEFORE.search(before)):
        return None
    if match["hour"] == "一" and lone and _a_little(match, before):
        return None
    minute = _minute(match["minute"] or match["tens"])
    minute = 30 if match["half"] else 15 * _whole(match["quarter"]) if match["quarter"] else minute
    second = _whole(match["second"]) if match["second"] else 0
    if match["mark"] == "时" and plain and hour > _DAY_HOURS:
        return None
    part = _part(match)
    bare = not part and match["mark"] != "时" and not (match["hour"].isdigit() and match["hour"].startswith("0"))
    options = readings(hour, minute, second, part, bare=bare)
    if match["more"] and options:
        end = (datetime.combine(when.today, options[0][0]) + timedelta(minutes=60)).time()
        return _fact(match, options, part, "about", end)
    return _fact(match, options, part)


def _a_little(match: Match, before: str) -> bool:
    """Return whether 一点 is no hour: 晚一点 is a little later, 今晚一点 one o'clock; a bare 一点 a little."""
    if not match["part"]:
        return not re.search(r"[天日号前昨今明午]$|[周期拜][一二三四五六]$", before)
    return match["part"] in ("早", "晚", "夜") and not _day_before(match)


def _day_before(match: Match) -> bool:
    before = match.string[: match.start()][-1:]
    return bool(before) and (before in table("days")["halves"] or before in "天日号一二三四五六")


def _digital(match: Match, _when: When) -> Fact | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    part = _part(match)
    half = match["half"]
    if half:
        part = "morning" if half.startswith("a") else "afternoon"
        if hour == _NOON:
            return _fact(match, readings(0 if part == "morning" else 12, minute, second, "", bare=False), part)
    return _fact(match, readings(hour, minute, second, part, bare=False), part)


def _twelve(match: Match, _when: When) -> Fact | None:
    """Return 2pm, 11 am."""
    hour = int(match["hour"]) % 12 + (12 if match["half"].startswith("p") else 0)
    return _fact(match, readings(hour, 0, 0, "", bare=False), "")


def _short_of(match: Match, _when: When) -> Fact | None:
    """Return 差一刻八点, 八点差五分, 八点过五分."""
    hour = _whole(match["hour"])
    minutes = 15 * _whole(match["quarter"]) if match["quarter"] else _whole(match["minute"])
    part = _part(match)
    options = readings(hour, 0, 0, part, bare=not part)
    if not options or not 0 < minutes < 60:  # noqa: PLR2004
        return _fact(match, (), part)
    sign = 1 if match.groupdict().get("past") else -1
    moved = []
    for said, shift in options:
        days, minute = divmod(said.hour * 60 + said.minute + sign * minutes, _DAY_HOURS * 60)
        moved.append((time(*divmod(minute, 60)), shift + days))
    return _fact(match, tuple(moved), part)


def _fives(match: Match, when: When) -> Fact | None:
    """Return 三點三, 四點搭九: in Cantonese each is five minutes."""
    if not (when.cantonese or match["way"] or match["word"] or (when.traditional and not match["hour"].isdigit())):
        return None
    part = _part(match)
    minutes = (15 if match["word"] and match["word"].endswith("骨") else 5) * _whole(match["five"])
    return _fact(match, readings(_whole(match["hour"]), minutes, 0, part, bare=not part), part)


def _fives_long(match: Match, when: When) -> Fact | None:
    """Return 十個字 as fifty minutes, in Cantonese."""
    count = number(match["count"])
    if not when.cantonese or count is None:
        return None
    return Fact("duration", 5 * count, 5 * count, 5 * count, unit="min", **place_of(match))


def _shift(match: Match, _when: When) -> Fact | None:
    """Return 早8晚11, 朝九晚五: from one hour to another."""
    first, second = _whole(match["a"]), _whole(match["b"])
    early = match["first"] in "早朝"
    opens = first if early else first + 12 * (first < _NOON)
    closes = second + 12 * (second < _NOON) if early else second
    if not (0 <= opens < _DAY_HOURS and 0 <= closes <= _DAY_HOURS):
        return None
    shifts = (0, 1 if closes == _MIDNIGHT or closes < opens else 0)
    return Fact("time", time(opens), time(closes % 24), None, "between", shifts=shifts, **place_of(match))


@cache
def rows() -> tuple[DayRow, ...]:
    """Return all ways of saying a time of day or a moment."""
    night = "(?P<night>(?:[当那嗰](?:天|日)?)?(?:晚上?|夜里?))(?:的)?(?=凌晨)"
    part = rf"(?:{night})?(?:(?P<part>{any_of(_part_names())})(?:的)? ?)?"
    return (*_on_the_hour(part), *_written(part), *_short_or_past(part), *_in_fives(part), *_FROM_TO, *moments.rows())


def _on_the_hour(part: str) -> tuple[DayRow, ...]:
    singles = any_of(table("numbers")["singles"])
    sure = "(?P<sure>钟|整|正|踏正|踏半)"
    minute = (
        rf"(?:(?P<half>半|踏半)|(?P<quarter>[一三13])刻|(?:(?P<minute>{_M}) ?分(?:(?P<second>{_M}) ?秒)?(?!钟)"
        rf"|(?P<tens>{_TENS})(?!(?!一(?:{singles}))[{DIGITS}\d点单个条次人元块件通位天号字年月%])))"
    )
    clock = (
        rf"{part}(?:(?<![\d.:第{DIGITS}个十])|(?=零点)|(?<=[周期拜][一二三四五六]))(?P<hour>{_H}) ?"
        "(?P<mark>点|时(?!效|候|间|长|限|段|常|不|刻|尚|装|机|差|代|光))"
        rf"(?: ?(?:{sure}|{minute})|(?P<more>多|来(?=钟))(?:钟)?(?!少|大|久))?(?:左右|前后)?"
    )
    return (DayRow("clock", re.compile(clock), _clock, 1, "点时"),)


def _written(part: str) -> tuple[DayRow, ...]:
    """Return 22:59, 2pm."""
    digital = (
        rf"{part}(?<![\d.])(?<!\d:)(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
        r"(?: ?(?P<half>[ap]\.?m\.?)(?![a-z]))?"
    )
    twelve = r"(?<![\d:.])(?P<hour>1[0-2]|[1-9]) ?(?P<half>[ap]\.?m)(?![a-z])\.?"
    return (
        DayRow("digital", re.compile(digital), _digital, 2, ":"),
        DayRow("twelve", re.compile(twelve), _twelve, 2, "m"),
    )


def _short_or_past(part: str) -> tuple[DayRow, ...]:
    """Return 差一刻八点, 八点过五分."""
    minutes = rf"(?:(?P<quarter>[一三])刻|(?P<minute>{_M})分)"
    short = rf"{part}差{minutes}钟?(?:不?到)?(?:(?P<later>{any_of(_part_names())})(?:的)?)?(?P<hour>{_H})点"
    past = rf"{part}(?<![\d:第])(?P<hour>{_H})点(?:钟)?(?:差|(?P<past>过|零)){minutes}"
    return (
        DayRow("short of", re.compile(short), _short_of, 3, "差"),
        DayRow("hour short of", re.compile(past), _short_of, 3, "点"),
    )


def _in_fives(part: str) -> tuple[DayRow, ...]:
    """Return 三點三, 十個字."""
    fives = (
        rf"{part}(?<![\d:.第{DIGITS}])(?P<hour>{_H})点(?P<way>搭|踏)?(?P<five>十一|[一二三四五六七八九十]|[1-9](?!\d))"
        rf"(?P<word>个?字|个?骨)?(?![{DIGITS}\d点单个条次人元块件通位天号年月%分刻])"
    )
    return (
        DayRow("fives", re.compile(fives), _fives, 2, "点"),
        DayRow("fives long", re.compile(rf"(?P<count>[{DIGITS}十]{{1,3}}|\d{{1,2}})个字(?!符)"), _fives_long, 3, "字"),
    )


_HOURS = rf"上?(?P<a>{_H})点?[到至~-]?{{}}上?(?P<b>{_H})点?(?!月)"
_FROM_TO = (
    DayRow("shift", re.compile("(?P<first>早|朝)" + _HOURS.format("晚")), _shift, 4, "早朝"),
    DayRow("night shift", re.compile("(?P<first>晚)" + _HOURS.format("早")), _shift, 4, "早"),
)
