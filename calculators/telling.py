"""A finding in words: headline, steps, assumptions and boundaries, from the clause's own sentences."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from calculators.facts import Spread
from calculators.inputs import quoted, read
from calculators.outcome import Outcome, Share, Yuan
from calculators.ranges import Decided
from knowledge.library import Bound, Library, full_id
from knowledge.model import Calculation, Input
from knowledge.prose import day_text, figure_text, fill_words, percent, plain_number, tidy


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


class Telling:
    """Puts a finding into words: the sentences come from the clause's YAML, else from the general function's own."""

    def __init__(
        self, bound: Bound, result: Decided, given: Mapping[str, Any], said: Mapping[str, str], library: Library, now: datetime
    ) -> None:
        """Prepare the words for a result; `given` are the facts as they came (spreads included), `said` the words they came in."""
        self.bound, self.facts, self.finding, self.library, self.now = bound, result.facts, result.finding, library, now
        self.given, self.said, self.uncertain = given, said, result.uncertain
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
        for name, own in self.calculation.results.items():
            words[name] = words.get(own, "")
        for name, field in self.calculation.inputs.items():
            fact = self.facts.get(name)
            if fact is None and field.default is not None:
                fact = read(field, field.default, self.now)
            words[name] = shown_input(field, fact)
            words.setdefault(field.fact.rpartition(".")[2] or name, words[name])
        return words

    def _shown(self, value: Any) -> str:
        if isinstance(value, str):
            return self.tokens.get(value, value)
        if isinstance(value, (list, tuple)):
            return "、".join(self._shown(item) for item in value)
        return shown(value)

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
        extra = {key: values[key] for key in ("payout_min", "payout_max") if key in values}
        return {name: self._json_ready(value) for name, value in {**named, **extra}.items()}

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
        if since is None or self.day >= since or "starts" in self.calculation.figures:
            return ()
        return (f"这条规则自{day_text(since)}起施行；您说的事情在这之前，下面是按施行后的规则算的。",)

    def outcome(self) -> Outcome:
        """Return the outcome in words and figures."""
        finding, place = self.finding, self.bound.place
        result = self.result()
        main = result[next(iter(result))]
        gap = self._gap_id()
        readings = tuple(self.library.told(place, text, self.day) for text in place.clause.reading) if finding.steps else ()
        others = (full_id(place.document.id, at) for at in (*finding.clauses, *self.calculation.clauses))
        supplements = self._supplements(gap)
        return Outcome(
            calculator=self.calculation.name,
            outcome="undetermined" if main is None else "computed",
            says=self._first_words() + fill_words(self.calculation.tells[finding.case], self.words),
            inputs=dict(self.given),
            result=result,
            steps=(*self._understood(), *self.say(*finding.steps)),
            assumptions=(*self._spread_told(), *self._in_force(), *self.say(*finding.notes), *readings),
            boundaries=self.say(*finding.bounds),
            clauses=tuple(dict.fromkeys((*self._first(gap), place.id, *others))),
            supplements=supplements,
            gap=gap,
        )

    def _understood(self) -> tuple[str, ...]:
        """Return each fact that was used as it was understood, with the words it was told in where they differ."""
        lines = []
        for name, field in self.calculation.inputs.items():
            if name not in self.given:
                continue
            shown = spread_text(field, self.given[name]) or shown_input(field, self.facts[name])
            said = self.said.get(name, "")
            echo = f"（你说“{quoted(said)}”）" if said and _bare(said) not in _bare(shown) else ""
            lines.append(f"{field.label}：{with_weekday(self.facts[name], shown)}{echo}")
        return tuple(lines)

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

    def _first(self, gap: str) -> tuple[str, ...]:
        if gap in self.library.gaps:
            return (self.library.gaps[gap][0].id,)
        return tuple(place.id for place in self.library.conflicts[gap][0]) if gap in self.library.conflicts else ()

    def _supplements(self, gap: str) -> tuple[dict[str, str], ...]:
        if gap not in self.library.gaps:
            return ()
        place, entry = self.library.gaps[gap]
        wanted = self.facts.get("format") or "short_video"
        found = [entry for entry in self.library.supplements(place, entry.id) if entry.about in ("", wanted)]
        return tuple({"text": tidy(entry.text), "source": entry.source, "dated": entry.dated.isoformat()} for entry in found)


def spread_text(field: Input, value: Any) -> str:
    """Return a spread as people read it (300.01 元到 399.99 元), empty for a single value or a day that was taken."""
    if not isinstance(value, Spread) or value.why == "about":
        return ""
    if value.why == "either":
        return "或".join(shown_input(field, corner) for corner in value.corners)
    low, high = (None if end is None else shown_input(field, end) for end in (value.low, value.high))
    if low and high:
        return f"{low}到{high}"
    return f"{low}以上" if low else f"{high}以内"


def with_weekday(value: Any, shown_value: str) -> str:
    """Return a day with its weekday, so that a slip is seen."""
    if isinstance(value, date) and "到" not in shown_value:
        return f"{shown_value}，周{'一二三四五六日'[value.weekday()]}"
    return shown_value


_MARKS = re.compile(r"[\s,，。元的]|\.00")


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def shown(value: Any) -> str:
    """Return a result as people read it."""
    if isinstance(value, Share):
        return percent(value)
    if isinstance(value, Yuan):
        return f"{value:.2f} 元"
    if isinstance(value, datetime):
        return f"{day_text(value)} {value:%H:%M:%S}" if value.second else f"{day_text(value)} {value:%H:%M}"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, bool) or value is None:
        return {True: "是", False: "否"}.get(value, "未定") if value is not None else "未定"
    if isinstance(value, (int, Decimal)):
        return plain_number(value)
    return str(value)


def shown_input(field: Input, value: Any) -> str:
    """Return a fact as people read it: money with its currency, enumerations by their word."""
    if value is None:
        return "未提供"
    if field.type == "money":
        return f"{value:.2f} 元"
    if field.type == "enum":
        return field.choices[value][0] if field.choices[value] else str(value)
    if isinstance(value, tuple):
        return "、".join(shown(item) for item in value)
    return shown(value)
