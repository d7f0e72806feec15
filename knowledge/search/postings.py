"""An inverted index of character n-grams in arrays: which units hold a gram, and how much it weighs there."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.kept import Arrays

Floats = NDArray[np.float32]
Codes = NDArray[np.int64]
# BM25's two: how soon a gram that comes often counts no more, and how much a long unit is held against it.
_ENOUGH, _LENGTH = 1.2, 0.75
# A character takes 21 bits, so that three of them are one number.
_BITS, _LONGEST = 21, 3


def grams(text: str, longest: int) -> list[str]:
    """Return the character n-grams of `text`, from one character up to `longest`."""
    return [text[at : at + size] for size in range(1, longest + 1) for at in range(len(text) - size + 1)]


def codes_of(text: str, longest: int) -> Codes:
    """Return the same n-grams, at most three characters long, each as one number."""
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    return np.concatenate([codes for _, codes in _sized(characters, min(longest, _LONGEST))])


def _sized(characters: Codes, longest: int) -> Iterable[tuple[int, Codes]]:
    """Yield each size up to `longest` with the grams of that size, one starting at each character that leaves room for it."""
    codes = characters
    for size in range(1, longest + 1):
        if size > 1:
            codes = (codes[:-1] << _BITS) | characters[size - 1 :] if len(codes) > 1 else codes[:0]
        yield size, codes


class Weigh(Protocol):
    """Gives each posting its weight: the rarity of its gram, its unit, how often the unit holds the gram, and the number of units."""

    def __call__(self, rarities: Floats, units: Codes, counts: Codes, size: int) -> Floats:
        """Return the weights in the order of the postings."""


def cosine(rarities: Floats, units: Codes, counts: Codes, size: int) -> Floats:  # noqa: ARG001 - how often does not count
    """Weigh by rarity alone, each unit's vector being of length one."""
    lengths = np.sqrt(np.bincount(units, rarities * rarities, minlength=size))
    return (rarities / np.maximum(lengths, 1e-9)[units]).astype(np.float32)


def bm25(rarities: Floats, units: Codes, counts: Codes, size: int) -> Floats:
    """Weigh after BM25."""
    lengths = np.bincount(units, counts, minlength=size)
    damp = _ENOUGH * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()) if size else 1.0, 1e-9))
    return (rarities * counts / (counts + damp[units])).astype(np.float32)


def _rarities(starts: NDArray[np.int64], size: int) -> Floats:
    return np.log1p(size / np.append(np.diff(starts), 1)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Postings:
    """
    Units by the grams they hold.

    `codes` are the known grams in ascending order; the units that hold the g-th are `units[starts[g]:starts[g + 1]]`, with what
    it weighs there in `weights`, in the same order.
    """

    codes: Codes
    starts: NDArray[np.int64]
    units: NDArray[np.int32]
    weights: Floats
    size: int

    @classmethod
    def over(cls, texts: Iterable[Iterable[str]], longest: int, weigh: Weigh) -> Self:
        """Index units, each of one or several texts, by their grams up to `longest` characters, at most three."""
        every = [list(unit) for unit in texts]
        # Between two texts stands a zero, so that no gram reaches from one into the next.
        characters = np.frombuffer("".join(f"{text}\0" for unit in every for text in unit).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
        unit = np.repeat(np.arange(len(every)), [sum(len(text) + 1 for text in of_one) for of_one in every])
        codes, holders = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        whole = characters != 0
        for size, of_size in _sized(characters, min(longest, _LONGEST)):
            whole = whole[: len(of_size)] & (characters[size - 1 :] != 0)
            codes.append(of_size[whole])
            holders.append(unit[: len(of_size)][whole])
        known, numbers = np.unique(np.concatenate(codes), return_inverse=True)
        held, counts = np.unique(numbers * max(len(every), 1) + np.concatenate(holders), return_counts=True)
        of_gram, units = np.divmod(held, max(len(every), 1))
        starts = np.concatenate([[0], np.cumsum(np.bincount(of_gram, minlength=len(known)))]).astype(np.int64)
        rarities = np.repeat(_rarities(starts, len(every))[:-1], np.diff(starts))
        return cls(known, starts, units.astype(np.int32), weigh(rarities, units, counts, len(every)), len(every))

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the index as arrays, named after `name`, that `of` makes it from again."""
        parts: dict[str, NDArray[Any]] = {"codes": self.codes, "starts": self.starts, "units": self.units, "weights": self.weights, "size": np.array(self.size)}
        return {f"{name}_{part}": array for part, array in parts.items()}

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> Self:
        """Return the index that `arrays` were taken from."""
        codes, starts, units, weights, size = (arrays[f"{name}_{part}"] for part in ("codes", "starts", "units", "weights", "size"))
        return cls(codes, starts, units, weights, int(size))

    @cached_property
    def rarities(self) -> Floats:
        """Return the inverse document frequency of each known gram, and behind them that of one nobody holds."""
        return _rarities(self.starts, self.size)

    def _numbers(self, codes: Codes) -> Codes:
        """Return the place of each gram among the known ones, one behind the last for those that nobody holds."""
        places = np.searchsorted(self.codes, codes)
        known = places < len(self.codes)
        known[known] = self.codes[places[known]] == codes[known]
        return np.where(known, places, len(self.codes))

    def holders(self, gram: str) -> list[int]:
        """Return the units that hold a gram."""
        number = int(self._numbers(codes_of(gram, len(gram))[-1:])[0])
        return [] if number == len(self.codes) else self.units[self.starts[number] : self.starts[number + 1]].tolist()

    def rarity(self, gram: str) -> float:
        """Return the inverse document frequency of a gram, known or not."""
        return float(self.rarities[self._numbers(codes_of(gram, len(gram))[-1:])][0])

    def _scored(self, numbers: Codes, asked: Floats) -> Floats:
        """Return for each unit the sum of what the grams of these numbers weigh there, each times what it weighs in the question."""
        total = np.zeros(self.size, np.float32)
        for number, weight in zip(numbers.tolist(), asked, strict=True):
            if number < len(self.codes):
                at = slice(self.starts[number], self.starts[number + 1])
                total[self.units[at]] += self.weights[at] * weight
        return total

    def alike(self, text: str, longest: int) -> Floats:
        """Return the cosine between `text` and each unit, of postings that weigh by `cosine`."""
        codes, often = np.unique(codes_of(text, longest), return_counts=True)
        numbers = self._numbers(codes)
        asked = (1 + np.log(often)) * self.rarities[numbers]
        return self._scored(numbers, (asked / (np.sqrt(asked @ asked) or 1.0)).astype(np.float32))

    def told(self, text: str, longest: int) -> Floats:
        """Return for each unit how much of `text` it tells, as a share of the rarity of all its grams, of postings that weigh by `bm25`."""
        numbers = self._numbers(np.unique(codes_of(text, longest)))
        share = float(self.rarities[numbers].sum()) or 1.0
        return self._scored(numbers, np.full(len(numbers), 1 / share, np.float32))

    def weight(self, text: str, longest: int) -> float:
        """Return the rarity of all different grams of `text` together."""
        return float(self.rarities[self._numbers(np.unique(codes_of(text, longest)))].sum())

    def unknown(self, text: str, longest: int) -> float:
        """Return the share of the weight of `text` that no unit knows."""
        if not self.size:
            return 1.0
        numbers = self._numbers(np.unique(codes_of(text, longest)))
        weights = self.rarities[numbers]
        return float(weights[numbers == len(self.codes)].sum()) / (float(weights.sum()) or 1.0)
