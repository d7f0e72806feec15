"""What a line gives to a calculation of the talk: an answer to what we asked, a correction, a further fact."""

from collections.abc import Mapping
from dataclasses import replace

from bot.assistant import changing, keeping, looked_day, looking, turns, untied
from bot.assistant.assigning import assign
from bot.assistant.giving import Given
from bot.assistant.talk import Pending
from knowledge.calculations import Calculation
from knowledge.language.corrections import corrects
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading, whole
from knowledge.language.script import normalise
from knowledge.library import Library


def given_to(entry: Pending, waits: bool, reading: Reading, library: Library) -> dict[str, Given]:
    """Return the inputs that a line gives to an open calculation, or changes in it."""
    calculation = library.calculations[entry.calculator].calculation
    reading = nameless(reading, entry.calculator, library)
    reading = _as_day(entry, calculation, reading)
    reading = _of_what_is_open(entry, calculation, reading)
    if nothing := changing.none_left(entry.inputs, calculation, reading):
        return nothing
    exact = changing.made_exact(entry.inputs, calculation, reading)
    if exact:
        taken = {fact.start for fact in exact.values()}
        rest = replace(reading, facts=tuple(fact for fact in reading.facts if fact.start not in taken))
        return {**_given_to(entry, waits, calculation, rest), **exact}
    return _given_to(entry, waits, calculation, reading)


