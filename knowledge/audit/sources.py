"""Which sentence of a source file stands in which clause, and which are left out with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.audit.sentences import Sentence, sentences
from knowledge.library import Library, Place
from knowledge.plain_yaml import KnowledgeError, read_yaml

LEFT_OUT = Path(__file__).parent / "left_out.yaml"
REASONS = ("navigation", "advert", "teaser", "reading count", "repeated heading", "re-poster's insertion")


@dataclass(frozen=True, eq=False)
class Pages:
    """The sentences of each source file, and the reasons for those left out: file → range → reason."""

    sentences: dict[str, tuple[Sentence, ...]]
    left_out: dict[str, dict[str, str]]
    library: Library

    @classmethod
    def read(cls, library: Library, folder: Path, left_out: Path = LEFT_OUT) -> "Pages":
        """
        Return the pages that `library` was written from.

        Raises:
            KnowledgeError: a file is missing or cannot be read; names it.
        """
        files = sorted({document.source for document in library.documents})
        reasons = {name: ranges for name, ranges in read_yaml(left_out).items() if name in files}
        return cls({name: _sentences(folder / name) for name in files}, reasons, library)

    def of(self, place: Place) -> tuple[Sentence, ...]:
        """Return the sentences that `place` restates."""
        known = self.sentences[place.document.source]
        return tuple(sentence for lines in place.clause.lines for sentence in chosen(lines, known))

    @cached_property
    def places(self) -> dict[tuple[str, str], tuple[Place, ...]]:
        """Return the clauses that restate each sentence, by file and place."""
        found: dict[tuple[str, str], tuple[Place, ...]] = {}
        for place in self.library.places.values():
            for sentence in self.of(place):
                key = (sentence.file, sentence.place)
                found[key] = (*found.get(key, ()), place)
        return found

    def problems(self) -> Iterator[str]:
        """Yield each range that names no sentence, unknown reason, and sentence that is both restated and left out."""
        for place in self.library.places.values():
            for lines in place.clause.lines:
                source = place.document.source
                if not chosen(lines, self.sentences[source]):
                    where = f"{place.document.id}.yaml: “{place.clause.locator}”.lines"
                    yield f"{where}: “{lines}” names no sentence of {source}"
        for name, ranges in self.left_out.items():
            for lines, reason in ranges.items():
                yield from self._left_out_problems(name, lines, reason)

    def _left_out_problems(self, name: str, lines: str, reason: str) -> Iterator[str]:
        where = f"{LEFT_OUT.name}: {name}: “{lines}”"
        if reason not in REASONS:
            yield f"{where}: “{reason}” is none of the reasons {', '.join(REASONS)}"
        found = chosen(lines, self.sentences[name])
        if not found:
            yield f"{where}: no such sentence"
        for sentence in found:
            for place in self.places.get((name, sentence.place), ()):
                yield f"{where}: {sentence.place} is restated in {place.id} as well"


def _sentences(path: Path) -> tuple[Sentence, ...]:
    try:
        return tuple(sentences(path))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: {getattr(error, 'strerror', None) or error}") from error


def chosen(lines: str, known: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """
    Return the sentences of a range such as `12`, `12-15`, `12.2`, `12.2-3` or `12.2-15.1`; both ends are in.

    A range that cannot be read names none.
    """
    first, _, last = lines.partition("-")
    if last and "." in first and "." not in last:
        last = f"{first.partition('.')[0]}.{last}"
    try:
        start, end = _position(first, 1), _position(last or first, 10**9)
    except ValueError:
        return ()
    return tuple(sentence for sentence in known if start <= (sentence.line, sentence.number) <= end)


def _position(text: str, default: int) -> tuple[int, int]:
    line, _, number = text.partition(".")
    return int(line), int(number) if number else default
