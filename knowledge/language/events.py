"""Which event a figure or day belongs to: the words that name events, and the tie between them and a fact."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, table

_FAMILIES = {
    "money": ("amount",), "number": ("amount", "count", "score"), "count": ("count",), "score": ("score",), "level": ("level",),
    "date": ("day",), "time": ("day",), "moment": ("day",), "period": ("day",), "duration": ("length",),
}  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A word that names one or several events, and where it stands."""

    start: int
    end: int
    word: str
    events: tuple[str, ...]


@cache
def families(kind: str) -> frozenset[str]:
    """Return what kinds of events facts of `kind` belong to."""
    return frozenset(_FAMILIES.get(kind, ()))


@cache
def _entries() -> Mapping[str, Any]:
    return {str(name): entry for name, entry in table("events").items()}


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Return for each word the entries it stands in; an entry may be a part of another event (`as`)."""
    words: dict[str, list[str]] = {}
    for name, entry in _entries().items():
        for word in entry["words"]:
            words.setdefault(str(word), []).append(name)
    return {word: tuple(events) for word, events in words.items()}


def event_words(events: Iterable[str]) -> tuple[str, ...]:
    """Return the words by which some events are named."""
    wanted = set(events)
    return tuple(str(word) for name, entry in _entries().items() if event_of(name) in wanted for word in entry["words"])


def event_of(name: str) -> str:
    """Return the event that an entry of the list belongs to."""
    return str(_entries()[name].get("as", name))


def is_bare(event: str) -> bool:
    """Return whether a bare number beside its words counts what it names (没回12)."""
    return bool(_entries()[event].get("bare"))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(any_of(_words()))


@cache
def of(event: str) -> frozenset[str]:
    """Return the kinds of facts an event ties."""
    return frozenset(_entries()[event]["of"])


@cache
def _strong() -> Mapping[str, float]:
    """Return by how many characters an event counts as nearer, for words that say plainly what a figure is (定金, 承诺)."""
    return {event: float(entry.get("strong", 0)) for event, entry in _entries().items()}


@lru_cache(maxsize=16)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the words of `text` (normalised) that name events, the longest at each place."""
    words = _words()
    return tuple(Mention(match.start(), match.end(), match.group(), words[match.group()]) for match in _pattern().finditer(text))


# How much farther away a word counts, by where it stands: behind a day (4月1号发货), before an amount (实付300).
_STOPS = re.compile(r"[,。!?;:、]|\s")
_FAR, _OWN, _FIRST = 18.0, 4.0, 5.0


def _cost(fact: Fact, mention: Mention, text: str, others: Sequence[Fact]) -> float:
    """Return how far a word that names an event stands from a fact; infinite across the end of a sentence."""
    behind = mention.start >= fact.end
    between = text[fact.end : mention.start] if behind else text[mention.end : fact.start]
    if re.search(r"[。!?;]", between):
        return _FAR * 2
    days = "day" in families(fact.kind)
    cost = float(len(between))
    if behind is not days:
        cost += 3.0 if days else 2.5
    cost += 7.0 * len(re.findall(r"[,:]|\s", between.strip(" ")))
    low, high = (fact.end, mention.start) if behind else (mention.end, fact.start)
    cost += sum(8.0 for other in others if other is not fact and low <= other.start < high and families(other.kind) & families(fact.kind))
    return cost


def tied(facts: Iterable[Fact], text: str) -> list[Fact]:
    """Return the facts of a line, each with the events whose words stand nearest to it, and how firmly."""
    known = list(facts)
    for fact in known:
        # A word within a fact (年前发货: 前发) names nothing.
        text = text[: fact.start] + "\x00" * (fact.end - fact.start) + text[fact.end :]
    named = mentions(text)
    found = [
        fact if fact.events or fact.part == "stated" else _tie(fact, _near(fact, named), text, known[max(0, index - 4) : index + 5])
        for index, fact in enumerate(known)
    ]
    return _listed(found, text)


_WINDOW = 40


def _near(fact: Fact, named: Sequence[Mention]) -> Sequence[Mention]:
    """Return the words within reach of a fact."""
    first = bisect_left(named, fact.start - _WINDOW, key=lambda one: one.start)
    last = bisect_left(named, fact.end + _WINDOW, key=lambda one: one.start)
    return named[first:last]


def _tie(fact: Fact, named: Sequence[Mention], text: str, others: Sequence[Fact]) -> Fact:
    wanted = families(fact.kind)
    if not wanted:
        return fact
    best = _FAR
    events: tuple[str, ...] = ()
    for mention in named:
        fitting = tuple(event for event in mention.events if of(event) & wanted)
        if not fitting:
            continue
        # A longer word says more clearly what is meant; a single character least.
        plain = _cost(fact, mention, text, others) + (1.5 if len(mention.word) == 1 else 0.0)
        strength = max(_strong()[event] for event in fitting)
        if strength >= _FIRST and mention.start > fact.end + 1:
            strength = 0.0  # 定金, 承诺 stand before what they name, or right behind it
        cost = plain - strength if strength >= _FIRST else max(plain - strength, 0.0) + plain / 100
        if cost < best and plain < _FAR:
            best, events = cost, fitting
    own = tuple(event for event in _words().get(fact.unit, ()) if of(event) & wanted) if fact.kind == "count" else ()
    if own and best > _OWN:
        best, events = _OWN, own  # what is counted names it itself: 100万粉, 3单
    events = _narrowed(fact, events, named, text) if len(events) > 1 else events
    events = tuple(dict.fromkeys(event_of(one) for one in events))
    return replace(fact, events=events, firm=round(min(1.0, 1 - best / _FAR), 2)) if events else fact


_REACH = 12


def _narrowed(fact: Fact, events: tuple[str, ...], named: Sequence[Mention], text: str) -> tuple[str, ...]:
    """Return those of several events that another word of the sentence names alone: 收到的 is of a notice beside 通知."""
    clear: list[tuple[int, str]] = []
    for mention in named:
        fitting = [event for event in mention.events if event in events]
        if len(fitting) != 1 or len(mention.word) < 2:  # noqa: PLR2004 - one character tells nothing
            continue
        behind = mention.start >= fact.end
        between = text[fact.end : mention.start] if behind else text[mention.end : fact.start]
        if len(between) <= _REACH and not re.search(r"[,。!?;]", between):
            clear.append((len(between), fitting[0]))
    return (min(clear)[1],) if clear else events


_LIST = re.compile(r" ?(?:一[份次个单笔条])?(?:[、/,]|和|及|与|跟|还有|,还有)? ?")


def _listed(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts; those of one kind that stand in a row (9点、13点、19点) belong to the event of the firmest of them."""
    groups: list[list[Fact]] = []
    for fact in facts:
        last = groups[-1][-1] if groups else None
        between = text[last.end : fact.start] if last else ""
        row = last is not None and last.kind == fact.kind and "day" in families(fact.kind) and between.strip() and _LIST.fullmatch(between)
        if row and last and not ("," in between and last.events and fact.events):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    return [_of_group(fact, group) for group in groups for fact in group]


def _of_group(fact: Fact, group: Sequence[Fact]) -> Fact:
    firmest = max(group, key=lambda one: one.firm)
    return replace(fact, events=firmest.events, firm=firmest.firm) if len(group) > 1 and firmest.events else fact
