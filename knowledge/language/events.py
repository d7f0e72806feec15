"""The events that figures and days belong to, and the words that name them."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from knowledge.language.tables import any_of, spelled_out, table

_FAMILIES = {
    "money": ("amount",),
    "number": ("amount", "count", "score"),
    "count": ("count",),
    "score": ("score",),
    "level": ("level",),
    "date": ("day",),
    "time": ("day",),
    "moment": ("day",),
    "period": ("day",),
    "duration": ("length",),
}


class Mention(NamedTuple):
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
def words() -> Mapping[str, tuple[str, ...]]:
    """Return for each word the entries it stands in; an entry may be a part of another event (`as`)."""
    found: dict[str, list[str]] = {}
    for name, entry in _entries().items():
        for word in spelled_out(entry["words"]):
            found.setdefault(str(word), []).append(name)
    return {word: tuple(events) for word, events in found.items()}


@cache
def known() -> frozenset[str]:
    """Return every event that a figure, a day or a yes or no may belong to."""
    return frozenset(map(event_of, _entries())) | frozenset(map(str, table("polarity")["subjects"]))


@cache
def tying(kind: str) -> tuple[str, ...]:
    """Return the events that facts of `kind` may belong to."""
    wanted = families(kind)
    figures = {event_of(name) for name, entry in _entries().items() if wanted & frozenset(entry["of"])}
    return tuple(sorted(figures if wanted else map(str, table("polarity")["subjects"])))


@cache
def event_words(events: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words by which some events are named."""
    return tuple(
        word for name, entry in _entries().items() if event_of(name) in events for word in spelled_out(entry["words"])
    )


@cache
def named_by(events: tuple[str, ...]) -> str:
    """Return a pattern for any of the words by which some events are named."""
    return any_of(event_words(events))


@cache
def _undone(event: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    listed = _entries()[event].get("undone_by", ())
    if not listed:
        return None
    done = rf"(?<![没未冇不漏])(?:{any_of(listed)})"
    words = table("beside")
    others = "".join(f"(?<!{word})" for word in words["not_these"])
    all_done = rf"[^。!?;没未冇漏]*?{others}(?:{any_of(words['all'])}){done}"
    return re.compile(rf"[^,。!?;\d]{{0,5}}?{done}|{all_done}"), re.compile(rf"{done} ?$")


@cache
def undoable() -> tuple[str, ...]:
    """Return the events that words beside a figure may undo."""
    return tuple(event for event, entry in _entries().items() if entry.get("undone_by"))


def is_undone(event: str, text: str, start: int, end: int) -> bool:
    """Return whether words right beside a figure say an event's opposite: 20条消息都回了 leaves none unanswered."""
    patterns = _undone(event)
    return patterns is not None and bool(
        patterns[0].match(text, end) or patterns[1].search(text[max(0, start - 6) : start])
    )


def event_of(name: str) -> str:
    """Return the event that an entry of the list belongs to."""
    return str(_entries()[name].get("as", name))


def is_bare(event: str) -> bool:
    """Return whether a bare number beside its words counts what it names (没回12)."""
    return bool(_entries()[event].get("bare"))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<word>{any_of(words())})(?:{any_of(table('numbers')['amount_tails'])})?")


@cache
def _idle() -> re.Pattern[str]:
    """Return a pattern for the words that name nothing, also where they overlap."""
    return re.compile(rf"(?=({any_of(spelled_out(_entries()['nothing']['words']))}))")


@cache
def of(event: str) -> frozenset[str]:
    """Return the kinds of facts an event ties."""
    return frozenset(_entries()[event]["of"])


@cache
def _strengths() -> Mapping[str, float]:
    """Return how many characters nearer an event counts, for words that say plainly what a figure is (定金, 承诺)."""
    return {event: float(entry.get("strong", 0)) for event, entry in _entries().items()}


def strong(event: str) -> float:
    """Return by how many characters the words of an event count as nearer."""
    return _strengths()[event]


@lru_cache(maxsize=16)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the words of `text` (normalised) that name events, the longest at each place."""
    known = words()
    idle = [(match.start(), match.end(1)) for match in _idle().finditer(text)]
    found = (
        Mention(match.start(), match.end(), match["word"], known[match["word"]]) for match in _pattern().finditer(text)
    )
    # 才发|现: what looks like the end of a word is the beginning of one that names nothing.
    return tuple(one for one in found if not any(one.start < start < one.end < end for start, end in idle))
