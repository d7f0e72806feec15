"""Which day a case is looked at, and which days of a line belong to a deed that no input asks for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, lru_cache

from bot.assistant.doubts import doubted
from bot.assistant.fits import FITS
from bot.assistant.limits import MOST_READINGS, NEAR_DEED
from knowledge.calculations import Calculation, Input
from knowledge.language.events import Mention, event_of, mentions, of
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading
from knowledge.language.tables import any_of, spelled_out, table

DAYS = frozenset({"date", "moment", "period", "time"})
ELSEWHERE = ("other",)
BREAK = re.compile(r"[,。!?;]")
NEAR, _TOGETHER = FITS["near"], FITS["together"]


@cache
def words(name: str) -> str:
    """Return a pattern for any word of a list of `assigning`, `days` words by a name with a dot before it."""
    return any_of(spelled_out(table("days")[name[1:]] if name.startswith(".") else table("assigning")[name]))


@cache
def _parts_of_day() -> str:
    return any_of(word for part in table("days")["parts"].values() for word in part)


# Every calculation that is near asks the same of a line.
@lru_cache(maxsize=MOST_READINGS)
def placed_days(reading: Reading) -> tuple[Fact, ...]:
    """Return a line's facts (no yes or no, no role), each day whose verb is another deed's kept from the inputs."""
    facts = [fact for fact in reading.facts if fact.kind not in ("bool", "role")]
    tied = [fact for fact in facts if fact.kind in DAYS and fact.events]
    return tuple(
        _placed_day(fact, reading.text, any(one is not fact for one in tied)) if fact.kind in DAYS else fact
        for fact in facts
    )


def _placed_day(fact: Fact, text: str, beside: bool) -> Fact:
    if fact.part == "stated":
        return replace(fact, events=(), firm=0)
    behind = BREAK.split(text[fact.end :])[0].strip()
    if re.match(words("looked_after"), behind) and not _named_at_once(fact, text):
        return replace(fact, part="stated", events=(), firm=0)
    tail = re.sub(rf"^(?:(?:{_parts_of_day()})|(?:{words('between')}))+", "", behind)
    if re.match(words("open_verbs"), tail) and not any(
        one.start == 0 and _is_of(one, fact.events) for one in mentions(tail)
    ):
        return replace(fact, events=(), firm=0)
    if fact.kind == "moment" and _not_done_then(fact, tail):
        return replace(fact, part="stated", events=(), firm=0)
    # 我今天就交,最晚哪天给答复: a word of the next clause says nothing against the verb of its own
    if (event := _by_verb(tail)) and not _own_words(fact, text):
        return replace(fact, events=(event,), firm=NEAR)
    if (not fact.events or fact.firm < NEAR) and _other_deed(tail, beside) and not _own_words(fact, text):
        return replace(fact, events=ELSEWHERE, firm=0)
    return fact


def _not_done_then(fact: Fact, tail: str) -> bool:
    """Return whether what a moment is tied to had not happened then (到12号21点还没出库): it is looked at then."""
    match = re.match(words("not_yet"), tail) or re.match(words("still_not"), tail)
    if match is None:
        return False
    rest = tail[match.end() :]
    verbs: Mapping[str, str] = table("assigning")["verbs"]
    verb = re.match(any_of(verbs), rest)
    named = any(one.start < NEAR_DEED and _is_of(one, fact.events) for one in mentions(rest)[:1])
    return named or (verb is not None and verbs[verb.group()] in (fact.events or verbs.values()))


def _by_verb(tail: str) -> str:
    """Return the event of a bare verb that is all that stands behind a day: 今晚8点|发呢."""
    match = _bare_verbs().fullmatch(tail)
    verbs: Mapping[str, str] = table("assigning")["verbs"]
    return verbs[match["verb"]] if match else ""


@cache
def _bare_verbs() -> re.Pattern[str]:
    return re.compile(rf"(?P<verb>{any_of(table('assigning')['verbs'])})(?:{words('verb_ends')})?")


def _other_deed(tail: str, beside: bool) -> bool:
    """
    Return whether a deed that is no event of ours stands behind a day: 催, 联系的客服.

    A verb that is in no list (拆的) is one where words tie another day `beside` it.
    """
    if re.match(words("other_deeds"), tail):
        return not any(one.start == 0 and _of_day(one) for one in mentions(tail))
    match = re.match(r"[\u4e00-\u9fff]{1,3}?(?:的|了|过|咗)(?!话)", tail)
    return (
        beside
        and bool(match)
        and not tail.startswith(("的", "了"))
        and not any(_of_day(one) and one.start < NEAR_DEED for one in mentions(tail))
    )


def _of_day(mention: Mention) -> bool:
    return any("day" in of(event) for event in mention.events)


def _own_words(fact: Fact, text: str) -> bool:
    """Return whether a word of the event that a day is tied to stands in its own clause."""
    first, last = _clause(fact, text)
    return any(first <= one.start < last and _is_of(one, fact.events) for one in mentions(text))


def _named_at_once(fact: Fact, text: str) -> bool:
    """Return whether a word of its event stands right before a day: 承诺24号18点."""
    return any(one.end == fact.start and _is_of(one, fact.events) for one in mentions(text))


def _is_of(mention: Mention, events: Iterable[str]) -> bool:
    return bool({event_of(event) for event in mention.events} & set(events))


def _clause(fact: Fact, text: str) -> tuple[int, int]:
    first = max(text.rfind(mark, 0, fact.start) for mark in ",。!?;") + 1
    ends = [at for mark in ",。!?;" if (at := text.find(mark, fact.end)) >= 0]
    return first, min(ends, default=len(text))


def denied(one: Input, fact: Fact, reading: Reading) -> bool:
    """Return whether the line says that what a day tells has not happened, and no word beside the day says it has."""
    if not one.happened or not set(fact.events) & set(one.event):
        return False
    told, negated = _deeds(reading, tuple(one.event))
    if not negated:
        return False
    first, last = _clause(fact, reading.text)
    return not any(first <= mention.start < last for mention in told)


# Asked of each day of a line, for every calculation that is near.
@lru_cache(maxsize=MOST_READINGS)
def _deeds(reading: Reading, events: tuple[str, ...]) -> tuple[list[Mention], list[Mention]]:
    """Return the words of a line that say that such an event has happened on a day, and those that say it has not."""
    text = reading.text
    named = [one for one in mentions(text) if _is_of(one, events) and any("day" in of(event) for event in one.events)]
    negated = [one for one in named if _negated(one, text)]
    return [one for one in named if one not in negated], negated


def _negated(mention: Mention, text: str) -> bool:
    no = words("not_yet")
    return bool(re.match(no, mention.word) or re.search(rf"(?:{no})$", text[: mention.start])) and not re.match(
        r"之?前|的|就", text[mention.end :]
    )


def contested(one: Input, fact: Fact, others: Iterable[Fact], reading: Reading) -> Fact:
    """Return a day given to an input; in doubt where the line tells another of the same event, and corrects neither."""
    if one.type != "date" or not one.required or not fact.exact or fact.kind != "date" or fact.instead:
        return fact
    for other in others:
        same = (
            other.kind == "date"
            and other.exact
            and not other.instead
            and set(other.events) & set(fact.events) & set(one.event)
        )
        alike = other.value != fact.value and abs(other.firm - fact.firm) <= _TOGETHER
        if same and alike and not is_looked(other, reading) and not denied(one, other, reading):
            first, last = sorted((fact, other), key=lambda day: day.start)
            return doubted("days", fact, f"{first.said}、{last.said}")
    return fact


def judged(one: Input, fact: Fact, reading: Reading) -> bool:
    """Return whether a day is the one on which a half month is judged, where one of its own days is asked for."""
    if one.type != "date" or not one.happened:
        return False
    return bool(
        re.match(words("judged"), reading.text[fact.end :])
        or re.search(rf"(?:{words('judged')})(?:是|在)?$", reading.text[: fact.start])
    )


# ---- the day looked at ----


def is_looked(fact: Fact, reading: Reading) -> bool:
    """
    Return whether a day or time is the one a case is looked at.

    It is one that is stated, 现在, or a day on which something is to be done.
    """
    if fact.part == "stated" or re.match(words(".today"), fact.said):
        return True
    return bool(re.search(rf"(?:{words('.now_words')})(?:是|已经|都)?[ ,]?$", reading.text[: fact.start]))


def closing(calculation: Calculation) -> frozenset[str]:
    """Return the deeds that end the period of a calculation: their day is the one it is judged by."""
    starts = [one.event for one in calculation.inputs.values() if one.type == "date" and one.required]
    closes: Mapping[str, Sequence[str]] = table("assigning")["closes"]
    return frozenset(deed for events in starts[:1] for event in events for deed in closes.get(event, ()))


def day_of(value: object) -> date | None:
    """Return the day of a day or a moment."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
