"""How much: shares, ceilings, staged ratios, and bounds where the documents leave the ratio open."""

from decimal import Decimal

from calculators.outcome import Finding, ImpossibleFactError, Share, needed, yuan
from calculators.units import Fraction, NaturalDayCount, Yuan

_NOTHING = Decimal(0)
_BEFORE_SCRIPT = ("before_script", "script_skipped")


def capped_share(paid: Decimal | None, *, share: Fraction, cap: Yuan) -> Finding:
    """
    Return `share` of `paid` (yuan), at most `cap` (yuan), rounded half up to the fen.

    A share that comes to exactly the ceiling is not cut. Source: kuaishou-shizaibao/7.
    """
    paid = needed("paid", paid)
    granted = yuan(paid * share)
    capped = granted > cap
    edge = yuan(cap / share)
    return Finding(
        values={"amount": yuan(min(granted, cap)), "capped": capped, "share": Share(share), "cap": yuan(cap)},
        case="capped" if capped else "whole",
        steps=("share", "cut" if capped else "under"),
        bounds=("over_cap",) if granted >= cap else ("below_cap",),
        extra={"granted": granted, "edge": edge, "room": yuan(max(edge - paid, _NOTHING))},
    )


def _settled(amount: Decimal | None, ratio: Decimal, case: str, notes: tuple[str, ...]) -> Finding:
    owed = None if amount is None else yuan(amount * ratio)
    rest = None if amount is None or owed is None else yuan(amount - owed)
    return Finding(
        values={"ratio": Share(ratio), "payout": owed, "refund": rest},
        case=case if amount is not None else f"{case}_ratio",
        steps=(case,) if amount is not None else (),
        notes=notes,
        bounds=("fee",) if ratio else ("later",),
        replaces=True,
    )


def _open(amount: Decimal | None, gap: str) -> Finding:
    most = None if amount is None else yuan(amount)
    return Finding(
        values={"ratio": None, "payout": None, "refund": None, "least": yuan(_NOTHING), "most": most},
        case="open" if amount is not None else "open_ratio",
        bounds=("known_stages",),
        replaces=True,
        gap=gap,
    )


def _deposit_lost(mode: str | None) -> Finding:
    if mode == "full":
        raise ImpossibleFactError("全额预付没有尾款，“尾款未付”只出现在定金模式；请改成定金模式，或者换一个阶段。")
    return Finding(
        values={"deposit_refund": yuan(_NOTHING)},
        case="balance_unpaid",
        notes=("balance_unpaid",),
        bounds=("pay_in_time",),
        replaces=True,
    )


def staged_compensation(
    stage: str | None,
    amount: Decimal | None,
    mode: str | None,
    format: str | None,  # noqa: A002 - the catalogue's name for it
    deposit: Decimal | None,
    balance_paid: bool | None,
    *,
    before: Fraction,
    confirmed: Fraction,
    settled_format: str,
) -> Finding:
    """
    Return what the client bears for cancelling at `stage`, as a fraction of `amount` (yuan) and in yuan.

    Stages between the script and the confirmed video stand in tables that the document lacks: ratio None with bounds.
    In deposit mode the early stages are settled only when the balance was paid before.
    Source: xingtu-cancellation/2.2.2–2.2.4.

    Raises:
        ImpossibleFactError: a deposit above the amount; a balance left unpaid although all was paid in advance.
    """
    if deposit is not None and amount is not None and deposit > amount:
        raise ImpossibleFactError("定金不会超过任务总金额，请核对这两个数。")
    stage = needed("stage", stage)
    if stage == "balance_unpaid":
        return _deposit_lost(mode)
    if stage in _BEFORE_SCRIPT:
        if mode == "deposit" and not needed("balance_paid", balance_paid):
            return _open(amount, "deposit_ratios")
        notes = (*(("at_once",) if mode == "deposit" else ()), *(("skipped",) if stage == "script_skipped" else ()))
        return _settled(amount, before, "nothing", (*notes, "any_format"))
    if stage == "video_confirmed" and (format or settled_format) == settled_format:
        return _settled(amount, confirmed, "all", ("confirmed",))
    gap = "deposit_ratios" if mode == "deposit" else "full_ratios"
    return _open(amount, gap)


def introductory_rate(
    days_open: int | None, advert: bool | None, amount: Decimal | None, *, days: NaturalDayCount, rate: Fraction
) -> Finding:
    """
    Return the lowest rate a new shop pays for an order, and the fee in yuan.

    Both are None after the first `days` or for advert orders. Day 0 is the day of opening.
    Source: doudian-shop-operation/4.
    """
    nothing = {"rate": None, "fee": None}
    if days_open is not None and days_open > days:
        return Finding(values=nothing, case="over", bounds=("was_new",), gap="normal_rate")
    if advert:
        return Finding(values=nothing, case="advert", gap="normal_rate")
    days_open = needed("days_open", days_open)
    needed("advert", advert)
    fee = None if amount is None else yuan(amount * rate)
    return Finding(
        values={"rate": Share(rate), "fee": fee},
        case="lowest" if fee is not None else "lowest_rate",
        steps=("rate",) if fee is not None else (),
        notes=("lowest", "base"),
        bounds=("days_left" if days_open < days else "last_day", *(("amount_open",) if fee is None else ())),
        extra={"left": days - days_open},
    )
