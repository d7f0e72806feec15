"""Which day a case is looked at: the one a line names for it, today, or one within a stretch."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.assistant.in_its_year import dated, has_happened, placed
from bot.assistant.looking import BREAK, closing, day_of, is_looked, placed_days, words
from knowledge.calculations import Calculation, Input
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading


def looked_at(
    calculation: Calculation, reading: Reading, free: Sequence[Fact], first: object, asked: str
) -> tuple[str, Fact | None, int]:
    """
    Return the optional input that is the day looked at, its fact and the place of that among `free` (-1: now itself).

    A day is looked at only where the line says so, where it is that of the deed that closes the period, or where it
    lies ahead. `first` is what is given to the day that the period begins with.
    """
    name = next(
        (
            key
            for key, one in calculation.inputs.items()
            if one.type == "date" and not one.required and not one.happened
        ),
        "",
    )
    day = day_of(first.low) if isinstance(first, Fact) else None
    if not name:
        return "", None, -1
    deeds = closing(calculation)
    found = [
        (index, fact)
        for index, fact in enumerate(free)
        if day is not None and _can_be_looked_at(fact, reading, calculation.inputs[name], deeds, day)
    ]
    if len(found) == 1:
        index, fact = found[0]
        return name, dated(calculation.inputs[name], fact, reading), index
    if not found and not asked and re.search(words(".looked"), reading.text):
        today = reading.when.today
        return name, Fact("date", today, today, today, said="今天", part="now"), -1
    return name, None, -1


def _can_be_looked_at(fact: Fact, reading: Reading, one: Input, deeds: frozenset[str], start: date) -> bool:
    value = placed(fact, reading)
    if fact.kind not in ("date", "moment") or value is None or value < start:
        return False
    if set(fact.events) & deeds:
        return True
    if set(fact.events) - set(one.event):
        return False
    return is_looked(fact, reading) or (
        value > reading.when.today and not has_happened(BREAK.split(reading.text[fact.end :])[0])
    )


def looked_in(calculation: Calculation, reading: Reading, known: Mapping[str, Fact | str]) -> dict[str, Fact]:
    """Return the day or time that a further line asks to look at a known case: 那今天还剩几天, 12月5号去申请行吗."""
    name, one = next(((key, one) for key, one in calculation.inputs.items() if "looked" in one.event), ("", None))
    first = next(
        (known.get(key) for key, one in calculation.inputs.items() if one.type in ("date", "moment") and one.required),
        None,
    )
    start = day_of(first.low) if isinstance(first, Fact) else None
    if one is None or start is None:
        return {}
    days = [fact for fact in placed_days(reading) if fact.kind in ("date", "moment")]
    if one.type == "moment":
        found = [fact for fact in days if fact.kind == "moment" and not fact.events and fact.part == "stated"]
    else:
        found = [fact for fact in days if _can_be_looked_at(fact, reading, one, closing(calculation), start)]
    return {name: dated(one, found[0], reading)} if len(found) == 1 else {}


def looked_later(calculation: Calculation, reading: Reading, known: Mapping[str, Fact | str]) -> dict[str, Fact | str]:
    """Return the day or time so much later than the one a known case was looked at, or than now: 再过一个钟头呢."""
    name, one = next(((key, one) for key, one in calculation.inputs.items() if "looked" in one.event), ("", None))
    lengths = [fact for fact in reading.facts if fact.kind == "duration" and fact.exact and fact.unit in LENGTHS]
    if one is None or len(lengths) != 1 or not re.search(rf"(?:{words('later')})$", reading.text[: lengths[0].start]):
        return {}
    before = known.get(name)
    length = timedelta(**{LENGTHS[lengths[0].unit]: float(lengths[0].value)})
    at = before.value if isinstance(before, Fact) and before.value is not None else reading.when.now
    value = at + length
    if one.type == "date":
        value = day_of(value)
    return {name: Fact("date" if one.type == "date" else "moment", value, value, value, said=reading.line)}


LENGTHS = {"min": "minutes", "H": "hours", "D": "days", "W": "weeks"}


def day_looked(calculation: Calculation) -> str:
    """Return the input that is the day a case is looked at, or nothing."""
    return next((name for name, one in calculation.inputs.items() if "looked" in one.event and one.type == "date"), "")
