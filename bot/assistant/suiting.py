"""How well a fact suits an input: its kind and unit, the event that words tie it to, what was asked."""

import re

from bot.assistant import looking, untied
from bot.assistant.fits import FITS
from bot.assistant.giving import ANY, LOOKED
from bot.assistant.limits import HIGHEST_SCORE, MOST_AROUND_ANSWER
from knowledge.calculations import Calculation, Input
from knowledge.language.elapsed import with_length
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


HEARD, AT_LOOKED = FITS["heard"], FITS["looked"]
_MEASURES = ("tied", "unit", "kind", "required", "asked", "in_all")
_TIED, _UNIT, _KIND, _REQUIRED, _ASKED, _IN_ALL = (FITS[name] for name in _MEASURES)


def suits(
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
    firm = fact.firm if own and fact.events else AT_LOOKED if looked else 0
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
    fit += _IN_ALL if one.type == "count" and _is_sum(fact, reading) else 0
    return fit, firm


def _is_sum(fact: Fact, reading: Reading) -> bool:
    """Return whether a count is that of all that a line names: 还有4条,加一块13条."""
    return bool(re.search(rf"(?:{looking.words('in_all')})(?:是|有|就是)?$", reading.text[: fact.start]))


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
    if one.type == "decimal" and one.unit == "分" and fact.kind == "number":
        return fact.value is None or fact.value <= HIGHEST_SCORE
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
    if fact.kind in looking.DAYS or set(fact.events) & untied.others():
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
