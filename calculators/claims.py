"""Whether a claim can be made: its kind, its time, and what speaks against it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from calculators.eligibility import kinds
from calculators.outcome import Finding, ImpossibleFactError, named_day, needed
from calculators.units import NaturalDayCount, Terms


def claim(
    issue: str | None,
    shipped: date | None,
    claimed: date | None,
    grounds: Mapping[str, bool],
    *,
    days: NaturalDayCount,
    accepted: Terms,
    listed: Terms,
    refusals: Mapping[str, str],
    late: str,
    now: datetime,
) -> Finding:
    """
    Return whether a claim can be made: an accepted kind of issue, within `days` natural days, no ground for refusal.

    `refusals` maps each ground to its locator, `late` is the locator of lateness. An issue that one clause lists and
    another does not leaves it open as a conflict; any other issue leaves it open. A ground or a doubt decides without
    the rest. Source: kuaishou-shizaibao/5, 8, 10.1–10.8, 1.2.

    Raises:
        ImpossibleFactError: the claim lies before the shipment.
    """
    against = claim_reasons(issue, shipped, claimed, grounds, days=days, accepted=accepted, listed=listed, now=now)
    places = {**refusals, "late": late}
    reasons = [places[name] for name in against if name in places]
    day = claimed or now.date()
    reasons.sort(key=lambda locator: [int(part) for part in locator.split(".")])
    last = shipped + timedelta(days=days) if shipped else None
    bounds = ("until", *(("today",) if last == day else ()))
    extra = {"last": last, "which": named_day(day, now), "places": "、".join(f"第{reason}条" for reason in reasons)}
    if reasons:
        return Finding(
            {"eligible": False, "reasons": reasons, "conflict": False},
            "refused",
            ("reasons",),
            ("may_refuse",),
            extra=extra,
            relied=tuple(reasons),
        )
    steps, bounds = (("in_time",), bounds) if shipped else ((), ())
    doubt = next((name for name in _DOUBTS if name in against), "")
    if doubt:
        values: dict[str, Any] = {"eligible": None, "reasons": [], "conflict": doubt == "disputed"}
        return Finding(values, doubt, steps, bounds=bounds, extra=extra, gap=_DOUBTS[doubt])
    needed("issue", issue)
    needed("shipped", shipped)
    return Finding(
        {"eligible": True, "reasons": [], "conflict": False}, "open", steps, ("true_if",), bounds, extra=extra
    )


# What leaves a claim open, and the key of the gap or conflict that says why.
_DOUBTS = {
    "disputed": "claim_kinds",
    "unnamed": "unnamed",
    "part_refunded": "part_refunded",
    "off_platform_part": "off_platform_part",
    "merchant_at_fault": "merchant_at_fault",
}


def claim_reasons(
    issue: str | None,
    shipped: date | None,
    claimed: date | None,
    grounds: Mapping[str, bool],
    *,
    days: int,
    accepted: Sequence[str],
    listed: Sequence[str],
    now: datetime,
) -> tuple[str, ...]:
    """
    Return what speaks against a claim, each reason by itself: a ground, lateness, or a kind disputed or named nowhere.

    What is not known (None) speaks against nothing. Source: kuaishou-shizaibao/1.2, 4.2, 5, 8, 10.1–10.7.

    Raises:
        ImpossibleFactError: the claim lies before the shipment.
    """
    reasons = [name for name, holds in grounds.items() if holds]
    day = claimed or now.date()
    if shipped is not None:
        if day < shipped:
            raise ImpossibleFactError("申请的日子不能早于发货的日子，请核对这两个日期。")
        if day > shipped + timedelta(days=days):
            reasons.append("late")
    if issue is not None and issue not in kinds(accepted):
        reasons.append("disputed" if issue in kinds(listed) else "unnamed")
    return tuple(reasons)
