"""Notation of tests/facts/*.yaml (README there), and how a reading is judged by it: right, asked, or silently wrong."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from knowledge.calendar import SHANGHAI
from knowledge.language.elapsed import iso_length
from knowledge.language.fact import Fact
from knowledge.language.reader import read

NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
ENTRY = re.compile(r"(?P<kind>\w+) (?P<value>.+?)(?: @(?P<event>\w+))?")
NUMBERS = ("money", "count", "number", "percent", "discount", "score")
FAMILY = dict.fromkeys(NUMBERS, "number") | dict.fromkeys(("date", "period", "moment"), "day")
TOLERANCE = Decimal("0.12")


@dataclass(frozen=True)
class Case:
    """A line, the moment it is said, and what must be read in it."""

    file: str
    text: str
    now: datetime
    read: tuple[str, ...]
    left: str = ""
    """Why the line is counted apart, where its expectation is not what the rules for reading say."""


@dataclass(frozen=True)
class Verdict:
    """What came of a case: `right`, `asked` or `wrong`, with what is amiss."""

    case: Case
    outcome: str
    why: tuple[str, ...] = ()


def cases(paths: Iterable[Path]) -> list[Case]:
    """Return the cases of some files."""
    return [case for path in paths for case in parsed(path.stem, path.read_text(encoding="utf-8"))]


def parsed(name: str, text: str) -> list[Case]:
    """Return the cases that the text of a file holds."""
    found = []
    for raw in yaml.load(text, Loader=yaml.BaseLoader)["cases"]:
        now = datetime.fromisoformat(raw["now"]) if "now" in raw else NOW
        found.append(Case(name, raw["text"], now.replace(tzinfo=SHANGHAI), tuple(raw["read"]), raw.get("left", "")))
    return found


def judge(case: Case) -> Verdict:
    """Return whether the reader reads a case right, leaves something to be asked, or is silently wrong."""
    facts = list(read(case.text, case.now).facts)
    return verdict(case, facts)


def verdict(case: Case, facts: Sequence[Fact]) -> Verdict:
    """Return the verdict on what was read in a case."""
    left = list(facts)
    wrong: list[str] = []
    asked: list[str] = []
    for entry in sorted(case.read, key=lambda entry: "?" in entry or "|" in entry):
        match = ENTRY.fullmatch(entry)
        assert match, entry
        kind, value, event = match["kind"], match["value"], match["event"] or ""
        if kind == "bool":
            _bool(entry, value, facts, wrong, asked)
            continue
        if kind == "role":
            said = [fact for fact in facts if fact.kind == "role"]
            if not any(fact.value == value for fact in said):
                (wrong if said else asked).append(f"{entry}: {[fact.value for fact in said]}")
            continue
        grades = [
            (_grade(kind, value, fact), -_event_fault(event, fact), -index, fact) for index, fact in enumerate(left)
        ]
        best = max(grades, key=lambda grade: grade[:3], default=None)
        if best is None or best[0] <= 0:
            if value != "?" and "|" not in value:
                asked.append(f"{entry}: not read")
            continue
        left.remove(best[3])
        if best[0] == 1:
            asked.append(f"{entry}: {shown(best[3])}")
        elif _event_fault(event, best[3]) == 2:
            wrong.append(f"{entry}: tied to {best[3].events}")
        elif _event_fault(event, best[3]) == 1:
            asked.append(f"{entry}: tied to nothing")
    wrong += [f"read {shown(fact)}" for fact in left if fact.kind not in ("bool", "role") and _told(fact)]
    outcome = "wrong" if wrong else "asked" if asked else "right"
    return Verdict(case, outcome, (*wrong, *asked))


def _told(fact: Fact) -> bool:
    """Return whether a fact that nobody expects would be used: an exact one, or a range."""
    return fact.exact or (fact.kind != "period" and fact.low is not None and fact.high is not None and not fact.either)


def _bool(entry: str, value: str, facts: Sequence[Fact], wrong: list[str], asked: list[str]) -> None:
    event, _, polarity = value.partition(" ")
    said = [fact for fact in facts if fact.kind == "bool" and event in fact.events]
    wanted = "unsure" if polarity == "?" else polarity
    if any(fact.polarity == wanted for fact in said):
        return
    if (
        not said
        or (wanted == "unsure" and not any(fact.polarity == "yes" for fact in said))
        or any(fact.polarity == "unsure" for fact in said)
    ):
        if wanted != "unsure":
            asked.append(f"{entry}: not read")
        return
    wrong.append(f"{entry}: read {[fact.polarity for fact in said]}")


def _event_fault(event: str, fact: Fact) -> int:
    """Return 0 if the event is right or none is expected, 1 if the fact is tied to nothing, 2 if to another."""
    if not event or event in fact.events:
        return 0
    return 2 if fact.events else 1


def shown(fact: Fact) -> str:
    """Return a fact for people."""
    value = fact.value if fact.value is not None else f"{fact.low}..{fact.high}"
    return f"{fact.kind} {value}{'' if fact.exact else ' (not exact)'} “{fact.said}” {fact.events}"


def _grade(kind: str, value: str, fact: Fact) -> int:
    """Return how well a fact meets an expectation: 2 right, 1 left open, 0 not this one."""
    if kind == "duration" and fact.length is not None:
        if value.startswith("~"):
            return 2
        fact = fact.length
    if not _alike(kind, fact.kind):
        return 0
    if value == "?":
        return 0 if fact.exact else 2
    if "|" in value:
        return 0 if fact.exact else 2
    if value.startswith("~"):
        return _around(kind, value[1:], fact)
    if kind == "period" or (kind == "time" and "/" in value):
        first, _, last = value.partition("/")
        return _ends(first, last, fact)
    bounds = re.fullmatch(r"[\[(](.*),(.*)[\])]", value)
    if bounds:
        return _range(kind, bounds[1], bounds[2], fact)
    if kind == "time" and fact.kind == "moment" and fact.value is not None:
        fact = replace(fact, kind="time", value=fact.value.time())
    same = fact.exact and _equal(kind, value, fact)
    return 2 if same else 0 if fact.exact else 1 if _could_be(kind, value, fact) else 0


def _alike(kind: str, other: str) -> bool:
    if kind == other:
        return True
    if kind in NUMBERS and other in NUMBERS:
        return ("number" in (kind, other) and not {"percent", "discount"} & {kind, other}) or {kind, other} == {
            "count",
            "score",
        }
    if (kind, other) == ("time", "moment"):
        return True  # a time of day set on the day it is of
    return FAMILY.get(kind) == FAMILY.get(other, "-") == "day" and (kind, other) not in (
        ("date", "moment"),
        ("moment", "date"),
    )


def _parsed(kind: str, text: str) -> Any:
    if kind in NUMBERS:
        return Decimal(text)
    if kind in ("date", "period"):
        return date.fromisoformat(text)
    if kind == "moment":
        late = "T24:00" in text
        return datetime.fromisoformat(text.replace("T24:00", "T00:00")).replace(tzinfo=SHANGHAI) + timedelta(days=late)
    if kind == "time":
        return time.fromisoformat(text.replace("24:00", "00:00"))
    return text


def _equal(kind: str, value: str, fact: Fact) -> bool:
    if kind == "size":
        return isinstance(fact.value, tuple) and tuple(map(Decimal, value.split("x"))) == fact.value
    if kind == "duration":
        return (
            iso_length(fact.value, fact.unit) == value
            or _minutes(value) == _minutes(iso_length(fact.value, fact.unit)) is not None
        )
    return bool(fact.value == _parsed(kind, value))


def _minutes(length: str) -> Decimal | None:
    match = re.fullmatch(r"P(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?)?", length)
    if not match:
        return None
    return sum(
        (Decimal(part or 0) * scale for part, scale in zip(match.groups(), (10080, 1440, 60, 1), strict=True)),
        Decimal(0),
    )


def _could_be(kind: str, value: str, fact: Fact) -> bool:
    """Return whether the right value lies within what an inexact fact leaves open."""
    if kind in ("duration", "size", "level"):
        return True
    wanted = _parsed(kind, value)
    if fact.either:
        return wanted in fact.either or True
    if kind == "date" and isinstance(fact.low, datetime):
        return False
    low = fact.low if fact.low is not None else wanted
    high = fact.high if fact.high is not None else wanted
    return bool(low <= wanted <= high)


def _around(kind: str, value: str, fact: Fact) -> int:
    if fact.exact:
        return 0
    if kind == "duration":
        return 2
    wanted = _parsed(kind, value)
    if kind == "moment" and not isinstance(fact.low, datetime):
        return 0
    return 2 if fact.value == wanted or _could_be(kind, value, fact) else 0


def _ends(first: str, last: str, fact: Fact) -> int:
    if fact.exact:
        return 0
    kind = "time" if ":" in first else "date"
    if isinstance(fact.low, datetime) or isinstance(fact.high, datetime):
        return 0
    if (fact.low, fact.high) == (_parsed(kind, first), _parsed(kind, last)):
        return 2
    return (
        1
        if fact.low is None
        or fact.high is None
        or (fact.low <= _parsed(kind, last) and fact.high >= _parsed(kind, first))
        else 0
    )


def _range(kind: str, low: str, high: str, fact: Fact) -> int:
    if fact.exact:
        return 0
    if kind in ("duration", "level"):
        return 2
    ends = [(Decimal(text) if text else None) for text in (low, high)]
    got = [fact.low, fact.high]
    if all(_near(end, other, ends) for end, other in zip(ends, got, strict=True)):
        return 2
    if got[0] is None and got[1] is None:
        return 1
    apart = (ends[1] is not None and got[0] is not None and got[0] > ends[1]) or (
        ends[0] is not None and got[1] is not None and got[1] < ends[0]
    )
    return 0 if apart else 1


def _near(end: Decimal | None, other: Decimal | None, ends: Sequence[Decimal | None]) -> bool:
    """Return whether two ends agree; below n the lower end may be told as open, as nought or as nine tenths."""
    if end is None or other is None:
        return end == other or (ends[1] is not None and ends[0] is None) or (other is None and end == 0)
    if end == other:
        return True
    if end == 0:
        return True
    return abs(end - other) <= TOLERANCE * max(abs(end), abs(other))
