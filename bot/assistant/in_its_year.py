"""Which year a day or moment without one is meant in: one that has happened, one to come, or the nearer of both."""

import re
from dataclasses import replace
from datetime import date, datetime

from bot.assistant.looking import BREAK, day_of, words
from knowledge.calculations import Input
from knowledge.language.fact import SUPPOSED, Fact
from knowledge.language.reader import Reading


def dated(one: Input, fact: Fact, reading: Reading) -> Fact:
    """
    Return a day or moment without a year in the year that the line means.

    That is for one given to an input that need not have happened or is only supposed.
    """
    supposed = is_supposed(fact, reading)
    if one.type not in ("date", "moment") or (one.happened and not supposed) or not fact.yearless:
        return fact
    day = _nearer(fact, reading) if supposed else placed(fact, reading)
    if day is None:
        return fact
    at = datetime.combine(day, fact.value.timetz()) if isinstance(fact.value, datetime) else day
    part = SUPPOSED if supposed else fact.part
    return replace(fact, low=at, high=at, value=at, yearless=False, back=None, ahead=None, part=part)


def is_supposed(fact: Fact, reading: Reading) -> bool:
    """Return whether a day is only supposed, and may therefore lie ahead: 假设6月20号批下来."""
    return bool(re.search(rf"(?:{words('supposed')})[^,]{{0,4}}$", BREAK.split(reading.text[: fact.start])[-1]))


def _nearer(fact: Fact, reading: Reading) -> date | None:
    """Return the nearer of the two days that one without its year or month may be."""
    value, ahead, today = day_of(fact.value), day_of(fact.ahead), reading.when.today
    if value is None or ahead is None:
        return value
    return ahead if abs(ahead - today) < abs(today - value) else value


def placed(fact: Fact, reading: Reading) -> date | None:
    """Return the day a fact means: one that has happened stays behind now, else the nearer of the two years."""
    value, ahead = day_of(fact.value), day_of(fact.ahead)
    if value is None or ahead is None or value >= ahead or not fact.yearless:
        return value
    tail = BREAK.split(reading.text[fact.end :])[0]
    if has_happened(tail):
        return value
    if re.match(words("coming_after"), tail):
        return ahead
    return _nearer(fact, reading)


def has_happened(tail: str) -> bool:
    """Return whether the words behind a day tell something that has happened: 4月1号|发的."""
    return bool(re.match(r"[^,]{0,5}?(?:[\u4e00-\u9fff]的(?!话)|了(?!吗|没)|过(?!期)|咗)", tail)) and not re.match(
        words("coming_after"), tail
    )
