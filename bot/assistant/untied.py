"""Amounts that words do not tie after all: the name of a way to pay, what another clause asks; never the one paid."""

import re
from dataclasses import replace
from functools import cache, lru_cache

from bot.assistant.fits import FITS
from bot.assistant.limits import MOST_READINGS
from bot.assistant.looking import BREAK, placed_days, words
from knowledge.language.events import event_words, named_by
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading
from knowledge.language.tables import table

MONEY = frozenset({"money", "number"})
_LOOSE = FITS["loose"]


# Every calculation that is near asks the same of a line.
@lru_cache(maxsize=MOST_READINGS)
def freed(reading: Reading) -> tuple[Fact, ...]:
    """
    Return a line's facts that still hold, amounts untied from words that are not about them.

    An amount is not tied by the name of a way to pay (定金模式9600), nor by what another clause asks (能赔我多少).
    """
    facts, text = [fact for fact in placed_days(reading) if not fact.past], reading.text
    loose = (
        fact.kind in MONEY and bool(fact.events) and (_after_mode(fact, text) or _far_off(fact, text)) for fact in facts
    )
    return tuple(replace(fact, events=(), firm=0) if free else fact for fact, free in zip(facts, loose, strict=True))


def _far_off(fact: Fact, text: str) -> bool:
    """Return whether only a word of another clause ties an amount, loosely, to what is never the amount paid."""
    if fact.firm >= _LOOSE or not set(fact.events) <= others():
        return False
    clause = BREAK.split(text[: fact.start])[-1] + BREAK.split(text[fact.end :])[0]
    return not any(word in clause for word in event_words(fact.events))


def _after_mode(fact: Fact, text: str) -> bool:
    """Return whether all that ties an amount is the name of a way to pay before it."""
    named = named_by(fact.events)
    match = re.search(rf"(?:{named})(?:{words('modes')})(?P<then>[^,\d]*)$", BREAK.split(text[: fact.start])[-1])
    return match is not None and not re.search(named, match["then"])


@cache
def others() -> frozenset[str]:
    """Return the events whose amount is never the one that was paid."""
    return frozenset(map(str, table("assigning")["other_amounts"]))
