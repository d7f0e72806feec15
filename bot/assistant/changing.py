"""What a further line does to a known fact: more, less, twice of it; a new time on its day, a new day in its month."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.assistant.assigning import KINDS, assign
from bot.assistant.assigning import on_day as on_its_day
from bot.assistant.doubts import doubted, is_doubt
from bot.assistant.fits import FITS
from bot.assistant.giving import Given
from bot.assistant.limits import MONTHS, NOON
from bot.assistant.looking import day_of, is_supposed, words
from knowledge.calculations import Calculation, Input
from knowledge.language.corrections import corrects
from knowledge.language.day_and_time import on_day
from knowledge.language.events import mentions
from knowledge.language.fact import SUPPOSED, Fact
from knowledge.language.reader import Reading

_FIGURES = frozenset({"money", "number", "count"})
_MEASURED = frozenset({"money", "number", "count", "score", "date", "moment", "period"})
_TIED, _TWO = FITS["changes"], Decimal(2)
_LEAD = r"^(?:那么?|如果|要是|假如|咁|那如果|那要是|万一)?(?:他|我|再|价钱|价格|金额|数)?"
_ASK = r"(?:元|块钱?)?(?:了|的话)?(?:呢|咧|会怎样|怎么算|赔多少|是多少|能赔多少)?[吗?]*$"


def reckoned(known: Mapping[str, Given], last: str, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """
    Return the known figure that a line adds to, takes from, doubles or halves.

    It is in doubt where it is not certain which or how.
    """
    figures = [fact for fact in reading.facts if fact.kind in _FIGURES]
    targets = {
        name: value
        for name, value in known.items()
        if calculation.inputs[name].type in ("money", "count") and isinstance(value, Fact)
    }
    if not targets or len(figures) > 1:
        return {}
    how = _way(figures[0] if figures else None, reading.text)
    if not how:
        return {}
    figure = figures[0] if figures else None
    fitting = [name for name in targets if figure is None or _alike(calculation.inputs[name], figure)]
    name = last if last in fitting else fitting[0] if len(fitting) == 1 else ""
    if not name:
        return {}
    before = targets[name]
    value = _result(how, before, figure) if name == last or len(fitting) == 1 else None
    said = f"{before.said},{reading.text.strip('?')}"
    if value is None or value < 0:
        return {name: doubted("change", before, figure.said if figure else reading.text)}
    return {name: replace(before, low=value, high=value, value=value, said=said, part="")}


def _way(figure: Fact | None, text: str) -> str:
    """Return how a line changes a figure: by a word right before its own figure, or by the word alone."""
    if figure is None:
        alone = (way for way in ("twice", "half") if re.match(rf"{_LEAD}(?:{words(way)}){_ASK}", text))
        return next(alone, "")
    ways = (way for way in ("more", "less") if re.match(rf"{_LEAD}(?:{words(way)})(?:了|个)?$", text[: figure.start]))
    return next(ways, "") if re.match(_ASK, text[figure.end :]) else ""


def _alike(one: Input, figure: Fact) -> bool:
    return figure.kind == "number" or (figure.kind == "money") == (one.type == "money")


def _result(how: str, before: Fact, figure: Fact | None) -> Decimal | None:
    if not before.exact or (figure is not None and not figure.exact):
        return None
    value: Decimal = before.value
    if figure is None:
        return value * _TWO if how == "twice" else value / _TWO
    by: Decimal = figure.value
    return value + by if how == "more" else value - by


def made_exact(known: Mapping[str, Given], calculation: Calculation, reading: Reading) -> dict[str, Fact]:
    """Return the exact figures and days of a line that lie within what was known roughly: 四五千, then 正好五千."""
    result: dict[str, Fact] = {}
    for name, before in known.items():
        if (
            not isinstance(before, Fact)
            or before.exact
            or before.low is None
            or before.high is None
            or before.kind not in _MEASURED
        ):
            continue
        fitting = [
            fact
            for fact in reading.facts
            if fact.exact and fact.kind in KINDS[calculation.inputs[name].type] and _within(fact, before)
        ]
        if len(fitting) == 1:
            result[name] = replace(fitting[0], events=before.events, firm=before.firm)
    return result


def _within(fact: Fact, about: Fact) -> bool:
    value, low, high = ((day_of(one) if isinstance(one, date) else one) for one in (fact.value, about.low, about.high))
    return (
        value is not None
        and low is not None
        and high is not None
        and type(value) is type(low)
        and bool(low <= value <= high)
    )


def none_left(known: Mapping[str, Given], calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """
    Return naught for the counts that a line says nothing is left of.

    They are all that are needed (四样都是0), or those of a number told before (那三笔都做完了).
    """
    counts = {name: one for name, one in calculation.inputs.items() if one.type == "count" and one.required}
    needed = [name for name in counts if name not in known]
    nothing = Fact("number", Decimal(0), Decimal(0), Decimal(0), said=reading.text)
    if len(needed) > 1 and re.search(
        words("all_none"), reading.text
    ):  # of one alone it is the answer to what was asked
        return dict.fromkeys(needed, nothing)
    told = {fact.value for fact in reading.facts if fact.kind in ("count", "number") and fact.exact and fact.value}
    done = {fact.value for fact in reading.facts if fact.value in told and _refers_to_done(fact, reading.text)}
    of_number = [name for name in counts if isinstance(one := known.get(name), Fact) and one.value in done]
    if not of_number and not re.search(words("finished"), reading.text):
        return {}
    of_name = {event for mention in mentions(reading.text) for event in mention.events if len(mention.word) > 1}
    named = [name for name, one in counts.items() if set(one.event) & of_name and not told]
    left = [name for name in counts if isinstance(one := known.get(name), Fact) and one.value]
    return dict.fromkeys(of_number or named or (left if len(left) == 1 and not told else []), nothing)


def _refers_to_done(fact: Fact, text: str) -> bool:
    """
    Return whether a number refers to what was told (那三笔) and its clause says that this is done.

    It holds whatever was done (都交付了).
    """
    refers = re.search(rf"(?:{words('refers')})$", text[: fact.start])
    return (
        refers is not None
        and re.match(rf"(?:(?!{words('not_yet')})[^,。!?;])*(?:{words('done_ends')})(?:[,。!?;]|$)", text[fact.end :])
        is not None
    )


def nearest(known: Mapping[str, Given], fitting: Mapping[str, Given]) -> dict[str, Given]:
    """
    Return the known figure that a new one most likely takes the place of.

    It is the one of nearly the same size: 12 and 268, then 286.
    """
    ratios = {}
    for name, value in fitting.items():
        before = known[name]
        if (
            not isinstance(before, Fact)
            or not isinstance(value, Fact)
            or not (isinstance(before.value, Decimal) and isinstance(value.value, Decimal))
        ):
            return {}
        if not before.value or not value.value:
            return {}
        ratios[name] = max(before.value, value.value) / min(before.value, value.value)
    ranked = sorted(ratios, key=ratios.__getitem__)
    clear = len(ranked) > 1 and ratios[ranked[1]] > _TWO * ratios[ranked[0]]
    return {ranked[0]: fitting[ranked[0]]} if clear else {}


def changes(known: Mapping[str, Given], calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return the known inputs that a line names again: by a word of their event, or by what they count."""
    found = assign(calculation, reading)
    named: dict[str, Given] = {
        name: value
        for name, value in found.given.items()
        if name in known
        and (isinstance(value, str) or (not is_doubt(value) and value.kind != "bool"))
        and (
            found.firmness.get(name, 0) >= _TIED
            or (isinstance(value, Fact) and calculation.inputs[name].type == "count" and value.unit not in ("", "元"))
        )
    }
    if not named:
        return {}
    facts = {name: value for name, value in found.given.items() if isinstance(value, Fact) and value.part != "now"}
    return named | {name: value for name, value in facts.items() if name not in known or value.kind == "bool"}


