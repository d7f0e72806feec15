"""The handed-in source files, line by line and sentence by sentence, in plain Simplified Chinese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.script import simplify

# Two files carry a reading behind a character: 長(zhǎng). Tone marks keep real brackets such as (MCN) out.
_READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńň]{1,6}\)")
# A `?` that the re-poster left for a lost character is followed by the rest of its reading.
_SENTENCE_END = re.compile(
    r"(?<=[。;；!！?？])(?!$|[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)|[。、])"
    r"|(?=[(（]\d[)）])|(?= 附录:)|(?<=附录:)|(?<=:)(?=\d、)|(?<!十)(?=二、)"
)


@dataclass(frozen=True)
class Sentence:
    """
    One sentence or list item of a source file.

    `place` is `LINE.SENTENCE`, both counted from 1; blank lines count as lines.
    """

    file: str
    line: int
    number: int
    text: str

    @property
    def place(self) -> str:
        """Return the sentence's place, e.g. `41.2`."""
        return f"{self.line}.{self.number}"


def plain(text: str) -> str:
    """Return `text` without pinyin readings, in Simplified characters."""
    return simplify(_READING.sub("", text)).strip()


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of the source file at `path`, in order."""
    for line, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        parts = [part.strip() for part in _SENTENCE_END.split(plain(text))]
        for number, part in enumerate((part for part in parts if part), start=1):
            yield Sentence(path.name, line, number, part)
