"""What a further line does to a known fact: more, less, twice of it; a new time on its day, a new day in its month."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.assistant.assigning import assign
from bot.assistant.doubts import doubted, is_doubt
from bot.assistant.fits import FITS
from bot.assistant.giving import Given
from bot.assistant.looking import day_of, words
from bot.assistant.suiting import KINDS
from knowledge.calculations import Calculation, Input
from knowledge.language.events import mentions
from knowledge.language.fact import Fact
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
    if not needed and len(counts) in told and re.search(words("all_none"), reading.text):
        return dict.fromkeys(counts, nothing)  # 四项全是零, of another case
    done = {fact.value for fact in reading.facts if fact.value in told and _refers_to_done(fact, reading.text)}
    of_number = [name for name in counts if isinstance(one := known.get(name), Fact) and one.value in done]
    if not of_number and not _is_finished(reading.text):
        return {}
    of_name = {event for mention in mentions(reading.text) for event in mention.events if len(mention.word) > 1}
    named = [name for name, one in counts.items() if set(one.event) & of_name and not told]
    left = [name for name in counts if isinstance(one := known.get(name), Fact) and one.value]
    return dict.fromkeys(of_number or named or (left if len(left) == 1 and not told else []), nothing)


def _is_finished(text: str) -> bool:
    """Return whether a line says that what waited is over: 投诉处理完了, 那笔撤了."""
    settled = rf"(?:{words('settled')})(?:{words('done_ends')})呢?(?:[,。!;]|$)"
    return bool(re.search(words("finished"), text) or re.search(rf"(?<!没)(?<!未)(?<!没有){settled}", text))


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
