"""Which figures an answer rests on, by their addresses (`document/locator#name`), and what rests on which figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.figures import Parameter
from knowledge.library import Bound, BoundAspect, Library, Place, full_id
from knowledge.prose import PLACEHOLDER


@dataclass(frozen=True)
class Resting:
    """What rests on one figure: aspects, the clauses whose text holds it, the calculations that bind it."""

    aspects: tuple[BoundAspect, ...] = ()
    places: tuple[Place, ...] = ()
    calculations: tuple[Bound, ...] = ()


def figure_at(library: Library, address: str) -> tuple[Place, str, Parameter] | None:
    """Return the clause, name and history of the figure at an address; None where there is none (any more)."""
    at, _, name = address.partition("#")
    place = library.places.get(at)
    parameter = place.clause.parameters.get(name) if place else None
    return None if place is None or parameter is None else (place, name, parameter)


def figures_of(library: Library, told: str) -> tuple[str, ...]:
    """
    Return the figures that an answer rests on, each once.

    `told` is what it tells: the address of an aspect, of a clause (all of its text), or `=name` of a calculation.
    """
    if told.startswith("="):
        bound = library.calculations.get(told[1:])
        return _of_calculation(bound) if bound else ()
    if told in library.places:
        place = library.places[told]
        return _in_texts(place, (place.clause.text,))
    one = next((one for one in library.aspects.get(told.rpartition(":")[0], ()) if one.id == told), None)
    return _of_aspect(one) if one else ()


def resting(library: Library) -> Mapping[str, Resting]:
    """Return what rests on each figure, by its address."""
    aspects: dict[str, list[BoundAspect]] = defaultdict(list)
    for one in (one for several in library.aspects.values() for one in several):
        for address in _of_aspect(one):
            aspects[address].append(one)
    places: dict[str, list[Place]] = defaultdict(list)
    for place in library.places.values():
        for address in _in_texts(place, (place.clause.text,)):
            places[address].append(place)
    calculations: dict[str, list[Bound]] = defaultdict(list)
    for bound in library.calculations.values():
        for address in _of_calculation(bound):
            calculations[address].append(bound)
    return {
        address: Resting(tuple(aspects[address]), tuple(places[address]), tuple(calculations[address]))
        for address in {*aspects, *places, *calculations}
    }


def _of_aspect(one: BoundAspect) -> tuple[str, ...]:
    own = (example.says for example in one.aspect.asked)
    return _in_texts(one.place, (one.aspect.says, *own, one.aspect.then, *(item.says for item in one.items)))


def _of_calculation(bound: Bound) -> tuple[str, ...]:
    home = bound.place.document.id
    split = (reference.rpartition("#") for reference in bound.calculation.figures.values())
    found = (f"{full_id(home, locator) if locator else bound.place.id}#{name}" for locator, _, name in split)
    return tuple(dict.fromkeys(found))


def _in_texts(place: Place, texts: Iterable[str]) -> tuple[str, ...]:
    if place.document.verbatim:
        return ()
    found = (
        f"{full_id(place.document.id, match['locator']) if match['locator'] else place.id}#{match['name']}"
        for text in texts
        for match in PLACEHOLDER.finditer(text)
    )
    return tuple(dict.fromkeys(found))
