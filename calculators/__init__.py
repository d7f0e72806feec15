"""What a rule makes of a case: the general functions by name, and `run` for a calculator of the catalogue."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from calculators.checks import checked
from calculators.outcome import Outcome
from calculators.rules import RULES
from calculators.run import calculate
from knowledge.language.fact import Fact
from knowledge.library import Library

Given = Mapping[str, str | Fact]


def run(name: str, inputs: Given, library: Library, now: datetime) -> Outcome:
    """
    Return the outcome of the calculator `name` for `inputs` (words or facts by input name) at `now` (aware, Shanghai).

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    return _once(name, tuple(inputs.items()), library, now)


# A line proposes a calculation, judges it and tells it: the same facts come to the same each time, and are computed
# once.
@lru_cache
def _once(name: str, inputs: tuple[tuple[str, str | Fact], ...], library: Library, now: datetime) -> Outcome:
    return calculate(RULES, name, dict(inputs), library, now)


def forget() -> None:
    """Let go of what was computed lately, and so of the libraries that it was computed from."""
    _once.cache_clear()


def run_checked(
    name: str, inputs: Given, known: Mapping[str, Given], library: Library, now: datetime, at: datetime | None = None
) -> Outcome:
    """
    Return the outcome of a calculator as far as its checks allow it; `known` are the facts for each check, by its name.

    `at` is the moment by whose figures it is computed, where that is not now; what speaks against it does so now.

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    return checked(run(name, inputs, library, at or now), RULES, {**known, name: inputs}, library, now)
