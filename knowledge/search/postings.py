"""An inverted index of character n-grams in arrays: which units hold a gram, and how much it weighs there."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# BM25's two: how soon a gram that comes often counts no more, and how much a long unit is held against it.
_ENOUGH, _LENGTH = 1.5, 0.75


def grams(text: str, longest: int) -> list[str]:
    """Return the character n-grams of `text`, from one character up to `longest`."""
    return [text[at : at + size] for size in range(1, longest + 1) for at in range(len(text) - size + 1)]


@dataclass(frozen=True, eq=False)
class Postings:
    """
    Units by the grams they hold.

    `known` numbers the grams; the units that hold gram g are `units[starts[g]:starts[g + 1]]`, with `weights` in the same order.
    """

    known: Mapping[str, int]
    starts: NDArray[np.int64]
    units: NDArray[np.int32]
    counts: Floats
    size: int

    @classmethod
    def over(cls, texts: Iterable[Iterable[str]], longest: int) -> Self:
        """Index units, each of one or several texts, by their grams up to `longest` characters."""
        known: dict[str, int] = {}
        held: list[int] = []
        often: list[int] = []
        lengths: list[int] = []
        for unit in texts:
            found = Counter(gram for text in unit for gram in grams(text, longest))
            held.extend(known.setdefault(gram, len(known)) for gram in found)
            often.extend(found.values())
            lengths.append(len(found))
        order = np.argsort(numbers := np.array(held, np.int32), kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=len(known)))]).astype(np.int64)
        units = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[order]
        return cls(known, starts, units, np.array(often, np.float32)[order], len(lengths))

    @cached_property
    def rarities(self) -> Floats:
        """Return the inverse document frequency of each known gram."""
        return np.log1p(self.size / np.diff(self.starts)).astype(np.float32)

    @cached_property
    def _of_posting(self) -> Floats:
        return np.repeat(self.rarities, np.diff(self.starts))

    def rarity(self, gram: str) -> float:
        """Return the inverse document frequency of a gram, known or not."""
        number = self.known.get(gram)
        return math.log1p(self.size) if number is None else float(self.rarities[number])

    @cached_property
    def cosines(self) -> Floats:
        """Return the weight of each posting by rarity alone, each unit's vector being of length one."""
        weights = self._of_posting
        lengths = np.sqrt(np.bincount(self.units, weights * weights, minlength=self.size))
        return (weights / np.maximum(lengths, 1e-9)[self.units]).astype(np.float32)

    @cached_property
    def bm25(self) -> Floats:
        """Return the weight of each posting after BM25."""
        lengths = np.bincount(self.units, self.counts, minlength=self.size)
        damp = _ENOUGH * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()) if self.size else 1.0, 1e-9))
        return (self._of_posting * self.counts / (self.counts + damp[self.units])).astype(np.float32)

    def scored(self, weights: Floats, asked: Mapping[str, float]) -> Floats:
        """Return for each unit the sum of what `weights` gives to the grams asked for, each times its own weight."""
        total = np.zeros(self.size, np.float32)
        for gram, weight in asked.items():
            number = self.known.get(gram)
            if number is not None:
                at = slice(self.starts[number], self.starts[number + 1])
                total[self.units[at]] += weights[at] * np.float32(weight)
        return total

    def alike(self, text: str, longest: int) -> Floats:
        """Return the cosine between `text` and each unit."""
        asked = {gram: (1 + math.log(count)) * self.rarity(gram) for gram, count in Counter(grams(text, longest)).items()}
        length = math.sqrt(sum(weight * weight for weight in asked.values())) or 1.0
        return self.scored(self.cosines, {gram: weight / length for gram, weight in asked.items()})

    def told(self, text: str, longest: int) -> Floats:
        """Return for each unit how much of `text` it tells, by BM25, as a share of the rarity of all its grams."""
        different = dict.fromkeys(grams(text, longest), 1.0)
        return self.scored(self.bm25, different) / np.float32(self.weight(different) or 1.0)

    def weight(self, different: Iterable[str]) -> float:
        """Return the rarity of some grams together."""
        return sum(map(self.rarity, different))

    def unknown(self, text: str, longest: int) -> float:
        """Return the share of the weight of `text` that no unit knows."""
        if not self.size:
            return 1.0
        different = dict.fromkeys(grams(text, longest))
        return self.weight(gram for gram in different if gram not in self.known) / (self.weight(different) or 1.0)
