"""Figures that change: what each was and becomes, since when, where that is said, and what it alters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.assistant.answer import Answer
from bot.assistant.calculating import Calculating
from bot.assistant.talk import NOTHING
from calculators.outcome import as_json
from calculators.shown import shown_input
from knowledge.calendar import SHANGHAI
from knowledge.figures import Figure, Parameter, Unit, Value
from knowledge.library import Bound, BoundAspect, Library, Place
from knowledge.prose import PLACEHOLDER, day_text, figure_text, fill
from knowledge.resting import Resting, figure_at, resting

_LEAST_PHRASE, _LONGEST_PHRASE = 4, 30
"""Characters beside its figures, and in all, of a part of a sentence that tells at a glance what a figure is."""
_PARTS = re.compile(r"[，。；：！？\n]")
_DAY, _EVENING = timedelta(days=1), time(23, 59)
_LAST_WORDS = "。；！"


@dataclass(frozen=True)
class Example:
    """One case that is computed with the figures of the day before and with the new ones."""

    calculator: str
    title: str
    case: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Return whether the change makes a difference to it."""
        return self.before != self.after

    @property
    def told(self) -> str:
        """Return it in words."""
        before, after = self.before.rstrip("。"), self.after.rstrip("。")
        return f"{self.case}：{before} → {after}" if self.differs else f"{self.case}：{before}（前后一样）"

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return {"name": self.calculator, "title": self.title} | {
            "example": {"case": self.case, "before": self.before, "after": self.after}
        }


