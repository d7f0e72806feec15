"""Times of day as people say them: 半夜十一点半, 差一刻八点, 三點三, 22:59, 早8晚11; one that can be two is both."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.language.days import DayRow, Match, When
from knowledge.language.fact import Fact
from knowledge.language.numerals import DIGITS, number
from knowledge.language.tables import any_of, table

_H = rf"(?:[012]?\d|二十[一二三四]?|廿[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_TENS = rf"(?:[0-5]\d|[二三四五]十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[零〇][一二两三四五六七八九]|零 ?\d)"
_M = rf"(?:{_TENS}|[一二两三四五六七八九]|\d)"
_NOON, _MIDNIGHT, _DAY_HOURS = 12, 24, 24
Reading = tuple[time, int]


def _whole(text: str) -> int:
    value = number(text.replace(" ", ""))
    return int(value) if value is not None else int(text.lstrip("零〇0 ") or 0) if text.lstrip("零〇 ").isdigit() else -1


def readings(hour: int, minute: int, second: int, part: str, *, bare: bool) -> tuple[Reading, ...]:
    """
    Return the times of day (and how many days after the day named they fall) that an hour may mean in a part of the day.

    `bare` hours (3点) stand for both halves of the day from 1 to 6 and at 12; 7 to 11 are the morning's.
    """
    if (hour, minute, second) == (_MIDNIGHT, 0, 0):
        return ((time(0), 1),)
    if not 0 <= hour < _DAY_HOURS or not 0 <= minute < 60 or not 0 <= second < 60:  # noqa: PLR2004
        return ()
    hours = _HOURS[part](hour) if part else _bare(hour) if bare else ((hour, 0),)
    return tuple((time(said, minute, second), shift) for said, shift in hours)


def _bare(hour: int) -> tuple[tuple[int, int], ...]:
    if 1 <= hour <= 6:  # noqa: PLR2004
        return ((hour, 0), (hour + 12, 0))
    return ((12, 0), (0, 1)) if hour == _NOON else ((hour, 0),)


def _later(hour: int) -> tuple[tuple[int, int], ...]:
    return ((hour + 12 if hour < _NOON else hour, 0),)


def _dawn(hour: int) -> tuple[tuple[int, int], ...]:
    return ((0 if hour == _NOON else hour, 0),)


def _morning(hour: int) -> tuple[tuple[int, int], ...]:
    return ((12, 0), (0, 0)) if hour == _NOON else ((hour, 0),)


def _noon(hour: int) -> tuple[tuple[int, int], ...]:
    return ((hour + 12, 0),) if 1 <= hour <= 3 else ((hour, 0),)  # noqa: PLR2004


def _night(hour: int) -> tuple[tuple[int, int], ...]:
    if hour == _NOON or hour == 0:
        return ((0, 1),)
    if hour < 5:  # noqa: PLR2004 - the small hours belong to the night before or to the day itself
        return ((hour, 1), (hour, 0))
    if hour == 5:  # noqa: PLR2004 - or the end of the afternoon
        return ((5, 0), (17, 0), (5, 1))
    return _later(hour) if hour < _NOON else ((hour, 0),)


def _midnight(hour: int) -> tuple[tuple[int, int], ...]:
    if 6 <= hour <= 8:  # noqa: PLR2004
        return ((hour, 0), (hour + 12, 0))
    return ((hour, 1), (hour, 0)) if hour == 5 else _night(hour)  # noqa: PLR2004


def _night_dawn(hour: int) -> tuple[tuple[int, int], ...]:
    """今晚凌晨1点, 昨晚零点: the night's, so on the following date."""
    return ((0 if hour == _NOON else hour, 1),)


_HOURS = {
    "dawn": _dawn, "morning": _morning, "noon": _noon, "afternoon": _later, "evening": _later, "night": _night, "midnight": _midnight,
    "night dawn": _night_dawn,
}  # fmt: skip


@cache
def _part_names() -> dict[str, str]:
    return {str(way): name for name, ways in table("days")["parts"].items() for way in ways}


