"""Reads a line once: every figure, day, time, yes or no and role in it, each character in one fact at most."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any

from knowledge.language.bare_days import near_seasons
from knowledge.language.beside import beside, former
from knowledge.language.candidates import chosen
from knowledge.language.counting import filtered, nothings, promoted
from knowledge.language.elapsed import elapsed, iso_length
from knowledge.language.fact import Fact, value_text
from knowledge.language.joining import joined
from knowledge.language.numerals import extent
from knowledge.language.polarity import polarities
from knowledge.language.prepared import prepared
from knowledge.language.roles import roles
from knowledge.language.script import simplify
from knowledge.language.tense import settled
from knowledge.language.ties import tied
from knowledge.language.when import When
from knowledge.language.years import same_year


# Compared by identity: what is worked out for a reading is kept for it, and it is far too long to compare.
@dataclass(frozen=True, eq=False)
class Reading:
    """What one line says: the line as it came, its normalised text, the moment, and the facts in order."""

    line: str
    text: str
    when: When
    facts: tuple[Fact, ...] = ()

    @cached_property
    def origin(self) -> tuple[int, ...]:
        """Return for each place of the normalised text (and its end) the place in the line as it came in."""
        return _origin(self.line, self.text)


MOST_FACTS = 60
"""Figures and days that a line may hold; more of them are a table, nobody's case, and none of it is read."""
_DIGITS = re.compile(r"\d+")


# A command's words are read as a whole, in parts and for a reminder: the same line of the same moment is read once.
@lru_cache(maxsize=32)
def read(line: str, now: datetime, written: str = "") -> Reading:
    """
    Return what `line` says at `now` (aware, Shanghai). Never raises: what cannot be read is left out or open.

    `written` is the line with misspelt names put right and pinyin written as characters, where somebody has done so.
    """
    text = prepared(written or line)
    when = When(now, line, text)
    each = chosen(text, when) if len(_DIGITS.findall(text)) <= 2 * MOST_FACTS else None
    if each is None or len(each) > MOST_FACTS:
        return Reading(line, text, when)
    found = nothings(former(beside(each, text), text), text)
    facts = joined(found, text, when)
    facts = tied(elapsed(facts, text, when), text)
    facts = promoted(settled(facts, text, when))
    stated = sorted((*polarities(_without(facts, text)), *roles(text)), key=lambda fact: fact.start)
    dated = near_seasons(same_year(filtered(facts, text)), when.today)
    return Reading(line, text, when, (*dated, *stated))


def _without(facts: Sequence[Fact], text: str) -> str:
    """
    Return `text` with its figures and days blanked.

    So 尾款7000元还没付 denies the balance, 邀请函上周就到了 tells an invitation.
    """
    for fact in facts:
        if fact.kind in ("money", "number", "percent", "date", "period", "moment", "time"):
            text = text[: fact.start] + "\x00" * (fact.end - fact.start) + text[fact.end :]
    return text


def lone_number(text: str) -> Fact | None:
    """Return the number that the whole of `text` is, or None; it is no order number, however long."""
    plain = prepared(text)
    found = extent(plain.removeprefix("-"))
    if found is None or found.value is None or found.how != "exact":
        return None
    value = -found.value if plain.startswith("-") else found.value
    return Fact("number", value, value, value, end=len(plain), said=plain)


def whole(text: str, now: datetime) -> Fact | None:
    """Return the one fact that the whole of `text` is, or None."""
    number = lone_number(text)
    if number is not None:
        return number
    reading = read(text, now)
    facts = [fact for fact in reading.facts if fact.kind not in ("bool", "role")]
    if len(facts) != 1 or reading.text[: facts[0].start].strip() or reading.text[facts[0].end :].strip(" 的"):
        return None
    return facts[0]


def _origin(line: str, text: str) -> tuple[int, ...]:
    """
    Return where each character of the normalised text, and its end, stands in the line.

    What was put in stands where it was put.
    """
    places: list[int] = []
    spelled: list[str] = []
    for place, character in enumerate(line):
        for one in simplify(unicodedata.normalize("NFKC", character).lower()):
            spelled.append(" " if one.isspace() else one)
            places.append(place)
    found = [-1] * len(text)
    for block in SequenceMatcher(None, spelled, list(text), autojunk=False).get_matching_blocks():
        for step in range(block.size):
            found[block.b + step] = places[block.a + step]
    last = -1
    for at, place in enumerate(found):
        last = place if place >= 0 else min(last + 1, max(len(line) - 1, 0))
        found[at] = last
    return (*found, min(len(line), last + 1) if text else 0)


def as_json(fact: Fact, reading: Reading) -> dict[str, Any]:
    """Return a fact as other programs read it; places are those of the line as it came in."""
    start, end = reading.origin[fact.start], reading.origin[max(fact.start, fact.end - 1)] + 1
    return {
        "kind": fact.kind,
        "low": _shown(fact, fact.low),
        "high": _shown(fact, fact.high),
        "exact": fact.exact,
        "how": fact.how,
        "unit": fact.unit,
        "event": fact.events[0] if len(fact.events) == 1 else "",
        "polarity": fact.polarity,
        "start": start,
        "end": end,
        "said": reading.line[start:end],
    }


def _shown(fact: Fact, value: Any) -> str | None:
    if fact.kind == "duration" and value is not None:
        return iso_length(value, fact.unit)
    if fact.kind == "time" and value == time(0) and fact.shifts[-1:] == (1,) and value == fact.high:
        return "24:00:00"
    return value_text(value)
