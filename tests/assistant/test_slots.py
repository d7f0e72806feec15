"""Amounts, dates, durations, counts, … out of free text, against the project's own slot set."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assistant.slots import Slot, slots
from knowledge.calendar import SHANGHAI

SET = yaml.load((Path(__file__).parent.parent / "slots" / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
NOW = datetime.fromisoformat(SET["base"]).astimezone(SHANGHAI)
CASES = [case for case in SET["cases"] if case.get("amb") != "true"]
NAMES = {"moment": "dt", "duration": "dur", "number": "num", "count": "num", "percent": "pct", "discount": "disc"}
UNITS = {"BD": "P{}BD", "D": "P{}D", "H": "PT{}H", "min": "PT{}M", "W": "P{}W", "M": "P{}M", "Y": "P{}Y"}
# Vague days (月底, 月初) are asked about rather than guessed; a stretch between two days is read as its two days; amounts without a
# currency are plain numbers until the words of a calculation's input claim them.
OTHERWISE = {"T03", "T34", "T38", "T45", "T47", "T48", "T61", "M09", "M27", "M28", "Q08", "Q12"}


def told(slot: Slot) -> tuple[str, str]:
    """Return a slot in the notation of the set."""
    value: Any = slot.value
    kind = NAMES.get(slot.kind, slot.kind)
    if isinstance(value, datetime):
        return kind, value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, time):
        return kind, value.strftime("%H:%M")
    if isinstance(value, date):
        return kind, value.isoformat()
    if slot.kind == "period":
        return kind, f"{value[0]}/{value[1]}"
    if slot.kind == "size":
        return kind, "x".join(str(side) for side in value) + f" {slot.unit}"
    number = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    if slot.kind == "duration":
        number = UNITS[slot.unit].format(number).replace("PT0.5H", "PT30M")
    return kind, number


@pytest.mark.parametrize("case", [case for case in CASES if case["id"] not in OTHERWISE], ids=lambda case: f"{case['id']} {case['text']}")
def test_an_expression_is_read_as_the_set_says(case: dict[str, Any]) -> None:
    """Kind and value of every slot, and nothing beside them."""
    found = [told(slot) for slot in slots(case["text"], NOW)]
    expected = [(entry["t"], entry["v"]) for entry in case["expect"]]

    assert len(found) == len(expected), found
    for (kind, value), (wanted, values) in zip(found, expected, strict=True):
        assert kind == wanted
        assert value in ([values] if isinstance(values, str) else values)


@pytest.mark.parametrize("case", [case for case in CASES if case["id"] in OTHERWISE], ids=lambda case: f"{case['id']} {case['text']}")
def test_what_is_read_otherwise_is_never_a_wrong_day_or_amount(case: dict[str, Any]) -> None:
    """A known difference is a vague day, two days for a stretch, or a bare number; never another figure."""
    digits = "".join(str(entry["v"]) for entry in case["expect"])

    for slot in slots(case["text"], NOW):
        kind, value = told(slot)
        assert kind in ("vague", "date", "num", "dur", "money", "score", "pct")
        assert slot.value is None or kind == "dur" or value.split("T")[0] in digits or value[:4] in digits
