"""Which fact of a line goes to which input of a calculation: by the event it is tied to, by kind, by what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.assistant import amounts, looked_day, looking, untied
from bot.assistant.giving import Given
from bot.assistant.in_its_year import dated
from bot.assistant.limits import NEAR_SIDE
from bot.assistant.suiting import AT_LOOKED, HEARD, suits
from bot.assistant.told_words import by_words
from knowledge.calculations import Calculation, Input
from knowledge.calendar import SHANGHAI
from knowledge.language.elapsed import with_length
from knowledge.language.events import event_words
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading


@dataclass(frozen=True)
class Assigned:
    """What a line gives to a calculation, how firmly words tie each to its input (0 to 1), and the facts left over."""

    given: Mapping[str, Given] = field(default_factory=dict)
    firmness: Mapping[str, float] = field(default_factory=dict)
    left: tuple[Fact, ...] = ()


def assign(calculation: Calculation, reading: Reading, asked: str = "", spelled: str = "") -> Assigned:
    """
    Return the inputs of `calculation` that a line gives, each fact to one input at most.

    `asked` is the input that was asked for: a figure that nothing ties elsewhere answers it. `spelled` is the line
    with its synonyms brought to one word. A day of another event is left over, never bent to fit.
    """
    given: dict[str, Given] = by_words(calculation, reading, spelled)
    firmness: dict[str, float] = dict.fromkeys(given, 1)
    heard = {
        name
        for name, one in calculation.inputs.items()
        if any(len(word) > 1 and word in spelled for word in event_words(one.event))
    }
    free = untied.freed(reading)
    taken: set[int] = set()
    _sizes(calculation, reading.text, free, given, firmness, taken)
    pairs = [
        (fit, firm, -index, name, index)
        for name, one in calculation.inputs.items()
        if name not in given
        for index, fact in enumerate(free)
        if index not in taken
        for fit, firm in (suits(calculation, name, one, fact, reading, asked),)
        if fit > 0
    ]
    for _, firm, _, name, index in sorted(pairs, reverse=True):
        several = calculation.inputs[name].type == "moments"
        if index in taken or (name in given and not several):
            continue
        taken.add(index)
        given[name] = (
            _with(given.get(name), free[index])
            if several
            else _as_needed(calculation.inputs[name], free[index], reading)
        )
        firmness[name] = max(firm, firmness.get(name, 0), HEARD if name in heard else 0)
    _look(calculation, reading, free, given, firmness, taken, asked)
    _count_from(calculation, free, given, firmness, taken)
    left = [fact for index, fact in enumerate(free) if index not in taken]
    given = {
        name: looking.contested(calculation.inputs[name], fact, left, reading) if isinstance(fact, Fact) else fact
        for name, fact in given.items()
    }
    given = amounts.weighed(calculation, given, free, reading, asked)
    order = {name: given[name] for name in calculation.inputs if name in given}
    return Assigned(order, firmness, tuple(fact for index, fact in enumerate(free) if index not in taken))


def _with(known: Given | None, fact: Fact) -> str:
    """Return several times in the words that a list of times is read from."""
    value = fact.value
    said = fact.said
    last = (known if isinstance(known, str) else "").rpartition(",")[2].partition("T")
    if isinstance(value, time) and last[1]:
        said = f"{last[0]}T{value.isoformat()}"
    elif isinstance(value, datetime):
        said = value.replace(tzinfo=None).isoformat(timespec="seconds")
    elif isinstance(value, time):
        said = value.isoformat()
    return f"{known},{said}" if known else said


def _as_needed(one: Input, fact: Fact, reading: Reading) -> Fact:
    """
    Return a day as its input needs it.

    One told by its length is that length where a number of days is needed, and one without a year is in the year
    meant.
    """
    return with_length(fact) if one.type == "count" and fact.length is not None else dated(one, fact, reading)


# ---- figures and days ----


def _sizes(
    calculation: Calculation,
    text: str,
    free: Sequence[Fact],
    given: dict[str, Given],
    firmness: dict[str, float],
    taken: set[int],
) -> None:
    """
    Give the sides of a size to the inputs that are measured in millimetres.

    One alone goes to the one that is named, or to the only one.
    """
    sides = [name for name, one in calculation.inputs.items() if one.unit == "毫米"]
    labels = {name: set(calculation.inputs[name].label) for name in sides}
    marks = {
        name: own - {mark for other in sides if other != name for mark in labels[other]} for name, own in labels.items()
    }
    sizes = [(index, fact, fact.value or fact.either) for index, fact in enumerate(free) if fact.kind == "size"]
    for index, fact, told in sizes:
        values = dict(zip(sides, told, strict=True)) if len(told) == len(sides) > 1 else {}
        named = [
            name
            for name in sides
            if marks[name] & set(text[max(0, fact.start - NEAR_SIDE) : fact.start] + fact.said[:1])
        ]
        # 高19毫米,宽5.6毫米 names the last side first.
        if values and named == sides[-1:]:
            values = dict(zip(reversed(sides), told, strict=True))
        if not values and len(told) == 1 and len(named or sides) == 1:
            values = {(named or sides)[0]: told[0]}
        if values and not values.keys() & given.keys():
            given.update({name: f"{value:f}" for name, value in values.items()})
            firmness.update(dict.fromkeys(values, 1))
            taken.add(index)


def _count_from(
    calculation: Calculation, free: Sequence[Fact], given: dict[str, Given], firmness: dict[str, float], taken: set[int]
) -> None:
    """Give a moment that is told as a length of time from another deed: 48小时发货, 昨天10点下的单."""
    for name, one in calculation.inputs.items():
        lengths = [
            (index, fact)
            for index, fact in enumerate(free)
            if fact.kind == "duration" and fact.unit in looked_day.LENGTHS and fact.exact
        ]
        starts = [
            (index, fact)
            for index, fact in enumerate(free)
            if fact.kind == "moment" and fact.exact and set(fact.events) & set(one.after)
        ]
        if len(lengths) != 1 or len(starts) != 1 or name in given:
            continue
        (at, length), (of, start) = lengths[0], starts[0]
        moment = start.value + timedelta(**{looked_day.LENGTHS[length.unit]: float(length.value)})
        said = f"{start.said}起{length.said}"
        given[name], firmness[name] = (
            replace(start, low=moment, high=moment, value=moment, said=said, yearless=False, back=None, ahead=None),
            1,
        )
        taken |= {at, of}


# ---- the day looked at ----


def _look(
    calculation: Calculation,
    reading: Reading,
    free: Sequence[Fact],
    given: dict[str, Given],
    firmness: dict[str, float],
    taken: set[int],
    asked: str,
) -> None:
    """Give the day that a case is looked at to its input, the facts not given to another one."""
    start = next((key for key, one in calculation.inputs.items() if one.type == "date" and one.required), "")
    left = [replace(fact, kind="role") if index in taken else fact for index, fact in enumerate(free)]
    name, fact, index = looked_day.looked_at(calculation, reading, left, given.get(start), asked)
    if fact is None or name in given:
        return
    given[name], firmness[name] = fact, fact.firm or AT_LOOKED
    if index >= 0:
        taken.add(index)


def on_day(day: Given, clock: Given) -> Given:
    """Return a time of day set on the day that was said before it."""
    if (
        not isinstance(day, Fact)
        or not isinstance(clock, Fact)
        or clock.kind != "time"
        or clock.value is None
        or looking.day_of(day.value) is None
    ):
        return clock
    later = timedelta(days=clock.shifts[0]) if len(clock.shifts) == 1 else timedelta(0)  # 24:00 ends the day
    moment = datetime.combine(looking.day_of(day.value) or date.min, clock.value, SHANGHAI) + later
    return Fact(
        "moment",
        moment,
        moment,
        moment,
        said=f"{day.said}{clock.said}",
        events=day.events,
        shifts=clock.shifts,
        firm=day.firm,
    )
