"""The word lists of the language, read once from `words/`, and patterns made of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from knowledge.plain_yaml import read_yaml

_FOLDER = Path(__file__).parent / "words"


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the word list `name` (`words/<name>.yaml`)."""
    found: Mapping[str, Any] = read_yaml(_FOLDER / f"{name}.yaml")
    return found


def has_table(name: str) -> bool:
    """Return whether there is a word list of that name."""
    return (_FOLDER / f"{name}.yaml").is_file()


def spelled_out(words: Iterable[str]) -> Iterator[str]:
    """Yield the words, those with choices in brackets, (没|未)(送|做)完, as each of what they stand for."""
    for word in words:
        parts = [part.split("|") for part in re.split(r"[()]", str(word))]
        yield from ("".join(chosen) for chosen in product(*parts))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, longest first, grouped by what they share so that it is tried quickly."""
    return _branch(sorted({str(word) for word in words}))


_MANY, _SHELF = 40, 16


def _shelved(firsts: list[str], parts: list[str]) -> list[str]:
    """Return many branches in groups, each tried only where one of its first characters stands."""
    shelves = (slice(at, at + _SHELF) for at in range(0, len(parts), _SHELF))
    return [f"(?=[{re.escape(''.join(firsts[shelf]))}])(?:{'|'.join(parts[shelf])})" for shelf in shelves]


def _branch(words: list[str]) -> str:
    """Return a pattern for sorted `words`, common beginnings told once; longer ones before what they begin with."""
    groups: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            groups.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not groups:
        return ""
    parts = [re.escape(first) + _branch(rest) for first, rest in groups.items()]
    if len(parts) > _MANY:
        parts = _shelved(list(groups), parts)
    body = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{body}?" if ends else body
