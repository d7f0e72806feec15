"""Whether at all: thresholds, exclusions, windows, counts, penalties by repetition."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from calculators.outcome import Finding, MissingFactError, needed
from calculators.units import (
    Count,
    Day,
    Hours,
    Level,
    Messages,
    NaturalDayCount,
    People,
    Score,
    Terms,
    TimeOfDay,
    Times,
)


def _rank(level: str) -> tuple[int, bool]:
    """Return how levels compare: L2 < L2+ < L3."""
    return int(level.strip("L+")), level.endswith("+")


def kinds(terms: Sequence[str]) -> set[str]:
    """Return the terms, a double one such as 品种/产地 also by its parts."""
    return {part for term in terms for part in (term, *term.split("/"))}


def _condition(name: str, required: object, given: object, met: bool | None) -> dict[str, Any]:
    return {"name": name, "required": required, "given": given, "met": met}


def category(goods: str | None, *, excluded: Terms, partly: Terms) -> Finding:
    """
    Return whether `goods` may be covered: "no" if excluded, "partial" if partly so, else "yes".

    Source: kuaishou-shizaibao/1.3.
    """
    goods = needed("goods", goods)
    verdict = "no" if goods in excluded else "partial" if goods in partly else "yes"
    return Finding(values={"supported": verdict}, case=verdict, notes=("open_list",) if verdict == "yes" else ())


def admission(
    followers: int | None,
    score: Decimal | None,
    level: str | None,
    invited: bool | None,
    goods: str | None,
    *,
    more_followers: People,
    higher_score: Score,
    lowest_level: Level,
    excluded: Terms,
    partly: Terms,
) -> Finding:
    """
    Return whether the thresholds are met and who may join.

    The thresholds are more followers and a higher score than stated, and at least the level. `eligible` needs the
    thresholds, an invitation and goods that are not excluded; None where invitation or goods leave it open. One
    failed threshold decides without the others, and so do goods that are excluded or an invitation that has not come.
    Source: kuaishou-shizaibao/1.1, 1.3, 3.3.
    """
    met = {
        "followers": None if followers is None else followers > more_followers,
        "score": None if score is None else score > higher_score,
        "level": None if level is None else _rank(level) >= _rank(lowest_level),
    }
    required = {"followers": more_followers, "score": higher_score, "level": lowest_level}
    given = {"followers": followers, "score": score, "level": level}
    supported = None if goods is None else "no" if goods in excluded else "partial" if goods in partly else "yes"
    barred = invited is False or supported == "no"
    if False not in met.values() and not barred:
        sofar = tuple(f"{name}_met" for name, value in met.items() if value)
        for name, value in met.items():
            needed(name, value, sofar)
    meets = None if False not in met.values() and None in met.values() else False not in met.values()
    conditions = [_condition(name, required[name], given[name], met[name]) for name in met]
    conditions.append(_condition("invited", True, invited, invited))
    eligible = False if barred else _admitted(meets, invited, supported)
    failed = tuple(name for name, value in met.items() if value is False)
    case = "short" if meets is False else "eligible" if eligible else "undecided" if eligible is None else "refused"
    if case == "refused":
        case = "not_invited" if supported != "no" else "excluded"
    return Finding(
        values={"meets": meets, "eligible": eligible, "conditions": conditions},
        case=case,
        steps=tuple(f"{name}_{'met' if value else 'short'}" for name, value in met.items() if value is not None),
        because=tuple(f"{name}_short" for name in failed),
        settled=barred,
        notes=(("fourth",) if meets else ()) + (("partly",) if supported == "partial" else ()),
        bounds=(
            *(f"{name}_by" for name in failed),
            *(f"{name}_open" for name, value in met.items() if value is None and not barred),
            *(("how_to_ask",) if meets is False or invited is False else ()),
        ),
        extra={"followers_gap": max(more_followers - (followers or 0) + 1, 0)},
    )


def _admitted(meets: bool | None, invited: bool | None, supported: str | None) -> bool | None:
    if not meets or invited is False or supported == "no":
        return False
    return None if invited is None or supported == "partial" else True


def category_reasons(goods: str | None, *, excluded: Sequence[str], partly: Sequence[str]) -> tuple[str, ...]:
    """
    Return what speaks against goods: that they are excluded, or that some of them are.

    Source: kuaishou-shizaibao/1.3.
    """
    return ("excluded",) if goods in excluded else ("partly",) if goods in partly else ()


def _clock(at: time | datetime) -> time:
    """Return the time of day in Shanghai."""
    return at.time() if isinstance(at, datetime) else at.replace(tzinfo=None)


def daily_window(at: time | datetime | None, *, opens: TimeOfDay, closes: TimeOfDay) -> Finding:
    """Return whether `at` lies within the daily hours, both ends in, to the second. Source: douyin-feige/3."""
    if at is None:
        raise MissingFactError("at")
    inside = opens <= _clock(at).replace(microsecond=0) <= closes
    return Finding(
        values={"within": inside}, case="inside" if inside else "outside", steps=("window",), bounds=("every_day",)
    )


def unanswered_run(
    unanswered: int | None, at: time | datetime | None, *, more_than: Messages, opens: TimeOfDay, closes: TimeOfDay
) -> Finding:
    """
    Return whether more than `more_than` messages in a row stayed unanswered in the working hours; None outside them.

    `closes` itself is outside. Without `at` the working hours are assumed. Source: douyin-feige/2.1.
    """
    if at is not None and not opens <= _clock(at) < closes:
        return Finding(values={"robot": None}, case="outside", gap="outside")
    unanswered = needed("unanswered", unanswered)
    starts = unanswered > more_than
    return Finding(
        values={"robot": starts},
        case="starts" if starts else "not_yet",
        steps=("compared",),
        notes=(*(("hours",) if at is None else ()), "open_list", "together"),
        bounds=() if starts else ("missing",),
        extra={"missing": more_than + 1 - unanswered},
    )


def repeated_offence(
    offence: str | None, times: int | None, at: datetime | None, *, mute_days: NaturalDayCount, banned_for: str
) -> Finding:
    """
    Return the measures against a consumer: first a mute of `mute_days`, from the second time one for good.

    The days have 24 hours each, from `at`. The offence `banned_for` costs the account at once.
    Source: douyin-feige/4.2.1, 4.2.2.
    """
    offence = needed("offence", offence)
    values: dict[str, Any] = {"measures": [], "muted_until": None, "permanent": False, "banned": False}
    if offence == banned_for:
        return Finding({**values, "measures": ["blocked", "account_banned"], "banned": True}, "banned", replaces=True)
    if needed("times", times) > 1:
        return Finding(
            {**values, "measures": ["blocked", "muted_for_good"], "permanent": True},
            "permanent",
            notes=("another_kind",),
        )
    until = None if at is None else at + timedelta(days=mute_days)
    return Finding(
        {**values, "measures": ["blocked", "muted"], "muted_until": until},
        "muted" if until else "muted_undated",
        steps=("until",) if until else (),
        notes=("exact_days",),
        bounds=("again",),
    )


def any_is_nothing(
    figures: Mapping[str, Decimal | int | None],
    on: date | None,
    concerned: bool | None,
    *,
    starts: Day,
    nothing: Count,
    reason: str,
    now: datetime,
) -> Finding:
    """
    Return whether one of `figures` is `nothing`, from the day `starts` on.

    Nothing follows for those whom the rule does not concern (`concerned` is False). Source: doudian-provider-removal/0.
    """
    if concerned is False:
        return Finding({"removed": False, "reasons": []}, "not_concerned")
    day = on or now.date()
    if day < starts:
        return Finding({"removed": False, "reasons": []}, "too_early", notes=("too_early",), extra={"day": day})
    empty = [name for name, value in figures.items() if value is not None and value == nothing]
    if empty:
        case = "removed" if concerned is None else "removed_for_sure"
        return Finding(
            {"removed": True, "reasons": [reason]},
            case,
            tuple(f"{name}_empty" for name in empty),
            ("agency_only", "back_from"),
        )
    for name, value in figures.items():
        needed(name, value)
    return Finding({"removed": False, "reasons": []}, "stays", notes=("agency_only", "back_from"), bounds=("both",))


def all_settled(counts: Mapping[str, int | None], *, blockers: Mapping[str, str]) -> Finding:
    """
    Return whether nothing is pending; `blockers` maps each count to its locator.

    Source: doudian-provider-removal/2.1.1–2.1.4.
    """
    blocking = sorted(blockers[name] for name, count in counts.items() if count)
    if blocking:
        steps = tuple(f"{name}_left" for name, count in counts.items() if count)
        return Finding({"can_exit": False, "blocking": blocking}, "blocked", steps, clauses=tuple(blocking))
    for name, count in counts.items():
        needed(name, count)
    return Finding({"can_exit": True, "blocking": []}, "free", bounds=("all_zero",))


def unanswered_calls(calls: Sequence[datetime] | None, *, hours: Hours, times: Times) -> Finding:
    """
    Return whether `times` unanswered calls lie within `hours`, both ends counted.

    Source: doudian-shop-operation/5.
    """
    if not calls:
        raise MissingFactError("calls")
    ordered = sorted(calls)
    runs = zip(ordered, ordered[times - 1 :], strict=False)
    lost = any(last - first <= timedelta(hours=hours) for first, last in runs)
    few = len(ordered) < times
    return Finding(
        {"lost": lost},
        "lost" if lost else "not_lost",
        notes=("platform_calls", "inclusive"),
        bounds=("more_calls",) if few else (),
        extra={"count": len(ordered), "missing": times - len(ordered)},
    )
