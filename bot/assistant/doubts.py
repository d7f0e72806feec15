"""Facts that are not used before they have been asked about, and why; and how a fact was used that is told first."""

from collections.abc import Mapping
from dataclasses import replace

from calculators.outcome import Outcome
from knowledge.calculations import Calculation
from knowledge.language.fact import Fact
from knowledge.language.tables import table

_MARK = "doubt:"


def doubted(why: str, fact: Fact, said: str) -> Fact:
    """Return a fact that must be asked about, `why` being one of the reasons of the word list."""
    kind = "money" if fact.kind == "number" else fact.kind
    return Fact(
        kind,
        how="about",
        unit="元" if kind == "money" else "",
        start=fact.start,
        end=fact.end,
        said=said,
        part=_MARK + why,
    )


def is_doubt(value: object) -> bool:
    """Return whether a fact must be asked about although it was read."""
    return isinstance(value, Fact) and value.part.startswith(_MARK)


def explained(outcome: Outcome, given: Mapping[str, Fact | str], calculation: Calculation) -> Outcome:
    """Return the outcome with why a fact is asked about before the question, or how one was used before the result."""
    name = outcome.missing[0] if outcome.missing else ""
    fact = given.get(name)
    if outcome.outcome == "needs_input" and isinstance(fact, Fact) and is_doubt(fact):
        one = calculation.inputs[name]
        why = str(table("assigning")["why"][fact.part.removeprefix(_MARK)]).format(said=fact.said, label=one.label)
        return replace(outcome, says=f"{why}{one.ask}")
    each = next((fact for fact in given.values() if isinstance(fact, Fact) and fact.part == "each"), None)
    if each is not None and outcome.outcome in ("computed", "undetermined"):
        told = str(table("assigning")["told"]["each"]).format(amount=f"{each.value.normalize():f}")
        return replace(outcome, says=told + outcome.says)
    return outcome
