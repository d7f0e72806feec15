"""Which figure of a sentence is which input: by type, by unit, by the words around it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from bot.assistant.slots import Slot, slots
from calculators.inputs import known_word
from knowledge.language.script import normalise
from knowledge.model import Calculation, Input
from knowledge.moments import SHANGHAI

_REACH = 8
_UNITS = {
    "粉丝": {"粉", "粉丝", "人"},
    "单": {"单", "笔", "个", "件"},
    "次": {"次", "回", "遍"},
    "条": {"条", "则", "通"},
    "天": {"D"},
}
_WANTED: dict[str, tuple[str, ...]] = {
    "money": ("money", "number"),
    "decimal": ("score", "number", "size"),
    "count": ("count", "number", "duration", "score"),
    "date": ("date", "moment"),
    "moment": ("moment", "date", "time"),
    "time": ("time", "moment"),
    "level": ("level",),
    "moments": ("moment", "time"),
}


# The name of the service is no kind of goods.
_SERVICE = re.compile(r"实在宝(?:这个|这项)?服务|这[个项]服务|服务(?=能|是否|支持|开|的|吗|可)")
_NOW = re.compile(r"今天|今日|今儿|现在|目前|如今|还剩|剩几|还有几|还有多|来得及|赶得上|过期|晚了|晚没|过了没|还能|还可以|已经过")
_GOODS = re.compile(
    r"(?:卖|主营|经营|做)(?P<goods>[\u4e00-\u9fff]{2,4}?)(?=的|类|能|可|,|，|这|直播|$)|(?P<kind>[\u4e00-\u9fff]{2,4}?)(?:这个|这类|这种|呢个)?类目"
)


@cache
def _claimed(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:我们?是|我作为|作为|身为|我这个|我哋|[（(]我是?|我(?=达人))(?:个|一个|星图|做)?{re.escape(word)}")


@cache
def _absent(cue: str) -> re.Pattern[str]:
    before = rf"(?:没有?|无|冇|零|不)(?:进行中的|未完成的?|线上|任何|正常|一个|啥|什么)?[^,。;，；]{{0,2}}{re.escape(cue)}"
    after = rf"{re.escape(cue)}[^,。;，；\d]{{0,4}}?(?:一个都?没有?|一分钱?都?没有?|都没有?(?!完|处|结|清|解)|没有(?=[,。;，；]|$)|为零|是零|为0|是0(?![\d.]))"
    return re.compile(f"{before}|{after}")


@cache
def _not_done(cue: str) -> re.Pattern[str]:
    return re.compile(rf"(?:没有?|未|不)[^，。,;；]{{0,2}}{re.escape(cue)}")


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")


def _own_role(field: Input, text: str) -> str:
    """Return the choice that the asker claims for themselves: 我是达人, whatever else is named."""
    if field.type != "enum" or not ("我" in text or "为" in text):
        return ""
    return next((token for token, words in field.choices.items() if any(_claimed(word).search(text) for word in words)), "")


def _without(field: Input, text: str) -> str:
    return _any_of(tuple(word for words in field.choices.values() for word in words)).sub("，", text)


def _nothing_of(cue: str, text: str) -> bool:
    return cue in text and _absent(cue).search(text) is not None


def raw(slot: Slot, field: Input) -> str:
    """Return a slot as the exact words that a calculator's input reads: ISO days and times, plain numbers."""
    value = slot.value
    if slot.yearless and not field.happened and slot.ahead is not None and not isinstance(value, datetime):
        value = slot.ahead
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@lru_cache(maxsize=16)
def _read(sentence: str, now: datetime) -> tuple[Slot, ...]:
    """Return the slots of a sentence, which several calculations look at in turn."""
    return tuple(slots(sentence, now))


