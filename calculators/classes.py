"""The class that things named in a text belong to, by a word list (goods.yaml: 翡翠手镯 is 珠宝)."""

from functools import cache

from knowledge.language.script import normalise
from knowledge.language.tables import table


def classed(text: str, name: str) -> str | None:
    """
    Return the class of the word list called `name` that `text` (normalised) names things of, or None.

    A longer word hides what stands within it; of several classes the first one in the list counts.
    """
    order, by_first = _classes(name)
    ways = sorted(way for first in set(text) for way in by_first.get(first, ()))
    found = set()
    for _, word, token in ways:
        if word in text:
            found.add(token)
            text = text.replace(word, "\0")
    return min(found, key=order.__getitem__) if found else None


@cache
def _classes(name: str) -> tuple[dict[str, int], dict[str, list[tuple[int, str, str]]]]:
    """
    Return the place of each class in its list, and the words by their first character.

    With each word stands where it comes in the order of trying, the longest first.
    """
    classes = table(name)
    ways = [(normalise(str(word)), token) for token, words in classes.items() for word in words]
    by_first: dict[str, list[tuple[int, str, str]]] = {}
    for rank, (word, token) in enumerate(sorted(ways, key=lambda way: -len(way[0]))):
        by_first.setdefault(word[0], []).append((rank, word, token))
    return {token: place for place, token in enumerate(classes)}, by_first
