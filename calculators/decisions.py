"""Whether at all, where roles, kinds of task or kinds of goods decide rather than thresholds."""

from collections.abc import Mapping
from decimal import Decimal

from calculators.outcome import Finding, needed
from calculators.units import Millimetres, Terms


def cancellation(
    task_type: str | None,
    actor: str | None,
    published: bool | None,
    agrees: bool | None,
    *,
    never: Terms,
    starts: Mapping[str, str],
) -> Finding:
    """
    Return whether a task may be cancelled, whether the one who cancels owes compensation, from when it is performed.

    `never` are the types that cannot be cancelled once published; `starts` says for each type what begins its
    performance. A creator needs the client's consent; for a client the table of stages is missing.
    Source: xingtu-cancellation/2.1.2, 2.2.1.
    """
    since = starts.get(task_type or "")
    if task_type in never:
        if published is False:
            return Finding(_allowed(None, None, since), "unpublished", gap="stages")
        return Finding(_allowed(False, None, since), "never", notes=("both_sides",) if actor != "client" else ())
    if actor == "creator" and agrees is False:
        return Finding(_allowed(False, None, since), "no_consent", bounds=("consent",))
    task_type = needed("task_type", task_type)
    if needed("actor", actor) == "creator":
        needed("agrees", agrees)
        return Finding(_allowed(True, False, since), "consent", notes=("stage_allows", "platform_may_refuse"))
    return Finding(_allowed(None, None, since), "client", bounds=("performance",), gap="stages")


def _allowed(allowed: bool | None, due: bool | None, since: str | None) -> dict[str, object]:
    return {"allowed": allowed, "compensation_due": due, "since": since}


def size_limit(
    width: Decimal | None,
    height: Decimal | None,
    product: str | None,
    *,
    longest: Millimetres,
    shortest: Millimetres,
    products: Terms,
) -> Finding:
    """
    Return whether a label of `width` by `height` millimetres fits `longest` by `shortest`, either way round.

    None for goods that are not among `products`. Source: kuaishou-used-3c/1.1.
    """
    product = needed("product", product)
    if product not in products:
        return Finding({"compliant": None}, "other_goods", gap="other_goods")
    known = [side for side in (width, height) if side is not None]
    if max(known, default=Decimal(0)) > longest:
        return Finding({"compliant": False}, "too_large", ("compared",), ("either_way",), extra=_sides(width, height))
    width, height = needed("width", width), needed("height", height)
    fits = min(width, height) <= shortest
    return Finding(
        {"compliant": fits},
        "fits" if fits else "too_large",
        ("compared",),
        ("either_way",),
        extra=_sides(width, height),
    )


def _sides(width: Decimal | None, height: Decimal | None) -> dict[str, str]:
    return {"sides": " × ".join("?" if side is None else f"{side.normalize():f}" for side in (width, height))}


def burden_of_proof(visible: bool | None, disputed: bool | None) -> Finding:
    """Return who has to show what, by whether a defect can be seen with the naked eye. Source: kuaishou-used-3c/4.1."""
    if needed("visible", visible):
        burden = ["consumer_photos", *(["merchant_report"] if disputed else [])]
        return Finding(
            {"burden": burden}, "visible_disputed" if disputed else "visible", bounds=() if disputed else ("counter",)
        )
    return Finding({"burden": ["merchant_certificate"]}, "hidden")


def forbidden_goods(
    kind: str | None, product: str | None, official: bool | None, *, parts: str, replaced: str, products: Terms
) -> Finding:
    """
    Return what a buyer of forbidden second-hand goods gets: refund, refund without return, and under which rule.

    The kind `parts` concerns `products` only; without a product one of them is assumed. Parts that were `replaced`
    are of that kind where they are not `official`, which is asked and never assumed.
    Source: kuaishou-used-3c/5.1, 5.2.
    """
    kind = needed("kind", kind)
    if kind == replaced:
        kind = parts if not needed("official", official) else kind
    if official and kind in (parts, replaced):
        return Finding({"refund": None, "without_return": None, "under": None}, "official", gap="official")
    if kind != parts:
        return Finding({"refund": True, "without_return": True, "under": "banned_goods"}, "no_return")
    if product is not None and product not in products:
        return Finding({"refund": None, "without_return": None, "under": None}, "other_goods", gap="other_goods")
    notes = ("assumed_product",) if product is None else ()
    return Finding(
        {"refund": True, "without_return": None, "under": "quality"},
        "parts",
        notes=notes,
        bounds=("return_open",),
        replaces=True,
    )