def facts(calculation: Calculation, sentence: str, now: datetime, asked: str = "", spelled: str = "") -> dict[str, str]:
    """
    Return the inputs of `calculation` that `sentence` gives, as raw words.

    `asked` is the input that was asked for: a bare figure answers it. `spelled` is the sentence with its synonyms brought to one
    word. Vague and impossible days are returned as they were said, so that the calculator can ask or refuse.
    """
    text = normalise(sentence)
    named = text
    found: dict[str, str] = {}
    free = _dated(list(_read(sentence, now)))
    order = sorted(calculation.inputs, key=lambda name: calculation.inputs[name].type != "bool")
    for name in order:
        field = calculation.inputs[name]
        if field.choices:
            said = _SERVICE.sub("", named) if field.type == "text" else named
            word = _own_role(field, named) or known_word(field, said) or (known_word(field, _SERVICE.sub("", spelled)) if spelled else None)
            if word is not None:
                found[name] = word
                # 客户同意了 says that the client agrees, not that the client asks.
                named = _without(field, named) if field.type == "bool" else named
        if field.type == "text" and name not in found and (match := _GOODS.search(text)):
            found[name] = match["goods"] or match["kind"]
        if field.type in ("count", "money") and name not in found and any(_nothing_of(cue, text) for cue in field.cues):
            found[name] = "0"
    _sizes(calculation, free, found)
    found |= _assigned(calculation.inputs, free, text, asked, found)
    _later_day(calculation, free, found, text)
    if "on" in calculation.inputs and "on" not in found and _NOW.search(text) and not asked:
        found["on"] = now.date().isoformat()
    return {name: found[name] for name in calculation.inputs if name in found}


def _dated(free: list[Slot]) -> list[Slot]:
    """Return the slots with each bare time of day set on the day named before it: 昨天9:00、12:00."""
    dated: list[Slot] = []
    day: date | None = None
    for slot in free:
        if slot.kind in ("date", "moment") and isinstance(slot.value, date):
            day = slot.value.date() if isinstance(slot.value, datetime) else slot.value
        bare = slot.kind == "time" and day is not None and isinstance(slot.value, time)
        dated.append(replace(slot, kind="moment", value=datetime.combine(day, slot.value, SHANGHAI)) if bare and day else slot)
    return dated


def _sizes(calculation: Calculation, free: list[Slot], found: dict[str, str]) -> None:
    """Give the two sides of a size to the two inputs that are measured in millimetres."""
    sides = [name for name, field in calculation.inputs.items() if field.unit == "毫米"]
    size = next((slot for slot in free if slot.kind == "size"), None)
    if size is None or len(sides) != len(size.value):
        return
    scale = 10 if size.unit == "cm" else 1
    for name, value in zip(sides, size.value, strict=True):
        found[name] = f"{value * scale:f}"
    free.remove(size)


def _later_day(calculation: Calculation, free: list[Slot], found: dict[str, str], text: str) -> None:
    """Give a single further day, later than the one that counts, to the optional day that is looked at."""
    start = next((name for name, field in calculation.inputs.items() if field.type == "date" and field.required and name in found), "")
    looked = next((name for name, field in calculation.inputs.items() if field.type == "date" and not field.required), "")
    if not start or not looked or looked in found:
        return
    field = calculation.inputs[looked]
    said = [(raw(slot, field), slot) for slot in free if slot.kind in ("date", "moment") and not _of_another(field, slot, text)]
    # A day without a year that would come before the start is the one in the year of now.
    days = [slot.ahead.isoformat() if day[:10] < found[start][:10] and slot.ahead else day for day, slot in said]
    later = [day for day in days if day[:10] > found[start][:10]]
    if len(later) == 1:
        found[looked] = later[0]


def _denied(field: Input, text: str) -> bool:
    """Return whether the sentence says that what an input asks for has not happened: 还没发货."""
    said = [cue for cue in field.cues if cue in text and _not_done(cue).search(text)]
    return field.happened and not field.required and bool(said or (field.cues and re.search(r"还没发|仍未发|没发货|未发货|没有发货|没发出|还未发", text)))


