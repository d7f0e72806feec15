"""What only looks like a figure: idioms, names, numbers of rules, orders, telephones. Words and patterns stand in YAML."""

import re
from functools import cache

from knowledge.language.numeral_patterns import DIGITS, UNITS
from knowledge.language.tables import any_of, table

_N = rf"(?:\d++|[{DIGITS}{UNITS}廿卅]++)"


@cache
def phrases() -> re.Pattern[str]:
    """Return a pattern for words that hold a numeral and say no figure."""
    words = [str(word) for row in table("phrases")["words"] for word in row]
    latin = any_of(word for word in words if word[0].isascii())
    others = any_of(word for word in words if not word[0].isascii())
    return re.compile(rf"(?<![\d.a-z])(?:{latin})(?![\d.a-z元块])|{others}")


@cache
def names() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of numerals that belong to a name."""
    return tuple(re.compile(str(pattern).replace("{n}", _N).replace("{d}", DIGITS + "十")) for pattern in table("phrases")["names"])


_SHORT = 120


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in names()))


def named(text: str) -> list[tuple[int, int]]:
    """Return where numerals stand in `text` that belong to a name."""
    if len(text) <= _SHORT and not _any().search(text):
        return []  # one search finds that a short line holds none
    return [match.span() for pattern in names() for match in pattern.finditer(text)]
