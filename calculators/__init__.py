"""What a rule makes of a case: the general functions by name, and `run` for a calculator of the catalogue."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from calculators import deadlines, decisions, eligibility, payouts
from calculators.checks import Reasons, checked
from calculators.outcome import Outcome
from calculators.run import Function, calculate
from knowledge.language.fact import Fact
from knowledge.library import Library

Given = Mapping[str, str | Fact]
FUNCTIONS: dict[str, Function] = {
    "capped_share": payouts.capped_share,
    "staged_compensation": payouts.staged_compensation,
    "introductory_rate": payouts.introductory_rate,
    "last_natural_day": deadlines.last_natural_day,
    "hours_later": deadlines.hours_later,
    "working_day_span": deadlines.working_day_span,
    "nth_working_day": deadlines.nth_working_day,
    "half_month_period": deadlines.half_month_period,
    "repeated_lateness": deadlines.repeated_lateness,
    "category": eligibility.category,
    "admission": eligibility.admission,
    "claim": eligibility.claim,
    "daily_window": eligibility.daily_window,
    "unanswered_run": eligibility.unanswered_run,
    "repeated_offence": eligibility.repeated_offence,
    "any_is_nothing": eligibility.any_is_nothing,
    "all_settled": eligibility.all_settled,
    "unanswered_calls": eligibility.unanswered_calls,
    "cancellation": decisions.cancellation,
    "size_limit": decisions.size_limit,
    "burden_of_proof": decisions.burden_of_proof,
    "forbidden_goods": decisions.forbidden_goods,
}


# In which of its facts a function is monotone: between two values that decide alike all others do.
MONOTONE: dict[str, frozenset[str]] = {
    "capped_share": frozenset({"paid"}),
    "staged_compensation": frozenset({"amount", "deposit"}),
    "introductory_rate": frozenset({"days_open", "amount"}),
    "last_natural_day": frozenset({"start", "on"}),
    "working_day_span": frozenset({"start"}),
    "nth_working_day": frozenset({"start", "submitted"}),
    "repeated_lateness": frozenset({"promised", "looked", "shipped", "agreed_at"}),
    "admission": frozenset({"followers", "score", "level"}),
    "claim": frozenset({"shipped", "claimed"}),
    "daily_window": frozenset({"at"}),  # within the hour that a vague time spans
    "unanswered_run": frozenset({"unanswered", "at"}),
    "repeated_offence": frozenset({"times"}),
    "any_is_nothing": frozenset({"figures.gmv", "figures.orders"}),
    "all_settled": frozenset({"counts.services", "counts.orders", "counts.disputes", "counts.dues"}),
}


# What an eligibility function finds to speak against something, each reason decided alone on what is known.
REASONS: dict[str, Reasons] = {"claim": eligibility.claim_reasons, "category": eligibility.category_reasons}


def run(name: str, inputs: Given, library: Library, now: datetime) -> Outcome:
    """
    Return the outcome of the calculator `name` for `inputs` (words or facts by input name) at `now` (aware, Shanghai).

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    return _once(name, tuple(inputs.items()), library, now)


# A line proposes a calculation, judges it and tells it: the same facts come to the same each time, and are computed once.
@lru_cache
def _once(name: str, inputs: tuple[tuple[str, str | Fact], ...], library: Library, now: datetime) -> Outcome:
    return calculate(FUNCTIONS, MONOTONE, name, dict(inputs), library, now)


def run_checked(name: str, inputs: Given, known: Mapping[str, Given], library: Library, now: datetime) -> Outcome:
    """
    Return the outcome of a calculator as far as its checks allow it; `known` are the facts for each check, by its name.

    Raises:
        UnknownCalculatorError: there is no calculator of that name.
    """
    return checked(run(name, inputs, library, now), REASONS, {**known, name: inputs}, library, now)
