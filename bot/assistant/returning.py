"""What was told earlier in a talk that a line comes back to: named again, by its order, or as one's own case."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.assistant.looking import words
from bot.assistant.talk import Talk, Told
from knowledge.language.fact import Fact
from knowledge.language.numerals import number
from knowledge.language.reader import Reading
from knowledge.language.script import normalise
from knowledge.language.tables import table

_OTHER = re.compile(r"[^\w]|[\d_a-z]")


@dataclass(frozen=True)
class Return:
    """What a line comes back to (nothing where it does not), and what speaks for it."""

    told: Told | None = None
    features: Mapping[str, float] = field(default_factory=dict)


def returned(talk: Talk, reading: Reading) -> Return:
    """Return what a line names of what was told before the last answer."""
    if not talk.earlier[1:]:
        return Return()
    shares = _shares(talk.earlier, _without_facts(reading))
    by_order, own = _by_order(talk.earlier, reading.text), _own(talk.earlier, reading.text)
    by_figure = _by_figure(talk.earlier, reading)
    back = float(bool(re.search(words("returning"), reading.text)))
    best = max(
        range(1, len(shares)),
        key=lambda at: (*(talk.earlier[at] is one for one in (by_order, by_figure, own)), shares[at], -at),
    )
    told, named = talk.earlier[best], shares[best] - shares[0]
    marks = {
        # whichever of several it is: the first one, or that of 25 days
        "ordinal": float(told is not None and (told is by_order or told is by_figure)),
        "own_case": float(told is own),
    }
    if named <= 0 and not any(marks.values()):
        return Return(None, {"returns": back})
    return Return(
        told, {"named_before": max(named, 0), "returns": back, "returns_named": back * max(named, 0), **marks}
    )


def _without_facts(reading: Reading) -> str:
    """Return a line without its figures and days, which name nothing of what was told."""
    text = list(reading.text)
    for fact in reading.facts:
        if fact.kind not in ("bool", "role"):
            text[fact.start : fact.end] = " " * (fact.end - fact.start)
    return "".join(text)


def _shares(earlier: Sequence[Told], line: str) -> list[float]:
    """Return which share of a line's own words each entry has said, a word of several entries in parts."""
    said = [_pieces(one.words) for one in earlier]
    often = Counter(piece for pieces in said for piece in pieces)
    own = _pieces(line)
    return [sum(1 / often[piece] for piece in own & pieces) / (len(own) or 1) for pieces in said]


def _pieces(text: str) -> set[str]:
    """Return the characters of a text that say something, and the pairs that hold one."""
    flat = _OTHER.sub("", normalise(re.sub(words("returning"), "", text)))
    small = _function_words()
    return {one for one in flat if one not in small} | {
        flat[at : at + 2] for at in range(len(flat) - 1) if not set(flat[at : at + 2]) <= small
    }


@cache
def _function_words() -> frozenset[str]:
    return frozenset(table("assigning")["function_words"])


def _by_order(earlier: Sequence[Told], line: str) -> Told | None:
    """Return the case that a line names by its order (第一单) among the several of one calculation."""
    match = re.search(words("ordinal"), line)
    if match is None:
        return None
    place = next((int(found) for one in match.group() if (found := number(one))), 1) - 1
    often = Counter(one.target for one in earlier if one.inputs)
    cases = [one for one in reversed(earlier) if often[one.target] > 1]
    return cases[place] if place < len(cases) and cases[place] is not earlier[0] else None


def _by_figure(earlier: Sequence[Told], reading: Reading) -> Told | None:
    """Return the case that a line names by a figure or day that it alone had: 回到九千那个, 还是按25天."""
    said = [fact.value for fact in reading.facts if fact.kind not in ("bool", "role") and fact.value is not None]
    if not said or not re.search(words("by_figure"), reading.text):
        return None
    last = _values(earlier[0])
    return next(
        (one for one in earlier[1:] if any(value in _values(one) and value not in last for value in said)), None
    )


def _values(told: Told) -> list[object]:
    return [value.value for value in told.inputs.values() if isinstance(value, Fact)]


def _own(earlier: Sequence[Told], line: str) -> Told | None:
    """Return the asker's own case where the last one was another's, or the real one where that was only supposed."""
    last = earlier[0]
    if re.search(words("own_case"), line) and re.search(words("new_case"), last.words):
        return next((one for one in earlier if one.inputs and not re.search(words("new_case"), one.words)), None)
    if re.search(words("real_case"), line) and re.search(words("supposed"), last.words):
        same = (one for one in earlier[1:] if one.inputs and one.target == last.target)
        return next((one for one in same if not re.search(words("supposed"), one.words)), None)
    return None
