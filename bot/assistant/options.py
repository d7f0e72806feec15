"""The calculations a question may want, each with the facts it takes, what they come to, and what speaks for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.assistant import turns
from bot.assistant.assigning import assign
from bot.assistant.fits import FITS
from bot.assistant.giving import ANY, Given
from bot.assistant.limits import MOST_GIVEN, MOST_LEFT, MOST_NEAR
from bot.assistant.looked_day import day_looked
from calculators import run
from calculators.outcome import Outcome
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading
from knowledge.library import Bound, Library, full_id
from knowledge.search.asking import Asking
from knowledge.search.found import Candidate, Found

_SUPPORTED, _DAYS = ("date", "moment", "money"), ("date", "moment")
FIGURES = ("money", "number", "count", "percent", "score", "level", "time", "date", "moment", "period", "duration")
# What a calculation of a kind answers.
GIVES = {
    "payout": ("how_much",),
    "deadline": ("until_when", "when", "how_long", "yes_no"),
    "eligibility": ("yes_no", "what_if", "how_many", "which"),
}
_WORDS = {"payout": ("how_much",), "deadline": ("until_when",), "eligibility": ("may", "what_happens")}
# How far below the best a candidate is taken to be that was not found at all, in the ranking's own measure.
_FAR = FITS["far"]


@dataclass(frozen=True)
class Option:
    """
    A calculation and its clause.

    With them are the raw facts found, what they come to, what speaks for it, and the kinds of question it answers.
    """

    name: str
    place: str
    inputs: dict[str, Given]
    outcome: Outcome
    features: Mapping[str, float]
    gives: tuple[str, ...]
    rests: frozenset[str] = frozenset()
    """The further clauses that it rests on."""

    @property
    def answers(self) -> bool:
        """Return whether the facts found are enough for an answer."""
        return self.outcome.outcome in ("computed", "undetermined")

    @property
    def found(self) -> bool:
        """Return whether the search found it: by its own ways of asking, an aspect that names it, or its clause."""
        return any(self.features.get(name, _FAR) > _FAR for name in ("itself", "linked", "home"))


def options(found: Found, reading: Reading, library: Library, asking: Asking, now: datetime) -> list[Option]:
    """Return the calculations that a near aspect or a fact proposes, each once."""
    figures = sum(fact.kind in FIGURES for fact in reading.facts)
    near = _near(found, library)
    names = [*near, *(name for name in _beside(found, library) if name not in near)] if figures else list(near)
    result = []
    for name in names:
        bound = library.calculations[name]
        assigned = assign(bound.calculation, reading, spelled=found.words)
        text = reading.text + found.words
        given = _supported(bound, assigned.given, assigned.firmness, text, library)
        if name not in near and not _tied(bound, given, assigned.firmness):
            continue
        given |= {} if turns.follows_up(reading.line) else _today(bound, given, found, now)
        outcome = run(name, given, library, now)
        features = {
            **_closeness(bound, found),
            **_facts(bound, given, assigned.firmness, outcome, figures),
            "asks": asking.fits(found.kinds, bound.calculation.answers or GIVES[bound.calculation.kind]),
            **{
                mark: float(any(word in text for word in library.lexicon.asked.get(mark, ())))
                for mark in ("own", "compute")
            },
        }
        result.append(
            Option(
                name,
                bound.place.id,
                given,
                outcome,
                features,
                bound.calculation.answers or GIVES[bound.calculation.kind],
                rests_of(bound),
            )
        )
    return result


def rests_of(bound: Bound) -> frozenset[str]:
    """Return the clauses that a calculation rests on beside its own."""
    return frozenset(full_id(bound.place.document.id, at) for at in bound.calculation.clauses)


def _near(found: Found, library: Library) -> list[str]:
    """Return the calculations that were found themselves, or that the best aspects name or stand beside."""
    named = [candidate.id[1:] for candidate in found.candidates if candidate.bound is None]
    completed = (
        sorted(found.candidates, key=lambda one: -one.features.get("whole", 0))[:MOST_NEAR] if found.followed else ()
    )
    for candidate in (*[one for one in found.candidates if one.bound is not None][:MOST_NEAR], *completed):
        if candidate.bound is not None and candidate.bound.aspect.calculation:
            named.append(candidate.bound.aspect.calculation)
        named.extend(one.name for one in candidate.place.clause.calculations)
    return [name for name in dict.fromkeys(named) if name in library.calculations]


def _beside(found: Found, library: Library) -> Iterable[str]:
    """Return the calculations of the documents of the best candidates."""
    documents = {candidate.place.document.id for candidate in found.candidates[:MOST_NEAR]}
    return (name for name, bound in library.calculations.items() if bound.place.document.id in documents)


def _today(bound: Bound, given: Mapping[str, Given], found: Found, now: datetime) -> dict[str, Given]:
    """Return today as the day looked at, where it is asked whether and not until when: 还能申请吗."""
    looked = day_looked(bound.calculation)
    needs = any(one.required and name not in given for name, one in bound.calculation.inputs.items())
    whether = found.kinds.get("yes_no", 0) > max(found.kinds.get("until_when", 0), found.kinds.get("when", 0))
    if bound.calculation.kind != "deadline" or not looked or looked in given or needs or not whether:
        return {}
    return {looked: Fact("date", now.date(), now.date(), now.date(), said="今天", part="now")}


def _supported(
    bound: Bound, given: Mapping[str, Given], firmness: Mapping[str, float], text: str, library: Library
) -> dict[str, Given]:
    """
    Return the facts without days and amounts that no word of the question ties to their input.

    They stay where it asks for just that.
    """
    inputs = bound.calculation.inputs
    asks = any(word in text for kind in _WORDS[bound.calculation.kind] for word in library.lexicon.asked[kind])
    return {
        name: value
        for name, value in given.items()
        if not (inputs[name].required and ANY not in inputs[name].event and inputs[name].type in _SUPPORTED)
        or asks
        or firmness.get(name)
    }


def _tied(bound: Bound, given: Mapping[str, Given], firmness: Mapping[str, float]) -> bool:
    """Return whether words tie a figure to an input that the calculation needs."""
    inputs = bound.calculation.inputs
    return any(firmness.get(name) and inputs[name].required and inputs[name].type in _SUPPORTED for name in given)


def _closeness(bound: Bound, found: Found) -> dict[str, float]:
    """Return how far its own phrasings, aspects naming it, its clause and those near it lie below the top candidate."""
    top = found.candidates[0].score if found.candidates else 0
    document = bound.place.document.id
    further = {full_id(document, at) for at in (*bound.calculation.clauses, *bound.calculation.near)}

    def best(candidates: Iterable[Candidate]) -> float:
        return max((max(one.score - top, _FAR) for one in candidates), default=_FAR)

    name, aspects = bound.calculation.name, [one for one in found.candidates if one.bound is not None]
    whole = max((one.features.get("whole", 0) for one in found.candidates), default=0)
    own = (
        one
        for one in found.candidates
        if one.id == f"={name}" or (one.bound is not None and one.bound.aspect.calculation == name)
    )
    return {
        "whole_gap": max((max(one.features.get("whole", 0) - whole, _FAR) for one in own), default=_FAR)
        if found.followed
        else 0,
        "itself": best(one for one in found.candidates if one.id == f"={name}"),
        "linked": best(one for one in aspects if one.bound is not None and one.bound.aspect.calculation == name),
        "home": best(one for one in aspects if one.place.id == bound.place.id),
        "further": best(one for one in aspects if one.place.id in further),
    }


def _facts(
    bound: Bound, given: Mapping[str, Given], firmness: Mapping[str, float], outcome: Outcome, figures: int
) -> dict[str, float]:
    """Return how the line's facts fit: what it needs and has, what is tied, what is left over, what they come to."""
    inputs = bound.calculation.inputs
    needed = [name for name, one in inputs.items() if one.required]
    taken = sum(isinstance(value, Fact) and value.kind in FIGURES for value in given.values())
    days = [
        name for name in given if inputs[name].type in _DAYS and inputs[name].required and ANY not in inputs[name].event
    ]
    return {
        outcome.outcome: 1,
        "required": sum(name in given for name in needed) / (len(needed) or 1),
        "given": min(len(given), MOST_GIVEN) / MOST_GIVEN,
        "tied": float(any(firmness.get(name) for name in given if name in needed)),
        "loose_day": float(any(not firmness.get(name) for name in days)),
        "left": float(min(max(figures - taken, 0), MOST_LEFT)),
        "figures": float(bool(taken)),
    }


def opens(near: Sequence[Option]) -> list[Option]:
    """Return the calculations that a bare figure after an answer may go to, the closest first."""
    close = [one for one in near if one.inputs or max(one.features["linked"], one.features["home"]) > _FAR / 2]
    return sorted(close, key=lambda one: -max(one.features["itself"], one.features["linked"], one.features["home"]))
