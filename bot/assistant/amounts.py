"""Whether an amount is the one that an input asks for: alone, whole, in yuan, and not the name of something else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from bot.assistant.doubts import doubted
from bot.assistant.fits import FITS
from bot.assistant.limits import LONGEST_SAID, NEAR_AMOUNT, NEAR_COUNT
from bot.assistant.looking import BREAK, words
from bot.assistant.untied import MONEY, others
from knowledge.calculations import Calculation, Input
from knowledge.language.events import event_words
from knowledge.language.fact import Fact
from knowledge.language.numerals import number
from knowledge.language.reader import Reading
from knowledge.language.tables import any_of, table

_END = re.compile(r"[。!?;]")
_FIRM, _LOOSE, _ALIKE = FITS["firm"], FITS["loose"], FITS["alike"]
_ORDER_NUMERAL = r"[\d一二两三四五六七八九十俩仨]+"


def _tells(about: Fact, exact: Fact) -> bool:
    """Return whether an exact amount lies within a rough one: 三百多万,算3000000."""
    return (
        not about.exact
        and exact.exact
        and about.low is not None
        and about.high is not None
        and bool(about.low <= exact.value <= about.high)
    )


def weighed(
    calculation: Calculation, given: Mapping[str, Fact | str], free: Sequence[Fact], reading: Reading, asked: str
) -> dict[str, Fact | str]:
    """
    Return what a line gives, each amount that may not be the one meant put in doubt.

    An optional one is left out then.
    """
    result = dict(given)
    taken = [fact for fact in given.values() if isinstance(fact, Fact)]
    for name, one in calculation.inputs.items():
        if one.type != "money":
            continue
        fact = result.get(name)
        if fact is None and name == asked:
            other = next((fact for fact in free if fact.kind in MONEY and set(fact.events) & others()), None)
            if other is not None and not any(other.start == known.start for known in taken):
                result[name] = _Weighing(one, other, [], reading.text).other()
        if not isinstance(fact, Fact) or fact.kind not in MONEY:
            continue
        beside = [
            one
            for one in free
            if one.start != fact.start
            and not any(one.start == known.start and one.kind == known.kind for known in taken)
        ]
        sure = _Weighing(one, fact, beside, reading.text).result()
        if sure.unclear and not fact.unclear and not one.required:
            del result[name]
        else:
            result[name] = sure
    return result


@cache
def _denied_before() -> re.Pattern[str]:
    lists = table("corrections")
    return re.compile(rf"(?:^|[,。 ])(?:{any_of(lists['denied'])})(?:{any_of(lists['denied_fillers'])})?$")


class _Weighing:
    """One amount given to one input, the facts that no input took, and the words around it."""

    def __init__(self, one: Input, fact: Fact, beside: Sequence[Fact], text: str) -> None:
        self.one, self.fact, self.text = one, fact, text
        first = max((text.rfind(mark, 0, fact.start) for mark in "。!?;"), default=-1) + 1
        end = _END.search(text, fact.end)
        last = end.start() if end else len(text)
        self.sentence = text[first:last]
        self.beside = [other for other in beside if first <= other.start < last]
        self.before = BREAK.split(text[first : fact.start])[-1]
        self.after = BREAK.split(text[fact.end : last])[0]
        self.firm = fact.firm if set(fact.events) & set(one.event) else 0
        self.amounts = [other for other in self.beside if other.kind in MONEY]

    def result(self) -> Fact:
        """Return the amount, what it comes to with the words beside it, or a doubt."""
        if self.fact.unclear or self.fact.said == self.text == "":
            return self.fact
        for step in (self._orders, self._denied, self._named, self._pieces, self._reduced, self._several):
            found = step()
            if found is not None:
                return found
        return self.fact

    def other(self) -> Fact:
        """Return the amount as one that the words call something else."""
        return self._doubt("other")

    def _doubt(self, why: str, *facts: Fact) -> Fact:
        start = min(one.start for one in (self.fact, *facts))
        end = max(one.end for one in (self.fact, *facts))
        said = self.text[start:end]
        whole = f"{self.before}{said}{self.after}".strip()
        return doubted(why, self.fact, whole if why == "other" and not facts and len(whole) <= LONGEST_SAID else said)

    # ---- orders and pieces ----

    def _orders(self) -> Fact | None:
        """Return the price of one order where the line tells several: 两单各800."""
        fact = self.fact
        one_by_one = fact.part == "total" and not set(self.one.event) & set(table("assigning")["in_total"])
        match = re.search(rf"(?P<count>{_ORDER_NUMERAL})(?:{words('orders')})", fact.said) if one_by_one else None
        if match is None or fact.value is None:
            return None
        count = number(match["count"])
        if not count or not re.search(words("each"), fact.said):
            return None
        return self._of_each(fact.value / count, fact.said)

    def _of_each(self, price: Decimal, said: str) -> Fact:
        return replace(self.fact, kind="money", low=price, high=price, value=price, unit="元", part="each", said=said)

    def _pieces(self) -> Fact | None:
        """Return what an amount comes to beside how many there were of it, or a doubt if it may be the price of one."""
        if self.fact.part == "total" or set(self.one.event) & set(table("assigning")["in_total"]):
            return None
        thing = rf"(?P<thing>{words('goods')}|{words('orders')})"
        each = re.search(
            rf"(?:(?:{words('each')}){thing}?|一(?P<of>{words('goods')}|{words('orders')}))(?:{words('links')})*$",
            self.before,
        )
        count = self._count()
        if each is not None and each.group().startswith("都") and count is None:
            each = None
        named = (each["thing"] or each["of"] or "") if each else ""
        of_orders = bool(re.fullmatch(words("orders"), named)) or (
            count is not None and bool(re.fullmatch(words("orders"), count.unit))
        )
        if each is not None and of_orders:
            apart = [one for one in self.amounts if not set(one.events) & others()]
            return (
                self._doubt("orders", *apart)
                if apart
                else self._of_each(self.fact.value, self._said(count))
                if self.fact.exact
                else None
            )
        if each is not None and any(map(self._rivals, self.amounts)):
            return None
        if each is not None and count is not None and count.exact and self.fact.exact:
            total = self.fact.value * count.value
            return replace(
                self.fact, kind="money", low=total, high=total, value=total, unit="元", said=self._said(count)
            )
        if each is not None and each.group()[0] in "每单均各":
            return self._doubt("price")
        if count is None or any(map(self._rivals, self.amounts)) or self.firm >= _FIRM:
            return None
        if re.search(words("in_all"), self.sentence) or re.search(words("paid_for"), self.before):
            return None
        gap = self.text[min(count.end, self.fact.end) : max(count.start, self.fact.start)]
        return self._doubt("orders" if of_orders else "count", count) if len(gap) <= NEAR_COUNT else None

    def _count(self) -> Fact | None:
        things = re.compile(rf"{words('goods')}|{words('orders')}")
        return next(
            (
                one
                for one in self.beside
                if one.kind == "count" and one.value is not None and one.value > 1 and things.fullmatch(one.unit)
            ),
            None,
        )

    def _said(self, count: Fact | None) -> str:
        return (
            self.fact.said
            if count is None
            else self.text[min(count.start, self.fact.start) : max(count.end, self.fact.end)]
        )

    # ---- what the words beside it say ----

    def _denied(self) -> Fact | None:
        asks = re.search(r"吗|么|\?", self.after)
        denied = _denied_before().search(f",{self.before}")
        return self._doubt("denied") if denied and not asks and not self.amounts else None

    def _named(self) -> Fact | None:
        """Return a doubt if a name beside the amount says it is something else: 保证金500, 鉴定费花了300, 500积分."""
        links = rf"(?:{words('links')})*"
        other = re.search(rf"(?P<before>.*?)(?P<name>{words('other_names')}){links}$", self.before)
        included = other is not None and re.search(rf"(?:{words('included')})$", other["before"])
        another = other is not None and not included and other["name"] not in event_words(self.one.event)
        if another or re.match(rf"(?:个)?(?:{words('no_money')})", self.after):
            return self._doubt("other")
        ends = words("names_end")
        found = re.search(rf"(?P<name>[\u4e00-\u9fff]+(?:{ends}))(?!额|牌|币|钱|用){links}$", self.before)
        found = found or re.search(
            rf"^(?:块钱?|元)?的?(?P<name>[\u4e00-\u9fff]{{1,3}}(?:{ends}))(?!额|牌|币|[^,]{{0,3}}(?:多少|几|怎么|咋))",
            self.after,
        )
        if (
            found is None
            or re.search(rf"(?:{words('own_names')})$", found["name"])
            or found["name"].endswith(tuple(event_words(self.one.event)))
        ):
            return None
        return self._doubt("other")

    def _reduced(self) -> Fact | None:
        """Return a doubt if a discount, a coupon or a part of it stands beside an amount not clearly paid as it is."""
        if re.search(rf"(?:{words('paid_for')})(?:了|过|咗)?(?:{words('parts')})", self.sentence):
            return self._doubt("part")
        if any(one.kind == "discount" and one.start >= self.fact.end for one in self.beside):
            return self._doubt("discount")
        coupon = any("discount" in one.events for one in self.amounts)
        return self._doubt("discount") if coupon and (self.firm < _FIRM or self.fact.kind == "number") else None

    # ---- several amounts ----

    def _several(self) -> Fact | None:
        """Return the sum of two amounts that were both paid, the total that the others come to, or a doubt."""
        rivals = [one for one in self.amounts if self._rivals(one)]
        if not rivals:
            return None
        known = [self.fact, *rivals]
        if all(one.exact for one in known):
            total = self._total(known)
            if total is not None:
                return total
        return self._doubt("several", *rivals)

    def _total(self, known: Sequence[Fact]) -> Fact | None:
        whole = sum((one.value for one in known), Decimal(0))
        start, end = min(one.start for one in known), max(one.end for one in known)
        one = replace(self.fact, kind="money", unit="元", said=self.text[start:end])
        if len(known) > 2:  # noqa: PLR2004 - two parts and what they come to
            best = next((one for one in known if one.value * 2 == whole), None)
            return None if best is None else replace(one, low=best.value, high=best.value, value=best.value)
        first, second = sorted(known, key=lambda one: one.start)
        if not re.fullmatch(rf" ?(?:{words('plus')}) ?", self.text[first.end : second.start]):
            return None
        return replace(one, low=whole, high=whole, value=whole)

    def _rivals(self, other: Fact) -> bool:
        """Return whether another amount may be the one that is meant, or a further part of it."""
        if _tells(self.fact, other) or _tells(other, self.fact):
            return False
        low, high = (self.fact.end, other.start) if other.start > self.fact.start else (other.end, self.fact.start)
        joined = high - low <= NEAR_AMOUNT and bool(re.search(words("further"), self.text[low:high]))
        own = bool(set(other.events) & set(self.one.event))
        if set(other.events) & others() and not (joined and other.firm < _LOOSE):
            return own and joined
        if self.firm >= _FIRM:
            return joined or (own and (other.kind == "money" or other.firm >= self.firm - _ALIKE))
        return joined or own or not other.events
