"""Reads a line once: every figure, day, time, yes or no and role in it, each character in one fact at most."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from difflib import SequenceMatcher
from functools import cache, cached_property
from typing import Any

from knowledge.language import clock, days, measures, names, quantities
from knowledge.language.beside import beside, former
from knowledge.language.counting import filtered, nothings, promoted
from knowledge.language.day_facts import DayRow
from knowledge.language.elapsed import elapsed, iso_length, settled
from knowledge.language.events import of, words
from knowledge.language.fact import Fact, value_text
from knowledge.language.joining import joined
from knowledge.language.numeral_patterns import DIGITS, NUMERAL, POWERS, UNITS
from knowledge.language.numerals import extent
from knowledge.language.polarity import polarities
from knowledge.language.prepared import prepared
from knowledge.language.roles import roles
from knowledge.language.script import simplify
from knowledge.language.tables import table
from knowledge.language.ties import tied
from knowledge.language.when import When

_NUMERAL = frozenset(f"0123456789{DIGITS}{UNITS}廿卅")


@dataclass(frozen=True)
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


def read(line: str, now: datetime, written: str = "") -> Reading:
    """
    Return what `line` says at `now` (aware, Shanghai). Never raises: what cannot be read is left out or open.

    `written` is the line with misspelt names put right and pinyin written as characters, where somebody has done so.
    """
    text = prepared(written or line)
    plain = unicodedata.normalize("NFKC", line)
    when = When(now, simplify(plain) != plain, any(word in text for word in _cantonese()))
    found = nothings(former(beside(_chosen(text, when), text), text), text)
    facts = joined(found, text, when)
    facts = tied(elapsed(facts, text, when), text)
    facts = promoted(settled(facts, text, when))
    stated = sorted((*polarities(_without(facts, text)), *roles(text)), key=lambda fact: fact.start)
    return Reading(line, text, when, (*filtered(facts, text), *stated))


def _without(facts: Sequence[Fact], text: str) -> str:
    """Return `text` with its figures blanked: 尾款7000元还没付 denies the balance."""
    for fact in facts:
        if fact.kind in ("money", "number", "percent"):
            text = text[: fact.start] + "\x00" * (fact.end - fact.start) + text[fact.end :]
    return text


def whole(text: str, now: datetime) -> Fact | None:
    """Return the one fact that the whole of `text` is, or None; a number on its own is no order number, however long."""
    plain = prepared(text)
    found = extent(plain.removeprefix("-"))
    if found is not None and found.value is not None and found.how == "exact":
        value = -found.value if plain.startswith("-") else found.value
        return Fact("number", value, value, value, end=len(plain), said=plain)
    reading = read(text, now)
    facts = [fact for fact in reading.facts if fact.kind not in ("bool", "role")]
    if len(facts) != 1 or reading.text[: facts[0].start].strip() or reading.text[facts[0].end :].strip(" 的"):
        return None
    return facts[0]


@cache
def _day_rows() -> tuple[DayRow, ...]:
    return (*days.rows(), *clock.rows())


@cache
def _cantonese() -> tuple[str, ...]:
    return tuple(str(word) for word in table("days")["cantonese"])


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    order: tuple[int, int, int]
    fact: Fact | None
    name: str


def _chosen(text: str, when: When) -> list[Fact]:
    """Return the facts of the longest candidates, none of them a part of a longer figure."""
    masks = [match.span() for match in names.phrases().finditer(text) if not _is_amount(text, match)]
    plain = _blanked(text, masks)
    named = names.named(text)
    candidates = [
        *(_Candidate(start, end, (2, end - start, 9), None, "name") for start, end in named),
        *(_Candidate(start, end, (1, end - start, 9), None, "phrase") for start, end in masks),
    ]
    for fact, weight, rank, name in (*quantities.quantities(plain), *measures.free(plain)):
        candidates.append(_candidate(fact, weight, rank, name))
    characters = set(text)
    for day_row in _day_rows():
        if day_row.needs and characters.isdisjoint(day_row.needs):
            continue
        for match in day_row.pattern.finditer(text if day_row.name in _WITH_PHRASES else plain):
            fact = day_row.reader(match, when)
            if fact is not None:
                candidates.append(_candidate(fact, 1, day_row.rank + 2, day_row.name))
    return _guarded(_apart(candidates, text), text)


_ONES = tuple("十零〇廿卅拾")
_MONEY_ENDS = tuple("元块钱圆蚊")
_WITH_PHRASES = frozenset({"season", "named", "word", "vague", "vague pair"})


def _candidate(fact: Fact, weight: int, rank: int, name: str) -> _Candidate:
    return _Candidate(fact.start, fact.end, (weight, fact.end - fact.start, rank), fact, name)


def _is_amount(text: str, phrase: re.Match[str]) -> bool:
    """Return whether a phrase is an amount where it stands: 实付一块, and not 一块买的."""
    said = phrase.group()
    if said[-1] not in "块元" or extent(said[:-1]) is None:
        return False
    before = text[max(0, phrase.start() - 4) : phrase.start()]
    longest = next((before[-size:] for size in range(4, 0, -1) if before[-size:] in words()), "")
    return any("amount" in of(event) for event in words().get(longest, ()))


def _blanked(text: str, masks: Sequence[tuple[int, int]]) -> str:
    """Return `text` with phrases blanked that cut a figure short: 3万|一定, 1万|万能; 5百应 is a figure, no phrase."""
    figures = [match.span() for match in NUMERAL.finditer(text)] if masks else []
    for start, end in masks:
        before = text[start - 1 : start]
        if before in _MONEY_ENDS and text[start + 1 : end] not in ("角", "毛", "分") and (text[start] in _NUMERAL or text[start] == "半"):
            text = text[:start] + "\x00" * (end - start) + text[end:]  # 三百块钱|三合一
            continue
        if not before or before not in _NUMERAL or text[start] not in _NUMERAL:
            continue
        around = (figure for figure in figures if figure[0] < start < figure[1])
        ended = (text.startswith(_counted_in(), last) and extent(text[first:last]) for first, last in around)
        if (before in _ONES or text[end - 1] in "块元") and any(ended):
            continue  # 十一|块, 两千七百三十一万|个: what goes on behind is a figure to its end
        ends_in_figure = text[end - 1] in _NUMERAL and text[end - 1 : end + 1] not in ("万一", "万一")
        if text[start] in UNITS and POWERS.get(before, 1) < POWERS.get(text[start], 1):
            # 一百|万能: the unit goes on with the figure; 1万|一定: another phrase begins behind it.
            inner = names.phrases().match(text, start + 1)
            text = text if inner is None or text[inner.end() - 1] in "块元" else text[: inner.start()] + "\x00" * len(inner.group()) + text[inner.end() :]
            continue
        if text[start] not in UNITS and before not in UNITS and not before.isdigit() and not _cuts(text, start, figures):
            continue
        if not ends_in_figure or text[start:end] == "万一":
            text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _cuts(text: str, start: int, figures: Sequence[tuple[int, int]]) -> bool:
    """Return whether a figure can be read up to a phrase that begins in it, and not beyond: 三千八|一直."""
    return any(first < start < last and extent(text[first:start]) and not extent(text[first:last]) for first, last in figures)


@cache
def _counted_in() -> tuple[str, ...]:
    """Return what stands behind a figure and shows that it has ended: 元, 个, 天."""
    return tuple(dict.fromkeys((*map(str, table("numbers")["currency"]["yuan"]), *measures.measures(), *measures.length_units())))


def _apart(candidates: list[_Candidate], text: str) -> list[_Candidate]:
    """Return candidates that do not overlap: weightier ones first, then longer ones."""
    chosen: list[_Candidate] = []
    phrases = [one for one in candidates if one.name == "phrase"]
    figures = [one for one in candidates if one.fact is not None]
    kept = [one for one in phrases if not _inside_figure(one, figures, text)]
    taken = bytearray(len(text) + 1)
    pool = [one for one in candidates if one.name != "phrase"] + kept
    for one in sorted(pool, key=lambda one: (-_weight(one), -(one.end - one.start), -one.order[2], one.start)):
        if one.start < one.end and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _weight(one: _Candidate) -> int:
    return one.order[0]


def _inside_figure(phrase: _Candidate, figures: Sequence[_Candidate], text: str) -> bool:
    """Return whether a phrase begins inside a figure, or ends inside one that is longer: it is then none."""
    for figure in figures:
        if figure.start < phrase.start < figure.end and text[phrase.start] in _NUMERAL and text[phrase.start - 1] in _NUMERAL:
            return True
        if phrase.start <= figure.start < phrase.end < figure.end and (phrase.start == figure.start or figure.end - figure.start > 2):  # noqa: PLR2004
            return True
    return False


_TOUCHING = re.compile(r"(?:[.,]\d|\d[.,]$)")


def _guarded(chosen: list[_Candidate], text: str) -> list[Fact]:
    """Return the facts; one whose figure goes on beside it (1.2.3万, 1,2345元, 12 000元) is open over the whole of it."""
    facts: list[Fact] = []
    begins = {one.start for one in chosen if one.name != "number"}
    for one in chosen:
        fact = one.fact
        if fact is None:
            continue
        before, after = text[max(0, one.start - 2) : one.start], text[one.end : one.end + 2]
        if fact.kind in ("time", "moment") and after and ((after[0] in _NUMERAL and one.end not in begins) or after[0] in "多几") and not fact.unclear:
            fact = Fact(fact.kind, how="about", start=fact.start, end=fact.end, said=fact.said)
        goes_on = bool(re.search(r"\d$|\d[.,]$|[.,]$(?<=\d[.,])", before) and text[one.start : one.start + 1].isdigit()) or bool(
            text[one.end - 1 : one.end].isdigit() and re.match(r"\d|[.,]\d", after)
        )
        blank = fact.kind in ("number", "money", "count") and re.search(r"\d $", before) and re.match(r"\d{3}(?!\d)", text[one.start : one.end])
        if facts and (goes_on or blank) and facts[-1].end >= one.start - 1 and facts[-1].kind in ("number", "money", "count", "score", "percent"):
            last = facts.pop()
            facts.append(Fact(fact.kind, how="about", start=last.start, end=one.end, said=text[last.start : one.end]))
            continue
        if goes_on and fact.kind in ("number", "money", "count", "score", "percent"):
            fact = Fact(fact.kind, how="about", unit=fact.unit, start=fact.start, end=fact.end, said=fact.said)
        facts.append(fact)
    return facts


def _origin(line: str, text: str) -> tuple[int, ...]:
    """Return where each character of the normalised text, and its end, stands in the line; what was put in stands where it was put."""
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
