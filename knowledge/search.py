"""Entries that fit a question: character n-grams in two inverted indexes, ranked against the nearest way of asking."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, pairwise
from operator import mul

from rapidfuzz.fuzz import ratio

_COMMON, _FEW = 0.1, 12
_CANDIDATES = 20
# Fitted on ways of asking that were left out: what an entry says as a whole tells more than its nearest way of asking.
_COVERAGE, _NEAREST, _TOLD = 0.1, 0.2, 0.7
# BM25's two: how soon a gram that comes often counts no more, and how much a long entry is held against it.
_ENOUGH, _LENGTH = 1.5, 0.75


@dataclass(frozen=True)
class Entry:
    """What can be found: `phrasings` are ways of asking for it, `text` is what it says."""

    id: str
    title: str
    phrasings: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Hit:
    """
    A found entry.

    `cosine` compares with the nearest way of asking (`nearest`), `coverage` is the share of the question's weight that the
    entry covers, `told` the same with how often it says so (BM25), `similar` the edit similarity to `nearest`, `weight` the
    covered weight itself; `score` ranks.
    """

    id: str
    score: float
    cosine: float = 0.0
    coverage: float = 0.0
    similar: float = 0.0
    weight: float = 0.0
    nearest: str = ""
    told: float = 0.0


@dataclass(frozen=True)
class Search:
    """A question's hits, best first; `unknown` is the share of its weight that no entry knows."""

    text: str
    hits: tuple[Hit, ...] = ()
    unknown: float = 1.0
    weight: float = 0.0


def grams(text: str, longest: int) -> list[str]:
    """Return the character n-grams of `text`, from one character up to `longest`."""
    return [text[at : at + size] for size in range(1, longest + 1) for at in range(len(text) - size + 1)]


@dataclass(frozen=True)
class _Postings:
    """An inverted index: gram → the units that hold it, in ascending order; `weights` are the rarities by the number of units, [0] of none."""

    units: dict[str, list[int]]
    weights: list[float]

    @classmethod
    def over(cls, held: Iterable[Iterable[str]]) -> "_Postings":
        """Index units by the different grams that each of them holds."""
        units: dict[str, list[int]] = defaultdict(list)
        count = 0
        for number, different in enumerate(held):
            count = number + 1
            for gram in different:
                units[gram].append(number)
        return cls(units, [math.log(1 + count), *(math.log(1 + count / found) for found in range(1, count + 1))])

    def rarity(self, gram: str) -> float:
        """Return the inverse document frequency of a gram."""
        return self.weights[len(self.units.get(gram, ()))]

    def lengths(self, count: int) -> list[float]:
        """Return the length of each unit's vector of rarities."""
        squares = [0.0] * count
        for found in self.units.values():
            square = self.weights[len(found)] ** 2
            for unit in found:
                squares[unit] += square
        return [math.sqrt(square) for square in squares]


