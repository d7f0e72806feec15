"""How a line goes on in a talk: like lines that are known to go on to an aspect or a calculation."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from statistics import fmean

from knowledge.kept import NOWHERE, Kept
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.search.found import Candidate
from knowledge.search.hits import Entry
from knowledge.search.index import Index
from knowledge.search.vectors import Meanings

LIKELY = 12


class Onward:
    """The lines known to go on; immutable, safe to share between threads."""

    def __init__(self, library: Library, spelling: Spelling, vectors: Meanings, kept: Kept = NOWHERE) -> None:
        """Take the lines of `library`; they are indexed when the first talk goes on."""
        self._library, self._spelling, self._vectors, self._kept = library, spelling, vectors, kept

    def ready(self) -> None:
        """Index the lines now."""
        _ = self._index

    @cached_property
    def _index(self) -> Index:
        lines, words = tuple(self._library.follow_ups), self._library.words
        return self._kept.value(
            (Onward, lines, words, self._vectors.about),
            lambda: Index(
                (Entry(str(number), line) for number, line in enumerate(lines)),
                self._spelling.example,
                self._spelling,
                vectors=self._vectors,
                kept=self._kept,
                made_of=words,
            ),
        )

    def to(self, text: str) -> dict[str, float]:
        """Return how near a line (spelled) comes to the nearest one known to go on to each aspect or calculation."""
        compared = self._index.compared(text)
        near: dict[str, float] = {}
        lines = list(self._library.follow_ups)
        for hit in compared.hits(compared.best()):
            for target in self._library.follow_ups[lines[int(hit.id)]]:
                near[target] = max(near.get(target, 0.0), fmean((hit.alike, hit.similar, max(hit.meant, 0.0))))
        return near


def likely(candidates: Iterable[Candidate], onward: Mapping[str, float]) -> tuple[Candidate, ...]:
    """Return the candidates among the first of a talk, best first: alone, completed, or going on as known lines do."""
    candidates = sorted(candidates, key=lambda one: -one.score)
    whole = sorted(candidates, key=lambda one: -one.features["whole"])
    near = sorted((one for one in candidates if one.id in onward), key=lambda one: -onward[one.id])
    first = {one.id for of_one in (candidates, whole, near) for one in of_one[:LIKELY]}
    return tuple(one for one in candidates if one.id in first)
