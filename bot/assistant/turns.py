"""What a line means in the middle of a talk: an answer to what we asked, a correction, a choice, a follow-up."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from bot.assistant import gates
from bot.assistant.assigning import assign
from bot.assistant.doubts import doubted
from bot.assistant.giving import Given
from bot.assistant.limits import LEAST_LEAD, LEAST_PART, LEAST_SETTLED, LONGEST_PICK, MOST_BESIDE_FACT, MOST_PARTS
from bot.assistant.looking import DAYS, placed_days
from bot.assistant.talk import Pending
from knowledge.calculations import Calculation
from knowledge.language.day_and_time import on_day
from knowledge.language.fact import Fact
from knowledge.language.hours import readings
from knowledge.language.numerals import number
from knowledge.language.polarity import answered
from knowledge.language.reader import Reading
from knowledge.language.script import normalise
from knowledge.language.tables import any_of, table

_FOLLOW = re.compile(r"^(?:那么?|如果|要是|换成|假如|咁|那如果|那要是)?(?P<core>.{1,30}?)(?:呢|咧|捏)?[?？]?$")
_STARTS = re.compile(r"^(?:那|咁|如果|要是|换成|假如)")
_PARTS = re.compile(r"(?<=[?？])\s*|\n+")
_ORDINAL = re.compile(r"^(?:第|选|我选|要)?\s*([1-4一二三四])\s*(?:个|項|项|条|号)?[吧.。、]?$")


def parts_of(line: str) -> list[str]:
    """
    Return the several questions of one line, at most so many.

    What only tells goes with the question behind it, or else before it.
    """
    parts: list[str] = []
    told = ""
    for piece in filter(None, map(str.strip, _PARTS.split(line))):
        if gates.is_question(piece) and len(told + piece) >= LEAST_PART:
            parts.append(told + piece)
            told = ""
        else:
            told += piece
    if told and parts:
        parts[-1] += told
    return parts if 1 < len(parts) <= MOST_PARTS else [line]


def follows_up(line: str) -> str:
    """Return what a “那…呢” line asks about, or nothing."""
    text = normalise(line)
    match = _FOLLOW.match(text)
    starts = bool(_STARTS.match(text))
    if match and (starts or text.rstrip("?？").endswith(("呢", "咧"))):
        return match["core"]
    return ""


def picked(line: str, choices: Sequence[tuple[str, str]]) -> str | None:
    """Return the target of the choice a line picks by its label, its number, or words that settle it; else None."""
    text = normalise(line)
    labels = [normalise(label) for label, _ in choices]
    if text in labels:
        return choices[labels.index(text)][1]
    if match := _ORDINAL.match(text):
        index = int(number(match[1]) or 0) - 1
        return choices[index][1] if 0 <= index < len(choices) else None
    core = re.sub(r"的$|我(?:问|说|指)的?是|是|那个|这个", "", text)
    if not 2 <= len(core) <= LONGEST_PICK:  # noqa: PLR2004 - one character settles nothing
        return None
    scores = [partial_ratio(core, label) for label in labels]
    best = max(range(len(scores)), key=scores.__getitem__)
    alone = all(scores[best] - score > LEAST_LEAD for index, score in enumerate(scores) if index != best)
    return choices[best][1] if scores[best] >= LEAST_SETTLED and alone else None


def answers_to(pending: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """
    Return the inputs that a line gives to a calculation under way.

    An option may be given by its number where the input is an enumeration.
    """
    field = calculation.inputs.get(pending.asked)
    if field is not None and field.type == "enum" and (match := _ORDINAL.match(reading.text)):
        index = int(number(match[1]) or 0) - 1
        tokens = list(field.choices)
        if 0 <= index < len(tokens):
            return {pending.asked: tokens[index]}
    free = {
        name: other for name, other in calculation.inputs.items() if name not in pending.inputs or name == pending.asked
    }
    rest = calculation.model_copy(update={"inputs": free})
    given = dict(assign(rest, reading, asked=pending.asked).given)
    for name in free:
        if name in calculation.wanted and name not in given and name != pending.asked:
            more = assign(rest, reading, asked=name).given
            given |= {key: value for key, value in more.items() if key not in given and value not in given.values()}
    if field is not None and field.type == "moment":
        given |= _on_its_day(pending.asked, given, rest, reading)
    if field is not None and field.type == "bool" and pending.asked not in given:
        answer = answered(field.event, reading.text)
        if answer is not None:
            given[pending.asked] = answer
    return given


def another_day(pending: Pending, calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return the input asked for in doubt, where a line tells the day of another event."""
    field = calculation.inputs.get(pending.asked)
    if field is None or field.type not in ("date", "moment"):
        return {}
    day = next((fact for fact in placed_days(reading) if fact.kind in DAYS and fact.events and not fact.unclear), None)
    return (
        {} if day is None else {pending.asked: doubted("other", replace(day, kind="date"), reading.text.strip("。!"))}
    )


def _on_its_day(asked: str, given: dict[str, Given], calculation: Calculation, reading: Reading) -> dict[str, Given]:
    """Return a time that is told before its day (9点,昨天晚上) set on it; nothing where no day is left over."""
    clock = given.get(asked)
    days = [
        fact
        for fact in assign(calculation, reading, asked=asked).left
        if fact.kind == "date" and fact.value is not None and not fact.events
    ]
    if not isinstance(clock, Fact) or clock.kind != "time" or clock.value is None or len(days) != 1:
        return {}
    parts = ((part, any_of(ways)) for part, ways in table("days")["parts"].items())
    part = next((part for part, ways in parts if re.match(ways, reading.text[days[0].end :])), "")
    options = readings(clock.value.hour, clock.value.minute, clock.value.second, part, bare=not part)
    times = tuple(said for said, _ in options)
    told = replace(
        clock,
        value=times[0] if len(times) == 1 else None,
        either=times if len(times) > 1 else (),
        shifts=tuple(shift for _, shift in options),
    )
    return {
        asked: on_day(days[0], told, reading.when, start=clock.start, end=clock.end, said=f"{days[0].said}{clock.said}")
    }


def is_bare(reading: Reading) -> bool:
    """Return whether a line is little more than a figure: what is left beside its facts asks nothing."""
    rest = list(reading.text)
    for fact in reading.facts:
        rest[fact.start : fact.end] = "\x00" * (fact.end - fact.start)
    left = re.sub(r"[\x00\W]", "", "".join(rest))
    return len(left) < len(re.sub(r"\W", "", reading.text)) and len(left) <= MOST_BESIDE_FACT
