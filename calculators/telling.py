"""A finding in words: headline, steps, assumptions and boundaries, from the clause's own sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from calculators.inputs import read
from calculators.measured import Spread
from calculators.outcome import Outcome
from calculators.ranges import Decided
from calculators.said import Heard
from calculators.shown import shown, shown_input, spread_text
from knowledge.calculations import Calculation
from knowledge.library import Bound, Library, full_id
from knowledge.prose import day_text, figure_text, fill_words, tidy


def case_day(calculation: Calculation, facts: Mapping[str, Any], now: datetime) -> date:
    """Return the day whose rule applies: that of the first thing that happened, else today."""
    for name, field in calculation.inputs.items():
        value = facts.get(name)
        if field.happened and isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
    return now.date()


def input_called(calculation: Calculation, fact: str) -> str:
    """Return the input that the general function calls `fact`."""
    return next(name for name, field in calculation.inputs.items() if fact in (field.fact.rpartition(".")[2], name))


def readings(library: Library, bound: Bound, day: date, case: str = "") -> tuple[str, ...]:
    """Return the readings that bear on a calculation, and on one case of it, their figures as they stand on `day`."""
    needs, place = bound.calculation.needs, bound.place
    if needs is None:
        return tuple(library.told(place, text, day) for text in place.clause.reading.values())
    told = []
    for name in dict.fromkeys((*needs.get("", ()), *(needs.get(case, ()) if case else ()))):
        locator, _, reading = name.rpartition("#")
        home = library.places[full_id(place.document.id, locator)] if locator else place
        told.append(library.told(home, home.clause.reading[reading], day))
    return tuple(told)


class Telling:
    """Puts a finding into words: the sentences come from the clause's YAML, else from the general function's own."""

    def __init__(self, bound: Bound, result: Decided, heard: Heard, library: Library, now: datetime) -> None:
        """Prepare the words for a result; `heard` are the facts as they came."""
        self.bound, self.facts, self.finding, self.library, self.now = bound, result.facts, result.finding, library, now
        self.heard, self.given, self.uncertain = heard, heard.facts, result.uncertain
        self.calculation = bound.calculation
        self.sentences = {**library.wording.get(self.calculation.use, {}), **self.calculation.says}
        self.day = case_day(self.calculation, self.facts, now)
        self.words = self._words()

    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for key, reference in self.calculation.figures.items():
            value, unit = self.library.figure(self.bound.place, reference, self.day)
            words[key], words[f"{key}:n"] = figure_text(value, unit), figure_text(value, unit, bare=True)
            words[f"{key}_figure"], words[f"{key}_figure:n"] = words[key], words[f"{key}:n"]
        self.tokens = {token: fill_words(word, words) for token, word in self.calculation.words.items()}
        for key, value in {**self.finding.values, **self.finding.extra}.items():
            words[key] = self._shown(value)
        for name, own in {**self.calculation.results, **self.calculation.besides}.items():
            words[name] = words.get(own, "")
        for name, field in self.calculation.inputs.items():
            fact = self.facts.get(name)
            if fact is None and field.default is not None:
                fact = read(field, field.default, self.now)
            words[name] = shown_input(field, fact, self.heard.ends)
            words.setdefault(field.fact.rpartition(".")[2] or name, words[name])
        return words

    def _shown(self, value: Any) -> str:
        if isinstance(value, str):
            return self.tokens.get(value, value)
        if isinstance(value, (list, tuple)):
            return "、".join(self._shown(item) for item in value)
        return shown(value, self.heard.ends)

    def say(self, *keys: str) -> tuple[str, ...]:
        """Return the sentences called `keys`, filled in; an empty one is left out."""
        texts = (self.sentences[key] for key in keys)
        return tuple(fill_words(text, self.words) for text in texts if text)

    def result(self) -> dict[str, Any]:
        """Return the result under the catalogue's names."""
        values = self.finding.values
        names = self.calculation.results
        if self.finding.replaces:
            named = {name: values[own] for name, own in names.items() if own in values}
        else:
            named = {name: values.get(own) for name, own in names.items()}
        besides = {name: values[own] for name, own in self.calculation.besides.items() if own in values}
        return {name: self._json_ready(value) for name, value in {**named, **besides}.items()}

    def _json_ready(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.tokens.get(value, value)
        if isinstance(value, (list, tuple)):
            return [self._json_ready(item) for item in value]
        if isinstance(value, dict) and "name" in value:
            return {**value, "name": input_called(self.calculation, value["name"])}
        return value

    def _in_force(self) -> tuple[str, ...]:
        since = self.bound.place.document.in_force
        if since is None or self.day >= since or self.calculation.own_start:
            return ()
        return (f"这条规则自{day_text(since)}起施行；你说的事情在这之前，下面是按施行后的规则算的。",)

    def outcome(self) -> Outcome:
        """Return the outcome in words and figures."""
        finding, result, gap = self.finding, self.result(), self._gap_id()
        main = result[next(iter(result))]
        undetermined = main is None and not finding.settled
        return Outcome(
            calculator=self.calculation.name,
            outcome="undetermined" if undetermined else "computed",
            says=self._first_words()
            + fill_words(
                self.calculation.tells[finding.case], {**self.words, "because": "；".join(self.say(*finding.because))}
            ),
            inputs=dict(self.given),
            result=result,
            steps=(*self._understood(), *self._worked_out()),
            assumptions=(
                *self._spread_told(),
                *self._in_force(),
                *self.say(*finding.notes),
                *readings(self.library, self.bound, self.day, finding.case),
            ),
            boundaries=self.say(*finding.bounds),
            then=fill_words(self.calculation.then.get(finding.case, self.calculation.then.get("", "")), self.words),
            clauses=self._clauses(gap),
            supplements=self._supplements(gap),
            gap=gap,
        )

    def _worked_out(self) -> tuple[str, ...]:
        """Return the steps of the working out, without those that show one end of a range, which nobody said."""
        ranges = [name for name, value in self.given.items() if isinstance(value, Spread)]
        ends = [shown_input(self.calculation.inputs[name], self.facts[name], self.heard.ends) for name in ranges]
        return tuple(step for step in self.say(*self.finding.steps) if not any(end in step for end in ends))

    def _understood(self) -> tuple[str, ...]:
        """Return each fact as it was understood, those that a step of the working out says as well left out."""
        steps = self._worked_out()
        told = self.heard.understood(self.calculation, self.facts)
        return tuple(
            line
            for line in told
            if not any(all(part in step for part in line.split("（")[0].split("：")) for step in steps)
        )

    def _clauses(self, gap: str) -> tuple[str, ...]:
        """Return the clauses that the outcome rests on, the one relied on most first."""
        finding, document, own = self.finding, self.bound.place.document.id, f"{self.bound.place.clause.locator}."
        # Of several, those under the calculation's own clause come first.
        first = (
            *sorted(finding.relied, key=lambda at: not at.startswith(own)),
            *self.calculation.rests.get(finding.case, ()),
        )
        others = (*finding.clauses, *self.calculation.clauses)
        ordered = (
            *(full_id(document, at) for at in first),
            *self._settling(gap),
            self.bound.place.id,
            *(full_id(document, at) for at in others),
        )
        return tuple(dict.fromkeys(ordered))

    def _spread_told(self) -> tuple[str, ...]:
        """Return what was computed for the whole of a range."""
        ranges = [
            f"“{spread.said}”按 {spread_text(self.calculation.inputs[name], spread)} 看，怎么取结果都一样"
            for name, spread in self.given.items()
            if isinstance(spread, Spread) and spread.why in ("range", "either")
        ]
        return tuple(ranges)

    def _first_words(self) -> str:
        """Return what the first line says of a day that is not certain."""
        words = []
        for name, spread in self.given.items():
            if not isinstance(spread, Spread) or spread.why not in ("safe", "about"):
                continue
            day = shown_input(self.calculation.inputs[name], spread.value)
            if spread.why == "safe":
                words.append(f"按最{'早' if spread.value == spread.low else '晚'}的{day}算，")
            elif name in self.uncertain:
                words.append(f"按{day}算（差一天结果就不一样，请核对日期），")
            else:
                words.append(f"按{day}算，")
        return "".join(words)

    def _gap_id(self) -> str:
        gap = self.calculation.gaps.get(self.finding.gap, "")
        return f"{self.bound.place.document.id}#{gap}" if gap else ""

    def _settling(self, gap: str) -> tuple[str, ...]:
        """Return the clauses that leave the main result open."""
        if gap in self.library.gaps:
            return (self.library.gaps[gap][0].id,)
        return tuple(place.id for place in self.library.conflicts[gap][0]) if gap in self.library.conflicts else ()

    def _supplements(self, gap: str) -> tuple[dict[str, str], ...]:
        if gap not in self.library.gaps:
            return ()
        place, entry = self.library.gaps[gap]
        wanted = self._about()
        found = [entry for entry in self.library.supplements(place, entry.id) if entry.about in ("", wanted)]
        return tuple(
            {"text": tidy(entry.text), "source": entry.source, "dated": entry.dated.isoformat()} for entry in found
        )

    def _about(self) -> str:
        """Return what the supplements beside a gap must be about: the value of the input that picks them."""
        field = self.calculation.inputs.get(self.calculation.supplements_for)
        return (
            ""
            if field is None
            else self.facts.get(self.calculation.supplements_for) or field.default or field.assumed or ""
        )
