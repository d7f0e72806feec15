"""Entries that fit a question: character n-grams in two inverted indexes, ranked against the nearest way of asking."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from rapidfuzz.fuzz import ratio

_CANDIDATES, _LOOKED_AT = 20, 120
_LONG = 200
_COSINE, _COVERAGE, _NEAREST = 0.4, 0.4, 0.2


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
    entry covers, `similar` the edit similarity to `nearest`, `weight` the covered weight itself; `score` ranks.
    """

    id: str
    score: float
    cosine: float = 0.0
    coverage: float = 0.0
    similar: float = 0.0
    weight: float = 0.0
    nearest: str = ""


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


@dataclass
class _Postings:
    """
    An inverted index: gram → (unit, weight), with the inverse document frequency of each gram.

    With `norm` units have length one, and single characters stand by unit in `singles` instead.
    """

    lists: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    rarity: dict[str, float] = field(default_factory=dict)
    unseen: float = 0.0
    singles: list[dict[str, float]] = field(default_factory=list)

    @classmethod
    def over(cls, units: Sequence[str], longest: int, *, norm: bool) -> "_Postings":
        counted = [Counter(grams(unit, longest)) for unit in units]
        spread = Counter(gram for counts in counted for gram in counts)
        rarity = {gram: math.log(1 + len(units) / count) for gram, count in spread.items()}
        index = cls({}, rarity, math.log(1 + len(units)), [])
        for number, counts in enumerate(counted):
            weights = {gram: (1 + math.log(count)) * rarity[gram] for gram, count in counts.items()}
            length = math.sqrt(sum(weight * weight for weight in weights.values())) if norm else 1.0
            scale = length or 1.0
            if norm:
                index.singles.append({gram: weight / scale for gram, weight in weights.items() if len(gram) == 1})
            for gram, weight in weights.items():
                if len(gram) > 1 or not norm:
                    index.lists.setdefault(gram, []).append((number, weight / scale))
        return index


class Index:
    """Immutable after building; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry], prepare: Callable[[str], str]) -> None:
        """Index `entries`; `prepare` brings questions, phrasings and texts to one spelling."""
        self.entries = tuple(entries)
        self._prepare = prepare
        ways = [(number, prepared) for number, entry in enumerate(self.entries) for prepared in self._ways(entry)]
        self._owner = [number for number, _ in ways]
        self._way = [way for _, way in ways]
        self._asked = _Postings.over(self._way, 3, norm=True)
        whole = [" ".join((*self._ways(entry), prepare(entry.text))) for entry in self.entries]
        self._said = _Postings.over(whole, 2, norm=False)
        self._said_in = {gram: frozenset(number for number, _ in units) for gram, units in self._said.lists.items()}

    def _ways(self, entry: Entry) -> list[str]:
        return [way for way in dict.fromkeys(self._prepare(text) for text in (entry.title, *entry.phrasings)) if way]

    def search(self, question: str, limit: int = 5, *, without: str | None = None) -> Search:
        """
        Return the best `limit` hits for `question`.

        `without` is a way of asking to leave out, as if it had never been written.
        """
        text = self._prepare(question)
        left_out = self._prepare(without) if without is not None else None
        cosine, best = self._nearest(text, left_out)
        coverage, weight, unknown = self._covered(text)
        near = sorted(cosine, key=cosine.__getitem__, reverse=True)[:_CANDIDATES]
        said = sorted(coverage, key=coverage.__getitem__, reverse=True)[:_CANDIDATES]
        hits = [self._hit(number, text, cosine, best, coverage, weight) for number in dict.fromkeys((*near, *said))]
        hits.sort(key=lambda hit: -hit.score)
        return Search(text, tuple(hits[:limit]), unknown, weight)

    def shared(self, question: str, sentence: str) -> float:
        """Return the share of the question's weight that `sentence` covers; a long sentence counts less."""
        asked, said = set(grams(self._prepare(question), 2)), set(grams(self._prepare(sentence), 2))
        weigh = self._said.rarity
        total = sum(weigh.get(gram, 0.0) for gram in asked) or 1.0
        return sum(weigh.get(gram, 0.0) for gram in asked & said) / total / (1 + len(sentence) / _LONG)

    def _nearest(self, text: str, left_out: str | None) -> tuple[dict[int, float], dict[int, int]]:
        """
        Return each entry's best cosine, and the way of asking that has it.

        Longer grams find the ways of asking; single characters, whose lists are long, are then added for the best of them.
        """
        index = self._asked
        counts = Counter(grams(text, 3))
        weights = {gram: (1 + math.log(count)) * index.rarity.get(gram, index.unseen) for gram, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        dots: dict[int, float] = {}
        add = dots.get
        for gram, weight in weights.items():
            if len(gram) > 1:
                for unit, value in index.lists.get(gram, ()):
                    dots[unit] = add(unit, 0.0) + weight * value
        singles = [(gram, weight) for gram, weight in weights.items() if len(gram) == 1]
        chosen = nlargest(_LOOKED_AT, dots, key=dots.__getitem__) if dots else range(len(self._way))
        cosine: dict[int, float] = {}
        best: dict[int, int] = {}
        for unit in chosen:
            own = index.singles[unit]
            dot = dots.get(unit, 0.0) + sum(weight * own[gram] for gram, weight in singles if gram in own)
            owner = self._owner[unit]
            if dot > cosine.get(owner, 0.0) and (left_out is None or self._way[unit] != left_out):
                cosine[owner], best[owner] = dot, unit
        return {owner: dot / length for owner, dot in cosine.items()}, best

    def _covered(self, text: str) -> tuple[dict[int, float], float, float]:
        """Return the share of the question's weight that each entry covers, that weight, and the share nobody knows."""
        index = self._said
        covered: dict[int, float] = {}
        total = unknown = 0.0
        for gram in set(grams(text, 2)):
            weight = index.rarity.get(gram)
            if weight is None:
                unknown += index.unseen
                total += index.unseen
                continue
            total += weight
            for number in self._said_in[gram]:
                covered[number] = covered.get(number, 0.0) + weight
        total = total or 1.0
        return {number: value / total for number, value in covered.items()}, total, unknown / total

    def _hit(
        self, number: int, text: str, cosine: dict[int, float], best: dict[int, int], coverage: dict[int, float], weight: float
    ) -> Hit:
        nearest = self._way[best[number]] if number in best else ""
        similar = ratio(text, nearest) / 100
        near, covered = cosine.get(number, 0.0), coverage.get(number, 0.0)
        score = _COSINE * near + _COVERAGE * covered + _NEAREST * similar
        return Hit(self.entries[number].id, score, near, covered, similar, covered * weight, nearest)