def _fit(field: Input, slot: Slot, text: str, asked: bool) -> float:
    """Return how well a slot fits an input: 0 not at all; unit and words around it raise it."""
    wanted = _WANTED.get(field.type, ())
    unclear = slot.kind in ("vague", "impossible") and field.required and field.type in ("date", "moment", "time", "moments")
    if (slot.kind not in wanted and not unclear) or _denied(field, text):
        return 0.0
    if slot.kind == "duration" and not (field.unit == "天" and slot.unit in ("D", "M", "W", "Y")):
        return 0.0
    if slot.kind == "count" and not _unit_fits(field, slot):
        return 0.0
    if field.type == "count" and (slot.kind == "score" or slot.value != int(slot.value)):
        return 0.0
    if field.type == "moment" and slot.kind == "date" and not field.required and not asked:
        return 0.0
    fit = 1.0 + (0.5 if slot.kind == wanted[0] else 0.0) + (1.5 if asked else 0.0) + (0.3 if field.required else 0.0)
    if slot.unit and _unit_fits(field, slot):
        fit += 1.0
    cue = _distance(field.cues, slot, text)
    if _of_another(field, slot, text) or (cue is None and not field.required and not asked and slot.kind == "date"):
        return 0.0
    if cue is not None:
        fit += 2.0 - cue / (_REACH + 1)
    elif slot.kind in ("number", "time") and not asked and slot.kind != wanted[0]:
        return 0.0
    return fit


_THINGS = {"个", "件", "项", "笔", "单", "家"}


def _unit_fits(field: Input, slot: Slot) -> bool:
    if slot.unit in _THINGS and field.unit in _THINGS:
        return True
    if not slot.unit or not field.unit:
        return not slot.unit or slot.unit in ("个", "项")
    return slot.unit == field.unit or slot.unit in _UNITS.get(field.unit, ()) or (field.unit == "人" and slot.unit in ("粉", "粉丝", "人"))


def _of_another(field: Input, slot: Slot, text: str) -> bool:
    """Return whether a slot goes with words of another event rather than those of `field`: 4月1号签收 is no day of dispatch."""
    (own_after, own_before), (after, before) = _gaps(field.cues, slot, text), _gaps(field.others, slot, text)
    # A day is said before what happened on it, so the words after it go first.
    return after <= own_after if min(after, own_after) <= _REACH else before <= min(own_before, _REACH)


def _distance(words: tuple[str, ...], slot: Slot, text: str) -> int | None:
    """Return how far the nearest of `words` stands from the slot, within one clause of the sentence; None if too far."""
    gap = min(_gaps(words, slot, text))
    return gap if gap <= _REACH else None


def _gaps(words: tuple[str, ...], slot: Slot, text: str) -> tuple[int, int]:
    """Return how far the nearest of `words` stands after the slot, and before it; more than the reach where there is none."""
    if any(word in slot.text for word in words):
        return 0, 0
    before, after = text[max(0, slot.start - _REACH - 4) : slot.start], text[slot.end : slot.end + _REACH + 4]
    before = before[max(before.rfind(mark) for mark in ",。;!?") + 1 :]
    after = after[: min((at for mark in ",。;!?" if (at := after.find(mark)) >= 0), default=len(after))]
    following = min((after.find(word) for word in words if word in after), default=_REACH + 1)
    preceding = min((len(before) - before.rfind(word) - len(word) for word in words if word in before), default=_REACH + 1)
    return following, preceding


def _assigned(inputs: Mapping[str, Input], free: list[Slot], text: str, asked: str, found: Mapping[str, Any]) -> dict[str, str]:
    """Give each slot to the input it fits best, best fits first, each slot and input once."""
    pairs = [
        (_fit(field, slot, text, name == asked), -index, name, index) for name, field in inputs.items() if name not in found for index, slot in enumerate(free)
    ]
    given: dict[str, str] = {}
    taken: set[int] = set()
    for fit, _, name, index in sorted(pairs, reverse=True):
        field = inputs[name]
        if not fit or index in taken or (name in given and field.type != "moments"):
            continue
        taken.add(index)
        said = free[index].text if free[index].kind in ("vague", "impossible") else raw(free[index], field)
        given[name] = f"{given[name]},{said}" if name in given else said
    return given
