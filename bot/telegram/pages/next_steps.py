"""Likely next steps besides a clause's questions: a calculator with what is known filled in, the related clause."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.assistant.answer import Answer
from bot.telegram.pages.receipts import raw_inputs
from knowledge.calculations import Calculation
from knowledge.library import Library, Place, full_id

_MOST = 2


@dataclass(frozen=True)
class Filled:
    """A calculator that a button starts, and the inputs that are known already."""

    title: str
    name: str
    inputs: Mapping[str, str]

    @property
    def payload(self) -> str:
        """Return what the button carries."""
        return "\n".join((self.name, *(f"{name}={raw}" for name, raw in self.inputs.items())))


def read_payload(payload: str) -> tuple[str, dict[str, str]]:
    """Return the calculator and the inputs that a button carries."""
    name, *lines = payload.split("\n")
    return name, dict(line.split("=", 1) for line in lines if "=" in line)


def calculators_after(answer: Answer, library: Library) -> list[Filled]:
    """Return the calculators of the clause; after a calculation, those of its document that need what is known now."""
    place = _place(answer, library)
    if place is None or answer.ask:
        return []
    if answer.calculation is None:
        return [Filled(one.title, one.name, {}) for one in place.clause.calculations][:_MOST]
    known = raw_inputs(answer.calculation)
    every = (
        one
        for clause in place.document.clauses
        for one in clause.calculations
        if one.name != answer.calculation.calculator
    )
    filled = [Filled(one.title, one.name, shared) for one in every if (shared := _shared(one, known))]
    return filled[:_MOST]


def related_to(answer: Answer, library: Library) -> Place | None:
    """Return the clause that is related most to the one an answer rests on, and not quoted in it."""
    place = _place(answer, library)
    shown = {quote.id for quote in answer.quotes}
    ids = (full_id(place.document.id, at) for at in place.clause.related) if place else ()
    return next((library.places[at] for at in ids if at in library.places and at not in shown), None)


def _place(answer: Answer, library: Library) -> Place | None:
    return library.places.get(answer.quotes[0].id) if answer.quotes else None


def _shared(calculation: Calculation, known: Mapping[str, str]) -> dict[str, str]:
    """Return what is known of the inputs that a calculation cannot do without."""
    return {name: known[name] for name, field in calculation.inputs.items() if field.required and name in known}
