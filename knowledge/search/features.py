"""What a question names: platform, role, state, … compared as values, not as characters; and what lies outside."""

import re
from functools import cached_property

from knowledge.language.lexicon import Lexicon
from knowledge.language.once import once
from knowledge.language.spelling import Spelling


class Features:
    """Reads the features of spelled words after one lexicon; immutable, safe to share between threads."""

    def __init__(self, lexicon: Lexicon, spelling: Spelling) -> None:
        """Prepare the words of each feature's values in the spelling in which they are met."""
        self._lexicon, self._spelling = lexicon, spelling
        self._once = once(self._named, 10_000)

    @cached_property
    def _values(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        return {
            feature: [(value, self._any_of(words)) for value, words in values.items()]
            for feature, values in self._lexicon.features.items()
        }

    def _any_of(self, words: tuple[str, ...]) -> re.Pattern[str]:
        spelled = {self._spelling.words(word) for word in words} | set(words)
        return re.compile("|".join(map(re.escape, sorted(spelled, key=len, reverse=True))))

    @cached_property
    def _outsiders(self) -> re.Pattern[str]:
        names = sorted(self._lexicon.outside_platforms, key=len, reverse=True)
        latin = "|".join(re.escape(name) for name in names if name.isascii()) or "(?!)"
        other = "|".join(re.escape(name) for name in names if not name.isascii()) or "(?!)"
        # 记得物流 names no platform. What may not stand around a name is told once: for each it takes tenfold.
        return re.compile(rf"(?<![记获])(?:{other})|(?<![a-z])(?:{latin})(?![a-z])")

    def of(self, words: str) -> dict[str, frozenset[str]]:
        """Return the values of each feature that `words` (spelled) names."""
        return self._once(words)

    def _named(self, words: str) -> dict[str, frozenset[str]]:
        found = {
            name: frozenset(value for value, pattern in values if pattern.search(words))
            for name, values in self._values.items()
        }
        return {name: values for name, values in found.items() if values}

    def unnamed(self, words: str) -> str:
        """Return `words` (spelled) without the names of platforms and services, covered or not."""
        for _, pattern in self._values.get("platform", ()):
            words = pattern.sub("", words)
        return self._outsiders.sub("", words)

    def outsider(self, words: str) -> str:
        """Return a platform or service in `words` (spelled) that no document covers, or nothing."""
        match = self._outsiders.search(words)
        return match.group() if match else ""
