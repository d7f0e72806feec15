"""One spelling for rules and questions alike."""

import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


@lru_cache(maxsize=20_000)
def simplify(text: str) -> str:
    """Return `text` in Simplified characters; everything else stays as it is."""
    return str(_converter("tw2s").convert(text))


def traditional(text: str) -> str:
    """Return `text` in Traditional characters as written in Taiwan, words unchanged."""
    return str(_converter("s2tw").convert(text))


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Return `text` in NFKC form, Simplified, lower case, white space folded to one blank."""
    return " ".join(simplify(unicodedata.normalize("NFKC", text)).lower().split())
