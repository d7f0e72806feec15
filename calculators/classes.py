"""The class that things named in a text belong to, by a word list (goods.yaml: 翡翠手镯 is 珠宝)."""

from functools import cache

from knowledge.language.script import normalise
from knowledge.language.tables import table


def classed(text: str, name: str) -> str | None:
    """
    Return the class, of those that the word list called `name` tells apart, that `text` (normalised) names things of, or None.

    A longer word hides what stands within it; of several classes the first one in the list counts.
    """
    order, ways = _classes(name)
    found = set()
    for word, token in ways:
        if word in text:
            found.add(token)
            text = text.replace(word, "\0")
    return min(found, key=order.__getitem__) if found else None


@cache
def _classes(name: str) -> tuple[dict[str, int], list[tuple[str, str]]]:
    classes = table(name)
    ways = [(normalise(str(word)), token) for token, words in classes.items() for word in words]
    return {token: place for place, token in enumerate(classes)}, sorted(ways, key=lambda way: -len(way[0]))
