"""Entries of an owner that differ in a size or a model alone (380升 and 520升, X1 and X2): each answers for itself."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from knowledge.language.measures import length_units
from knowledge.language.numeral_patterns import NUMERAL
from knowledge.language.numerals import extent
from knowledge.language.script import normalise
from knowledge.language.tables import table
from knowledge.library import BoundAspect
from knowledge.search.found import Candidate

Marks = Mapping[str, frozenset[str]]
_MODEL = re.compile(r"(?<![a-z\d])(?P<kind>[a-z]+)[- ]?(?P<value>\d+[a-z]*)")
_LETTERS = re.compile(r"(?<![a-z\d])(?P<value>[2-6]?x{0,5}[sl]|m)(?= ?[号码])|(?P<word>[特加]?[大中小])(?=[号码])")
_UNIT = re.compile(r" ?(?P<kind>[a-z]+|[\u4e00-\u9fff])")


def marks(text: str) -> Marks:
    """
    Return what a text names: models by their letters (x: 2pro), sizes by the unit (升: 520), those of clothes by 码.

    Days, lengths of time and amounts are those of somebody's own case, and name nothing.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for kind, value, _ in _named(normalise(text)):
        found[kind].add(value)
    return {kind: frozenset(values) for kind, values in found.items()}


def swapped(question: str, line: str) -> str:
    """Return a question with what a line names in place of another of the kind (那3匹的呢), or nothing."""
    plain, other = normalise(question), normalise(line)
    of_line = {kind: (value, span) for kind, value, span in _named(other)}
    for kind, value, (start, end) in _named(plain):
        if kind in of_line and of_line[kind][0] != value:
            first, last = of_line[kind][1]
            return f"{plain[:start]}{other[first:last]}{plain[end:]}"
    return ""


def _named(plain: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield the kind, the value and the place of each model and each size."""
    for match in _MODEL.finditer(plain):
        yield match["kind"], match["value"], match.span()
    for match in _LETTERS.finditer(plain):
        yield "码", match.group(), match.span()
    for match in NUMERAL.finditer(_MODEL.sub(lambda one: "#" * len(one.group()), plain)):
        unit = _UNIT.match(plain, match.end())
        size = extent(match.group())
        if unit and size is not None and size.value is not None and unit["kind"] not in _of_a_case():
            yield unit["kind"], f"{size.value.normalize():f}", (match.start(), unit.end())


@cache
def _of_a_case() -> frozenset[str]:
    """Return what time and money are counted in: words in Latin letters, first characters of others."""
    currency = (word for words in table("numbers")["currency"].values() for word in words)
    return frozenset(word if word.isascii() else word[0] for word in map(str, (*currency, *length_units(), *_DATED)))


_DATED = "年月日号点时刻周"


class Apart:
    """Tells the entries of verbatim documents apart by what figures name in them; immutable."""

    def __init__(self, bounds: Iterable[BoundAspect]) -> None:
        """
        Look through the ways of asking.

        Where those name nothing of a kind that tells others of the document apart, its answer does.
        """
        own = [bound for bound in bounds if bound.place.document.verbatim]
        asked = {bound.id: marks("\n".join(way.q for way in bound.aspect.asked)) for bound in own}
        several: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
        for bound in own:
            for kind, values in asked[bound.id].items():
                several[bound.place.document.id, kind].add(values)
        self._marks: dict[str, Marks] = {}
        for bound in own:
            document, told = bound.place.document.id, marks(bound.aspect.says)
            known = {kind: values for kind, values in told.items() if len(several[document, kind]) > 1}
            self._marks[bound.id] = known | dict(asked[bound.id])

    def told(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """
        Return what may answer a question, without what names another model or size than it.

        Where nothing names the one asked for, what names another stays as `apart`: to be offered, never told.
        """
        named = marks(question) if any(one.id in self._marks for one in candidates) else {}
        if not named:
            return list(candidates)
        fits = [_fits(named, self._marks.get(one.id, {})) for one in candidates]
        if any(fit for fit in fits):
            return [one for one, fit in zip(candidates, fits, strict=True) if fit is not False]
        return [replace(one, apart=True) if fit is False else one for one, fit in zip(candidates, fits, strict=True)]


def _fits(named: Marks, own: Marks) -> bool | None:
    """Return whether an entry names what a question names; None where it names nothing of the kind."""
    both = [_same(named[kind], own[kind]) for kind in named if kind in own]
    return all(both) if both else None


def _same(named: frozenset[str], own: frozenset[str]) -> bool:
    """Return whether any value is the same; a model may be called by its beginning: X2 for X2Pro."""
    return any(
        value == one or (value.isdigit() and one.startswith(value) and one[len(value)].isalpha())
        for value in named
        for one in own
    )
