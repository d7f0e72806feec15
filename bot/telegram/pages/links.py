"""Deep links into the private chat: `?start=c_<clause>` and `?start=r_<receipt>`."""

import re
from hashlib import sha256

from knowledge.library import Library

START_CHARACTERS = 64
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def start_link(username: str, parameter: str = "") -> str:
    """Return the link that opens the private chat with `parameter` (A-Za-z0-9_-, at most 64)."""
    return f"https://t.me/{username}" + (f"?start={parameter}" if parameter else "")


def clause_parameter(place: str) -> str:
    """Return the start parameter of a clause, e.g. `c_kuaishou-shizaibao_10-3`."""
    told = "c_" + place.replace("/", "_").replace(".", "-")
    return told if _PLAIN.fullmatch(told) else "c_" + sha256(place.encode()).hexdigest()[:32]


def clause_of(parameter: str, library: Library) -> str | None:
    """Return the id of the clause that a start parameter names, or None."""
    return next((place for place in library.places if parameter in (clause_parameter(place), f"c_{place}")), None)
