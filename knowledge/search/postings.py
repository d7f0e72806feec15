"""An inverted index of character n-grams in arrays: which units hold a gram, and how much it weighs there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.kept import Arrays

Floats = NDArray[np.float32]
Codes = NDArray[np.int64]
Narrow = NDArray[np.int32]
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
    """Yield each size up to `longest` with its grams, one starting at each character that leaves room for it."""
    codes = characters
    for size in range(1, longest + 1):
        if size > 1:
            codes = (codes[:-1] << _BITS) | characters[size - 1 :] if len(codes) > 1 else codes[:0]
        yield size, codes


def _different(codes: Codes) -> tuple[Codes, Codes]:
    """
    Return each code once, in ascending order, and how often it comes.

    This takes a third of the time of numpy's own, which brings a module of 3 MB with it.
    """
    ordered = np.sort(codes)
    firsts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[firsts], np.diff(firsts, append=len(ordered))


class Weigh(Protocol):
    """
    Gives each posting its weight.

    It is told the rarity of its gram, its unit, how often the unit holds the gram, and the number of units.
    """

    def __call__(self, rarities: Floats, units: Narrow, counts: Narrow, size: int) -> Floats:
        """Return the weights in the order of the postings."""


def cosine(rarities: Floats, units: Narrow, counts: Narrow, size: int) -> Floats:  # noqa: ARG001 - how often does not count
    """Weigh by rarity alone, each unit's vector being of length one."""
    lengths = np.sqrt(np.bincount(units, rarities * rarities, minlength=size))
    return np.asarray(rarities / np.maximum(lengths, 1e-9).astype(np.float32)[units], np.float32)


def bm25(rarities: Floats, units: Narrow, counts: Narrow, size: int) -> Floats:
    """Weigh after BM25."""
    lengths = np.bincount(units, counts, minlength=size)
    damp = _ENOUGH * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()) if size else 1.0, 1e-9))
    often = counts.astype(np.float32)
    return np.asarray(rarities * often / (often + damp.astype(np.float32)[units]), np.float32)


def _rarities(holders: NDArray[Any], size: int) -> Floats:
    """Return the inverse document frequency of grams that so many units hold."""
    return np.log1p(size / holders).astype(np.float32)


