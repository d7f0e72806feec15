"""Another parser's public test suite put to our reader: numbers, percentages, yuan, days and times with a value."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.reader import read
from knowledge.language.script import normalise

FOLDER = Path(__file__).parents[3] / "shared" / "outside" / "recognizers"
NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
# What is plainly not for us, each with its reason.
NOT_OURS = {
    "dozens": r"打(?!折)",
    "powers and scientific notation": r"\^|\d[eE][+-]?\d",
    "兆": r"兆",
    "fractions": r"分\s*之(?!.*(?:百分|千分))|\d ?/ ?\d|又.*分|半百",
    "lunar days left unconverted": r"正月|大年|农历|十月初一|八月十五|初一",
    "reigns and centuries": r"神龙|雍正|康熙|世纪|年代",
    "a day, read as one": r"1991年",
    "points of time that are no figure": r"最近|马上",
    "half a numeral on purpose": r"两百点两|一点两小时|五十千|零十$",
}
# A percentage whose denominator is no hundred is none of ours either.
_OF_A_HUNDRED = re.compile(r"^(?:百|佰|千|仟|万|萬|百 ) ?分 ?之|百 分")


@dataclass(frozen=True)
class Expected:
    """One value that the suite expects in a line, where it stands, and the moment the line is read at."""

    line: str
    said: str
    kind: str
    values: tuple[str, ...]
    now: datetime


def expected() -> Iterator[Expected]:
    """Yield every value of the suite that is one of the kinds we read."""
    for name, kind in (
        ("NumberModel", "number"),
        ("PercentModel", "percent"),
        ("CurrencyModel", "money"),
        ("DateTimeModel", ""),
    ):
        for case in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")):
            reference = case.get("Context", {}).get("ReferenceDateTime")
            now = datetime.fromisoformat(reference).replace(tzinfo=SHANGHAI) if reference else NOW
            for result in case["Results"]:
                found = _expected(case["Input"], result, kind, now)
                if found is not None:
                    yield found


def _expected(line: str, result: dict[str, Any], kind: str, now: datetime) -> Expected | None:
    resolution = result.get("Resolution") or {}
    if kind:
        if kind == "money" and (resolution.get("isoCurrency") != "CNY" or resolution.get("value") is None):
            return None
        return Expected(line, result["Text"], kind, (str(resolution["value"]).rstrip("%"),), now)
    which = result["TypeName"].rpartition(".")[2]
    values = tuple(one["value"] for one in resolution.get("values", ()) if "value" in one)
    if which not in ("date", "time", "datetime") or not values or values == ("not resolved",):
        return None
    return Expected(line, result["Text"], which, values, now)


def not_ours(one: Expected) -> str:
    """Return why an expectation is not for us, or nothing."""
    if one.kind == "percent" and _OF_A_HUNDRED.search(one.said):
        return ""
    return next(
        (
            reason
            for reason, pattern in NOT_OURS.items()
            if re.search(pattern, normalise(one.said if reason == "fractions" else one.line))
        ),
        "",
    )


def verdict(one: Expected) -> str:
    """Return right, missed or wrong: an exact value that is another, or a range without the right one."""
    reading = read(one.line, one.now)
    spelled = "".join(one.said.split()).casefold()
    facts = [fact for fact in reading.facts if _same_place(fact, spelled, one, reading.text)]
    if any(_right(fact, value) for fact in facts for value in one.values):
        return "right"
    return "wrong" if any(_misread(fact, one) for fact in facts) else "missed"


def _same_place(fact: Fact, spelled: str, one: Expected, text: str) -> bool:
    said = "".join(normalise(one.said).split())
    mine = "".join(fact.said.split())
    return fact.kind not in ("bool", "role") and (said in mine or mine in said or _overlap(said, mine))


def _overlap(one: str, other: str) -> bool:
    return any(
        one.endswith(other[:size]) or other.endswith(one[:size]) for size in range(2, min(len(one), len(other)) + 1)
    )


def _value(fact: Fact, end: Any) -> Any:
    return end * 100 if fact.kind == "discount" and isinstance(end, Decimal) else end


def _parsed(fact: Fact, text: str) -> Any:
    sample = (
        fact.value
        if fact.value is not None
        else fact.low
        if fact.low is not None
        else fact.either[0]
        if fact.either
        else None
    )
    try:
        if isinstance(sample, Decimal):
            return Decimal(text)
        if isinstance(sample, datetime):
            return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if "-" in text else None
        if isinstance(sample, time):
            return time.fromisoformat(text) if ":" in text and "-" not in text else None
        if isinstance(sample, date):
            return date.fromisoformat(text) if "-" in text else None
    except (InvalidOperation, ValueError):
        return None
    return None


def _right(fact: Fact, text: str) -> bool:
    wanted = _parsed(fact, text)
    if wanted is None:
        return False
    if isinstance(wanted, Decimal) and fact.value is not None and fact.exact:
        return bool(abs(_value(fact, fact.value) - wanted) <= abs(wanted) * Decimal("1e-9"))
    if fact.exact:
        return wanted in (fact.value, fact.ahead, fact.back)
    if fact.either:
        return wanted in fact.either
    low, high = _value(fact, fact.low), _value(fact, fact.high)
    return (low is not None or high is not None) and (low is None or low <= wanted) and (high is None or wanted <= high)


def _misread(fact: Fact, one: Expected) -> bool:
    """Return whether a fact states something else for the same words."""
    if fact.unclear:
        return False
    kinds = {"number": ("number", "count", "money", "score"), "percent": ("percent", "discount"), "money": ("money",)}
    days = ("date", "moment", "time", "period")
    if fact.kind in days and one.kind in kinds:
        return fact.exact  # a figure taken for a day or a time
    return fact.kind in kinds.get(one.kind, days) and (
        fact.exact or fact.low is not None or fact.high is not None or bool(fact.either)
    )