def _fact(match: Match, options: tuple[Reading, ...], part: str, how: Any = "exact", high: time | None = None) -> Fact | None:
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group().strip()}
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


_LITTLE = re.compile(r"(?:[早晚慢快多少大小高低好有差给让加快贵便宜远近])$")
_NO_CLOCK_AFTER = re.compile(r"^(?:儿|点(?![的了发付寄])|小|都不|都没|也不|也没|原因|建议|不懂|问题|要求|疑问|意见|想法|理由|说明|情况|注意|内容|关键|规定|好处|坏处|事|的话|点点|击|评|赞|位)")
_POINTS_BEFORE = re.compile(r"(?:[有这那哪几每]|以下|如下|上述|下面|上面|这么|那么|第|说|满足|列出|总结|提出|补充)$")


def _minute(said: str | None) -> int:
    return _whole(said.lstrip("零〇 ") or "零") if said else 0


def _clock(match: Match, when: When) -> Fact | None:
    hour = _whole(match["hour"])
    plain = not (match["half"] or match["quarter"] or match["minute"] or match["tens"] or match["sure"] or match["part"])
    before, after = match.string[max(0, match.start() - 3) : match.start()], match.string[match.end() :]
    if plain and (_NO_CLOCK_AFTER.match(after) or _POINTS_BEFORE.search(before)):
        return None
    if match["hour"] == "一" and not (match["half"] or match["quarter"] or match["minute"] or match["tens"] or match["sure"]):
        # 晚一点 is a little later, 今晚一点 one o'clock; a bare 一点 a little.
        if not match["part"] and not (before and (before[-1] in "天日号前昨今明午" or re.search(r"[周期拜][一二三四五六]$", before))):
            return None
        if match["part"] in ("早", "晚", "夜") and not _day_before(match):
            return None
    minute = 30 if match["half"] else 15 * _whole(match["quarter"]) if match["quarter"] else _minute(match["minute"] or match["tens"])
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


def _day_before(match: Match) -> bool:
    before = match.string[: match.start()][-1:]
    return bool(before) and (before in table("days")["halves"] or before in "天日号一二三四五六")


def _digital(match: Match, when: When) -> Fact | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    part = _part(match)
    half = match["half"]
    if half:
        part = "morning" if half.startswith("a") else "afternoon"
        if hour == _NOON:
            return _fact(match, readings(0 if part == "morning" else 12, minute, second, "", bare=False), part)
    return _fact(match, readings(hour, minute, second, part, bare=False), part)


def _twelve(match: Match, when: When) -> Fact | None:
    """Return 2pm, 11 am."""
    hour = int(match["hour"]) % 12 + (12 if match["half"].startswith("p") else 0)
    return _fact(match, readings(hour, 0, 0, "", bare=False), "")


def _short_of(match: Match, when: When) -> Fact | None:
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
        base = datetime(2000, 1, 2, said.hour, said.minute) + timedelta(minutes=sign * minutes)
        moved.append((base.time(), shift + (base.day - 2)))
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
    return Fact("duration", 5 * count, 5 * count, 5 * count, unit="min", start=match.start(), end=match.end(), said=match.group())


def _shift(match: Match, when: When) -> Fact | None:
    """Return 早8晚11, 朝九晚五: from one hour to another."""
    first, second = _whole(match["a"]), _whole(match["b"])
    early = match["first"] in "早朝"
    opens = first if early else first + 12 * (first < _NOON)
    closes = second + 12 * (second < _NOON) if early else second
    if not (0 <= opens < _DAY_HOURS and 0 <= closes <= _DAY_HOURS):
        return None
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group()}
    return Fact("time", time(opens), time(closes % 24), None, "between", shifts=(0, 1 if closes == _MIDNIGHT or closes < opens else 0), **span)


