"""Facts that are no single value: a calculation is done at all their corners, and told where it decides alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from calculators.measured import Spread
from calculators.outcome import Finding

_MOST = 2
Compute = Callable[[Mapping[str, Any]], Finding]


class Undecided(Exception):  # noqa: N818 - no error: something to ask about
    """
    The corners of `name` decide differently, or nothing may be computed with it: it is asked for.

    `ends` are what they come to.
    """

    def __init__(self, name: str, ends: tuple[tuple[Mapping[str, Any], Finding], ...] = ()) -> None:
        """Remember the input, and what both of its ends come to."""
        super().__init__(name)
        self.name, self.ends = name, ends


@dataclass(frozen=True)
class Decided:
    """What all corners come to, the facts it was told with, and the inputs whose day was taken although not certain."""

    finding: Finding
    facts: Mapping[str, Any]
    uncertain: tuple[str, ...] = ()


def decided(facts: Mapping[str, Any], compute: Compute, monotone: frozenset[str]) -> Decided:
    """
    Return what a calculation comes to, whatever the true values within the spreads of `facts` are.

    `monotone` names the inputs in which the function is monotone: only there do the ends stand for all between.

    Raises:
        Undecided: it would come out differently, or there are more than two spreads.
    """
    spreads = {name: value for name, value in facts.items() if isinstance(value, Spread)}
    if not spreads:
        return Decided(compute(facts), facts)
    first = next(iter(spreads))
    unfit = next((name for name, spread in spreads.items() if spread.why == "range" and name not in monotone), "")
    if unfit or sum(spread.why != "most" for spread in spreads.values()) > _MOST:
        raise Undecided(unfit or first)
    corners = [({**facts, **corner}, compute({**facts, **corner})) for corner in _corners(spreads)]
    told = {name: spread.value if spread.value is not None else spread.corners[0] for name, spread in spreads.items()}
    chosen = {**facts, **told}
    if len({_decision(finding) for _, finding in corners}) == 1:
        return Decided(compute(chosen), chosen)
    settled = [name for name, spread in spreads.items() if spread.why in ("safe", "about", "most")]
    if len(settled) < len(spreads):
        raise Undecided(next(name for name in spreads if name not in settled), (corners[0], corners[-1]))
    if (
        any(spreads[name].why == "safe" or _wide(spreads[name]) for name in settled)
        and len({finding.case for _, finding in corners}) > 1
    ):
        raise Undecided(settled[0], (corners[0], corners[-1]))
    changes = _differ([finding for _, finding in corners])
    return Decided(compute(chosen), chosen, tuple(settled) if changes else ())


def _wide(spread: Spread) -> bool:
    """Return whether days are told of which it may be more than the one beside the best of them: 一个月前."""
    if spread.why != "about" or not isinstance(spread.value, date):
        return False
    beside = timedelta(days=1)
    return bool(spread.value - spread.low > beside or spread.high - spread.value > beside)


def _corners(spreads: Mapping[str, Spread]) -> Iterator[dict[str, Any]]:
    for values in product(*(spread.corners for spread in spreads.values())):
        yield dict(zip(spreads, values, strict=True))


def _decision(finding: Finding) -> str:
    """Return what a finding decides, without the facts that it only repeats."""
    return repr((finding.case, {name: _plain(value) for name, value in finding.values.items()}, finding.gap))


def _differ(findings: Sequence[Finding]) -> bool:
    """Return whether findings differ in their yes, no or count; in their days, where days are all that they decide."""
    if len({finding.case for finding in findings}) > 1:
        return True
    judged = [
        {name: value for name, value in finding.values.items() if _is_verdict(name, value)} for finding in findings
    ]
    only_days = not any(
        isinstance(value, datetime) or not isinstance(value, (date, str))
        for finding in findings
        for value in finding.values.values()
    )
    if only_days:
        return len({_decision(finding) for finding in findings}) > 1
    shared = set.intersection(*(set(values) for values in judged))
    return len({repr(sorted((name, values[name]) for name in shared)) for values in judged}) > 1


def _is_verdict(name: str, value: Any) -> bool:
    return name != "days_left" and (value is None or isinstance(value, (bool, str)) or type(value) is int)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if key != "given"}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
