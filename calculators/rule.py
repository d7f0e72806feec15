"""A rule function with all that is known of it before it runs."""

from collections.abc import Callable
from dataclasses import dataclass

from calculators.outcome import Finding

Function = Callable[..., Finding]
Reasons = Callable[..., tuple[str, ...]]


@dataclass(frozen=True)
class Rule:
    """
    A rule function, and what it may find.

    `results` are the names of its results, `cases` those of its headlines (`tells`), `gaps` those of what may leave
    the result open, `extra` further placeholders of its sentences; `open_results` holds where the results are named
    by its figures. In the facts that `monotone` names all values between two that decide alike decide alike, too.
    `reasons` finds, for an eligibility rule, what speaks against something, each reason decided alone on what is
    known.
    """

    function: Function
    results: tuple[str, ...]
    cases: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    monotone: frozenset[str] = frozenset()
    reasons: Reasons | None = None
    open_results: bool = False


def rule(
    function: Function,
    results: str,
    cases: str,
    gaps: str = "",
    extra: str = "",
    monotone: str = "",
    reasons: Reasons | None = None,
    *,
    open_results: bool = False,
) -> Rule:
    """Return a rule whose names are told separated by blanks."""
    return Rule(
        function,
        tuple(results.split()),
        tuple(cases.split()),
        tuple(gaps.split()),
        tuple(extra.split()),
        frozenset(monotone.split()),
        reasons,
        open_results,
    )
