"""All that a part of a line may be and which it is: longer, weightier readings win, none is part of a longer figure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from knowledge.language import clock, days, measures, names, quantities
from knowledge.language.day_facts import DayRow
from knowledge.language.events import of, words
from knowledge.language.fact import Fact
from knowledge.language.numeral_patterns import DIGITS, NUMERAL, POWERS, UNITS
from knowledge.language.numerals import extent
from knowledge.language.tables import any_of, table
from knowledge.language.when import When


@cache
def _day_rows() -> tuple[DayRow, ...]:
    return (*days.rows(), *clock.rows())


_NUMERAL = frozenset(f"0123456789{DIGITS}{UNITS}廿卅")


class _Candidate(NamedTuple):
    start: int
    end: int
    order: tuple[int, int, int]
    fact: Fact | None
    name: str


def chosen(text: str, when: When) -> list[Fact]:
    """Return the facts of the longest candidates, none of them a part of a longer figure."""
    masks = [
        match.span()
        for match in names.phrases().finditer(text)
        if not (_is_amount(text, match) or _is_weekday(text, match))
    ]
    plain = _blanked(text, masks)
    named = names.named(text)
    candidates = [
        *(_Candidate(start, end, (2, end - start, 9), None, "name") for start, end in named),
        *(_Candidate(start, end, (1, end - start, 9), None, "phrase") for start, end in masks),
    ]
    for fact, weight, rank, name in (*quantities.quantities(plain), *measures.free(plain)):
        candidates.append(_candidate(fact, weight, rank, name))
    candidates += _days(text, plain, when)
    return _guarded(_apart(candidates, text), text)


_ONES = tuple("十零〇廿卅拾")
_MONEY_ENDS = tuple("元块钱圆蚊")
_WITH_PHRASES = frozenset({"season", "named", "word", "vague", "vague pair"})


_SHORT = 120
_PARTS = re.compile(r"[^,。!?;]+[,。!?;]*")


def _parts(text: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return where the parts of a long line begin and end, and their characters; a short line is one part."""
    if len(text) <= _SHORT:
        return [(0, len(text), frozenset(text))]
    return [(match.start(), match.end(), frozenset(match.group())) for match in _PARTS.finditer(text)]


def _days(text: str, plain: str, when: When) -> Iterator[_Candidate]:
    """Yield the days and times of a line; each way of naming one is tried only where a character of it stands."""
    parts = _parts(text)
    for row in _day_rows():
        where = text if row.name in _WITH_PHRASES else plain
        for start, end, characters in parts:
            if row.needs and characters.isdisjoint(row.needs):
                continue
            for match in row.pattern.finditer(where, start, end):
                fact = row.reader(match, when)
                if fact is not None:
                    yield _candidate(fact, 1, row.rank + 2, row.name)


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


_WEEK = re.compile(r"(?<![每一二两三四五六七八九十几半\d])(?:周|星期|礼拜)$")


def _is_weekday(text: str, phrase: re.Match[str]) -> bool:
    """Return whether a phrase begins with the number of a weekday: 周一|下的单, and not 每周|一起."""
    return text[phrase.start()] in "一二三四五六" and bool(_WEEK.search(text[: phrase.start()]))


def _blanked(text: str, masks: Sequence[tuple[int, int]]) -> str:
    """Return `text` with phrases blanked that cut a figure short: 3万|一定, 1万|万能; 5百应 is a figure, no phrase."""
    figures = [match.span() for match in NUMERAL.finditer(text)] if masks else []
    for start, end in masks:
        before = text[start - 1 : start]
        if (
            before in _MONEY_ENDS
            and text[start + 1 : end] not in ("角", "毛", "分")
            and (text[start] in _NUMERAL or text[start] == "半")
        ):
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
            text = (
                text
                if inner is None or text[inner.end() - 1] in "块元"
                else text[: inner.start()] + "\x00" * len(inner.group()) + text[inner.end() :]
            )
            continue
        if (
            text[start] not in UNITS
            and before not in UNITS
            and not before.isdigit()
            and not _cuts(text, start, figures)
        ):
            continue
        if not ends_in_figure or text[start:end] == "万一":
            text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _cuts(text: str, start: int, figures: Sequence[tuple[int, int]]) -> bool:
    """Return whether a figure can be read up to a phrase that begins in it, and not beyond: 三千八|一直."""
    return any(
        first < start < last and extent(text[first:start]) and not extent(text[first:last]) for first, last in figures
    )