def kept(
    known: Mapping[str, Given], given: Mapping[str, Given], calculation: Calculation, reading: Reading
) -> dict[str, Given]:
    """Return what a line gives, a time alone set on the day said before, a day without its month in the nearest one."""
    return {name: _kept(calculation.inputs[name], known.get(name), value, reading) for name, value in given.items()}


def is_day(value: Given | None) -> bool:
    """Return whether a fact is a day without a time of day."""
    if isinstance(value, Fact):
        return value.kind == "date"
    return value is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def half_said(calculation: Calculation, name: str, value: Given) -> bool:
    """Return whether a value is a day where a time is needed: it waits for the time of day."""
    return calculation.inputs[name].type == "moment" and is_day(value)


def completed(known: Mapping[str, Given], asked: str, given: dict[str, Given]) -> dict[str, Given]:
    """Return `given` with a time of day set on the day said before."""
    day, said = known.get(asked), given.get(asked)
    if day is None or said is None or not is_day(day):
        return given
    return {**given, asked: on_its_day(day, said)}


def _kept(one: Input, known: Given | None, value: Given, reading: Reading) -> Given:
    if one.type == "moments" and isinstance(known, str) and isinstance(value, str):
        return _one_more(known, value, reading)
    if not isinstance(known, Fact) or not isinstance(value, Fact) or one.type not in ("date", "moment"):
        return value
    day = day_of(known.value)
    if day is None or known.kind not in ("date", "moment"):
        return value
    if isinstance(known.value, datetime) and known.shifts == (1,):
        day -= timedelta(days=1)  # 24:00 ends the day that was named
    if value.kind == "time":
        said = Fact("date", day, day, day, said=known.said)
        value = _same_half(value, known)
        return replace(on_day(said, value, reading.when, said=value.said), events=known.events, firm=known.firm)
    if value.kind == "period" and one.type == "date":
        return _in_stretch(value, day)
    if value.yearless and (
        isinstance(value.value, date) or (value.kind == "date" and len({one.day for one in value.either}) == 1)
    ):
        value = _nearest(one, value, day, reading)
    if (
        one.type == "moment"
        and value.kind == "date"
        and value.exact
        and isinstance(known.value, datetime)
        and known.shifts != (1,)
    ):
        moment = datetime.combine(value.value, known.value.timetz())
        return replace(
            value, kind="moment", low=moment, high=moment, value=moment, yearless=False, back=None, ahead=None
        )
    return value


