"""Figures that the same line takes back: 580写错了是850, 不是300是500, 付款450，写成540了."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from knowledge.language.events import words
from knowledge.language.fact import Fact
from knowledge.language.script import normalise
from knowledge.language.tables import any_of, spelled_out, table

_NUMBERS = frozenset({"money", "number", "count", "score"})
_DAYS = frozenset({"date", "moment", "period"})
_END = re.compile(r"[。!?;]")
_PART = re.compile(r"[,。!?; ]")
_ASKS = re.compile(r"[^,。!;]*(?:吗|么|嘛|咩|\?)")
_FARTHEST = 16


@cache
def _denied_before() -> re.Pattern[str]:
    lists = table("corrections")
    return re.compile(rf"(?<![是系])(?:{any_of(lists['denied'])})(?:{any_of(lists['denied_fillers'])})? ?$")


@cache
def _instead() -> re.Pattern[str]:
    lists = table("corrections")
    return re.compile(
        rf"{any_of(spelled_out(lists['instead']))}"
        rf"|(?:^|[, 哦啊噢])(?:{any_of(lists['instead_first'])})(?=[,啊哦应系\d 我]|是(?:付|发)?$|$)"
    )


def corrected(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts without those that the line takes back; each that stands instead of another knows its place."""
    denied = {index for index, fact in enumerate(facts) if _denied(fact, facts, text)}
    places: dict[int, tuple[int, int]] = {}
    dropped = set(denied)
    for index, (first, second) in enumerate(pairwise(facts)):
        between = text[first.end : second.start]
        if index + 1 in denied or not _alike(first, second) or len(between) > _FARTHEST or _END.search(between):
            continue
        again = index in places and "还是" in between
        if index in denied or again or _takes_back(between):
            dropped.add(index)
            places[index + 1] = places.get(index, (first.start, first.end))
    kept = [(index, fact) for index, fact in enumerate(facts) if index not in dropped]
    return [replace(fact, instead=places[index]) if index in places else fact for index, fact in kept]


def _takes_back(between: str) -> bool:
    """
    Return whether the words between two figures say that the second is meant.

    They do not where they are about another's mistake (主播把产地说错了).
    """
    parts = (_PART.split(between[: match.start()])[-1] for match in _instead().finditer(between))
    return any(_own().search(part) or not _anothers().search(part) for part in parts)


@cache
def _anothers() -> re.Pattern[str]:
    return re.compile(any_of(table("corrections")["anothers"]))


@cache
def _own() -> re.Pattern[str]:
    return re.compile(any_of(table("corrections")["own"]))


def _denied(fact: Fact, facts: Sequence[Fact], text: str) -> bool:
    """Return whether a figure is said to be the wrong one, another one of its kind standing in the same sentence."""
    if not _denied_before().search(_before_its_event(text, fact)) or _ASKS.match(text, fact.end):
        return False
    return any(
        other is not fact
        and _alike(fact, other)
        and not _END.search(text[min(fact.end, other.end) : max(fact.start, other.start)])
        for other in facts
    )


def _before_its_event(text: str, fact: Fact) -> str:
    """Return what stands before a figure and the word that names its event: 不是|实付1200."""
    before = text[max(0, fact.start - 12) : fact.start]
    longest = next((size for size in range(4, 1, -1) if before[-size:] in words()), 0)
    return before[: len(before) - longest]


def _alike(first: Fact, second: Fact) -> bool:
    kinds = {first.kind, second.kind}
    return len(kinds) == 1 or kinds <= _NUMBERS or kinds <= _DAYS


def corrects(line: str) -> bool:
    """Return whether a line corrects what was said before."""
    return bool(_correction().search(normalise(line)))


@cache
def _correction() -> re.Pattern[str]:
    lists = table("corrections")
    return re.compile(
        rf"{any_of((*spelled_out(lists['instead']), *lists['line']))}"
        rf"|(?:{any_of(lists['not_this'])}).{{0,12}}(?:{any_of(lists['but_that'])})"
    )
