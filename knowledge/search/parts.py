"""What an index is built from: entries in one spelling and what they mean, kept document by document."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from knowledge.kept import Arrays, as_array, as_plain
from knowledge.search.hits import Entry
from knowledge.search.postings import Floats
from knowledge.search.vectors import Meanings

# A title that is only a number (刑法第二十条) is no way of asking.
_NUMBERED = re.compile(r"第[零〇一二三四五六七八九十百千\d]+[条條章节節款](?:之[一二三四五六七八九十\d]+)?\s*$")
Prepare = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class Spelled:
    """
    Entries in one spelling, in their order.

    Of each there are its ways of asking, its text, and what it means: for each way, or of one that nobody asks for in
    ways of its own once for its text, one of the `rows`, of length one; `counts` says how many of them are whose.
    `around` is what else groups say.
    """

    ways: Sequence[Sequence[str]]
    texts: Sequence[str]
    around: Mapping[str, str]
    rows: Floats
    counts: Sequence[int]

    @property
    def of_each(self) -> list[Floats]:
        """Return the rows of each entry."""
        return [self.rows[first:last] for first, last in pairwise(accumulate(self.counts, initial=0))]


def is_asked_for(entry: Entry) -> bool:
    """Return whether somebody has told ways of asking for an entry."""
    return bool(entry.phrasings) or not _NUMBERED.search(entry.title)


def spelled(entries: Sequence[Entry], around: Mapping[str, str], prepare: Prepare, vectors: Meanings | None) -> Spelled:
    """Return `entries` and what else groups say as `prepare` spells them, with what they mean by `vectors`."""
    ways = [
        [way for way in dict.fromkeys(prepare(text) for text in (entry.title, *entry.phrasings)) if way] or [""]
        for entry in entries
    ]
    texts = [prepare(entry.text) for entry in entries]
    # Of an entry that nobody has told ways of asking for, its text says what it means.
    telling = [
        of_one if is_asked_for(entry) else [" ".join([*of_one, text])]
        for entry, of_one, text in zip(entries, ways, texts, strict=True)
    ]
    beside = {name: prepare(text) for name, text in around.items()}
    rows = _rows([way for of_one in telling for way in of_one], vectors)
    return Spelled(ways, texts, beside, rows, [len(of_one) for of_one in telling])


def spelled_by_part(
    entries: Sequence[Entry],
    around: Mapping[str, str],
    part_of: Callable[[str], str],
    spell: Callable[[Sequence[Entry], Mapping[str, str]], Spelled],
    keep: Callable[[Iterable[bytes], Callable[[], Arrays]], Arrays],
) -> Spelled:
    """
    Return what `spell` makes of entries and groups, each part of them by itself and kept by `keep`.

    `part_of` tells the part of an entry or a group by its id, so that what changes in one leaves the others as they
    are.
    """
    numbers: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        numbers.setdefault(part_of(entry.id), []).append(number)
    beside: dict[str, dict[str, str]] = {}
    for name, text in around.items():
        beside.setdefault(part_of(name), {})[name] = text
    ways: list[Sequence[str]] = [()] * len(entries)
    texts, rows, found = [""] * len(entries), [np.zeros((0, 0), np.float32)] * len(entries), dict[str, str]()
    for part in dict.fromkeys((*numbers, *beside)):
        here, more = numbers.get(part, []), beside.get(part, {})
        one = _kept([entries[number] for number in here], more, spell, keep)
        found |= one.around
        for number, own, text, meant in zip(here, one.ways, one.texts, one.of_each, strict=True):
            ways[number], texts[number], rows[number] = own, text, meant
    every = np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)
    return Spelled(ways, texts, {name: found[name] for name in around}, every, [len(meant) for meant in rows])


def lengths(rows: Floats) -> Floats:
    """Return the lengths of vectors, next to nothing in place of zero."""
    return np.asarray(np.maximum(np.sqrt(np.einsum("...i,...i->...", rows, rows))[..., None], 1e-9), np.float32)


def _rows(ways: Sequence[str], vectors: Meanings | None) -> Floats:
    """Return a row of length one for each way; where no word of it is known it is zeros."""
    if vectors is None:
        return np.zeros((len(ways), 0), np.float32)
    every = np.zeros((len(ways), vectors.width), np.float32)
    for row, way in enumerate(ways):
        every[row] = vectors.of(way)
    # In place: of a large base this is most of what it takes to build it.
    every /= lengths(every)
    return every


def _kept(
    entries: Sequence[Entry],
    around: Mapping[str, str],
    spell: Callable[[Sequence[Entry], Mapping[str, str]], Spelled],
    keep: Callable[[Iterable[bytes], Callable[[], Arrays]], Arrays],
) -> Spelled:
    def work_out() -> Arrays:
        one = spell(entries, around)
        told = {"ways": one.ways, "texts": one.texts, "around": one.around, "counts": one.counts}
        return {"told": as_array(told), "rows": one.rows}

    arrays = keep((repr(one).encode("utf-8", "surrogatepass") for one in (*entries, *sorted(around.items()))), work_out)
    told = as_plain(arrays["told"])
    return Spelled(told["ways"], told["texts"], told["around"], arrays["rows"], told["counts"])
