"""What words of a line give to the inputs of a calculation: choices, yes and no, roles, goods."""

import re
from functools import cache

from bot.assistant import looking
from bot.assistant.giving import ROLE, Given
from calculators.inputs import known_word
from knowledge.calculations import Calculation, Input
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading
from knowledge.language.tables import any_of

_GOODS = re.compile(
    r"(?:卖|主营|经营|做)(?![的了过咗给])(?P<goods>[\u4e00-\u9fff]{2,4}?)(?=的|类|能|可|,|，|这|直播|$)|(?P<kind>[\u4e00-\u9fff]{2,4}?)(?:这个|这类|这种|呢个)?类目"
)


@cache
def _service() -> re.Pattern[str]:
    """Return a pattern for the service itself, which is no kind of goods."""
    return re.compile(rf"{looking.words('this_service')}|服务(?={looking.words('service_before')})")


def by_words(calculation: Calculation, reading: Reading, spelled: str) -> dict[str, Given]:
    """Return what the words of a line give, figures and days apart; `spelled` has its synonyms brought to one word."""
    text = named = reading.text
    found: dict[str, Given] = {}
    for name in sorted(calculation.inputs, key=lambda key: calculation.inputs[key].type != "bool"):
        one = calculation.inputs[name]
        said = next((fact for fact in reading.facts if fact.kind == "bool" and set(fact.events) & set(one.event)), None)
        if one.type == "bool" and said is not None:
            if said.polarity in ("yes", "no") and not _of_another(calculation, one, text, said):
                found[name] = said
                # 客户同意了 says that the client agrees, not that the client asks.
                named = (
                    named[: said.start] + "," * (said.end - said.start) + named[said.end :]
                    if not said.said.isascii()
                    else named
                )
                named = _without_who(calculation, named, said)
            continue
        if ROLE in one.event and (role := _role(one, reading)):
            found[name] = role
            continue
        if one.choices or one.words:
            phrase = _service().sub("", named) if one.type == "text" else named
            word = known_word(one, phrase) or (known_word(one, _service().sub("", spelled)) if spelled else None)
            if word is None and one.type == "enum" and ROLE not in one.event:
                word = known_word(one, text)  # 尾款未付 is a stage, too, where it says that a balance is not paid
            if word is not None:
                found[name] = word
        if one.type == "text" and name not in found and (match := _GOODS.search(text)):
            goods = match["goods"] or match["kind"]
            found |= {} if re.search(looking.words("no_goods"), goods) else {name: goods}
    return found


def _of_another(calculation: Calculation, one: Input, text: str, said: Fact) -> bool:
    """Return whether the one right before a yes or no is somebody else than whose deed the input tells: 达人|不同意."""
    roles = [
        ways
        for other in calculation.inputs.values()
        if one.by and ROLE in other.event
        for ways in other.choices.items()
    ]
    words = [word for role, ways in roles if role != one.by for word in ways if not word.isascii()]
    return bool(words) and re.search(rf"(?:{any_of(words)})(?:{_BETWEEN})*$", text[: said.start]) is not None


_BETWEEN = "那边|他们|也|都|已经|已|说|还|没有|没|不|未|方|冇|唔|系|是|的"


def _without_who(calculation: Calculation, text: str, said: Fact) -> str:
    """Return `text` without the one right before a yes or no whose it is: 客户|同意了."""
    words = [
        word
        for one in calculation.inputs.values()
        if ROLE in one.event
        for ways in one.choices.values()
        for word in ways
    ]
    if not words:
        return text
    before = re.search(rf"(?:{any_of(words)})(?:{_BETWEEN})*$", text[: said.start])
    return text if before is None else text[: before.start()] + "," * (said.start - before.start()) + text[said.start :]


def _role(one: Input, reading: Reading) -> Fact | None:
    """Return who the asker says they are, where the input knows that role."""
    return next((fact for fact in reading.facts if fact.kind == "role" and str(fact.value) in one.choices), None)
