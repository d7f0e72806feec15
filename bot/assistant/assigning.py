"""Which fact of a line goes to which input of a calculation: by the event it is tied to, by kind, by what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.assistant import amounts, looking
from bot.assistant.fits import FITS
from bot.assistant.giving import ANY, LOOKED, Given
from bot.assistant.limits import MOST_AROUND_ANSWER, NEAR_SIDE
from bot.assistant.told_words import by_words
from knowledge.calculations import Calculation, Input
from knowledge.calendar import SHANGHAI
from knowledge.language.elapsed import with_length
from knowledge.language.events import event_words
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading

KINDS: dict[str, tuple[str, ...]] = {
    "money": ("money", "number"),
    "decimal": ("score", "number"),
    "count": ("count", "number", "duration", "score"),
    "date": ("date", "moment", "period"),
    "moment": ("moment", "date", "time", "period"),
    "time": ("time", "moment"),
    "level": ("level",),
    "moments": ("moment", "time"),
    "span": ("duration", "period"),
}


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
    free = [fact for fact in amounts.freed(looking.placed_days(reading), reading.text) if not fact.past]
    taken: set[int] = set()
    _sizes(calculation, reading.text, free, given, firmness, taken)
    pairs = [
        (fit, firm, -index, name, index)
        for name, one in calculation.inputs.items()
        if name not in given
        for index, fact in enumerate(free)
        if index not in taken
        for fit, firm in (_fit(calculation, name, one, fact, reading, asked),)
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
        firmness[name] = max(firm, firmness.get(name, 0), _HEARD if name in heard else 0)
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
    return with_length(fact) if one.type == "count" and fact.length is not None else looking.dated(one, fact, reading)


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


_HEARD, _LOOKED = FITS["heard"], FITS["looked"]
_TIED, _UNIT, _KIND, _REQUIRED, _ASKED = (FITS[name] for name in ("tied", "unit", "kind", "required", "asked"))


def _fit(
    calculation: Calculation, name: str, one: Input, fact: Fact, reading: Reading, asked: str
) -> tuple[float, float]:
    """Return how well a fact fits an input (0: not at all), and how firmly words tie it there."""
    wanted = KINDS.get(one.type, ())
    if one.type == "count" and one.unit == "天" and fact.length is not None:
        fact = with_length(fact)
    if fact.kind not in wanted or not _can_be(one, fact) or (fact.unclear and not one.required and name != asked):
        return 0, 0
    own = ANY in one.event or bool(set(fact.events) & set(one.event))
    looked = LOOKED in one.event and looking.is_looked(fact, reading)
    firm = fact.firm if own and fact.events else _LOOKED if looked else 0
    is_asked = name == asked
    if (
        fact.events
        and not own
        and not looked
        and not (is_asked and (_put_right(fact) or _could_answer(calculation, fact, reading)))
    ):
        return 0, 0
    if not own and not looked and not is_asked and not _may_be_untied(calculation, one, fact, reading):
        return 0, 0
    if (_not_done(one, reading) or looking.denied(one, fact, reading)) and not is_asked:
        return 0, 0
    if looking.judged(one, fact, reading):
        return 0, 0
    fit = 1 + (_TIED + firm if own and fact.events else 0) + (_ASKED if is_asked else 0)
    fit += (_KIND if fact.kind == wanted[0] else 0) + (_REQUIRED if one.required else 0)
    fit += _UNIT if _unit_fits(one, fact) else 0
    return fit, firm


def _can_be(one: Input, fact: Fact) -> bool:
    """Return whether a fact is of the kind and unit that an input counts in."""
    if one.type == "count":
        if fact.kind == "duration":
            return one.unit == "天" and fact.unit in ("D", "M", "W", "Y")
        if fact.kind == "count":
            return _unit_fits(one, fact)
        if fact.kind == "score" or (fact.value is not None and fact.value != int(fact.value)):
            return False
        return fact.part != "points"
    if one.type == "decimal" and one.unit == "毫米":
        return fact.kind == "number"
    if one.type == "moment" and fact.kind in ("date", "period"):
        return one.required or bool(
            set(fact.events) & set(one.event)
        )  # a day without its time is asked for, not passed over
    return True


def _may_be_untied(calculation: Calculation, one: Input, fact: Fact, reading: Reading) -> bool:
    """
    Return whether a fact that nothing ties may go to an input.

    It may go to one that is needed, or to the only one for its kind of figure.
    """
    if fact.events or (one.happened and fact.said and looking.is_looked(fact, reading)):
        return False
    if fact.kind == "count" and fact.unit in _ANYTHING and fact.unit != one.unit:
        return False
    if one.type == "decimal" and fact.kind == "number" and fact.value is not None and fact.value != int(fact.value):
        return one.required
    if fact.kind == "time" and one.type == "moments":
        return one.required
    if fact.kind in ("number", "time") and fact.kind != KINDS[one.type][0]:
        return False
    only = (
        one.type in ("money", "time", "level", "span")
        and sum(other.type == one.type for other in calculation.inputs.values()) == 1
    )
    return one.required or only


def _put_right(fact: Fact) -> bool:
    """
    Return whether a fact takes the place of another of its line, and only a far word ties it elsewhere.

    An example: 不是五号是六号，看成付款那行了.
    """
    return fact.instead is not None and fact.firm < looking.NEAR


def _could_answer(calculation: Calculation, fact: Fact, reading: Reading) -> bool:
    """
    Return whether a fact that words tie elsewhere still answers the question.

    It does where it is all the line says, and no other input's.
    """
    if fact.kind in looking.DAYS or set(fact.events) & amounts.others():
        return False  # the day or the amount of something else
    others = {event for one in calculation.inputs.values() for event in one.event}
    return (
        not set(fact.events) & others
        and len(reading.facts) == 1
        and len(reading.text) - (fact.end - fact.start) <= MOST_AROUND_ANSWER
    )


_ANYTHING = frozenset({"个", "件", "项"})
_THINGS = frozenset({"个", "件", "项", "笔", "单", "家", "条", "通"})
_ALIKE = {
    "人": {"粉丝", "人", "个"},
    "单": _THINGS,
    "笔": _THINGS,
    "件": _THINGS,
    "个": _THINGS,
    "条": {"条", "通", "个"},
    "次": {"次"},
    "天": {"D"},
}


def _unit_fits(one: Input, fact: Fact) -> bool:
    if not one.unit or not fact.unit:
        return not fact.unit
    return fact.unit == one.unit or fact.unit in _ALIKE.get(one.unit, ())


def _not_done(one: Input, reading: Reading) -> bool:
    """Return whether the line says that what an optional day tells has not happened: 还没发货."""
    if not one.happened or one.required:
        return False
    return any(
        fact.kind == "bool" and fact.polarity == "no" and set(fact.events) & set(one.event) for fact in reading.facts
    )


def _count_from(
    calculation: Calculation, free: Sequence[Fact], given: dict[str, Given], firmness: dict[str, float], taken: set[int]
) -> None:
    """Give a moment that is told as a length of time from another deed: 48小时发货, 昨天10点下的单."""
    for name, one in calculation.inputs.items():
        lengths = [
            (index, fact)
            for index, fact in enumerate(free)
            if fact.kind == "duration" and fact.unit in _EXACT_LENGTHS and fact.exact
        ]
        starts = [
            (index, fact)
            for index, fact in enumerate(free)
            if fact.kind == "moment" and fact.exact and set(fact.events) & set(one.after)
        ]
        if len(lengths) != 1 or len(starts) != 1 or name in given:
            continue
        (at, length), (of, start) = lengths[0], starts[0]
        moment = start.value + timedelta(**{_EXACT_LENGTHS[length.unit]: float(length.value)})
        said = f"{start.said}起{length.said}"
        given[name], firmness[name] = (
            replace(start, low=moment, high=moment, value=moment, said=said, yearless=False, back=None, ahead=None),
            1,
        )
        taken |= {at, of}


_EXACT_LENGTHS = {"min": "minutes", "H": "hours", "D": "days"}


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
    name, fact, index = looking.looked_at(calculation, reading, left, given.get(start), asked)
    if fact is None or name in given:
        return
    given[name], firmness[name] = fact, fact.firm or _LOOKED
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
