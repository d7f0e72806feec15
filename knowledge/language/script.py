"""One spelling for rules and questions alike, and the two scripts: a converter, set right by words of ours."""

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
_CONVERTERS = {"simplified": "tw2s", "traditional": "s2tw"}
# The old character sets: each holds what its script writes, what both write included, and lacks what only the other one
# writes.
SIMPLIFIED, TRADITIONAL = "gb2312", "big5"
# The characters in brackets, any of which may stand.
_ANY_OF = re.compile(r"(\[[^]]*\])")


def simplify(text: str) -> str:
    """Return `text` in Simplified characters, all else as it is, half a surrogate pair as a question mark."""
    return _way_to("simplified").converted(_encodable(text).replace("么", _KEPT)).replace(_KEPT, "么")


def traditional(text: str) -> str:
    """Return `text` in Traditional characters as written in Taiwan, words unchanged."""
    return _way_to("traditional").converted(_encodable(text))


def script_of(line: str) -> str:
    """
    Return `traditional` if a line has more characters of its own script, else `simplified`, nothing where none tells.

    >>> script_of("簽收後"), script_of("呢个係咪可以赔"), script_of("1288")
    ('traditional', 'simplified', '')
    """
    line = _encodable(line)
    old = sum(plain != character for plain, character in zip(simplify(line), line, strict=True))
    new = sum(map(_only_simplified, line))
    return "" if not (old or new) else "traditional" if old > new else "simplified"


@cache
def _only_simplified(character: str) -> bool:
    """
    Return whether the standard of Simplified characters has one that the standard of Traditional ones lacks.

    No converter is needed for it.
    """
    return (
        "\u4e00" <= character <= "\u9fff"
        and in_charset(character, SIMPLIFIED)
        and not in_charset(character, TRADITIONAL)
    )


def in_charset(character: str, charset: str) -> bool:
    """Return whether a character set holds `character`."""
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def writes_traditional(line: str) -> bool:
    """Return whether `line` is written in Traditional characters: more of them than of those only Simplified has."""
    return script_of(line) == "traditional"


def normalise(text: str) -> str:
    """Return `text` in NFKC form, Simplified, lower case, white space folded to one blank."""
    return _normalised_word(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    return " ".join(simplify(unicodedata.normalize("NFKC", text)).lower().split())


_normalised_word = lru_cache(maxsize=10_000)(_normalised)


def _encodable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True)
class _Way:
    """
    The way from one script to the other: a converter, which goes character by character, and our own words.

    `listed` finds the characters that we know more about: `usual` is what one becomes, `words` are where it becomes
    another; `doubtful` finds the others that the converter may have made of it.
    """

    converter: OpenCC
    listed: re.Pattern[str]
    usual: dict[str, str]
    words: tuple[tuple[str, str, re.Pattern[str]], ...]
    doubtful: re.Pattern[str]

    def converted(self, text: str) -> str:
        """Return `text` in the other script."""
        # the converter ends at a null character
        spelled = "\x00".join([str(self.converter.convert(part)) for part in text.split("\x00")])
        return self._set_right(spelled, text) if self.listed.search(text) else spelled

    def _set_right(self, spelled: str, text: str) -> str:
        """Return what the converter `spelled` for `text` with our own words put in."""
        told = dict(self._told(text))

        def decided(match: re.Match[str]) -> str:
            place = match.start()
            return told.get(place) or self.usual.get(text[place], match[0])

        spelled = self.doubtful.sub(decided, spelled)
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
def _way_to(script: str) -> _Way:
    rows = table("script")[script]
    usual = {character: row["usual"] for character, row in rows.items() if "usual" in row}
    others = [(one, other, words) for one, row in rows.items() for other, words in row.items() if other != "usual"]
    told = tuple((one, other, _standing(one, words, script)) for one, other, words in others if words)
    doubtful = "".join({other for _, other, _ in others})
    return _Way(_converter(script), re.compile(f"[{''.join(rows)}]"), usual, told, re.compile(f"[{doubtful}]"))


@cache
def _converter(script: str) -> OpenCC:
    return OpenCC(_CONVERTERS[script])


def _standing(character: str, words: Iterable[str], script: str) -> re.Pattern[str]:
    """Return a pattern that finds `character` where it stands in one of `words`, spelled as they are or in `script`."""
    ways = []
    for word in words:
        before, _, after = _in_both(word, character, script).partition(character)
        ways.append((f"(?<={before}{character})" if before else "") + (f"(?={after})" if after else ""))
    return re.compile(f"{character}(?:{'|'.join(ways)})")


def _in_both(word: str, character: str, script: str) -> str:
    """Return `word` so that all in it but `character` may stand in `script`, too."""
    spelled = ""
    for part in _ANY_OF.split(word):
        for letter in part:
            other = letter if letter == character else str(_converter(script).convert(letter))
            both = letter if letter == other else letter + other
            spelled += both if part.startswith("[") or len(both) == 1 else f"[{both}]"
    return spelled
