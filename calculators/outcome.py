"""What a calculation comes to, and how it can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, TypeVar

FEN = Decimal("0.01")
T = TypeVar("T")
Status = Literal["computed", "needs_input", "undetermined", "invalid"]


class CalculationError(Exception):
    """A calculation cannot be done; `args[0]` is one plain sentence for the asker."""


class ImpossibleFactError(CalculationError):
    """A fact cannot be: negative money, a day that does not exist."""


class UnknownCalculatorError(CalculationError):
    """There is no calculator of that name."""


class VagueFactError(CalculationError):
    """A fact was given that must be asked about first; `args[0]` is the question."""


class MissingFactError(Exception):
    """
    A fact is needed that was not given.

    `args[0]` is the function's name for it, `sofar` the sentences on what is settled.
    """

    def __init__(self, name: str, sofar: tuple[str, ...] = ()) -> None:
        """Remember the fact, and what can be told without it."""
        super().__init__(name)
        self.sofar = sofar


class Yuan(Decimal):
    """An amount of money in yuan."""


class Vanished(Yuan):
    """An amount that is more than nothing and rounds to 0.00 yuan."""


class Share(Decimal):
    """A fraction of 1."""


def yuan(amount: Decimal) -> Yuan:
    """Return `amount` rounded half up to the fen; `Vanished` where nothing is left of it."""
    rounded = amount.quantize(FEN, ROUND_HALF_UP)
    return Yuan(rounded) if rounded or not amount else Vanished(rounded)


@dataclass(frozen=True)
class Finding:
    """
    What a general function found.

    `values` are its results under its own names; `case` picks the headline; `steps`, `notes` and `bounds` name the
    sentences to tell; `extra` fills their placeholders; `gap` names the gap or conflict that leaves the main result
    open; `relied` are the clauses it relies on most, `clauses` further ones; with `replaces` only the results that
    stand in `values` are told. `because` names the sentences that a headline may give as its reason; `settled` holds
    where the case is decided without the main result.
    """

    values: Mapping[str, Any]
    case: str
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    gap: str = ""
    relied: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    settled: bool = False
    replaces: bool = False


@dataclass(frozen=True)
class Check:
    """What an eligibility calculator says beforehand; `reasons` are those against it, by the names of its YAML."""

    calculator: str
    result: Literal["ok", "refused", "disputed", "open"]
    reasons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the check as the calculators' contract prints it, its reasons by their clauses."""
        return {"calculator": self.calculator, "result": self.result, "reasons": list(self.places)}


def needed(name: str, value: T | None, sofar: tuple[str, ...] = ()) -> T:
    """Return `value`, or raise MissingFactError(`name`, `sofar`) if it was not given."""
    if value is None:
        raise MissingFactError(name, sofar)
    return value


def named_day(day: date, now: datetime) -> str:
    """Return how a day that is looked at is called: today, or the day that was asked about."""
    return "今天" if day == now.date() else "你说的这天"


def as_json(value: Any) -> Any:
    """Return a result the way INTERFACE.md prints it: money and shares with two decimals, times with their offset."""
    if isinstance(value, Share):
        return str(value.quantize(FEN)) if value == value.quantize(FEN) else f"{value.normalize():f}"
    if isinstance(value, Yuan):
        return f"{value:.2f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if hasattr(value, "as_json"):
        return as_json(value.as_json())
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return value


@dataclass(frozen=True)
class Outcome:
    """
    The result of a calculator as every face shows it.

    `says` is the headline, the question back, or what is wrong; `then` what to do next.
    """

    calculator: str
    outcome: Status
    says: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    then: str = ""
    clauses: tuple[str, ...] = ()
    supplements: tuple[Mapping[str, str], ...] = ()
    gap: str = ""
    wrong: str = ""
    checks: tuple[Check, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the machine-readable outcome of the calculators' contract."""
        shown = (
            "calculator",
            "outcome",
            "inputs",
            "missing",
            "result",
            "steps",
            "assumptions",
            "boundaries",
            "clauses",
            "supplements",
        )
        return {**{name: as_json(getattr(self, name)) for name in shown}, "checks": as_json(self.checks)}
