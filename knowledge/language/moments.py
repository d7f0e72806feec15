"""Moments told by their distance from now: 三个小时前, 十分钟后, 半小时前."""

import re
from datetime import timedelta
from decimal import Decimal

from knowledge.language.day_facts import DayRow, Match
from knowledge.language.fact import Fact, place_of
from knowledge.language.numeral_patterns import DIGITS
from knowledge.language.numerals import number
from knowledge.language.when import When


def _ago(match: Match, when: When) -> Fact | None:
    """Return 三个小时前, 十分钟后 as a moment."""
    unit = match["unit"]
    minutes = "分" in unit or "min" in unit
    count = Decimal("0.5") if match["count"] in ("半", "半个") else number(match["count"])
    if count is None:
        return None
    count += Decimal("0.5") if match["half"] else 0
    scale = 15 if unit in ("刻钟", "骨") else 1 if minutes else 60
    sign = -1 if match["way"] in ("前", "之前", "以前", "ago") else 1
    try:
        value = when.now + sign * timedelta(minutes=float(count)) * scale
    except OverflowError:
        return Fact("moment", how="about", **place_of(match))
    return Fact("moment", value, value, value, **place_of(match))


_AGO = re.compile(
    rf"(?<![个零又])(?P<count>\d+(?:\.\d+)?|[{DIGITS}十百廿卅]{{1,4}}|半个?)个?(?P<half>半)? ?"
    "(?P<unit>小时|钟头|钟|分钟|刻钟|骨|h|hours?|mins?|minutes?) ?(?P<way>之前|以前|前|之后|以后|后|ago)"
)


def rows() -> tuple[DayRow, ...]:
    """Return the ways of telling a moment by its distance from now."""
    return (DayRow("ago", _AGO, _ago, 3, "前后o"),)
