"""One spelling for rules and questions alike."""

import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

# Words of ours come again and again; what people write is longer, and is not kept.
_SHORT = 24


# 么 stands for 幺 in Traditional only; in 了么 it is what it is.
_KEPT = "\ue000"


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def simplify(text: str) -> str:
    """Return `text` in Simplified characters; everything else stays as it is, half a surrogate pair as a question mark."""
    return str(_converter("tw2s").convert(_encodable(text).replace("么", _KEPT))).replace(_KEPT, "么")


def traditional(text: str) -> str:
    """Return `text` in Traditional characters as written in Taiwan, words unchanged."""
    return str(_converter("s2tw").convert(_encodable(text)))


def normalise(text: str) -> str:
    """Return `text` in NFKC form, Simplified, lower case, white space folded to one blank."""
    return _normalised_word(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    return " ".join(simplify(unicodedata.normalize("NFKC", text)).lower().split())


_normalised_word = lru_cache(maxsize=10_000)(_normalised)


def _encodable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
