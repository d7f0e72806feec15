"""What the asker said, beside what was made of it: the words of each fact, and what was told as the end of a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from calculators.inputs import quoted, whole_of
from calculators.shown import shown_input, spread_text, with_weekday
from knowledge.calculations import Calculation
from knowledge.language.fact import Fact

_MARKS = re.compile(r"[\s,，。元的]|\.00")


@dataclass(frozen=True)
class Heard:
    """The facts as they came (spreads included), the words they came in, and the midnights told as the end of a day."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    ends: frozenset[Any] = frozenset()

    def understood(self, calculation: Calculation, used: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Return each fact as it was understood, with the words it was told in where they differ.

        `used` are the values computed with.
        """
        lines = []
        for name, one in calculation.inputs.items():
            if name not in self.facts:
                continue
            told = spread_text(one, self.facts[name]) or shown_input(one, used[name], self.ends)
            said = self.said.get(name, "")
            differs = said and said not in one.choices and _bare(said).casefold() not in _bare(told).casefold()
            # Several times are one list of ours, no words of the asker's.
            echo = f"（你说“{quoted(said)}”）" if differs and one.type not in ("bool", "moments") else ""
            lines.append(f"{one.label}：{with_weekday(used[name], told, self.ends)}{echo}")
        return tuple(lines)


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def heard(raw: Mapping[str, str | Fact], facts: Mapping[str, Any], now: datetime) -> Heard:
    """Return what was said for `facts`."""
    said = {key: value.said if isinstance(value, Fact) else str(value) for key, value in raw.items() if key in facts}
    ends = frozenset(facts[key] for key in said if _is_midnight(facts[key]) and _ends_a_day(raw[key], now))
    return Heard(dict(facts), said, ends)


def _is_midnight(value: Any) -> bool:
    clock = value.time() if isinstance(value, datetime) else value
    return isinstance(clock, time) and clock.replace(tzinfo=None) == time.min


def _ends_a_day(raw: str | Fact, now: datetime) -> bool:
    """Return whether a midnight was told as the end of the day before it: 24:00, 晚上12点."""
    fact = raw if isinstance(raw, Fact) else whole_of(raw, now)
    return fact is not None and fact.shifts == (1,)
