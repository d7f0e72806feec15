"""A unit price and how many were bought of it within one order."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.fact import Fact

_GOODS = "[件个条双只瓶盒套份张台部包箱斤袋桶罐支本对打块米卷把]"
_EACH_BEFORE = re.compile(rf"(?:单价|每{_GOODS}?|一{_GOODS}|各|each) ?(?:是|才|就|卖|要|为|:)? ?$")
_EACH_AFTER = re.compile(rf" ?(?:/|每|一)(?P<goods>{_GOODS})(?:的|,)?")
_TIMES = re.compile(r" ?[*x×乘] ?")


def totals(facts: Sequence[Fact], text: str) -> list[Fact]:
    """
    Return the facts with a unit price and how many were bought of it within one order as their total.

    So in 单价99买5个 and 25块5一箱要了6箱.
    """
    result = list(facts)
    if not any(fact.kind in ("count", "size") for fact in facts):
        return result
    gone: set[int] = set()
    for index, price in enumerate(facts):
        if id(price) in gone:
            continue
        if (
            price.kind == "size"
            and not price.unit
            and price.value
            and re.search(r"(?:付了?|花了?|支付|共) ?$", text[: price.start])
        ):
            total = price.value[0] * price.value[1]
            result[index] = replace(price, kind="money", low=total, high=total, value=total, unit="元", part="total")
            continue
        count = _counted_with(price, facts, index, text)
        if count is None or id(count) in gone:
            continue
        total = price.value * count.value
        start, end = min(price.start, count.start), max(price.end, count.end)
        gone |= {id(price), id(count)}
        result.append(
            Fact("money", total, total, total, "exact", "元", part="total", start=start, end=end, said=text[start:end])
        )
    return sorted((fact for fact in result if id(fact) not in gone), key=lambda fact: fact.start)


def _counted_with(price: Fact, facts: Sequence[Fact], index: int, text: str) -> Fact | None:
    """Return the count that a unit price goes with, or None."""
    if price.kind not in ("money", "number") or not price.exact:
        return None
    before = _EACH_BEFORE.search(text[: price.start])
    after = _EACH_AFTER.match(text, price.end)
    for other in facts[max(0, index - 1) : index + 3]:
        if other.kind != "count" or not other.exact or other.unit not in ("件", "个", "条", "张", "单"):
            continue
        gap = text[price.end : other.start] if other.start > price.start else text[other.end : price.start]
        if len(gap) > 14 or re.search(r"[。!?;\d]", gap) or other.value == 1:  # noqa: PLR2004
            continue
        same = after is None or other.said.endswith(after["goods"])
        if _TIMES.fullmatch(gap) or (before and len(gap) <= 14) or (after and same):  # noqa: PLR2004
            return other
    return None
