"""What to try, taken from what is loaded: a question, a clause, a calculation of each kind."""

from knowledge.library import Bound, Library, Place


def question(library: Library) -> str:
    """Return a question to try: that of the simplest payout, else of the simplest calculation, else any."""
    simplest = sorted((bound for bound in library.calculations.values() if bound.calculation.asked), key=_hardness)
    calculated = (bound.calculation.asked[0] for bound in simplest)
    asked = (clause.asked[0].q for document in library.documents for clause in document.clauses if clause.asked)
    return next(calculated, next(asked, ""))


def clause(library: Library) -> str:
    """Return how a clause is named, by a document and its number; nothing where no clause has a number."""
    numbered = [place for place in _places(library) if place.clause.locator != "0" and not place.clause.cite]
    return next((f"{named(place)} 第{place.clause.locator}条" for place in numbered), "")


def calculation(library: Library, kind: str) -> Bound | None:
    """Return the simplest calculation of a kind that has an example, None where there is none."""
    own = [bound for bound in library.calculations.values() if bound.calculation.kind == kind]
    told = (bound for bound in own if bound.calculation.example)
    return min(told, key=lambda bound: (_hardness(bound), len(bound.calculation.example)), default=None)


def named(place: Place) -> str:
    """Return the shortest name of a clause's document that people use."""
    document = place.document
    return min(document.aliases, key=len, default=document.short)


def _places(library: Library) -> list[Place]:
    """Return the clauses, those of the simplest calculations first."""
    simplest = sorted(library.calculations.values(), key=_hardness)
    return [*(bound.place for bound in simplest), *library.places.values()]


def _hardness(bound: Bound) -> tuple[bool, int]:
    return bound.calculation.kind != "payout", sum(field.required for field in bound.calculation.inputs.values())
