"""What is asked back where a fact is missing or too vague, with what has been understood so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from calculators.measured import MOST_YUAN, Spread
from calculators.outcome import Finding, Outcome
from calculators.ranges import Decided, Undecided
from calculators.said import Heard
from calculators.telling import Telling, case_day, readings
from knowledge.library import Bound, Library
from knowledge.prose import figure_text, fill_words


@dataclass(frozen=True)
class Asking:
    """A calculation that cannot go on: its facts as they were heard, and what was said of those left aside."""

    bound: Bound
    heard: Heard
    library: Library
    now: datetime
    aside: tuple[str, ...] = ()

    def outcome(self, name: str, question: str = "", sofar: tuple[str, ...] = ()) -> Outcome:
        """Return the outcome that asks for the input `name` with `question` or its own, after the sentences `sofar`."""
        calculation, facts = self.bound.calculation, self.heard.facts
        others = (
            key for key, other in calculation.inputs.items() if other.required and key not in facts and key != name
        )
        used = {key: _told(value) for key, value in facts.items()}
        told = readings(self.library, self.bound, case_day(calculation, used, self.now)) if facts or self.aside else ()
        return Outcome(
            calculation.name,
            "needs_input",
            "。".join((*self.aside, *self._settled(sofar), question or calculation.inputs[name].ask)),
            inputs=facts,
            missing=(name, *others),
            steps=self.heard.understood(calculation, used),
            assumptions=told,
            clauses=(self.bound.place.id,),
        )

    def _settled(self, sofar: tuple[str, ...]) -> tuple[str, ...]:
        return (
            Telling(self.bound, Decided(Finding({}, ""), self.heard.facts), self.heard, self.library, self.now).say(
                *sofar
            )
            if sofar
            else ()
        )

    def between(self, undecided: Undecided) -> Outcome:
        """Return the outcome that asks for the exact figure, with what both ends of a range come to."""
        field, spread = self.bound.calculation.inputs[undecided.name], self.heard.facts[undecided.name]
        if not undecided.ends:
            return self.outcome(undecided.name, f"“{spread.said}”只是个大概，要准数才算得出来。{field.ask}")
        ends = []
        for known, finding in undecided.ends:
            telling = Telling(self.bound, Decided(finding, known), Heard(known), self.library, self.now)
            words, says = telling.words[undecided.name], telling.outcome().says
            if known[undecided.name] != MOST_YUAN:
                ends.append(f"按 {words} 算：{says}")
            elif words not in says:  # nobody said how much it is at most: only where that has a result of its own
                ends.append(f"再往高了算：{says}")
        return self.outcome(undecided.name, f"“{spread.said}”要看准数：{'；'.join(ends)}。{field.ask}")


def _told(value: Any) -> Any:
    """Return the value that a fact is told with."""
    if not isinstance(value, Spread):
        return value
    return value.corners[0] if value.value is None else value.value


def without_uncovered(
    bound: Bound, facts: Mapping[str, Any], library: Library, now: datetime
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the facts but those that are told of too short a span, and what to say of them."""
    kept, aside = dict(facts), []
    for name, field in bound.calculation.inputs.items():
        if field.covers is None or name not in facts:
            continue
        least, unit = library.figure(
            bound.place, bound.calculation.figures[field.covers.at_least], case_day(bound.calculation, facts, now)
        )
        span = _told(facts[name])
        if span >= least:
            continue
        kept = {key: value for key, value in kept.items() if key != name and key not in field.covers.inputs}
        aside.append(fill_words(field.covers.says, {name: str(span), field.covers.at_least: figure_text(least, unit)}))
    return kept, tuple(aside)
