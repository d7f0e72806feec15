"""Amounts, dates, durations, counts, … out of a sentence; what only looks like one is masked first."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from knowledge.language.script import normalise
from knowledge.moments import moments
from knowledge.numbers import MONEY, NUMBER, money, number

_LONGEST = 600
# Figures that are names, addresses or phrases: they say nothing about the case.
_NAMES = re.compile(
    r"第\s*[\d零一二三四五六七八九十百.]+\s*[条款项章节页]|[\d.]+条(?=规|款|怎|是|说|里|的规)|(?<![\d.])\d+(?:\.\d+)+条|附件\d+|iphone\s*\d+\w*|[a-z]*\d+[a-z]?(?=pro|max|plus|ultra)|"
    r"(?<![a-z\d])[3三]c(?![a-z])|(?<!\d)[345]g(?![a-z])|\bv\d+(?:\.\d+)*|(?:b2c|c2c|o2o|top\d+|\d+\*24(?:小时)?)|"
    r"12315|12345|12300|(?<!\d)\d{3,4}-\d{3,4}-?\d{3,4}|(?<![\d.,])(?!20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))\d{8,}(?!\d*[.元块])|"
    r"(?:单号|订单号|编号|尾号|电话|手机号|微信|qq|vx|群)[号是为:]?\s*[a-z]*\d{3,}|"
    r"千万[别不要记得]|万一|一下|(?<![里晨午上夜晚早])一点(?!\d|半|钟|[一三]刻|十|二|三|四|五)|十分(?=满意|感谢|着急|生气|抱歉|重要|清楚|不)|万分|一般|第三方|[假退]一[赔罚][\d一二三四五十]+|三无|三包|千川|一件代发|"
    r"一分钱一分货|一分钱(?=[都也没不])|天天|今日头条|百分百|[一大小]半天|半天|一直|一样|一起|统一|一定|一些|同一|唯一|一旦|一律|一概|万能|[七7]天无理由|一口价|有一点|一方|双方|两边|一家|一并|一切|一共|之一|一种|一类|一边|这一[单笔个]|哪一|某一|每一|一会|一手|二手|二次|千牛|百应|百科|万事|四处|三星|一加"
)
_KEEP = "\x00"
_MM = "mm|cm|毫米|厘米|公厘|公釐|公分"
_SIDE = rf"(?:{NUMBER}|半)"
_SIZE = re.compile(
    rf"(?:长|宽|高)?(?P<a>{_SIDE})\s*(?P<ua>{_MM})?\s*(?:[*x×乘]|[,、]?\s*[宽高长])\s*(?P<b>{_SIDE})\s*(?:[*x×乘]\s*(?P<c>{_SIDE}))?\s*(?P<u>{_MM})"
)
_BARE_SIZE = re.compile(r"(?P<a>\d+(?:\.\d+)?)\s*[*x×乘]\s*(?P<b>\d+(?:\.\d+)?)")
_LEVEL = re.compile(r"(?<![a-z\d])l\s*(?P<n>\d)\s*(?P<plus>\+|加|plus)?(?![a-z\d])")
_PERCENT = re.compile(
    rf"(?P<pre>百分之|千分之)(?P<p>{NUMBER})|(?P<n>{NUMBER})\s*(?:%|个百分点)|(?P<tenth>[一二三四五六七八九])成(?!功|交|立|本|分|为|员|品|都)"
)
_DISCOUNT = re.compile(r"(?P<d>\d(?:\.\d)?|[一二三四五六七八九]{1,2})折")
_SCORE = re.compile(
    rf"(?:体验分|评分|口碑分|score)[是为有只才都到:\s]*(?P<named>{NUMBER})分?|(?<![点\d.:])(?P<n>{NUMBER})\s*分(?!钟|钱|之|别|享|期|类|开|析|多|为|成|手|部|辨|量|销|配|店)"
)
_DURATION = re.compile(
    rf"(?P<n>{NUMBER}|半)\s*(?P<half>个半|半)?\s*(?P<u>个?工作日|个?自然日|个小时|小时|个钟头?|钟头|分钟|个星期|星期|周|个月|(?<=个半)月|天|日(?!元)|年|h(?![a-z]))(?P<after>半)?(?:以?内|之内)?"
)
_COUNT = re.compile(rf"(?P<n>{NUMBER})\s*(?P<u>个?粉丝?|个?人|单|笔|次|回|条|件|个|则|通|家|台|部|项|场|户|遍|轮|款)")
# A single numeral within a word (胡说八道) is no number.
_BARE_NUMBER = re.compile(
    rf"(?<![〇\u4e00-\u9fff])[零一二两三四五六七八九十](?![〇\u4e00-\u9fff])|(?![零〇一二两三四五六七八九十百千万亿](?![零〇一二两三四五六七八九十百千万亿点\d])){NUMBER}"
)
_UNITS = {
    "工作日": "BD",
    "自然日": "D",
    "天": "D",
    "日": "D",
    "小时": "H",
    "分钟": "min",
    "钟头": "H",
    "钟": "H",
    "h": "H",
    "星期": "W",
    "周": "W",
    "月": "M",
    "年": "Y",
}


@dataclass(frozen=True)
class Slot:
    """
    One figure of a sentence.

    `kind`: date, moment, time, period, vague, impossible, duration, money, number, count, percent, discount, score, size, level.
    `unit` is what stands behind it (天, 粉丝, 次 …); `start` and `end` are places in the normalised sentence.
    """

    kind: str
    value: Any
    text: str
    start: int
    end: int
    unit: str = ""
    ahead: Any = None
    yearless: bool = False


def masked(text: str) -> str:
    """Return `text` with names and phrases that hold figures blanked out, every place kept."""
    return _NAMES.sub(lambda match: _KEEP * len(match.group()), text)


def slots(sentence: str, now: datetime) -> list[Slot]:
    """Return the figures of `sentence` in order; each character belongs to one at most. `now` is what 昨天 counts from."""
    text = masked(normalise(sentence)[:_LONGEST])
    found: list[Slot] = []
    for reader in (_sizes, _levels, _percents, _discounts, _scores, lambda rest: _moments(rest, now), _durations, _moneys, _counts, _numbers):
        for slot in reader(text):
            found.append(slot)
            text = text[: slot.start] + _KEEP * (slot.end - slot.start) + text[slot.end :]
    return sorted(found, key=lambda slot: slot.start)


def _slot(kind: str, value: Any, match: re.Match[str], unit: str = "") -> Slot:
    return Slot(kind, value, match.group(), match.start(), match.end(), unit)


def _each(pattern: re.Pattern[str], read: Callable[[re.Match[str]], Slot | None]) -> Callable[[str], Iterator[Slot]]:
    return lambda text: (slot for match in pattern.finditer(text) if (slot := read(match)))


def _size(match: re.Match[str]) -> Slot | None:
    sides = [Decimal("0.5") if side == "半" else number(side) for side in (match["a"], match["b"], match.groupdict().get("c")) if side]
    unit = match.groupdict().get("u") or "mm"
    if any(side is None for side in sides):
        return None
    return _slot("size", tuple(sides), match, "cm" if unit in ("cm", "厘米", "公分") else "mm")


def _sizes(text: str) -> Iterator[Slot]:
    found = list(_each(_SIZE, _size)(text))
    yield from found or _each(_BARE_SIZE, _size)(text)


def _level(match: re.Match[str]) -> Slot:
    return _slot("level", f"L{match['n']}{'+' if match['plus'] else ''}", match)


def _percent(match: re.Match[str]) -> Slot | None:
    if match["tenth"]:
        value = number(match["tenth"])
        return _slot("percent", value and value * 10, match)
    value = number(match["p"] or match["n"])
    if value is None:
        return None
    return _slot("percent", value / 10 if match["pre"] == "千分之" else value, match)


def _discount(match: re.Match[str]) -> Slot:
    digits = "".join(str(number(digit) or digit) for digit in match["d"] if digit != ".")
    return _slot("discount", Decimal(f"0.{digits}"), match)


def _score(match: re.Match[str]) -> Slot | None:
    name = "named" if match["named"] else "n"
    value = number(match[name])
    return None if value is None else Slot("score", value, match.group(), match.start(name), match.end(), "分")


_levels, _percents, _discounts, _scores = _each(_LEVEL, _level), _each(_PERCENT, _percent), _each(_DISCOUNT, _discount), _each(_SCORE, _score)


def _moments(text: str, now: datetime) -> Iterator[Slot]:
    for found in moments(text, now):
        yield Slot(found.kind, found.value, found.text, found.start, found.end, ahead=found.ahead, yearless=found.yearless)


def _duration(match: re.Match[str]) -> Slot | None:
    unit = next(short for word, short in _UNITS.items() if match["u"].endswith(word))
    value = Decimal("0.5") if match["n"] == "半" else number(match["n"])
    if value is None:
        return None
    value += Decimal("0.5") if match["half"] or match["after"] else 0
    return _slot("duration", value, match, unit)


def _amount(match: re.Match[str]) -> Slot | None:
    value = money(match)
    return None if value is None else _slot("money", value, match, "元")


def _count(match: re.Match[str]) -> Slot | None:
    value = number(match["n"])
    return None if value is None else _slot("count", value, match, match["u"].lstrip("个") or "个")


def _number(match: re.Match[str]) -> Slot | None:
    value = number(match.group())
    return None if value is None else _slot("number", value, match)


_durations, _moneys, _counts, _numbers = _each(_DURATION, _duration), _each(MONEY, _amount), _each(_COUNT, _count), _each(_BARE_NUMBER, _number)
