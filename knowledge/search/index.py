"""Entries that fit a question: what they say, how they are asked for, what the words mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from knowledge.kept import NOWHERE, Kept, as_array, as_plain
from knowledge.language.once import once
from knowledge.search.hits import Entry, Hit, Search
from knowledge.search.parts import Spelled, is_asked_for, lengths, spelled, spelled_by_part
from knowledge.search.postings import Floats, Postings, bm25, cosine
from knowledge.search.vectors import Meanings

_CANDIDATES, _REMEMBERED = 16, 4
_ASKED, _SAID = 3, 2
# How the features of a hit add up on a base of plain entries that are all asked for in ways of their own, and on one
# of texts alone; those of the documents have fitted weights of their own.
PLAIN = {"told": 0.7, "similar": 0.2, "alike": 0.1, "meant": 0.2}
TEXTS = {"told": 1.0, "similar": 0.0, "alike": 0.0, "meant": 0.12}


class Index:
    """Immutable after building; safe to share between threads."""

    def __init__(
        self,
        entries: Iterable[Entry],
        prepare: Callable[[str], str],
        asked: Callable[[str], str] | None = None,
        *,
        around: Mapping[str, str] | None = None,
        background: Iterable[Entry] = (),
        vectors: Meanings | None = None,
        kept: Kept = NOWHERE,
        made_of: str = "",
        part_of: Callable[[str], str] | None = None,
    ) -> None:
        """
        Index `entries`.

        `prepare` brings phrasings and texts to one spelling, and so does `asked`, if given, with questions; `around`
        is what else a group says; without `vectors` meanings are not compared. Entries of the `background` are never
        found: they only tell, with the others, how rare a word is. What was worked out is kept in `kept` where
        `made_of` says what `prepare` depends on; with `part_of`, which tells the part of an entry or a group by its
        id, also of each part, so that a change in one need not work out the others anew.
        """
        self.entries = tuple(entries)
        self._every = (*self.entries, *background)
        self._prepare_question, self._vectors = asked or prepare, vectors
        around = around or {}
        told = (repr(one).encode("utf-8", "surrogatepass") for one in (*self._every, *sorted(around.items())))
        by = (made_of.encode(), vectors.about.encode() if vectors else b"")
        keep = kept if made_of else NOWHERE
        spell = partial(spelled, prepare=prepare, vectors=vectors)
        if part_of is not None and made_of:
            spell = partial(
                spelled_by_part,
                part_of=part_of,
                spell=spell,
                keep=lambda own, work_out: keep.arrays("part", chain(own, by), work_out),
            )
        arrays = keep.arrays("index", chain(told, by), lambda: self._built(spell(self._every, around)))
        self._way: list[str] = as_plain(arrays["way"])
        self._firsts, self._group, self._middle, self._mean = (
            arrays[name] for name in ("firsts", "group", "middle", "mean")
        )
        self._remembered = once(self._compared, _REMEMBERED)
        self._first_of: list[int] = self._firsts.tolist()
        share = float(arrays["asked"])
        self.weights = {name: share * weight + (1 - share) * TEXTS[name] for name, weight in PLAIN.items()}
        self._asked, self._said = Postings.of(arrays, "asked"), Postings.of(arrays, "said")
        self._around = Postings.of(arrays, "around") if "around_size" in arrays else self._said

    def _built(self, told: Spelled) -> dict[str, NDArray[Any]]:
        """Return all that a search needs beside the entries."""
        every = [way for of_entry in told.ways for way in of_entry]
        texts = [[*of_entry, text] for of_entry, text in zip(told.ways, told.texts, strict=True)]
        group, whole = self._grouped(texts, told.around)
        middle, mean = self._meanings(told)
        asked = sum(map(is_asked_for, self._every)) / (len(self._every) or 1)
        return {
            "asked": np.array(asked),
            "way": as_array(every),
            "firsts": np.array([0, *accumulate(map(len, told.ways))]),
            "group": group,
            "middle": middle,
            "mean": mean,
            **Postings.over(((way,) for way in every), _ASKED, cosine).arrays("asked"),
            **Postings.over(texts, _SAID, bm25).arrays("said"),
            **(Postings.over(whole, _SAID, bm25).arrays("around") if whole else {}),
        }

    def _grouped(
        self, texts: Sequence[Sequence[str]], around: Mapping[str, str]
    ) -> tuple[NDArray[np.int64], list[list[str]]]:
        """Return the number of each entry's group, and what the groups say; nothing where there are no groups."""
        if not any(entry.group for entry in self._every):
            return np.arange(len(self._every)), []
        numbers: dict[str, int] = {}
        group = [numbers.setdefault(entry.group or entry.id, len(numbers)) for entry in self._every]
        whole: list[list[str]] = [[around.get(name, "")] for name in numbers]
        for number, own in zip(group, texts, strict=True):
            whole[number].extend(own)
        return np.array(group), whole

    def _meanings(self, told: Spelled) -> tuple[Floats, Floats]:
        """Return the middle of each entry's ways of asking (of length one) and the mean of all, taken off first."""
        if self._vectors is None:
            return np.zeros((len(self._every), 0), np.float32), np.zeros(0, np.float32)
        # In place: of a large base this is most of what it takes to build it.
        every = told.rows
        known = every.any(1, keepdims=True)
        mean = np.asarray(every.sum(0) / max(int(known.sum()), 1), np.float32)
        every -= mean
        every *= known
        every /= lengths(every)
        firsts = np.array([0, *accumulate(told.counts)])
        middle = np.add.reduceat(every, firsts[:-1]) if self._every else every
        return _unit(middle), mean

    @property
    def ungrouped(self) -> bool:
        """Return whether no entries lie near each other: what is told around one is then what it tells itself."""
        return self._around is self._said

    def search(self, question: str, limit: int = 5) -> Search:
        """Return the best `limit` hits for `question`, as they rank on a base of plain entries."""
        text = self._prepare_question(question)
        hits = sorted(self.hits(text), key=lambda hit: -hit.score)
        return Search(text, tuple(hits[:limit]), self.unknown(text), self._said.weight(text, _SAID))

    def unknown(self, text: str) -> float:
        """Return the share of the weight of `text` (spelled) that no entry knows."""
        return self._said.unknown(text, _SAID)

    def hits(self, text: str, within: Iterable[int] | None = None) -> list[Hit]:
        """Return what (of the entries `within`) may fit `text` (spelled), in no order."""
        compared = self.compared(text)
        return compared.hits(compared.best(within))

    def compared(self, text: str) -> "Compared":
        """Return how every entry compares with `text` (spelled); the last few are remembered."""
        return Compared(self, text, *self._remembered(text))

    def _compared(self, text: str) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        if not self.entries or not text:
            nothing = np.zeros(len(self.entries), np.float32)
            return np.zeros(len(self._way), np.float32), nothing, nothing, nothing, nothing
        alike, asked, told, meant = self._measures(text)
        around = told if self.ungrouped else self._around.told(text, _SAID)[self._group]
        found = slice(len(self.entries))
        return alike, asked[found], told[found], around[found], meant[found]

    def _measures(self, text: str) -> tuple[Floats, Floats, Floats, Floats]:
        """Return how alike each way of asking is to `text`, and each entry by `asked`, `told` and `meant`."""
        alike = self._asked.alike(text, _ASKED)
        return alike, np.maximum.reduceat(alike, self._firsts[:-1]), self._said.told(text, _SAID), self._meant(text)

    def closest(self, text: str) -> int:
        """Return the number of the entry that all measures together bring closest to `text`; -1 of the background."""
        best = int(np.sum(self._measures(text)[1:], axis=0).argmax())
        return best if best < len(self.entries) else -1

    def _meant(self, text: str) -> Floats:
        if self._vectors is None:
            return np.zeros(len(self._every), np.float32)
        vector = self._vectors.of(text)
        return np.asarray(self._middle @ _unit((_unit(vector) - self._mean) * vector.any()), np.float32)

    def nearest(self, number: int, alike: Floats) -> str:
        """Return the way of asking for an entry that is most `alike`."""
        first, last = self._first_of[number], self._first_of[number + 1]
        return str(self._way[first if last - first == 1 else first + int(alike[first:last].argmax())])