class Index:
    """Immutable after building; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry], prepare: Callable[[str], str], asked: Callable[[str], str] | None = None) -> None:
        """Index `entries`; `prepare` brings phrasings and texts to one spelling, and so does `asked`, if given, with questions."""
        self.entries = tuple(entries)
        self._prepare, self._prepare_question = prepare, asked or prepare
        ways = [self._ways(entry) for entry in self.entries]
        self._way = [way for of_entry in ways for way in of_entry]
        ends = list(accumulate(map(len, ways)))
        self._spans = [slice(*span) for span in pairwise((0, *ends))]
        self._asked = _Postings.over(dict.fromkeys(grams(way, 3)) for way in self._way)
        self._shrink = [1 / (length or 1.0) for length in self._asked.lengths(len(self._way))]
        whole = [" ".join((*of_entry, prepare(entry.text))) for of_entry, entry in zip(ways, self.entries, strict=True)]
        self._said = _Postings.over(dict.fromkeys(grams(text, 2)) for text in whole)
        self._often = _often(whole)

    def _ways(self, entry: Entry) -> list[str]:
        return [way for way in dict.fromkeys(self._prepare(text) for text in (entry.title, *entry.phrasings)) if way] or [""]

    def rarity(self, gram: str) -> float:
        """Return how rare a gram is among the ways of asking."""
        return self._asked.rarity(gram)

    def search(self, question: str, limit: int = 5, *, without: str | None = None) -> Search:
        """
        Return the best `limit` hits for `question`.

        `without` is a way of asking to leave out, as if it had never been written.
        """
        text = self._prepare_question(question)
        alike = self._alike(text, self._prepare(without) if without is not None else None)
        cosine = list(map(max, map(alike.__getitem__, self._spans)))
        coverage, told, weight, unknown = self._covered(text)
        hits = [self._hit(number, text, alike, coverage[number], told[number], weight) for number in dict.fromkeys((*_largest(cosine), *_largest(coverage)))]
        hits.sort(key=lambda hit: -hit.score)
        return Search(text, tuple(hits[:limit]), unknown, weight)

    def _alike(self, text: str, left_out: str | None) -> list[float]:
        """Return the cosine of each way of asking."""
        index = self._asked
        counts = Counter(grams(text, 3))
        weights = {gram: (1 + math.log(count)) * index.rarity(gram) for gram, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        dots = [0.0] * len(self._way)
        common = len(self._way) * _COMMON
        for gram, weight in weights.items():
            if len(index.units.get(gram, ())) > common and len(weights) > _FEW:
                continue  # a character that stands nearly everywhere tells nothing apart, and its list is the longest
            product = weight / length * index.rarity(gram)
            for unit in index.units.get(gram, ()):
                dots[unit] += product
        if left_out is not None:
            dots = [0.0 if way == left_out else dot for way, dot in zip(self._way, dots, strict=True)]
        return list(map(mul, dots, self._shrink))

    def _covered(self, text: str) -> tuple[list[float], list[float], float, float]:
        """Return the share of the question's weight that each entry covers, and tells by BM25; that weight; the share nobody knows."""
        index = self._said
        covered, told = [0.0] * len(self.entries), [0.0] * len(self.entries)
        total = unknown = 0.0
        for gram in dict.fromkeys(grams(text, 2)):
            weight = index.rarity(gram)
            total += weight
            if gram not in index.units:
                unknown += weight
                continue
            for number, often in zip(index.units[gram], self._often[gram], strict=True):
                covered[number] += weight
                told[number] += weight * often
        total = total or 1.0
        return [value / total for value in covered], [value / total for value in told], total, unknown / total

    def _hit(self, number: int, text: str, alike: list[float], covered: float, told: float, weight: float) -> Hit:
        span = self._spans[number]
        best = max(range(span.start, span.stop), key=alike.__getitem__)
        near = alike[best]
        nearest = self._way[best] if near else ""
        similar = ratio(text, nearest) / 100
        score = _COVERAGE * covered + _NEAREST * similar + _TOLD * told
        return Hit(self.entries[number].id, score, near, covered, similar, covered * weight, nearest, told)


def _often(texts: Sequence[str]) -> "dict[str, array[float]]":
    """Return for each gram how much each text says it, below one, in the order of the texts that hold it."""
    totals = [max(2 * len(text) - 1, 0) for text in texts]
    average = sum(totals) / (len(texts) or 1)
    found: dict[str, array[float]] = defaultdict(lambda: array("f"))
    for text, total in zip(texts, totals, strict=True):
        damp = _ENOUGH * (1 - _LENGTH + _LENGTH * total / (average or 1.0))
        for gram, count in Counter(grams(text, 2)).items():
            found[gram].append(count / (count + damp))
    return found


def _largest(values: list[float]) -> list[int]:
    """Return the places of the largest values that are above zero, at most as many as there are candidates."""
    return [place for place in nlargest(_CANDIDATES, range(len(values)), key=values.__getitem__) if values[place]]
