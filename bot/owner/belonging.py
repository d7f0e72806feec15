"""What a question of the inbox may belong to: aspects and calculations, what each is called, how it is asked for."""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.assistant.assistant import Assistant
from knowledge.language.script import normalise
from knowledge.library import BoundAspect, Library

_MOST_OWN = 12
"""Entries of an owner that are offered because they are written alike."""


def targets(assistant: Assistant, question: str) -> list[tuple[str, str]]:
    """
    Return what a question may belong to, the likeliest first, each with its label.

    An owner's own come first where no platform is named: those that were found, then those that are written alike.
    """
    found = assistant.finder.find(question)
    candidates = [(one.id, one.place.document.id) for one in found.candidates]
    shipped = assistant.library.shipped
    if "platform" in found.named or found.about:
        likely = [target for target, _ in candidates]
    else:
        own = [target for target, document in candidates if document not in shipped]
        likely = [*own, *_alike(assistant.library, question), *(target for target, _ in candidates)]
    return [(label(assistant.library, target), target) for target in dict.fromkeys(likely)]


def _alike(library: Library, question: str) -> Sequence[str]:
    """Return the entries of an owner whose questions are written most like a question."""
    own = [one for some in library.aspects.values() for one in some if one.place.document.verbatim and one.aspect.asked]
    asked = {one.id: normalise(one.aspect.asked[0].q) for one in own}
    return [target for _, _, target in process.extract(normalise(question), asked, scorer=ratio, limit=_MOST_OWN)]


def ways(library: Library, target: str) -> list[str]:
    """Return the ways of asking for an aspect."""
    one = _aspect(library, target)
    return [way.q for way in one.aspect.asked] if one else []


def label(library: Library, target: str) -> str:
    """Return what a target is called: the document, the clause and how it is asked for."""
    if target.startswith("="):
        bound = library.calculations.get(target[1:])
        return f"🧮 {bound.calculation.title}" if bound else target
    one = _aspect(library, target)
    if one is None:
        return target
    way = one.aspect.asked[0].q if one.aspect.asked else one.place.clause.title
    return f"{one.place.document.short}{one.place.cite} {way}"


def _aspect(library: Library, target: str) -> BoundAspect | None:
    of_clause = library.aspects.get(target.rpartition(":")[0], ())
    return next((one for one in of_clause if one.id == target), None)
