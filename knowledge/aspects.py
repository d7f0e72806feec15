"""Which aspect of a clause, gap or conflict a question asks for: a log-linear choice among its aspects, weights as data."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answers import AspectWeights, Example
from knowledge.library import BoundAspect, Library
from knowledge.search import grams

_KEPT = 400
# How many ways of asking an aspect is taken to have more than it has, so that one word of a few ways does not decide.
_SMOOTH = 0.3
_NONE = 1e-3


@dataclass(frozen=True)
class _Way:
    """A way of asking, spelled: its grams of one to three characters, their weighted length, and its own first line."""

    text: str
    weights: Mapping[str, float]
    grams: frozenset[str]
    says: str


@dataclass(frozen=True)
class _Asked:
    """An aspect and its ways of asking; `said` are the grams of what it says."""

    bound: BoundAspect
    ways: tuple[_Way, ...]
    said: frozenset[str]


class Aspects:
    """Chooses aspects over one library; immutable but for what it keeps, safe to share between threads."""

    def __init__(self, library: Library, spelled: Callable[[str], str], rarity: Callable[[str], float], weights: AspectWeights) -> None:
        """Share the spelling and the rarity of grams with the search."""
        self._library, self._spelled, self._rarity, self._weights = library, spelled, rarity, weights
        self._agreeing = re.compile(rf"^(?:{'|'.join(library.lexicon.agreeing)})[，,。：]") if library.lexicon.agreeing else re.compile("(?!)")
        self._asked = lru_cache(maxsize=_KEPT)(self._prepared)

    def choose(self, target: str, question: str, *, without: str = "") -> tuple[BoundAspect, str]:
        """
        Return the aspect of `target` that `question` (spelled) asks for, and its first line.

        `without` is a way of asking (spelled) to leave out, as if it had never been written.
        """
        rows = self.features(target, question, without=without)
        if not rows:
            one = self._library.aspects[target][0]
            return one, one.aspect.says
        weights = self._weights.features
        asked, _ = max(rows, key=lambda row: sum(weights[name] * value for name, value in row[1].items()))
        return asked.bound, self._line(asked, question, without)

    def line(self, bound: BoundAspect, question: str, *, without: str = "") -> str:
        """Return the first line of an aspect for a question (spelled): that of the way of asking that is nearly it, else its own."""
        asked = next(one for one in self._asked(bound.target) if one.bound is bound)
        return self._line(asked, question, without)

    def _line(self, asked: _Asked, question: str, without: str) -> str:
        vector = self._vector(question)
        near = max((way for way in asked.ways if way.text != without), key=lambda way: _cosine(vector, way.weights), default=None)
        nearly = near is not None and _cosine(vector, near.weights) >= self._weights.own
        if near is not None and near.says and nearly:
            return near.says
        # 是 and 对 agree with just what was asked; to another way of putting it they may be the wrong answer.
        says = asked.bound.aspect.says
        return says if nearly else self._agreeing.sub("", says)

    def features(self, target: str, question: str, *, without: str = "") -> list[tuple[_Asked, dict[str, float]]]:
        """Return the aspects of a target that have ways of asking, each with its features."""
        every = [(asked, [way for way in asked.ways if way.text != without]) for asked in self._asked(target)]
        every = [(asked, ways) for asked, ways in every if ways]
        if not every:
            return []
        vector, held = self._vector(question), frozenset(grams(question, 2))
        weight = sum(map(self._rarity, held)) or 1.0
        counts = [Counter(gram for way in ways for gram in way.grams) for _, ways in every]
        whole, total = sum(counts, Counter()), sum(len(ways) for _, ways in every)
        kinds = self.kinds(question)
        rows = []
        for (asked, ways), own in zip(every, counts, strict=True):
            near = sorted((_cosine(vector, way.weights) for way in ways), reverse=True)
            row = {
                "near3": sum(near[:3]) / 3,
                "says": sum(self._rarity(gram) for gram in held & asked.said) / weight,
                "kind": max((math.log(kinds.get(kind, 0.0) + _NONE) for kind in asked.bound.aspect.asks), default=math.log(_NONE)),
                "bayes": _bayes(held, own, whole, len(ways), total),
            }
            rows.append((asked, row))
        return rows

    def kinds(self, question: str) -> dict[str, float]:
        """Return how likely a question (spelled) is of each kind."""
        held = set(grams(question, 3))
        scores = {kind: self._weights.bias[kind] + sum(by.get(gram, 0.0) for gram in held) for kind, by in self._weights.kinds.items()}
        return {kind: 1 / (1 + math.exp(-score)) for kind, score in scores.items()}

    def _prepared(self, target: str) -> tuple[_Asked, ...]:
        return tuple(_Asked(one, tuple(self._ways(one.aspect.asked)), self._said(one)) for one in self._library.aspects[target])

    def _ways(self, asked: Sequence[Example]) -> Iterable[_Way]:
        for example in asked:
            text = self._spelled(example.q)
            yield _Way(text, self._vector(text), frozenset(grams(text, 2)), example.says)

    def _said(self, one: BoundAspect) -> frozenset[str]:
        words = " ".join((one.aspect.says, *(item.says for item in one.items)))
        return frozenset(grams(self._spelled(words), 2))

    def _vector(self, text: str) -> dict[str, float]:
        weights = {gram: (1 + math.log(count)) * self._rarity(gram) for gram, count in Counter(grams(text, 3)).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other.get(gram, 0.0) for gram, weight in one.items())


def _bayes(held: frozenset[str], own: Counter[str], whole: Counter[str], ways: int, total: int) -> float:
    """Return how much more the grams of a question stand in the ways of one aspect than in those of its neighbours."""
    score = 0.0
    for gram in held:
        if gram in whole:
            mine = (own[gram] + _SMOOTH) / (ways + 2 * _SMOOTH)
            others = (whole[gram] - own[gram] + _SMOOTH) / (total - ways + 2 * _SMOOTH)
            score += math.log(mine / others)
    return score / math.sqrt(len(held) or 1)
