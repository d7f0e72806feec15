"""What was probably meant by a name that is not known."""

import difflib
from collections.abc import Iterable

_FEW = 12


def nearly(name: str, known: Iterable[str]) -> str:
    """Return, to be put behind a message, the known name that is nearly `name`; nothing where none is."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; is it {near[0]}?" if near else ""


def like(name: str, known: Iterable[str]) -> str:
    """Return the same, or all names where they are few."""
    names = list(known)
    return nearly(name, names) or (f"; there are: {', '.join(names)}" if 0 < len(names) <= _FEW else "")
