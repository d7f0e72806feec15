"""What words mean, as vectors distilled from an encoder beforehand: no model runs here."""

from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).parent / "vectors.npz"
_LONGEST = 4


class Meanings(Protocol):
    """Turns texts into vectors; `about` says which, so that what was worked out with others is not taken for them."""

    width: int
    about: str

    def of(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a normalised text; zeros where nothing of it is known."""


class Vectors:
    """
    Word vectors; a text is the sum of its words' vectors, the longest words first, each weighted by its rarity.

    The file holds `words` (one text, separated by line feeds), `values` (int8, a row a word), `scales` (of each row,
    its rarity included), and `about`: model, licence and date.
    """

    def __init__(self, path: Path = _FILE) -> None:
        """Read the vectors of `path`; written by tools/distil.py."""
        with np.load(path) as file:
            words = str(file["words"]).split("\n")
            self._values, self._scales, self.about = file["values"], file["scales"], str(file["about"])
        self._known = {word: number for number, word in enumerate(words)}
        self.width = self._values.shape[1]

    def of(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a normalised text; zeros where no word of it is known."""
        rows = self._rows(text)
        if not rows:
            return np.zeros(self.width, np.float32)
        return np.asarray(self._scales[rows] @ self._values[rows].astype(np.float32), np.float32)

    def _rows(self, text: str) -> list[int]:
        rows, at, known = [], 0, self._known
        while at < len(text):
            for size in range(_LONGEST, 0, -1):
                row = known.get(text[at : at + size])
                if row is not None:
                    rows.append(row)
                    at += size
                    break
            else:
                at += 1
        return rows


@cache
def shipped() -> Vectors:
    """Return the vectors that come with the package; read once a process."""
    return Vectors()
