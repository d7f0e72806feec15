"""Documents that somebody should compare with their pages again: the longest ago first, of those what is told most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.library import Library
from knowledge.model import Document


@dataclass(frozen=True)
class Aged:
    """A document, how many days ago it was compared with its page, how often it was told lately (None: not known)."""

    document: Document
    days: int
    told: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as an object for other programs."""
        return {
            "document": self.document.id,
            "title": self.document.title,
            "kind": self.document.kind,
            "source": self.document.source,
            "checked": self.document.checked.isoformat(),
            "days": self.days,
            "told": self.told,
        }


def by_age(
    library: Library, today: date, told: Mapping[str, int] | None = None, beyond: int | None = None
) -> list[Aged]:
    """
    Return the documents, the one compared longest ago first, of the same day the one told most.

    `told` says how often each was; `beyond` leaves out those that are not more days old.
    """
    every = (
        Aged(document, (today - document.checked).days, None if told is None else told.get(document.id, 0))
        for document in library.documents
    )
    found = [one for one in every if beyond is None or one.days > beyond]
    return sorted(found, key=lambda one: (-one.days, -(one.told or 0), one.document.id))
