"""What an index holds and finds: entries, hits with their measures, a whole search."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: `phrasings` ask for it, `text` is what it says; entries of one `group` lie near each other."""

    id: str
    title: str
    phrasings: tuple[str, ...] = ()
    text: str = ""
    group: str = ""


class Hit(NamedTuple):
    """
    A found entry.

    `alike` compares with the nearest way of asking (cosine; `nearest` is that way), `similar` the same by edits,
    `told` is the share of the question's weight that the entry tells (BM25), `around` that of its whole group,
    `meant` compares meanings; `score` adds them up. All but `score` lie between 0 and 1, `meant` between -1 and 1.
    """

    id: str
    score: float
    alike: float = 0.0
    similar: float = 0.0
    told: float = 0.0
    around: float = 0.0
    meant: float = 0.0
    nearest: str = ""


@dataclass(frozen=True)
class Search:
    """A question's hits, best first; `unknown` is the share of its weight that no entry knows, `weight` that weight."""

    text: str
    hits: tuple[Hit, ...] = ()
    unknown: float = 1.0
    weight: float = 0.0