def _held(texts: Sequence[Sequence[str]], longest: int) -> tuple[Codes, Narrow, Narrow, Narrow, int]:
    """
    Return what units of texts hold.

    That is the grams, where the postings of each start, of each posting its unit and how often it holds the gram, and
    the number of units.
    """
    # Between two texts stands a zero, so that no gram reaches from one into the next.
    joined = "".join(f"{text}\0" for unit in texts for text in unit)
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    unit = np.repeat(np.arange(len(texts), dtype=np.int32), [sum(len(text) + 1 for text in of_one) for of_one in texts])
    whole, size = characters != 0, max(len(texts), 1)
    known, often, units, counts = (
        [np.zeros(0, np.int64)],
        [np.zeros(1, np.int64)],
        [np.zeros(0, np.int32)],
        [np.zeros(0, np.int32)],
    )
    # One length of grams after the other: the codes of each lie above those of the one before, and less is held at a
    # time.
    for length, codes in _sized(characters, longest):
        whole = whole[: len(codes)] & (characters[length - 1 :] != 0)
        known.append(_different(codes[whole])[0])
        places = np.searchsorted(known[-1], codes[whole])
        places *= size
        places += unit[: len(codes)][whole]
        places, times = _different(places)
        counts.append(times.astype(np.int32))
        often.append(np.bincount(places // size, minlength=len(known[-1])))
        units.append((places % size).astype(np.int32))
    return (
        np.concatenate(known),
        np.cumsum(np.concatenate(often)).astype(np.int32),
        np.concatenate(units),
        np.concatenate(counts),
        len(texts),
    )


@dataclass(frozen=True, eq=False)
class Postings:
    """
    Units by the grams they hold.

    `codes` are the known grams in ascending order; the units that hold the g-th are `units[starts[g]:starts[g + 1]]`,
    with what it weighs there in `weights`, in the same order.
    """

    codes: Codes
    starts: Narrow
    units: NDArray[np.unsignedinteger[Any]]
    weights: Floats
    size: int

    @classmethod
    def over(cls, texts: Iterable[Iterable[str]], longest: int, weigh: Weigh) -> Self:
        """Index units, each of one or several texts, by their grams up to `longest` characters, at most three."""
        known, starts, units, counts, size = _held([list(unit) for unit in texts], min(longest, _LONGEST))
        rarities = np.repeat(_rarities(np.diff(starts), size), np.diff(starts))
        return cls(
            known, starts, units.astype(np.min_scalar_type(max(size, 1))), weigh(rarities, units, counts, size), size
        )

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the index as arrays, named after `name`, that `of` makes it from again."""
        parts: dict[str, NDArray[Any]] = {
            "codes": self.codes,
            "starts": self.starts,
            "units": self.units,
            "weights": self.weights,
            "size": np.array(self.size),
        }
        return {f"{name}_{part}": array for part, array in parts.items()}

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> Self:
        """Return the index that `arrays` were taken from."""
        codes, starts, units, weights, size = (
            arrays[f"{name}_{part}"] for part in ("codes", "starts", "units", "weights", "size")
        )
        return cls(codes, starts, units, weights, int(size))

    def _looked_up(self, text: str, longest: int) -> tuple[Codes, Codes, Floats]:
        """
        Return the different grams of `text`: their places among the known ones, how often each comes, and its rarity.

        Of one that nobody holds the place is the one behind the last, and the rarity as if one unit held it.
        """
        codes, often = _different(codes_of(text, longest))
        places = np.searchsorted(self.codes, codes)
        known = places < len(self.codes)
        known[known] = self.codes[places[known]] == codes[known]
        holders = np.ones(len(codes), np.int64)
        holders[known] = self.starts[places[known] + 1] - self.starts[places[known]]
        return np.where(known, places, len(self.codes)), often, _rarities(holders, self.size)

    def holders(self, gram: str) -> list[int]:
        """Return the units that hold a gram."""
        number = int(self._looked_up(gram, len(gram))[0][-1])
        return [] if number == len(self.codes) else self.units[self.starts[number] : self.starts[number + 1]].tolist()

    def rarity(self, gram: str) -> float:
        """Return the inverse document frequency of a gram, known or not."""
        return float(self._looked_up(gram, len(gram))[2][-1])

    def _scored(self, numbers: Codes, asked: Floats) -> Floats:
        """Return for each unit the sum of what these grams weigh there, each times what it weighs in the question."""
        known = numbers < len(self.codes)
        starts = self.starts[numbers[known]]
        sizes = self.starts[numbers[known] + 1] - starts
        # The places of all postings of these grams, one gram after the other.
        places = np.arange(int(sizes.sum())) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        weights = self.weights[places] * np.repeat(asked[known], sizes)
        return np.bincount(self.units[places], weights, minlength=self.size).astype(np.float32)

    def alike(self, text: str, longest: int) -> Floats:
        """Return the cosine between `text` and each unit, of postings that weigh by `cosine`."""
        numbers, often, rarities = self._looked_up(text, longest)
        asked = (1 + np.log(often)) * rarities
        return self._scored(numbers, (asked / (np.sqrt(asked @ asked) or 1.0)).astype(np.float32))

    def told(self, text: str, longest: int) -> Floats:
        """
        Return for each unit how much of `text` it tells, as a share of the rarity of all its grams.

        This is for postings that weigh by `bm25`.
        """
        numbers, _, rarities = self._looked_up(text, longest)
        return self._scored(numbers, np.full(len(numbers), 1 / (float(rarities.sum()) or 1.0), np.float32))

    def weight(self, text: str, longest: int) -> float:
        """Return the rarity of all different grams of `text` together."""
        return float(self._looked_up(text, longest)[2].sum())

    def unknown(self, text: str, longest: int) -> float:
        """Return the share of the weight of `text` that no unit knows."""
        if not self.size:
            return 1.0
        numbers, _, rarities = self._looked_up(text, longest)
        return float(rarities[numbers == len(self.codes)].sum()) / (float(rarities.sum()) or 1.0)
