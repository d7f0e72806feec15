"""Conditions before promises: what the eligibility calculators of a document say before a result is told as owed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

from calculators.inputs import read
from calculators.measured import Spread
from calculators.outcome import CalculationError, Check, ImpossibleFactError, Outcome
from calculators.rule import Rule
from calculators.run import arguments
from calculators.said import heard
from calculators.shown import shown_input
from calculators.telling import case_day
from knowledge.calculations import Reason
from knowledge.language.fact import Fact
from knowledge.library import Bound, Library, full_id
from knowledge.prose import figure_text, fill_words


def _none(**_facts: object) -> tuple[str, ...]:
    """Find nothing that speaks against anything."""
    return ()


Known = Mapping[str, Mapping[str, str | Fact]]
_STRENGTHS = ("plain", "may", "open")


def checked(outcome: Outcome, rules: Mapping[str, Rule], known: Known, library: Library, now: datetime) -> Outcome:
    """
    Return an outcome told only as strongly as its checks allow; one without a result, or without checks, as it is.

    A calculation that is a check itself says its own reasons, too. What is refused in any case needs no further fact.
    """
    calculation = library.calculations[outcome.calculator].calculation
    own = (outcome.calculator,) if calculation.reasons else ()
    if (
        outcome.outcome == "invalid"
        or not (own or calculation.checks)
        or (outcome.outcome == "undetermined" and not own)
    ):
        return outcome
    looked = [
        _Looked(library.calculations[name], rules, known.get(name, {}), library, now)
        for name in (*own, *calculation.checks)
    ]
    outcome = replace(outcome, checks=tuple(one.check() for one in looked[len(own) :]))
    against = sorted(
        (found for one in looked for found in one.against()), key=lambda found: _STRENGTHS.index(found[0].holds)
    )
    asks = outcome.outcome == "needs_input"
    if asks and (not against or against[0][0].holds == "open"):
        return outcome
    if not against:
        return replace(outcome, says=calculation.premise + outcome.says)
    if asks:
        outcome = replace(outcome, outcome="undetermined", missing=())
    return _spoken_against(outcome, against, library, alone=asks or bool(own))


def _spoken_against(outcome: Outcome, against: list[tuple[Reason, str]], library: Library, *, alone: bool) -> Outcome:
    """Return the outcome: strongest reason first, the others below, and what it would have come to, unless `alone`."""
    words = library.wording["checks"]
    document = library.calculations[outcome.calculator].place.document.id
    places = [full_id(document, reason.at) for reason, _ in against]
    cites = [library.places[place].cite for place in places]
    first, says = against[0]
    headline = fill_words(
        words["alone" if alone and first.holds == "open" else first.holds],
        {"because": says, "cite": cites[0], "told": outcome.says},
    )
    also = [
        fill_words(words["also"], {"because": text, "cite": cite})
        for (_, text), cite in zip(against[1:], cites[1:], strict=True)
    ]
    premise = library.calculations[outcome.calculator].calculation.premise
    would = [] if alone or first.holds == "open" else [fill_words(words["would"], {"told": premise + outcome.says})]
    clauses = tuple(dict.fromkeys((*places, *outcome.clauses)))
    then = outcome.then if first.holds == "open" and not first.then else first.then
    steps = outcome.steps if alone else ()
    return replace(
        outcome, says=headline, steps=steps, then=then, boundaries=(*also, *would), assumptions=(), clauses=clauses
    )


class _Looked:
    """One check, looked at on what is known: a fact that is missing, too vague or impossible speaks against nothing."""

    def __init__(
        self,
        bound: Bound,
        rules: Mapping[str, Rule],
        raw: Mapping[str, str | Fact],
        library: Library,
        now: datetime,
    ) -> None:
        self.bound, self.library, self.now = bound, library, now
        self.calculation = bound.calculation
        self.reasons = rules[bound.calculation.use].reasons or _none
        self.facts = self._read(raw)
        self.heard = heard({name: raw[name] for name in self.facts}, self.facts, now)
        self.found = self._found()

    def _read(self, raw: Mapping[str, str | Fact]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, given in raw.items():
            try:
                value = read(self.calculation.inputs[name], given, self.now)
            except CalculationError:
                continue
            if value is not None:
                facts[name] = value
        return facts

    def _found(self) -> tuple[str, ...]:
        """
        Return the reasons that hold whatever the true values of vague facts are.

        Facts that cannot be together give none.
        """
        spreads = {name: value for name, value in self.facts.items() if isinstance(value, Spread)}
        corners = product(*(spread.corners for spread in spreads.values()))
        each = [self._reasons({**self.facts, **dict(zip(spreads, corner, strict=True))}) for corner in corners]
        return tuple(name for name in each[0] if all(name in other for other in each))

    def _reasons(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        try:
            return self.reasons(**arguments(self.reasons, self.bound, facts, self.library, self.now))
        except ImpossibleFactError:
            return ()

    def check(self) -> Check:
        """Return what the check comes to."""
        strengths = {self.calculation.reasons[name].holds for name in self.found}
        places = tuple(self.calculation.reasons[name].at for name in self.found)
        if strengths:
            return Check(
                self.calculation.name, "refused" if strengths & {"plain", "may"} else "disputed", self.found, places
            )
        return Check(self.calculation.name, "ok" if self._complete() else "open")

    def _complete(self) -> bool:
        return all(name in self.facts for name, field in self.calculation.inputs.items() if field.required)

    def against(self) -> list[tuple[Reason, str]]:
        """Return the reasons with their words filled in."""
        words = self._words()
        return [
            (reason, fill_words(reason.says, words))
            for reason in (self.calculation.reasons[name] for name in self.found)
        ]

    def _words(self) -> dict[str, str]:
        day = case_day(self.calculation, self.facts, self.now)
        words = {
            name: shown_input(field, self.facts.get(name), self.heard.ends)
            for name, field in self.calculation.inputs.items()
        }
        for key, reference in self.calculation.figures.items():
            value, unit = self.library.figure(self.bound.place, reference, day)
            words[key], words[f"{key}:n"] = figure_text(value, unit), figure_text(value, unit, bare=True)
        return words