@dataclass(frozen=True)
class Change:
    """
    A value of a figure that begins on a day.

    `address` is the figure (`document/locator#name`), `what` both values in the words of the clause, `old` is None
    where there was none before. `aspects`, `places` and `examples` are what it alters.
    """

    address: str
    place: Place
    unit: Unit
    old: Figure | None
    new: Figure
    since: date
    source: str
    what: str
    aspects: tuple[BoundAspect, ...] = ()
    places: tuple[Place, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def key(self) -> str:
        """Return what the change is known by: the figure and the day."""
        return f"{self.address}@{self.since.isoformat()}"

    @property
    def heading(self) -> str:
        """Return the document and the clause."""
        return f"{self.place.document.title}{self.place.cite}"

    @property
    def questions(self) -> tuple[str, ...]:
        """Return a question to each aspect that is answered otherwise."""
        asked = (one.aspect.asked[0].q if one.aspect.asked else one.place.clause.title for one in self.aspects)
        return tuple(dict.fromkeys(asked))

    @property
    def calculators(self) -> tuple[str, ...]:
        """Return the calculators that bind the figure."""
        return tuple(one.calculator for one in self.examples)

    def as_json(self) -> dict[str, Any]:
        """Return it as an object for other programs."""
        document, clause = self.place.document, self.place.clause
        return {
            "figure": self.address,
            "document": document.id,
            "clause": self.place.id,
            "title": clause.title,
            "what": self.what,
            "unit": self.unit.value,
            "old": _plain(self.old),
            "new": _plain(self.new),
            "since": self.since.isoformat(),
            "source": self.source,
            "aspects": [one.id for one in self.aspects],
            "clauses": [place.id for place in self.places],
            "calculators": [one.as_json() for one in self.examples],
        }


def changes(library: Library, since: date, until: date | None = None) -> list[Change]:
    """Return the changes that begin from `since` up to `until` (None: all to come), in the order of their days."""
    found = []
    rests = resting(library)
    for place, name, parameter, at in _begun(library, since, until):
        address = f"{place.id}#{name}"
        found.append(_change(library, address, parameter, at, rests.get(address, Resting())))
    return sorted(found, key=lambda change: (change.since, change.address))


def change_of(library: Library, key: str) -> Change | None:
    """Return the change that is known by a key; None where the knowledge has none such (any more)."""
    address, _, day = key.rpartition("@")
    found = figure_at(library, address)
    at = next((at for at, value in enumerate(found[2].history) if str(value.since) == day), None) if found else None
    if found is None or at is None:
        return None
    return _change(library, address, found[2], at, resting(library).get(address, Resting()))


def _begun(library: Library, since: date, until: date | None) -> Iterator[tuple[Place, str, Parameter, int]]:
    """Yield each value that begins in a span and is another one than before, with its place in the history."""
    for place in library.places.values():
        for name, parameter in place.clause.parameters.items():
            for at, value in enumerate(parameter.history):
                begins = value.since is not None and since <= value.since and (until is None or value.since <= until)
                if begins and (at == 0 or parameter.history[at - 1].value != value.value):
                    yield place, name, parameter, at


def _change(library: Library, address: str, parameter: Parameter, at: int, rests: Resting) -> Change:
    place, name = library.places[address.partition("#")[0]], address.partition("#")[2]
    # who asks for just this figure asks of its own clause
    aspects = tuple(sorted(rests.aspects, key=lambda one: (one.place is not place, not _holds(one.aspect.says, name))))
    value, before = parameter.history[at], parameter.history[at - 1] if at else None
    assert value.since is not None
    return Change(
        address,
        place,
        parameter.unit,
        before.value if before else None,
        value.value,
        value.since,
        value.source or f"{place.document.title}{place.cite}",
        _what(library, place, name, parameter.unit, before, value, aspects),
        aspects,
        rests.places,
        tuple(_examples(library, rests.calculations, value.since)) if before else (),
    )


# ---- in words ----


def _what(
    library: Library,
    place: Place,
    name: str,
    unit: Unit,
    before: Value | None,
    value: Value,
    aspects: Sequence[BoundAspect],
) -> str:
    """Return both values in the words that the clause has for the figure: 赔付上限为 1000 元 → 2000 元."""
    assert value.since is not None
    turns = _turns(before.value if before else None, value.value, unit)
    phrase = next((part for part in _PARTS.split(place.clause.text) if _holds(part, name) and _says(part)), "")
    if not phrase or unit is Unit.TERMS:
        asked = next((one.aspect.asked[0].q for one in aspects if one.aspect.asked), place.clause.title)
        return f"{asked}：{turns}"
    if len(PLACEHOLDER.findall(phrase)) == 1 and before:
        return PLACEHOLDER.sub(turns, phrase).strip(_LAST_WORDS)
    new = _filled(library, place, phrase, value.since)
    return f"{_filled(library, place, phrase, value.since - _DAY)} → {new}" if before else new


def _says(part: str) -> bool:
    """Return whether a part of a sentence says something beside its figures, and not too much."""
    return len(re.sub(r"\W", "", PLACEHOLDER.sub("", part))) >= _LEAST_PHRASE and len(part) <= _LONGEST_PHRASE


def _holds(part: str, name: str) -> bool:
    return any(match["name"] == name and not match["locator"] for match in PLACEHOLDER.finditer(part))


def _turns(old: Figure | None, new: Figure, unit: Unit) -> str:
    if old is None:
        return figure_text(new, unit)
    if isinstance(old, tuple) and isinstance(new, tuple):
        more, less = [one for one in new if one not in old], [one for one in old if one not in new]
        told = (f"加上{'、'.join(more)}" if more else "", f"去掉{'、'.join(less)}" if less else "")
        return "；".join(filter(None, told)) or "顺序变了"
    return f"{figure_text(old, unit)} → {figure_text(new, unit)}"


def _filled(library: Library, place: Place, phrase: str, day: date) -> str:
    return fill(phrase, lambda locator, name: library.figure(place, f"{locator}#{name}" if locator else name, day))


def _plain(figure: Figure | None) -> Any:
    return list(figure) if isinstance(figure, tuple) else as_json(figure)


# ---- worked examples ----


def _examples(library: Library, calculations: Sequence[Bound], since: date) -> Iterator[Example]:
    calculating = Calculating(library)
    for bound in calculations:
        (case, before), (_, after) = (_worked(calculating, bound, day) for day in (since - _DAY, since))
        yield Example(bound.calculation.name, bound.calculation.title, case, before.headline, after.headline)


def _worked(calculating: Calculating, bound: Bound, day: date) -> tuple[str, Answer]:
    """Return the example of a calculation as a case of a day, in words, and what it comes to."""
    calculation, now = bound.calculation, datetime.combine(day, _EVENING, SHANGHAI)
    answer, talk = calculating.from_words(calculation.name, calculation.example, NOTHING, now)
    outcome = answer.calculation
    known = next(iter(talk.open), None)
    happened = next(
        (
            value
            for name, field in calculation.inputs.items()
            if outcome and field.happened and isinstance(value := outcome.inputs.get(name), date)
        ),
        None,
    )
    if outcome is None or known is None:
        return calculation.example, answer
    if happened is not None:
        # what happened chooses the figures: it is moved to the day, and what the example tells besides with it
        shift = day - (happened.date() if isinstance(happened, datetime) else happened)
        moved = {name: _moved(value, shift) for name, value in outcome.inputs.items() if isinstance(value, date)}
        answer, _ = calculating.start(calculation.name, {**known.inputs, **moved}, "", NOTHING, now, 1)
        outcome = answer.calculation or outcome
    told = (f"{calculation.inputs[name].label} {_shown(bound, name, value)}" for name, value in outcome.inputs.items())
    return "，".join(told), answer


def _moved(value: date, shift: timedelta) -> str:
    return as_json(value + shift)  # type: ignore[no-any-return]


def _shown(bound: Bound, name: str, value: Any) -> str:
    return shown_input(bound.calculation.inputs[name], value)


# ---- the whole of it ----


def lines_of(change: Change, most: int = 3) -> list[str]:
    """Return a change as lines for people: what, since when, says who, and up to `most` of what it alters of a kind."""
    lines = [f"{day_text(change.since)}起　{change.heading}　{change.place.clause.title}", change.what]
    lines.append(f"出处：{change.source}")
    if change.questions:
        lines.append(f"答案会变：{_some(change.questions, most)}")
    lines += [f"计算会变：{one.title}。{one.told}" for one in change.examples[:most]]
    if len(change.examples) > most:
        lines.append(f"还有 {len(change.examples) - most} 个计算也会变")
    return lines


def _some(texts: Sequence[str], most: int) -> str:
    more = f" 等 {len(texts)} 问" if len(texts) > most else ""
    return "；".join(texts[:most]) + more
