"""The names of columns and documents, from `words.yaml`."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from knowledge.figures import Frozen, Strings
from knowledge.language.script import normalise
from knowledge.validated import validated

Part = Literal["question", "answer", "phrasings", "title"]
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]|[(（\[【].*", re.DOTALL)
_SIGNS = re.compile(r"[\W\d_]+")


class Named(Frozen):
    """What a document is called where its owner names nothing."""

    title: str
    platform: str
    audience: str


class Words(Frozen):
    """The content of `words.yaml`."""

    columns: dict[Part, Strings]
    written: dict[Part, str]
    separators: Strings
    bullets: dict[Part, Strings]
    document: Named


@cache
def words() -> Words:
    """Return the words, read once."""
    return validated(Words, Path(__file__).parent / "words.yaml")


def part_of(heading: str) -> tuple[Part, int] | None:
    """
    Return which part of an entry a column holds by its heading, and the place of its name among those of the part.

    >>> part_of("相似问法2（选填）"), part_of("Question"), part_of("分类")
    (('phrasings', 1), ('question', 20), None)
    """
    for spelled in dict.fromkeys((_plain(heading), *map(_plain, re.split(r"[/／、\n]", heading)))):
        if spelled in _parts():
            return _parts()[spelled]
    return None


@cache
def _parts() -> Mapping[str, tuple[Part, int]]:
    return {
        _plain(name): (part, place)
        for part, names in reversed(words().columns.items())
        for place, name in reversed(list(enumerate(names)))
    }


def _plain(heading: str) -> str:
    return _SIGNS.sub("", _BRACKETS.sub("", normalise(heading)))
