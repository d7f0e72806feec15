"""Last days that somebody may be reminded of: which one an answer has, when to remind, and how both are told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Literal

from bot.telegram.pages.receipts import raw_inputs
from calculators.outcome import Outcome
from knowledge.calendar import SHANGHAI
from knowledge.library import Library

MORNING = time(9)
"""When somebody is reminded who told a day and no time; in Shanghai."""
Way = Literal["before", "on", "typed"]
"""The morning of the day before, or of the day itself, or a time that somebody told."""
_MARK = 24
_AROUND = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}


@dataclass(frozen=True)
class LastDay:
    """
    A last day or moment that was computed.

    `ends` (Shanghai) is when it is over, `whole` holds where that is the end of a day; `inputs` are in words that are
    read as the same again.
    """

    calculator: str
    inputs: Mapping[str, str]
    ends: datetime
    whole: bool

    @property
    def day(self) -> date:
        """Return the day itself."""
        return (self.ends - timedelta(days=self.whole)).date()

    @property
    def case(self) -> str:
        """Return a mark of what was computed from what; today as the day looked at makes no other case."""
        told = json.dumps([self.calculator, self.inputs], sort_keys=True, ensure_ascii=False)
        return sha256(told.encode()).hexdigest()[:_MARK]

    @property
    def data(self) -> dict[str, Any]:
        """Return what is needed to compute it again."""
        return {"calculator": self.calculator, "inputs": dict(self.inputs)}

    def times(self, now: datetime) -> dict[Way, datetime]:
        """Return when one can still be reminded of it: the morning of the day before, and of the day itself."""
        morning = datetime.combine(self.day, MORNING, SHANGHAI)
        every: dict[Way, datetime] = {"before": morning - timedelta(days=1), "on": morning}
        return {how: at for how, at in every.items() if now < at < self.ends}

    def told(self, now: datetime) -> str:
        """Return the day in words: 12月20日（明天）, 12月20日 9:05."""
        near = _AROUND.get((self.day - now.date()).days, "")
        return moment_told(self.ends, now, whole=self.whole) + (f"（{near}）" if near else "")


def last_day(outcome: Outcome | None, library: Library) -> LastDay | None:
    """Return the last day that a calculation came to; None where there is none that one could be reminded of."""
    if outcome is None or outcome.outcome != "computed" or outcome.calculator not in library.calculations:
        return None
    calculation = library.calculations[outcome.calculator].calculation
    found = next((value for name in calculation.remind if (value := outcome.result.get(name)) is not None), None)
    looked = {name for name, field in calculation.inputs.items() if "looked" in field.event}
    inputs = {name: raw for name, raw in raw_inputs(outcome).items() if name not in looked}
    if isinstance(found, datetime):
        return LastDay(outcome.calculator, inputs, found.astimezone(SHANGHAI), whole=False)
    if isinstance(found, date):
        ends = datetime.combine(found, time(), SHANGHAI) + timedelta(days=1)
        return LastDay(outcome.calculator, inputs, ends, whole=True)
    return None


def moment_told(moment: datetime, now: datetime, *, whole: bool = False) -> str:
    """Return a moment as people in Shanghai write it; a `whole` day is told by the day that ends then."""
    day = moment.astimezone(SHANGHAI) - timedelta(days=whole)
    year = "" if day.year == now.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日" + ("" if whole else f" {day.hour}:{day.minute:02}")
