"""What can be found in a library: its aspects and calculations as entries of an index."""

from collections.abc import Iterator
from datetime import date

from knowledge.library import TEXT, Library
from knowledge.search.hits import Entry


def entries(library: Library, day: date) -> Iterator[Entry]:
    """Yield the aspects and calculations of `library` as it stands on `day`."""
    for of_one in library.aspects.values():
        for bound in of_one:
            place, aspect = bound.place, bound.aspect
            told = library.told(place, " ".join((aspect.says, *(item.says for item in bound.items))), day)
            said = library.text(place, day) if aspect.id == TEXT else told
            asked = tuple(example.q for example in aspect.asked)
            yield Entry(bound.id, "" if asked else place.clause.title, asked, said, bound.target)
    for name, one in library.calculations.items():
        yield Entry(f"={name}", one.calculation.title, one.calculation.asked)
