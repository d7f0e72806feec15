"""Questions typed in pinyin: syllables as single symbols, so that they are compared like characters."""

import json
import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "pinyin.json"
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
