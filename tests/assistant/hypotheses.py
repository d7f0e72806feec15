"""Hypotheses made by hand with their chances, and the reply that is decided on them at costs that are handed in."""

import pytest

from bot.assistant.deciding import Decision, decide
from bot.assistant.hypothesis import Hypothesis, Kind
from bot.assistant.options import Option
from calculators.outcome import Outcome, Status
from knowledge.answers import Aspect
from knowledge.answers import Kind as Asked
from knowledge.library import BoundAspect, Place
from knowledge.model import Clause, Document
from knowledge.search.found import Candidate

COSTS = {
    "wrong": 1.0,
    "figure": 1.2,
    "document": 0.7,
    "neighbour": 0.2,
    "refusal": 0.6,
    "ask": 0.45,
    "offered": 9.0,
    "found": 0.2,
    "loud": 3.0,
    "silence": 0.5,
}


def place(at: str) -> Place:
    """Return a clause of a document that says nothing else, by its address."""
    name, locator = at.split("/")
    clause = {"locator": locator, "title": "寄回", "for": ["主播"], "text": "样灯要寄回。"}
    document = Document.model_validate(
        {
            "id": name,
            "title": name,
            "short": name,
            "platform": "快手",
            "kind": "规则",
            "source": "lamps.md",
            "checked": "2026-06-01",
            "clauses": [clause],
        }
    )
    return Place(document, Clause.model_validate(clause))


def aspect(
    address: str, chance: float, *, says: str = "", calculation: str = "", asks: tuple[Asked, ...] = ()
) -> Hypothesis:
    """Return an aspect (`lamps/1:when`) with its chance; its first line is its own unless it is given."""
    at, name = address.split(":")
    bound = BoundAspect(at, place(at), Aspect(id=name, says=says or f"{address}。", asks=asks, calculation=calculation))
    return Hypothesis("aspect", address, {}, Candidate(address, bound.place, bound, 0.0, {}), chance=chance)


def calculation(
    name: str, at: str, chance: float, outcome: Status = "computed", gives: tuple[str, ...] = ()
) -> Hypothesis:
    """Return a calculation on a clause with its chance, and what it came to."""
    option = Option(name, at, {}, Outcome(name, outcome, "押金 30 元。"), {}, gives)
    return Hypothesis("calculation", f"={name}", {}, option=option, chance=chance)


def line(kind: Kind, chance: float) -> Hypothesis:
    """Return a line that is none of ours, with its chance."""
    return Hypothesis(kind, kind, {}, chance=chance)


def decided(*hypotheses: Hypothesis, group: bool = False, **costs: float) -> Decision:
    """Return the reply to hypotheses in any order; the costs named are others than usual."""
    judged = sorted(hypotheses, key=lambda one: -one.chance)
    assert sum(one.chance for one in judged) == pytest.approx(1)
    return decide(judged, {**COSTS, **costs}, group=group)


def meant(decision: Decision) -> list[str]:
    """Return the targets that a reply answers, in order."""
    return [one.target for one in decision.meant]
