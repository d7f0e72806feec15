"""What can be found in a library: its aspects and calculations as entries of an index."""

from collections.abc import Iterator
from datetime import date

from knowledge.answers import TEXT
from knowledge.library import Library, Place
from knowledge.search.hits import Entry

# Of an answer of several paragraphs a question tells a small share, however well it is asked; what it is about stands
# first. Clauses and first lines of ours are shorter.
_LONGEST_SAID = 100


def entries(library: Library, day: date) -> Iterator[Entry]:
    """Yield the aspects and calculations of `library` as it stands on `day`."""
    for of_one in library.aspects.values():
        for bound in of_one:
            place, aspect = bound.place, bound.aspect
            told = library.told(place, " ".join((aspect.says, *(item.says for item in bound.items))), day)
            said = said_of(library, place, day) if aspect.id == TEXT else told
            asked = tuple(example.q for example in aspect.asked)
            yield Entry(bound.id, "" if asked else place.clause.title, asked, said, bound.target)
    for name, one in library.calculations.items():
        yield Entry(f"={name}", one.calculation.title, one.calculation.asked)


def said_of(library: Library, place: Place, day: date) -> str:
    """Return what a clause says, as it is searched: of an owner's answer the beginning."""
    text = library.text(place, day)
    return text[:_LONGEST_SAID] if place.document.verbatim else text
