"""How near a line comes to what is none of ours: questions next door, talk among people, orders, small talk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from knowledge.kept import NOWHERE, Kept
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.platforms import OUTSIDE
from knowledge.search.features import Features
from knowledge.search.found import BESIDE, TURNS
from knowledge.search.hits import Entry, Hit
from knowledge.search.index import Index
from knowledge.search.vectors import Meanings

_SHIPPED, _NEXT_DOOR = f"{OUTSIDE}::", f"{OUTSIDE}:own:"


class Beside:
    """Compares with the known lines of one library; immutable, safe to share between threads."""

    def __init__(
        self,
        library: Library,
        spelling: Spelling,
        features: Features,
        closest: Callable[[str], str],
        vectors: Meanings,
        kept: Kept = NOWHERE,
    ) -> None:
        """
        Index the lines.

        `closest` returns the document of what can be found that comes closest to a text (spelled), nothing where that
        is switched off.
        """
        self._library, self._spelling, self._features, self._kept = library, spelling, features, kept
        self._closest = closest
        lines = tuple(self._lines())
        self._index = kept.value(
            (Beside, lines, library.words, vectors.about),
            lambda: Index(lines, spelling.example, spelling, vectors=vectors, kept=kept, made_of=library.words),
        )

    def ready(self) -> None:
        """Find out now which lines an owner's documents cover."""
        _ = self._uncovered

    def _lines(self) -> Iterator[Entry]:
        """Yield the lines by kind; those of small talk with the kind of reply that they get."""
        for kind in (*BESIDE, *TURNS):
            lines = enumerate(self._library.beside.get(kind, ()))
            yield from (Entry(f"{kind}::{number}", line) for number, line in lines)
        yield from (Entry(f"{_NEXT_DOOR}{number}", line) for number, line in enumerate(self._library.next_door))
        for reply, words in self._library.lexicon.talk.items():
            yield from (Entry(f"chat:{reply}:{number}", word) for number, word in enumerate(words))

    def near(self, text: str, *, shipped: bool) -> list[Hit]:
        """
        Return the lines that come near `text` (spelled), in no order.

        Where it names no platform that only `shipped` documents speak of, what an owner's documents cover is not next
        door.
        """
        return self._index.hits(text, None if shipped else self._uncovered)

    @cached_property
    def _uncovered(self) -> list[int] | None:
        """
        Return the lines without those next door to the shipped documents that an owner's documents cover.

        Such a line comes, whatever platform it names, closer to something of theirs than to anything shipped. None
        where there are no documents of an owner.
        """
        if all(document.id in self._library.shipped for document in self._library.documents):
            return None

        def covered() -> list[int]:
            entries = enumerate(self._index.entries)
            return [number for number, one in entries if one.id.startswith(_SHIPPED) and self._is_own(one.title)]

        numbers = frozenset(self._kept.plain("covered", self._library.version.encode(), covered))
        return [number for number in range(len(self._index.entries)) if number not in numbers]

    def _is_own(self, line: str) -> bool:
        """Return whether `line` comes closest to something of an owner's documents."""
        text = self._spelling.example(self._features.unnamed(self._spelling.words(line)))
        document = self._closest(text) if text else ""
        return bool(document) and document not in self._library.shipped


def nearest(hits: Iterable[Hit]) -> Mapping[str, Mapping[str, float]]:
    """Return for each kind of line that is none of ours how near the nearest known one is."""
    near: dict[str, dict[str, float]] = {
        kind: {"alike": 0.0, "similar": 0.0, "meant": 0.0} for kind in (*BESIDE, *TURNS)
    }
    for hit in hits:
        row = near[hit.id.partition(":")[0]]
        row["alike"] = max(row["alike"], hit.alike)
        row["similar"] = max(row["similar"], hit.similar)
        row["meant"] = max(row["meant"], hit.meant)
    return near


def small_talk(hits: Iterable[Hit]) -> str:
    """Return the kind of small talk that the nearest line of it is of; nothing of talk that is not to us."""
    best = max((hit for hit in hits if hit.id.startswith("chat:")), key=lambda hit: hit.score, default=None)
    return best.id.split(":")[1] if best is not None else ""
