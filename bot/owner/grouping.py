"""Questions that are asked alike, brought together: what they say and what they mean, platforms told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from bot.owner.linkage import linked
from bot.store import Item
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.search.features import Features
from knowledge.search.vectors import shipped

Floats = NDArray[np.float32]
ALIKE = 0.5
"""From this likeness on, on average, questions belong together; fitted on the lines of tests/questions/learn."""
UNNAMED = 0.9
"""What the likeness is worth where one of two names a platform and the other none."""
MOST = 2000
"""Questions that are compared with each other at a time."""
_PLATFORM, _REMEMBERED = "platform", 2 * MOST


@dataclass(frozen=True)
class Group:
    """Questions that are asked alike: the most typical one, and the others, the latest first."""

    typical: Item
    others: tuple[Item, ...] = field(default=())

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all of them."""
        return (self.typical, *self.others)

    @property
    def numbers(self) -> list[int]:
        """Return their numbers."""
        return sorted(one.id for one in self.items)

    @property
    def since(self) -> datetime:
        """Return when it was asked first."""
        return min(one.at for one in self.items)

    @property
    def last(self) -> datetime:
        """Return when it was asked last."""
        return max(one.at for one in self.items)

    @property
    def wordings(self) -> list[str]:
        """Return the different ways in which it was asked, the most typical first."""
        return list(dict.fromkeys(one.question for one in self.items))

    def alone(self, number: int) -> "Group":
        """Return the questions of it that are asked in the very words of one."""
        one = next(item for item in self.items if item.id == number)
        return Group(one, tuple(item for item in self.items if item is not one and item.question == one.question))


class Grouping:
    """Groups questions as the search over one library compares them; immutable, to be made once for many questions."""

    def __init__(self, library: Library) -> None:
        """Prepare the spelling and the names of a library."""
        platforms = {name: values for name, values in library.lexicon.features.items() if name == _PLATFORM}
        self._spelling = Spelling(library.lexicon)
        self._features = Features(library.lexicon.model_copy(update={"features": platforms}), self._spelling)
        self._vectors = shipped()
        # an owner goes through the same questions page by page
        self._read = lru_cache(maxsize=_REMEMBERED)(self._spelled)
        self._meaning = lru_cache(maxsize=_REMEMBERED)(self._vectors.of)

    def groups(self, items: Iterable[Item]) -> list[Group]:
        """Return the groups of questions, the one that was asked most often first, of those the latest."""
        same: dict[tuple[str, frozenset[str]], list[Item]] = defaultdict(list)
        for item in sorted(items, key=lambda one: one.id):
            same[self._read(item.question)].append(item)
        texts, names, many = [text for text, _ in same], [named for _, named in same], list(same.values())
        alike = self._alike(texts, names)
        groups = [_group(members, many, alike) for members in linked(alike, [len(one) for one in many], at_least=ALIKE)]
        return sorted(groups, key=lambda one: (-len(one.items), -one.last.timestamp(), one.typical.id))

    def _spelled(self, question: str) -> tuple[str, frozenset[str]]:
        """Return a question as it is compared, without names, and the platforms and services that it names."""
        words = self._spelling.words(question)
        named = self._features.of(words).get(_PLATFORM, frozenset())
        outsider = self._features.outsider(words)
        text = self._spelling.bare(self._features.unnamed(words)) or self._spelling.bare(words)
        return text, named | {outsider} if outsider else named

    def _alike(self, texts: Sequence[str], names: Sequence[frozenset[str]]) -> Floats:
        """Return how alike each is to each, from 0 to 1; those that name different platforms are not at all."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        meanings = np.stack([self._meaning(text) for text in texts])
        meanings /= np.maximum(np.linalg.norm(meanings, axis=1, keepdims=True), 1e-9)
        written = cdist(texts, texts, scorer=ratio, dtype=np.float32, workers=-1) / 100
        return np.asarray((written + meanings @ meanings.T) / 2 * _named_alike(names), np.float32)


def _named_alike(names: Sequence[frozenset[str]]) -> Floats:
    kinds = list(dict.fromkeys(names))
    worth = np.array([[_worth(one, other) for other in kinds] for one in kinds], np.float32)
    of = np.array([kinds.index(one) for one in names])
    return np.asarray(worth[np.ix_(of, of)], np.float32)


def _worth(one: frozenset[str], other: frozenset[str]) -> float:
    if one & other or one == other:
        return 1.0
    return 0.0 if one and other else UNNAMED


def _group(members: Sequence[int], many: Sequence[Sequence[Item]], alike: Floats) -> Group:
    """Return a group: what is most alike to all of it, repeats counted, is the most typical; the first of those."""
    weights = np.array([len(many[number]) for number in members], np.float32)
    near = alike[np.ix_(members, members)] @ weights
    best = members[int(np.argmax(np.round(near, 4)))]
    typical = many[best][0]
    others = [item for number in members for item in many[number] if item is not typical]
    return Group(typical, tuple(sorted(others, key=lambda item: (item.at, item.id), reverse=True)))
