"""What only looks like a figure: idioms, names, numbers of rules, orders, phones. Words and patterns stand in YAML."""

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


def _compiled(group: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(str(pattern).replace("{n}", _N).replace("{d}", DIGITS + "十")) for pattern in table("phrases")[group]
    )


@cache
def names() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of numerals that belong to a name."""
    return (*_compiled("names"), *_with_digits())


@cache
def _with_digits() -> tuple[re.Pattern[str], ...]:
    return _compiled("names_with_digits")


@cache
def _without_digits() -> tuple[re.Pattern[str], ...]:
    return _compiled("names")


_DIGIT = re.compile(r"\d")


def named(text: str) -> list[tuple[int, int]]:
    """
    Return where numerals stand in `text` that belong to a name.

    Patterns with digits are tried only where the line holds a digit.
    """
    patterns = names() if _DIGIT.search(text) else _without_digits()
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]