@dataclass(frozen=True, eq=False)
class Compared:
    """
    How every entry compares with a text: a row of each measure.

    The rows are in the order of the entries, `alike` in that of their ways of asking.
    """

    index: Index
    text: str
    alike: Floats
    asked: Floats
    told: Floats
    around: Floats
    meant: Floats

    def best(self, within: Iterable[int] | None = None, most: int = _CANDIDATES) -> set[int]:
        """Return the numbers of the entries (of those `within`) among the `most` best by one of the measures."""
        # Where there are no groups, what is told around an entry is what it tells.
        around = () if self.index.ungrouped else (self.told + self.around,)
        measures = (self.asked, self.told, *around, self.meant)
        if within is None:
            return {number for values in measures for number in _largest(values, most).tolist()}
        numbers = np.fromiter(within, np.int64)
        return {number for values in measures for number in numbers[_largest(values[numbers], most)].tolist()}

    def hits(self, numbers: Iterable[int]) -> list[Hit]:
        """Return entries with their measures."""
        order = np.fromiter(numbers, np.int64)
        entries, nearest, weights = self.index.entries, self.index.nearest, self.index.weights
        rows = zip(
            order.tolist(),
            *(values[order].tolist() for values in (self.asked, self.told, self.around, self.meant)),
            strict=True,
        )
        result = []
        for number, alike, told, around, meant in rows:
            way = nearest(number, self.alike) if alike > 0 else ""
            similar = ratio(self.text, way) / 100 if way else 0.0
            score = (
                weights["told"] * told
                + weights["similar"] * similar
                + weights["alike"] * alike
                + weights["meant"] * meant
            )
            result.append(Hit(entries[number].id, score, alike, similar, told, around, meant, way))
        return result


def _unit(rows: Floats) -> Floats:
    """Return vectors brought to length one; zeros stay."""
    return np.asarray(rows / lengths(rows), np.float32)


def _largest(values: Floats, most: int) -> NDArray[np.int64]:
    """Return the places of the largest values that are above zero, at most so many."""
    if len(values) > most:
        places = np.argpartition(values, -most)[-most:]
        return places[values[places] > 0]
    return np.flatnonzero(values > 0)