def _ago(match: Match, when: When) -> Fact | None:
    """Return 三个小时前, 十分钟后 as a moment."""
    unit = match["unit"]
    minutes = "分" in unit or "min" in unit
    count = Decimal("0.5") if match["count"] in ("半", "半个") else number(match["count"])
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group().strip()}
    if count is None:
        return None
    count += Decimal("0.5") if match["half"] else 0
    scale = 15 if unit in ("刻钟", "骨") else 1 if minutes else 60
    sign = -1 if match["way"] in ("前", "之前", "以前", "ago") else 1
    try:
        value = when.now + sign * timedelta(minutes=float(count)) * scale
    except OverflowError:
        return Fact("moment", how="about", **span)
    return Fact("moment", value, value, value, **span)


@cache
def rows() -> tuple[DayRow, ...]:
    """Return all ways of saying a time of day."""
    part = rf"(?:(?P<night>(?:[当那嗰](?:天|日)?)?(?:晚上?|夜里?))(?:的)?(?=凌晨))?(?:(?P<part>{any_of(_part_names())})(?:的)? ?)?"
    sure = r"(?P<sure>钟|整|正|踏正|踏半)"
    minute = rf"(?:(?P<half>半|踏半)|(?P<quarter>[一三13])刻|(?:(?P<minute>{_M}) ?分(?:(?P<second>{_M}) ?秒)?(?!钟)|(?P<tens>{_TENS})(?![{DIGITS}\d点单个条次人元块件通位天号字年月%])))"
    return (
        DayRow("clock", re.compile(rf"{part}(?:(?<![\d.:第{DIGITS}个十])|(?=零点)|(?<=[周期拜][一二三四五六]))(?P<hour>{_H}) ?(?P<mark>点|时(?!效|候|间|长|限|段|常|不|刻|尚|装|机|差|代|光))(?: ?(?:{sure}|{minute})|(?P<more>多|来(?=钟))(?:钟)?(?!少|大|久))?(?:左右|前后)?"), _clock, 1, "点时"),
        DayRow("digital", re.compile(rf"{part}(?<![\d:.])(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])(?: ?(?P<half>[ap]\.?m\.?)(?![a-z]))?"), _digital, 2, ":"),
        DayRow("twelve", re.compile(r"(?<![\d:.])(?P<hour>1[0-2]|[1-9]) ?(?P<half>[ap]\.?m)(?![a-z])\.?"), _twelve, 2, "m"),
        DayRow("short of", re.compile(rf"{part}差(?:(?P<quarter>[一三])刻|(?P<minute>{_M})分)钟?(?:不?到)?(?:(?P<later>{any_of(_part_names())})(?:的)?)?(?P<hour>{_H})点"), _short_of, 3, "差"),
        DayRow("hour short of", re.compile(rf"{part}(?<![\d:第])(?P<hour>{_H})点(?:钟)?(?:差|(?P<past>过|零))(?:(?P<quarter>[一三])刻|(?P<minute>{_M})分)"), _short_of, 3, "点"),
        DayRow("fives", re.compile(rf"{part}(?<![\d:.第{DIGITS}])(?P<hour>{_H})点(?P<way>搭|踏)?(?P<five>十一|[一二三四五六七八九十]|[1-9](?!\d))(?P<word>个?字|个?骨)?(?![{DIGITS}\d点单个条次人元块件通位天号年月%分刻])"), _fives, 2, "点"),
        DayRow("fives long", re.compile(rf"(?P<count>[{DIGITS}十]{{1,3}}|\d{{1,2}})个字(?!符)"), _fives_long, 3, "字"),
        DayRow("shift", re.compile(rf"(?P<first>早|朝)上?(?P<a>{_H})点?[到至~-]?晚上?(?P<b>{_H})点?(?!月)"), _shift, 4, "早朝"),
        DayRow("night shift", re.compile(rf"(?P<first>晚)上?(?P<a>{_H})点?[到至~-]?早上?(?P<b>{_H})点?(?!月)"), _shift, 4, "早"),
        DayRow("ago", re.compile(rf"(?<![个零又])(?P<count>\d+(?:\.\d+)?|[{DIGITS}十百廿卅]{{1,4}}|半个?)个?(?P<half>半)? ?(?P<unit>小时|钟头|钟|分钟|刻钟|骨|h|hours?|mins?|minutes?) ?(?P<way>之前|以前|前|之后|以后|后|ago)"), _ago, 3, "前后o"),
    )
