"""What is read in a line: one figure, day, time, yes or no, or role, with how sure it is and where it stands."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

SUPPOSED = "supposed"
"""The `part` of a day that is only supposed: 假设6月20号批下来."""
How = Literal["exact", "about", "more", "less", "between"]
Kind = Literal[
    "money", "count", "number", "percent", "discount", "score", "size", "level",
    "date", "time", "moment", "period", "duration", "bool", "role",
]  # fmt: skip
Value = Decimal | date | datetime | time | str | tuple[Decimal, ...]


@dataclass(frozen=True)
class Fact:
    """
    One reading of a stretch of a line.

    `low` and `high` are the ends of what it may be, equal where it is `exact`; None is an open end. `low_in` and
    `high_in` say whether the ends themselves count. `value` is the best single value (the middle of “about”), None
    where nothing may be computed with it before it has been asked. `either` holds the readings of a word that means
    one of several things. `unit` is 元, a measure word, or the unit of a duration (min H D BD W M Y); `events` are what
    the sentence ties it to, `polarity` is yes, no or unsure for a yes/no fact. `length` is the duration by which a day
    was told (发货20天了). `yearless` days have been given a year: `back` is the latest not after now, `ahead` the next
    one. `part` is the part of the day that was said, `shifts` how many days after the day named each reading of a time
    of day falls (晚上12点: 1). `past` figures have been and are no longer (以前98万). `instead` is the place of a
    figure that this one corrects in the same line. `start` and `end` are places in the normalised line, `said` is the
    stretch itself.
    """

    kind: Kind
    low: Any = None
    high: Any = None
    value: Any = None
    how: How = "exact"
    unit: str = ""
    events: tuple[str, ...] = ()
    polarity: str = ""
    start: int = 0
    end: int = 0
    said: str = ""
    low_in: bool = True
    high_in: bool = True
    either: tuple[Any, ...] = ()
    length: "Fact | None" = None
    yearless: bool = False
    back: Any = None
    ahead: Any = None
    part: str = ""
    shifts: tuple[int, ...] = ()
    firm: float = 0.0
    instead: tuple[int, int] | None = None
    past: bool = False

    @property
    def exact(self) -> bool:
        """Return whether it is one value and no other."""
        return self.how == "exact" and self.value is not None and not self.either

    @property
    def unclear(self) -> bool:
        """Return whether nothing may be computed with it before it has been asked about."""
        return self.value is None and self.low is None and self.high is None and not self.either

    def at(self, start: int, end: int, said: str) -> "Fact":
        """Return the same fact at another place."""
        return replace(self, start=start, end=end, said=said)

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads back: what differs from a plain fact, values as text with their type."""
        shown = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                shown[field.name] = value.as_json() if isinstance(value, Fact) else _told(value)
        return shown

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Fact":
        """Return the fact that `as_json` wrote; what is not known any more is left out."""
        known = {field.name for field in fields(cls)}
        values = {key: _untold(value) for key, value in data.items() if key in known and key != "length"}
        length = cls.from_json(data["length"]) if data.get("length") else None
        return cls(**values, length=length)


def place_of(match: re.Match[str]) -> dict[str, Any]:
    """Return start, end and words of a match for a fact."""
    return {"start": match.start(), "end": match.end(), "said": match.group().strip()}


def value_text(value: Any) -> str | None:
    """Return a value as other programs read it: plain numbers, ISO days and times with Shanghai's offset."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return "x".join(f"{side:f}" for side in value)
    return str(value)


_TYPES: Mapping[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
}


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_told(item) for item in value]
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    for name, kind in (("moment", datetime), ("day", date), ("time", time)):
        if isinstance(value, kind):
            return {name: value.isoformat()}
    return value


def _untold(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_untold(item) for item in value)
    if isinstance(value, dict):
        ((name, text),) = value.items()
        return _TYPES[name](text)
    return value
