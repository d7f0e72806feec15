"""One spelling for rules and questions alike, and the two scripts: the converter's words, set right by our own (`words/script.yaml`)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

from knowledge.language.tables import table

# Words of ours come again and again; what people write is longer, and is not kept.
_SHORT = 24


# 么 stands for 幺 in Traditional only; in 了么 it is what it is.
_KEPT = "\ue000"


def simplify(text: str) -> str:
    """Return `text` in Simplified characters; everything else stays as it is, half a surrogate pair as a question mark."""
    return _direction("simplified").converted(_encodable(text).replace("么", _KEPT)).replace(_KEPT, "么")


def traditional(text: str) -> str:
    """Return `text` in Traditional characters as written in Taiwan, words unchanged."""
    return _direction("traditional").converted(_encodable(text))


def writes_traditional(line: str) -> bool:
    """
    Return whether `line` is written in Traditional characters: more of them than of those that only Simplified has.

    >>> writes_traditional("簽收後"), writes_traditional("呢个係咪可以赔"), writes_traditional("1288")
    (True, False, False)
    """
    line = _encodable(line)
    old = [plain != character for plain, character in zip(simplify(line), line, strict=True)]
    new = [other != character for other, character in zip(traditional(line), line, strict=True)]
    return sum(old) > sum(here and not there for here, there in zip(new, old, strict=True))


def normalise(text: str) -> str:
    """Return `text` in NFKC form, Simplified, lower case, white space folded to one blank."""
    return _normalised_word(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    return " ".join(simplify(unicodedata.normalize("NFKC", text)).lower().split())


_normalised_word = lru_cache(maxsize=10_000)(_normalised)


def _encodable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True)
class _Direction:
    """
    The way from one script to the other: a converter, which changes character by character, and our own words.

    `usual` is what a character becomes, `words` are where it becomes another one, `doubtful` finds what the converter may have made of it instead.
    """

    converter: OpenCC
    usual: dict[str, str]
    words: tuple[tuple[str, str, re.Pattern[str]], ...]
    doubtful: re.Pattern[str]

    def converted(self, text: str) -> str:
        """Return `text` in the other script."""
        spelled = str(self.converter.convert(text))
        told = dict(self._told(text))
        spelled = self.doubtful.sub(lambda match: told.get(match.start()) or self.usual.get(text[match.start()], match[0]), spelled)
        for place, character in told.items():
            if spelled[place] != character:
                spelled = spelled[:place] + character + spelled[place + 1 :]
        return spelled

    def _told(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each place of a character that one of our words decides, with what it becomes."""
        for character, other, pattern in self.words:
            if character in text:
                yield from ((match.start(), other) for match in pattern.finditer(text))


@cache
def _direction(name: str) -> _Direction:
    """Return the way to the script `name`."""
    rows, to = table("script")[name], OpenCC(_CONVERTERS[name])
    usual = {character: row["usual"] for character, row in rows.items() if "usual" in row}
    ways = [(character, other, words) for character, row in rows.items() for other, words in row.items() if other != "usual"]
    words = tuple((character, other, _standing(character, words)) for character, other, words in ways if words)
    return _Direction(to, usual, words, re.compile(f"[{''.join({other for _, other, _ in ways})}]"))


_CONVERTERS = {"simplified": "tw2s", "traditional": "s2tw"}


def _standing(character: str, words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds `character` where it stands in one of `words`, in either script."""
    halves = (_in_both(word, character).partition(character) for word in words)
    ends = ((f"(?<={before}{character})" if before else "") + (f"(?={after})" if after else "") for before, _, after in halves)
    return re.compile(f"{character}(?:{'|'.join(ends)})")


def _in_both(word: str, character: str) -> str:
    """Return `word` so that all in it but `character` may stand in either script."""
    one = OpenCC("s2tw").convert
    spelled = ""
    for part in _CLASSES.split(word):
        within = part.startswith("[")
        for letter in part:
            other = letter if letter == character else str(one(letter))
            spelled += letter if letter == other else letter + other if within else f"[{letter}{other}]"
    return spelled


_CLASSES = re.compile(r"(\[[^]]*\])")
