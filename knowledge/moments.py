"""Days and times as people type them, relative to a given `now` in Shanghai; vague ones are found and left vague."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from knowledge.numbers import number

SHANGHAI = ZoneInfo("Asia/Shanghai")
Kind = Literal["date", "moment", "time", "period", "impossible", "vague"]


@dataclass(frozen=True)
class Moment:
    """
    A stretch of text that names a day or time.

    `value` is a date, an aware datetime, a time of day, or a (first, last) pair of days; None when impossible or vague.
    `yearless` days are the latest not after now; `ahead` is then the same day in the year of `now`.
    """

    start: int
    end: int
    kind: Kind
    text: str
    value: date | datetime | time | tuple[date, date] | None = None
    yearless: bool = False
    ahead: date | None = None


_DAWN = 5
_H = "零〇一二两三四五六七八九十廿"
_N = rf"(?:\d{{1,4}}|[{_H}]{{1,4}})"
_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "今儿": 0,
    "当天": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "昨儿": -1,
    "琴日": -1,
    "寻日": -1,
    "听日": 1,
}
_WEEKDAYS = {**{name: index for index, name in enumerate("一二三四五六日")}, "天": 6, "末": 5, **{str(n): n - 1 for n in range(1, 8)}}
_PARTS = {
    "凌晨": 0,
    "清晨": 0,
    "早上": 0,
    "早晨": 0,
    "今早": 0,
    "上午": 0,
    "早": 0,
    "中午": 12,
    "下午": 12,
    "傍晚": 12,
    "晚上": 12,
    "晚间": 12,
    "夜里": 12,
    "半夜": 0,
    "晚": 12,
}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_CLOCK = (
    rf"(?:(?P<part>{_PART})\s*的?\s*)?"
    rf"(?:(?P<h24>[012]?\d):(?P<m24>[0-5]\d)(?::(?P<s24>[0-5]\d))?"
    rf"|(?P<hour>[012]?\d|[{_H}]{{1,3}})(?:点钟|点|时(?!效|候|间|长|限))(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>[0-5]?\d|[{_H}]{{1,3}})(?:分(?!钟)|(?![{_H}\d钟分个条单次人元块件通位]))|整)?)"
)
_DAY = (
    rf"(?P<iso>(?:19|20)\d{{2}}\s*[-/.年]\s*\d{{1,2}}\s*(?:[-/.]\s*\d{{1,2}}(?!\d)|月\s*\d{{1,2}}\s*[日号]?))"
    rf"|(?P<packed>(?<!\d)20\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
    rf"|(?P<hanyear>[一二][零〇一二三四五六七八九]{{3}})年(?P<hanmonth>{_N})月(?P<handay>{_N})[日号]"
    rf"|(?:(?P<year>去年|今年|明年|前年)的?)?(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*(?:[日号](?!店|线|楼|机)|(?=[,。\s]|$|[^\d{_H}份底初中]))"
    rf"|(?P<smonth>(?<![\d./])(?:1[0-2]|0?[1-9]))/(?P<sday>(?:3[01]|[12]\d|0?[1-9])(?![\d/]))"
    rf"|(?P<monthword>上上个?月|上个?月|这个?月|本月|下个?月)的?(?P<mday>{_N})[日号]"
    rf"|(?P<bareday>(?<![\d月第]){_N})[日号](?!店|线|楼|机|码|称|令|链)"
    rf"|(?P<word>大前天|大后天|前天|后天|昨天|昨日|今天|今日|明天|明日|昨儿|今儿|琴日|寻日|听日|当天)"
    rf"|(?P<night>昨|今|前|明)(?=晚|早|夜)"
    rf"|(?P<weeks>上上|上|这|本|下)?个?(?P<weekname>周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    rf"|(?P<ago>{_N}|半|几)\s*(?P<agounit>天|日|周|个星期|星期|个礼拜|个月|年)\s*(?:之|以)?(?P<dir>前|后)(?!天)"
)
_AGO_TIME = rf"(?P<tago>{_N}|半)\s*(?P<tunit>个半小时|个小时|小时|钟头|个钟头|分钟|h)\s*(?:之|以)?(?P<tdir>前|后)"
_VAGUE = re.compile(
    r"前几天|前些天|前阵子|前段时间|前两天|前几日|前几个月|几天前|几周前|几个月前|好几天前|不久前|早些时候|最近几天|这几天|这两天|"
    r"(?:农历|阴历|旧历|大年)(?:[正腊一二三四五六七八九十]+月)?(?:初?[一二三四五六七八九十]{1,2}|三十|廿[一二三四五六七八九])?|正月(?:初?[一二三四五六七八九十]{1,2})?|腊月(?:[一二三四五六七八九十廿]{1,3})?|(?<!最)初[一二三四五六七八九十](?!级|步|中)|除夕|元宵|端午|中秋|"
    r"(?:上上个?月|上个?月|这个?月|本月|下个?月|\d{1,2}月|[一二三四五六七八九十]{1,2}月)份?(?:底|初|中旬|上旬|下旬|末)|月初|月底|月中|年底|年初|上旬|中旬|下旬"
)
_PERIOD = re.compile(r"(?P<which>上上周|上周|这周|本周|下周|上上个?月|上个?月|这个?月|本月)(?![一二三四五六日天末\d底初中])")
_ONE = re.compile(rf"(?:(?:{_DAY})(?:\s*的?\s*t?\s*(?:{_CLOCK.replace('?P<', '?P<d_')}))?)|(?:{_AGO_TIME})|(?:{_CLOCK})")


def _whole(text: str) -> int:
    value = number(text)
    return int(value) if value is not None else -1


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    """Return the latest such day not after `today`; eight years back reach any 29 February."""
    candidates = (_made(today.year - back, month, day) for back in range(9))
    first = _made(today.year, month, day)
    if first is None and (month, day) != (2, 29):
        return None
    return next((candidate for candidate in candidates if candidate and candidate <= today), None)


def _month_back(today: date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


_MONTHS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1}


def _month_word(word: str) -> int:
    return next(shift for prefix, shift in _MONTHS.items() if word.startswith(prefix))


def _days_ago(count: str, unit: str, today: date, sign: int) -> date | None:
    if unit in ("个月", "年"):
        if count == "半":
            return today + timedelta(days=sign * (15 if unit == "个月" else 182))
        months = _whole(count) * (1 if unit == "个月" else 12)
        year, month = _month_back(today, sign * months)
        return next((made for day in range(today.day, 0, -1) if (made := _made(year, month, day))), None)
    if count == "半":
        return today
    days = _whole(count) * (7 if unit.endswith(("周", "星期", "礼拜")) else 1)
    return today + timedelta(days=sign * days)


def _day(match: re.Match[str], today: date) -> tuple[date | None, bool, date | None]:
    """Return the day that a match names, whether its year was left out, and the same day in this year."""
    get = match.group
    if get("iso") or get("packed"):
        packed = get("packed")
        year, month, day = (packed[:4], packed[4:6], packed[6:]) if packed else re.findall(r"\d+", get("iso"))
        return _made(int(year), int(month), int(day)), False, None
    if get("hanyear"):
        year = "".join(str(_whole(digit)) for digit in get("hanyear"))
        return _made(int(year), _whole(get("hanmonth")), _whole(get("handay"))), False, None
    if get("month") or get("smonth"):
        month, day = _whole(get("month") or get("smonth")), _whole(get("day") or get("sday"))
        if get("year"):
            return _made(today.year + {"前": -2, "去": -1, "今": 0, "明": 1}[get("year")[0]], month, day), False, None
        return _latest(month, day, today), True, _made(today.year, month, day)
    if get("monthword"):
        return _made(*_month_back(today, _month_word(get("monthword"))), _whole(get("mday"))), False, None
    if get("bareday"):
        return _of_this_month(_whole(get("bareday")), today)
    if get("word"):
        return today + timedelta(days=_DAY_WORDS[get("word")]), False, None
    if get("night"):
        return today + timedelta(days={"前": -2, "昨": -1, "今": 0, "明": 1}[get("night")]), False, None
    if get("weekday"):
        monday = today - timedelta(days=today.weekday())
        which = get("weeks")
        day = monday + timedelta(days=_WEEKDAYS[get("weekday")] + 7 * _MONTHS[which or "这"])
        return (day if which or day <= today else day - timedelta(days=7)), False, (None if which else day)
    return _days_ago(get("ago"), get("agounit"), today, 1 if get("dir") == "后" else -1), False, None


def _of_this_month(day: int, today: date) -> tuple[date | None, bool, date | None]:
    here = _made(today.year, today.month, day)
    for back in range(3):
        candidate = _made(*_month_back(today, -back), day)
        if candidate and candidate <= today:
            return candidate, True, here
    return None, True, here


def _clock(match: re.Match[str], prefix: str = "") -> tuple[time | None, bool]:
    """Return the time of day, and whether it is the end of the day (24:00); None when there is no such time."""

    def get(name: str) -> str | None:
        return match.group(prefix + name)

    if get("h24"):
        hour, minute, second = int(get("h24") or 0), int(get("m24") or 0), int(get("s24") or 0)
    else:
        hour, second = _whole(get("hour") or ""), 0
        minute = 30 if get("half") else {"一": 15, "三": 45}.get(get("quarter") or "", 0)
        minute = _whole(get("minute") or "") if get("minute") else minute
    part = get("part")
    small_hours = part in ("晚上", "晚", "夜里") and hour < _DAWN
    if part and _PARTS[part] == 12 and hour < 12 and not (part == "中午" and hour > 2) and not small_hours:  # noqa: PLR2004 - 12-hour clock
        hour += 12
    if part in ("晚上", "晚", "半夜", "夜里") and hour == 24:  # noqa: PLR2004 - midnight told as 12 at night
        hour = 24
    if (hour, minute, second) == (24, 0, 0):
        return time(0), True
    try:
        return time(hour, minute, second), False
    except ValueError:
        return None, False


def _read(match: re.Match[str], now: datetime) -> Moment:
    span = {"start": match.start(), "end": match.end(), "text": match.group()}
    if match.group("tago"):
        hours = 0.5 if match.group("tago") == "半" else float(_whole(match.group("tago")))
        unit = match.group("tunit")
        hours = hours / 60 if unit == "分钟" else hours + (0.5 if "半" in unit else 0)
        sign = 1 if match.group("tdir") == "后" else -1
        return Moment(**span, kind="moment", value=now + sign * timedelta(hours=hours))  # type: ignore[arg-type]
    if match.group("hour") or match.group("h24"):
        clock, midnight = _clock(match)
        if midnight:
            return Moment(**span, kind="time", value=time(23, 59, 59))  # type: ignore[arg-type]
        return Moment(**span, kind="time" if clock is not None else "impossible", value=clock)  # type: ignore[arg-type]
    day, yearless, ahead = _day(match, now.date())
    if day is None and not (yearless and ahead):
        return Moment(**span, kind="impossible")  # type: ignore[arg-type]
    day = day or ahead
    if match.group("d_hour") or match.group("d_h24"):
        clock, midnight = _clock(match, "d_")
        if clock is None or day is None:
            return Moment(**span, kind="impossible")  # type: ignore[arg-type]
        value = datetime.combine(day, clock, SHANGHAI) + timedelta(days=midnight)
        return Moment(**span, kind="moment", value=value, yearless=yearless, ahead=ahead)  # type: ignore[arg-type]
    return Moment(**span, kind="date", value=day, yearless=yearless, ahead=ahead)  # type: ignore[arg-type]


def _period(match: re.Match[str], today: date) -> Moment:
    which = match.group("which")
    if "周" in which:
        first = today - timedelta(days=today.weekday() - 7 * _month_word(which))
        return Moment(match.start(), match.end(), "period", match.group(), (first, first + timedelta(days=6)))
    first = date(*_month_back(today, _month_word(which)), 1)
    last = date(*_month_back(first, 1), 1) - timedelta(days=1)
    return Moment(match.start(), match.end(), "period", match.group(), (first, last))


def moments(text: str, now: datetime) -> Iterator[Moment]:
    """Yield the days and times that `text` (normalised) names, in order, without overlap."""
    at = 0
    patterns = (_VAGUE, _ONE, _PERIOD)
    ahead = [pattern.search(text) for pattern in patterns]
    while at < len(text):
        # What lies ahead still stands; only what was passed is looked for again.
        ahead = [match and (match if match.start() >= at else pattern.search(text, at)) for pattern, match in zip(patterns, ahead, strict=True)]
        vague, _, period = ahead
        found = [match for match in ahead if match]
        if not found:
            return
        first = min(found, key=lambda match: (match.start(), -match.end()))
        if first is vague:
            yield Moment(first.start(), first.end(), "vague", first.group())
        elif first is period:
            yield _period(first, now.date())
        else:
            yield _read(first, now)
        at = max(first.end(), at + 1)


def moment(text: str, now: datetime) -> Moment | None:
    """Return what the whole of `text` (normalised) names, or None."""
    found = next(moments(text, now), None)
    return found if found and (found.start, found.end) == (0, len(text)) else None