def _one_more(known: str, value: str, reading: Reading) -> str:
    """
    Return a list of times with one more, or with one put right where the line corrects.

    The one put right is that of the same time, of the same day, or the last.
    """
    times = known.split(",")
    day = times[-1].partition("T")[0]
    new = list(dict.fromkeys(one if "T" in one or "T" not in times[-1] else f"{day}T{one}" for one in value.split(",")))
    more = re.search(words("more_of_them"), reading.text)
    if more or not (re.search(words("one_of_them"), reading.text) or corrects(reading.line)):
        return ",".join(dict.fromkeys((*times, *new)))
    if len(new) > 1:
        return ",".join(new)
    alike = [
        at for part in (2, 0) for at, one in enumerate(times) if one.partition("T")[part] == new[0].partition("T")[part]
    ]
    times[alike[0] if alike else -1] = new[0]
    return ",".join(times)


def _same_half(value: Fact, known: Fact) -> Fact:
    """Return a time without its part of the day in the half of the day that was said before: 昨晚9点, 不对 8点半."""
    clock, before = value.value, known.value
    if value.part or clock is None or not isinstance(before, datetime) or re.match(r"0\d?:", value.said):
        return value
    if before.hour >= NOON > clock.hour:
        later = clock.replace(hour=clock.hour + NOON)
        return replace(value, low=later, high=later, value=later, either=())
    return value


def _in_stretch(value: Fact, day: date) -> Fact:
    """Return the same day of another month or year: 11月1号 | 是10月, 去年的; another stretch of days stays one."""
    low, high = day_of(value.low), day_of(value.high)
    if low is None or high is None or low.day != 1:
        return value
    month = low.month if high == low.replace(day=monthrange(low.year, low.month)[1]) else day.month
    whole_year = (low.month, high) == (1, date(low.year, MONTHS, monthrange(low.year, MONTHS)[1]))
    if (
        (month != low.month and not whole_year)
        or day.day > monthrange(low.year, month)[1]
        or (high.month != low.month and not whole_year)
    ):
        return value
    one = date(low.year, month, day.day)
    return Fact("date", one, one, one, said=value.said, events=value.events, firm=value.firm)


def _nearest(one: Input, value: Fact, day: date, reading: Reading) -> Fact:
    """Return a day without its month, or without its year, in the one nearest to the day that it takes the place of."""
    own = day_of(value.value if value.value is not None else value.either[0])
    if own is None:
        return value
    step = MONTHS if re.search(r"[月/.]|\d-\d", value.said) else 1
    near = [
        moved
        for months in (-step, 0, step)
        if (moved := _moved(day if step == 1 else day.replace(day=1, month=own.month), months, own.day)) is not None
    ]
    may_lie_ahead = not one.happened or "promise" in {*value.events, *one.event} or is_supposed(value, reading)
    near = [moved for moved in near if may_lie_ahead or moved <= reading.when.today] or near
    if not near:
        return value
    best = min(near, key=lambda moved: abs(moved - day))
    new: Any = datetime.combine(best, value.value.timetz()) if isinstance(value.value, datetime) else best
    part = SUPPOSED if is_supposed(value, reading) else value.part
    return replace(
        value, low=new, high=new, value=new, how="exact", either=(), yearless=False, back=None, ahead=None, part=part
    )


def _moved(day: date, months: int, number: int) -> date | None:
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, number) if number <= monthrange(year, month + 1)[1] else None
