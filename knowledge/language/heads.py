"""Numerals of a line with what stands around them: each is found once, each way to write a quantity looks behind it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.language.extents import Extent, around, exactly
from knowledge.language.fact import Fact, Kind
from knowledge.language.numeral_patterns import DIGITS, NUMERAL, UNITS
from knowledge.language.numerals import extent
from knowledge.language.tables import any_of, spelled_out, table

_REACH = 10
_NOT_NUMERAL = rf"(?:(?![{DIGITS}{UNITS}廿卅])[\u4e00-\u9fff])"


@dataclass(frozen=True)
class Head:
    """A numeral, the word before it that makes it vague, its sign, and where all of it begins and ends."""

    start: int
    at: int
    end: int
    run: str
    before: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Written:
    """A numeral with the unit behind it: the head, the match of what follows, and the words in it."""

    head: Head
    tail: re.Match[str]
    text: str

    def __getitem__(self, group: str) -> str:
        """Return the stretch of the tail called `group`, empty where there is none."""
        return (self.tail[group] or "") if group in self.tail.re.groupindex else ""

    @property
    def end(self) -> int:
        """Return where the whole of it ends."""
        return self.tail.end()

    @property
    def rest(self) -> str:
        """Return what stands behind it."""
        return self.text[self.end :]

    def span(self, start: int | None = None, end: int | None = None) -> dict[str, Any]:
        """Return start, end and words for a fact."""
        first, last = self.head.start if start is None else start, self.end if end is None else end
        return {"start": first, "end": last, "said": self.text[first:last].strip()}


@dataclass(frozen=True)
class Row:
    """
    One way of writing a quantity: its name, what stands behind the numeral, what reads it.

    `rank` decides between equally long ones.
    """

    name: str
    pattern: re.Pattern[str]
    reader: Callable[[Written], Fact | None]
    rank: int = 0


@dataclass(frozen=True)
class Free:
    """One way of writing a quantity with its numeral inside: name, pattern, what reads it; see `Row` for `rank`."""

    name: str
    pattern: re.Pattern[str]
    reader: Callable[[re.Match[str]], Fact | None]
    rank: int
    needs: str
    """Characters of which one stands in every match."""
    weight: int = 1
    """Weightier ones are taken first, however short."""


@cache
def words(side: str) -> Mapping[str, str]:
    """Return the words before or behind a number that make it vague, and what each makes of it."""
    return {str(word): str(how) for how, several in table("numbers")[side].items() for word in spelled_out(several)}


@cache
def _before() -> re.Pattern[str]:
    not_before, only, far = (table("numbers")[name] for name in ("not_before", "only_before_units", "far"))
    parts = []
    for word in sorted(words("before"), key=len, reverse=True):
        behind = "".join(f"(?<!{re.escape(one)})" for one in not_before.get(word, ()))
        link = rf"(?:[了咗是有为:]|(?:(?!的){_NOT_NUMERAL}){{1,4}})?(?<!的)" if word in far else "[了咗是有为:]?"
        name = "units" if word in only else "plain"
        parts.append((name, f"{behind}(?:{word}){link}"))
    plain = "|".join(part for name, part in parts if name == "plain")
    units = "|".join(part for name, part in parts if name == "units")
    return re.compile(rf"(?:(?P<plain>{plain})|(?P<units>{units})) ?$")


_LARGE = re.compile(rf"了? ?(?:[{UNITS}]|\d+(?:\.\d+)?[万w千k百]|[{DIGITS}]+[{UNITS}]|\d\.\d)")
_SIGN = re.compile(rf"(?:(?<!\w)[-−]|负|(?<=[\u4e00-\u9fff])(?<![{DIGITS}{UNITS}元块个单件条次天号日点时分])[-−—–]+)$")


_WEEKDAY = re.compile(r"(?<![一两\d几每半数])(?:周|期|拜)$")
_UNIT_ENDS = frozenset("天日周月年时期拜")
_WEEKDAYS = frozenset("一二三四五六")


_SIGNS = frozenset("-−负—–")


@cache
def _before_ends() -> frozenset[str]:
    """Return the characters of which one stands right before a numeral that a word before it makes vague."""
    return frozenset(word[-1] for word in words("before")) | frozenset("了咗是有为: ")


def heads(text: str) -> Iterator[Head]:
    """Yield the numerals of `text` (normalised) in order, each with the words before it that belong to it."""
    last = 0
    far = any(str(word) in text for word in table("numbers")["far"])
    for match in NUMERAL.finditer(text):
        at, end, run = match.start(), match.end(), match.group()
        if _WEEKDAY.search(text, max(0, at - 2), at) and len(run) > 1 and run[0] in _WEEKDAYS:
            at, run = at + 1, run[1:]  # 上周五|十点, 周三|两百块
        if run[0] == "零" and run[1:2].isnumeric() and text[at - 1 : at] in _UNIT_ENDS:
            at, run = at + 1, run[1:]  # 一天零|3小时
        first, start = max(last, at - _REACH), at
        before = text[at - 1 : at]
        sign = _SIGN.search(text, first, at) if before in _SIGNS else None
        start = sign.start() if sign else start
        vague = _before().search(text, first, start) if far or text[start - 1 : start] in _before_ends() else None
        word = _word(vague.group().strip()) if vague and (vague["plain"] is not None or _LARGE.match(text, at)) else ""
        if vague and word in table("numbers")["only_before_bare_units"] and run[0] not in UNITS:
            word = ""
        if (
            vague
            and run[0] not in UNITS
            and text[vague.start() - 1 : vague.start()] in table("numbers")["done_before"].get(word, ())
        ):
            word = ""
        if word in table("numbers")["not_before_one"] and run in ("一", "1", "半", "零", "0"):
            word = ""
        if vague and word and len(vague.group().strip()) <= len(word) + 1:
            start = vague.start()
        yield Head(start, at, end, run, word, sign.group() if sign else "")
        last = end


def _word(said: str) -> str:
    """Return the vague word that a stretch begins with (起码付了: 起码)."""
    return next(word for word in sorted(words("before"), key=len, reverse=True) if said.startswith(word))


def behind() -> str:
    """Return the pattern of the words behind a quantity that make it vague."""
    last = [str(word) for word in table("numbers")["only_at_end"]]
    until = [word for word, how in words("after").items() if how == "below" and word not in last]
    rest = [word for word, how in words("after").items() if how != "below" and word not in last]
    arrived = any_of(table("numbers")["arrived"])
    # 两百多|不到三百: the word belongs to the figure behind it; 一万八没到账: it tells what has not come.
    return rf"(?:{any_of(rest)}|(?:{any_of(until)})(?!{arrived}| ?[{DIGITS}{UNITS}\d])|(?:{any_of(last)})(?![一-鿿]))"


def tail(unit: str, more: str = "") -> re.Pattern[str]:
    """
    Return the pattern of what stands behind a numeral written with `unit`, and of what makes it vague there.

    `unit` may hold groups.
    """
    vague = behind()
    not_many = "(?!半|亏|少|谢|久|次|数|么|个|都|得|人|年|月)"
    return re.compile(rf"(?P<between> ?{vague})? ?{unit}(?P<more>[多几]{not_many})?{more}(?P<after> ?{vague})?")


def bend(found: Extent | None, how: str) -> Extent | None:
    """
    Return an extent as a vague word makes it; None where that cannot be.

    The vague words are about, near, below, at_most, above, over, at_least.
    """
    if found is None or how in ("", "exact"):
        return found
    low, high = found.low, found.high
    if how == "about":
        return (
            around(low) if low is not None and low == high else Extent(low, high, "about", found.low_in, found.high_in)
        )
    if how == "near":
        return None if high is None else Extent(high * Decimal("0.9"), high, "less", high_in=False)
    if how in ("below", "at_most"):
        return None if high is None else Extent(Decimal(0), high, "less", high_in=how == "at_most")
    if low is None:
        return None
    if how == "over":
        return Extent(low, low * Decimal("1.1"), "more", low_in=False)
    return Extent(low, None, "more", low_in=how == "at_least")


_FEW = 10


def size_of(one: Written, half: Decimal | None = None) -> Extent | None:
    """Return how large the number is, vague words and a half behind the unit counted in; None if it cannot be read."""
    run = one.head.run
    lone = (one.head.before or one["between"] or one["after"]) and re.fullmatch(rf"[{UNITS}]{{1,2}}", run)
    found = extent("一" + run if lone else run)  # 上百, 破百万
    if found is not None and half is not None:
        found = exactly(found.low + half) if found.low is not None and found.low == found.high else None
    if found is not None and one["more"]:
        plain = found.how == "exact" and found.low is not None
        found = (
            Extent(found.low, found.low + 1, "about", low_in=False, high_in=False)
            if plain and found.low is not None
            else None
        )
    if (
        one["after"].strip().endswith(("没有", "冇"))
        and found is not None
        and found.high is not None
        and found.high < _FEW
        and found.high % 1 == 0
    ):
        return None  # 三包都没有, 一单都没有 count nothing
    for group in ("between", "after"):
        found = bend(found, words("after").get(one[group].strip(), ""))
    return bend(found, words("before").get(one.head.before, ""))


def fact(one: Written, kind: Kind, found: Extent | None, unit: str = "") -> Fact:
    """
    Return the fact that a written quantity says.

    It is open where it cannot be read, negative or open where a sign stands before it.
    """
    span, sign = one.span(), one.head.sign
    if found is None:
        return Fact(kind, unit=unit, how="about", **span)
    if sign and sign != "负" and _dash(one):
        either = (found.value, None if found.value is None else -found.value)
        return Fact(kind, unit=unit, how="about", either=either, **span)
    if sign:
        found = found.times(-1)
        found = Extent(found.high, found.low, found.how, found.high_in, found.low_in)
    return Fact(
        kind, found.low, found.high, found.value, found.how, unit, low_in=found.low_in, high_in=found.high_in, **span
    )


def _dash(one: Written) -> bool:
    """Return whether a minus may be a dash: it stands right behind a word (实付-300)."""
    before = one.text[: one.head.start][-1:]
    return one.head.sign[0] not in "-−" or before.isalnum() or before in ("-", "−")
