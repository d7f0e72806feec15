"""Questions typed in pinyin: syllables as single symbols, so that they are compared like characters."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "pinyin.json"
_RUN = re.compile(r"[a-z]+(?: +[a-z]+)*")
_WORD = re.compile(r"[a-z]+")
_FIRST_SYMBOL = 0xE000
_LONGEST, _LONGEST_WORD = 6, 60


@cache
def _readings() -> dict[str, str]:
    """Return the toneless reading of each character that the knowledge base uses."""
    table: dict[str, str] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return {character: reading for reading, characters in table.items() for character in characters}


@cache
def _symbols() -> dict[str, str]:
    """Return a private character for each syllable."""
    return {reading: chr(_FIRST_SYMBOL + number) for number, reading in enumerate(sorted(set(_readings().values())))}


def symbols(text: str) -> str:
    """Return `text` (normalised) as one symbol a syllable; what has no reading is left out."""
    readings, known = _readings(), _symbols()
    return "".join(known[readings[character]] for character in text if character in readings)


def syllables(word: str) -> list[str] | None:
    """Return the syllables that the whole of a Latin `word` spells, longer ones first, or None."""
    if len(word) > _LONGEST_WORD:
        return None
    known = _symbols()
    # ends[at] is how the rest from `at` on splits, worked out from the back.
    ends: list[list[str] | None] = [None] * len(word) + [[]]
    for at in range(len(word) - 1, -1, -1):
        for size in range(min(_LONGEST, len(word) - at), 0, -1):
            rest = ends[at + size]
            if rest is not None and word[at : at + size] in known:
                ends[at] = [word[at : at + size], *rest]
                break
    return ends[0]


def typed(text: str) -> str:
    """Return the symbols of a question (normalised) whose words are mostly pinyin, or nothing where they are not."""
    words = _WORD.findall(text)
    split = [parts for word in words if (parts := syllables(word))]
    if len(split) < 2 or len(split) < 0.7 * len(words):  # noqa: PLR2004 - a word or two may be English by chance
        return ""
    known = _symbols()
    return _WORD.sub(lambda match: "".join(known[part] for part in syllables(match.group()) or []), text)


class Words:
    """Turns pinyin back into the words of a vocabulary, the longest first; what is in no word stays as it was typed."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Prepare the readings of `vocabulary`; words of one character are left out, they are too easily hit."""
        readings = _readings()
        self._known: dict[tuple[str, ...], str] = {}
        for word in sorted(set(vocabulary)):
            if len(word) > 1 and all(character in readings for character in word):
                self._known.setdefault(tuple(readings[character] for character in word), word)
        self._longest = max(map(len, self._known), default=0)

    def written(self, text: str) -> str:
        """Return `text` (normalised) with runs of pinyin written as words where the vocabulary has them."""
        return _RUN.sub(lambda match: self._run(match.group()), text)

    def _run(self, run: str) -> str:
        parts = [syllables(word) or [word] for word in run.split()]
        spelt = [part for word in parts for part in word]
        if (
            all(len(word) == 1 and word[0] == said for word, said in zip(parts, run.split(), strict=True))
            and len(spelt) < 2  # noqa: PLR2004
        ):
            return run
        written, at = [], 0
        while at < len(spelt):
            size = next(
                (size for size in range(self._longest, 0, -1) if tuple(spelt[at : at + size]) in self._known), 0
            )
            written.append(self._known[tuple(spelt[at : at + size])] if size else spelt[at])
            at += size or 1
        return "".join(written)
