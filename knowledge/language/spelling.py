"""One spelling for questions and rules before they are compared: script, misspelt names, synonyms, fillers, figures."""

import json
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from knowledge.language.lexicon import Lexicon
from knowledge.language.once import once
from knowledge.language.script import normalise

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
# The day something happened says nothing about the rule.
_DAY = re.compile(r"(?:\d{2,4}年)?\d{1,2}月\d{1,2}[号日]?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_SYMBOLS = re.compile(r"[^\w]|_")
_SHORT = 40
_HOMOPHONES = Path(__file__).parent / "homophones.json"


_LATIN = re.compile(r"[a-z]")


class _Words:
    """
    Finds any of some words, the longest first.

    Latin ones stand for themselves only and are looked for apart, which is faster.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(map(normalise, words), key=len, reverse=True)
        self._latin = re.compile(
            rf"(?<![a-z])(?:{'|'.join(re.escape(word) for word in ordered if word.isascii()) or '(?!)'})(?![a-z])"
        )
        self._other = re.compile("|".join(re.escape(word) for word in ordered if not word.isascii()) or "(?!)")

    def replaced(self, text: str, by: Callable[[re.Match[str]], str]) -> str:
        """Return `text` with each of the words replaced."""
        if _LATIN.search(text):
            text = self._latin.sub(by, text)
        return self._other.sub(by, text)


class Spelling:
    """Brings text to the spelling in which it is compared; immutable, one per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Prepare the tables of `lexicon`."""
        self._lexicon = lexicon
        # A key maps to itself, so that a way of saying it that is part of it (罚 in 处罚) is not replaced within it.
        self._canonical = {word: word for word in lexicon.synonyms}
        self._canonical |= {normalise(way): word for word, ways in lexicon.synonyms.items() for way in ways}
        self._ways = _Words(self._canonical)
        self._prepared = once(self._prepare, 10_000)
        self._fillers = _Words(lexicon.fillers)

    @cached_property
    def _sounds(self) -> tuple[dict[int, str], list[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]]]]:
        """Return a table from characters to their sounds, and for each name its sound, pattern and what to write."""
        alike: dict[str, str] = json.loads(_HOMOPHONES.read_text(encoding="utf-8"))
        table = {ord(character): group[0] for group in alike.values() for character in group}
        patterns = []
        for name, words in self._lexicon.names.items():
            sound = "".join(f"[{re.escape(alike.get(letter, letter))}]" for letter in name)
            known = "|".join(map(re.escape, words))
            patterns.append(
                (name.translate(table), re.compile(f"(?:{known})|({sound})" if known else f"({sound})"), _renamed(name))
            )
        return table, patterns

    def names(self, text: str) -> str:
        """Return `text` (normalised) with names that are misspelt by sound put right."""
        table, patterns = self._sounds
        heard = text.translate(table)
        for sound, pattern, renamed in patterns:
            if sound in heard:
                text = pattern.sub(renamed, text)
        return text

    def words(self, text: str) -> str:
        """Return `text` normalised, names put right and synonyms brought to one word; figures and fillers stay."""
        return self._one_word(self.names(normalise(text)))

    def _one_word(self, text: str) -> str:
        return self._ways.replaced(text, lambda match: self._canonical[match.group()])

    def __call__(self, text: str) -> str:
        """Return the spelling in which `text` is indexed and looked up; the whole text where nothing would be left."""
        return self._prepared(text) if len(text) <= _SHORT else self._prepare(text)

    def _prepare(self, text: str) -> str:
        return self.bare(self.words(text))

    def example(self, text: str) -> str:
        """Return the spelling of a text of ours, in which no name is misspelt."""
        return self.bare(self._one_word(normalise(text)))

    def bare(self, words: str) -> str:
        """Return `words` (spelled) without fillers, days and symbols, figures as 0; with them where nothing is left."""
        bare = _SYMBOLS.sub("", _FIGURE.sub("0", _DAY.sub("", self._fillers.replaced(words, _nothing))))
        return bare or _SYMBOLS.sub("", words)


def _nothing(_: re.Match[str]) -> str:
    return ""


def _renamed(name: str) -> Callable[[re.Match[str]], str]:
    return lambda match: name if match[1] else match.group()