@cache
def _counted_in() -> tuple[str, ...]:
    """Return what stands behind a figure and shows that it has ended: 元, 个, 天."""
    return tuple(
        dict.fromkeys((*map(str, table("numbers")["currency"]["yuan"]), *measures.measures(), *measures.length_units()))
    )


def _apart(candidates: list[_Candidate], text: str) -> list[_Candidate]:
    """Return candidates that do not overlap: weightier ones first, then longer ones."""
    figures = [one for one in candidates if one.fact is not None]
    pool = [one for one in candidates if one.name != "phrase" or not _inside_figure(one, figures, text)]
    pool.sort(key=lambda one: (-one.order[0], -one.order[1], -one.order[2], one.start))
    parted: list[_Candidate] = []
    taken = bytearray(len(text) + 1)
    for one in pool:
        if one.start < one.end and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            parted.append(one)
    parted.sort(key=lambda one: one.start)
    return parted


def _inside_figure(phrase: _Candidate, figures: Sequence[_Candidate], text: str) -> bool:
    """Return whether a phrase begins inside a figure, or ends inside one that is longer: it is then none."""
    for figure in figures:
        if (
            figure.start < phrase.start < figure.end
            and text[phrase.start] in _NUMERAL
            and text[phrase.start - 1] in _NUMERAL
        ):
            return True
        if phrase.start <= figure.start < phrase.end < figure.end and (
            phrase.start == figure.start or figure.end - figure.start > 2  # noqa: PLR2004
        ):
            return True
    return False


_TOUCHING = frozenset("0123456789., ")
_BEFORE_IT = re.compile(r"\d$|\d[.,]$")
_BEHIND_IT = re.compile(r"\d|[.,]\d")
_ONE_OF_THEM = re.compile(f"一(?:{any_of(table('numbers')['singles'])})")
_THREE = re.compile(r"\d{3}(?!\d)")
_PLAIN = frozenset({"number", "money", "count", "score", "percent"})


def _guarded(parted: list[_Candidate], text: str) -> list[Fact]:
    """Return the facts; one whose figure goes on beside it (1.2.3万, 1,2345元, 12 000元) is open over all of it."""
    facts: list[Fact] = []
    begins = {one.start for one in parted if one.name != "number"}
    for one in parted:
        if one.fact is None:
            continue
        fact, after = one.fact, text[one.end : one.end + 2]
        if fact.kind in ("time", "moment"):
            counted = _ONE_OF_THEM.match(text, one.end)  # 九点一个
            goes_on = (
                bool(after) and not counted and ((after[0] in _NUMERAL and one.end not in begins) or after[0] in "多几")
            )
            facts.append(
                Fact(fact.kind, how="about", start=fact.start, end=fact.end, said=fact.said)
                if goes_on and not fact.unclear
                else fact
            )
        elif text[one.start - 1 : one.start] in _TOUCHING or after[:1] in _TOUCHING:
            _touched(facts, one, fact, text)
        else:
            facts.append(fact)
    return facts


def _touched(facts: list[Fact], one: _Candidate, fact: Fact, text: str) -> None:
    """
    Add a fact beside which digits or marks of a figure stand.

    It is open where they belong to it, with the one before it where that is one figure.
    """
    before, after = text[max(0, one.start - 2) : one.start], text[one.end : one.end + 2]
    ahead = bool(_BEFORE_IT.search(before)) and text[one.start : one.start + 1].isdigit()
    goes_on = ahead or (text[one.end - 1 : one.end].isdigit() and bool(_BEHIND_IT.match(after)))
    blank = (
        fact.kind in ("number", "money", "count")
        and before.endswith(" ")
        and before[:1].isdigit()
        and bool(_THREE.match(text[one.start : one.end]))
    )
    if facts and (goes_on or blank) and facts[-1].end >= one.start - 1 and facts[-1].kind in _PLAIN:
        last = facts.pop()
        facts.append(Fact(fact.kind, how="about", start=last.start, end=one.end, said=text[last.start : one.end]))
    elif goes_on and fact.kind in _PLAIN:
        facts.append(Fact(fact.kind, how="about", unit=fact.unit, start=fact.start, end=fact.end, said=fact.said))
    else:
        facts.append(fact)