def _given_to(entry: Pending, waits: bool, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return what a line gives: a correction, the answer to what we asked, or what it changes."""
    corrected = _corrected(entry, calculation, reading) if corrects(reading.line) and entry.last else {}
    if not waits:
        return corrected if corrects(reading.line) and entry.last else _reckoned(entry, calculation, reading)
    given = keeping.kept(entry.inputs, corrected or turns.answers_to(entry, calculation, reading), calculation, reading)
    given = given or turns.another_day(entry, calculation, reading)
    return keeping.completed(entry.inputs, entry.asked, given) if given else {}


def _of_what_is_open(entry: Pending, calculation: Calculation, reading: Reading) -> Reading:
    """
    Return a reading in which a day of two events (要是今天才发走) is of the one that nothing was told of yet.

    A correction may be of both.
    """
    known = {event for name in entry.inputs for event in calculation.inputs[name].event}
    unknown = {event for name, one in calculation.inputs.items() if name not in entry.inputs for event in one.event}
    if corrects(reading.line):
        return reading

    def placed(fact: Fact) -> Fact:
        new = tuple(event for event in fact.events if event in unknown and event not in known)
        return replace(fact, events=new) if len(fact.events) > 1 and new else fact

    return replace(reading, facts=tuple(map(placed, reading.facts)))


def _as_day(entry: Pending, calculation: Calculation, reading: Reading) -> Reading:
    """Return a reading whose one number is a day of the month, where it corrects a day: 不是16,是15."""
    last = calculation.inputs.get(entry.last)
    numbers = [fact for fact in reading.facts if fact.kind == "number" and fact.exact]
    if last is None or last.type not in ("date", "moment") or len(numbers) != 1 or not corrects(reading.line):
        return reading
    number = numbers[0]
    day = whole(f"{number.value:f}号", reading.when.now) if number.value == int(number.value) else None
    if day is None or any(fact.kind in looking.DAYS for fact in reading.facts):
        return reading
    day = replace(day, start=number.start, end=number.end, events=number.events, firm=number.firm)
    return replace(reading, facts=tuple(day if fact is number else fact for fact in reading.facts))


def nameless(reading: Reading, name: str, library: Library) -> Reading:
    """Return a reading without the names of the calculation's document: beside a figure they say nothing."""
    text = reading.text
    for alias in sorted(library.calculations[name].place.document.aliases, key=len, reverse=True):
        text = text.replace(normalise(alias), " " * len(normalise(alias)))
    return replace(reading, text=text)


def _corrected(entry: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return the corrected input: one named or fitting by unit, one of nearly the same size, else the last given."""
    figure = _only_figure(entry, calculation, reading)
    reading = reading if figure is None else replace(reading, facts=(figure,))
    alone = {name: assign(calculation, reading, asked=name).given.get(name) for name in entry.inputs}
    fitting: dict[str, Given] = {name: value for name, value in alone.items() if isinstance(value, Fact)}
    if figure is not None and (near := changing.nearest(entry.inputs, fitting)):
        return keeping.kept(entry.inputs, near, calculation, reading)
    given = dict(assign(calculation, reading, asked=entry.last).given)
    tied = {name: value for name, value in given.items() if name == entry.last or name in entry.inputs}
    if not given and len(fitting) == 1:
        tied = fitting
    return keeping.kept(entry.inputs, tied or given, calculation, reading)


def _only_figure(entry: Pending, calculation: Calculation, reading: Reading) -> Fact | None:
    """
    Return the one amount or number of a correction that tells something new, where words tie it to nothing of the case.

    说回非广告单,打错了,是3800 says again that it is none; 账单 in 账单上是308 is none of the events of a payout.
    """
    known = [value for value in entry.inputs.values() if isinstance(value, Fact)]
    own = {event for one in calculation.inputs.values() for event in one.event}
    told = [fact for fact in reading.facts if fact.kind != "bool" or {*fact.events} & own]
    new = [fact for fact in told if not any(_same(fact, one) for one in known)]
    if len(new) != 1 or new[0].kind not in untied.MONEY or {*new[0].events} & (own | untied.others()):
        return None
    return replace(new[0], events=(), firm=0)


def _same(fact: Fact, known: Fact) -> bool:
    return (fact.kind, fact.value, fact.polarity) == (known.kind, known.value, known.polarity)


def _reckoned(done: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return what a line gives that is no correction: a figure reckoned from the last one, or what `_changed` finds."""
    return changing.reckoned(done.inputs, done.last, calculation, reading) or _changed(done, calculation, reading)


def day_alone(reading: Reading) -> bool:
    """Return whether a line asks about another day of what was said last: 那4月3号呢."""
    core = turns.follows_up(reading.line)
    return any(
        fact.kind in looking.DAYS and fact.said == core and not looking.is_looked(fact, reading)
        for fact in reading.facts
    )


def _changed(done: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return what a line gives: the day looked at, what it names again, what is open, the last input."""
    if later := looked_day.looked_later(calculation, reading, done.inputs):
        return later
    core = turns.follows_up(reading.line)
    looked = {} if day_alone(reading) else looked_day.looked_in(calculation, reading, done.inputs)
    named = changing.changes(done.inputs, calculation, reading)
    if looked or named:
        return keeping.kept(done.inputs, {**named, **looked}, calculation, reading)
    still_open = [
        name
        for name in calculation.wanted
        if name not in done.inputs or keeping.half_said(calculation, name, done.inputs[name])
    ]
    needed = min(still_open, key=lambda name: not calculation.inputs[name].required, default="")
    # “那…呢” changes what was said; any other line adds what is still open, or else changes the last input.
    tries: list[tuple[str, Mapping[str, Given]]] = (
        [(done.last, {})] if core else [(needed, done.inputs), (done.last, done.inputs)]
    )
    read = (turns.answers_to(replace(done, asked=asked, inputs=known), calculation, reading) for asked, known in tries)
    given = next((inputs for inputs in read if inputs), {})
    return keeping.kept(done.inputs, {**_listed(done, given, calculation, reading), **given}, calculation, reading)


def _listed(done: Pending, given: Mapping[str, Given], calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return the last figure told anew in a line of nothing but figures, beside further ones: 103万,4.6分,L2+."""
    taken = {(value.start, value.end) for value in given.values() if isinstance(value, Fact)}
    left = [fact for fact in reading.facts if fact.kind != "bool" and (fact.start, fact.end) not in taken]
    if not given or len(left) != 1 or not left[0].exact or not turns.is_bare(reading):
        return {}
    found = assign(calculation, replace(reading, facts=tuple(left)), asked=done.last).given
    return {name: value for name, value in found.items() if name == done.last}
