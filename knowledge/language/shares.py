"""Shares, discounts and scores: 30%, 三成, 打八折, 4.7分, 4点8."""

import re
from decimal import Decimal
from typing import Any

from knowledge.language.extents import exactly
from knowledge.language.fact import Fact, place_of
from knowledge.language.heads import Free, Row, Written, behind, bend, fact, size_of, tail, words
from knowledge.language.measures import length_units
from knowledge.language.numeral_patterns import DIGITS, RUN, UNITS
from knowledge.language.numerals import digit_of, extent
from knowledge.language.tables import any_of, table


def percent(one: Written) -> Fact | None:
    """Return so many percent."""
    return fact(one, "percent", size_of(one))


def _tenths(one: Written) -> Fact | None:
    half = Decimal("0.5") if one["half"] == "半" else digit_of(one["half"].strip()) / 10 if one["half"] else None
    found = exactly(Decimal("0.5")) if one.head.run == "半" else size_of(one, half)
    less = re.search(r"(?:[减降让]|便宜|优惠)了?$", one.text[: one.head.start])
    if less and found is not None and found.value is not None:
        return fact(one, "discount", exactly(1 - found.value / 10))  # 减两成: four fifths are left
    return fact(one, "percent", None if found is None else found.times(10))


_DISCOUNT = re.compile(
    rf"(?P<run>(?:(?<=[打场接都是享])|打)对|半|\d{{1,2}}(?: ?\d|\.\d+)?"
    rf"|[{DIGITS}](?: ?[点.] ?[{DIGITS}]| ?[{DIGITS}])?)"
    r" ?折(?!扣|磨|腾|叠|现|合|断|返|旧|中)"
)


def _discount(match: re.Match[str]) -> Fact | None:
    run = match["run"].replace(" ", "").removeprefix("打")
    digits = "5" if run in ("对", "半") else "".join(str(int(digit_of(digit))) for digit in run if digit not in ".点")
    value = Decimal(f"0.{digits}")
    return Fact("discount", value, value, value, **place_of(match))


def _score(one: Written) -> Fact | None:
    if one.head.run == "一" and re.match(r"[不没少都也未]", one.rest):
        return None  # 一分不差
    return fact(one, "score", size_of(one, Decimal("0.5") if one["half"] else None), "分")


def _points(match: re.Match[str]) -> Fact | None:
    """Return 4点8: a score or a price where one is asked or named, else it must be asked about."""
    value = Decimal(f"{match['a']}.{match['b']}")
    return Fact("number", how="about", either=(value,), part="points", **place_of(match))


def _named_score(match: re.Match[str]) -> Fact | None:
    """Return the score behind its name: 体验分四点七分 is no time of day."""
    found = extent(re.sub(r"(?<=\d)点(?=\d)", ".", match["run"]))
    if found is not None and match["half"]:
        found = exactly(found.low + Decimal("0.5")) if found.low is not None and found.low == found.high else None
    found = bend(found, words("after").get((match["after"] or "").strip(), ""))
    found = bend(found, words("before").get(match["before"] or "", ""))
    start = match.start("before") if match["before"] else match.start("run")
    span: dict[str, Any] = {"start": start, "end": match.end(), "said": match.string[start : match.end()]}
    if found is None:
        return Fact("score", how="about", unit="分", **span)
    low_in, high_in = found.low_in, found.high_in
    return Fact("score", found.low, found.high, found.value, found.how, "分", low_in=low_in, high_in=high_in, **span)


def rows() -> tuple[Row, ...]:
    """Return the ways of writing a share or a score behind a numeral."""
    no_score = (
        "(?!钟|钱|之|别|享|期|类|开|析|多|为|成|手|部|辨|量|销|配|店|身|内|外|公司|支|工|组|子|裤|明|清|散|批|段|数线|歧"
        "|流|贝|母|红|账|摊|秒|居|叉|层|行|界)"
    )
    no_tenth = (
        "(?!功|交|立|本|分|为|员|品|都(?!不到|没)|了|长|效|果|团|人|年|绩|全|语|型|熟|双|单|天|一|就(?!是)|不|事|份|色)"
    )
    return (
        Row("percent", tail(r"(?:%|(?:个 ?)?百 ?分 ?点|个点(?!击|位|评|播))"), percent),
        Row("tenths", tail(f"成{no_tenth}", rf"(?:新)?(?P<half>半| ?[{DIGITS}](?![{UNITS}]))?"), _tenths),
        Row("score", tail(f"分{no_score}", "(?P<half>半(?!钟))?"), _score),
    )


def free() -> tuple[Free, ...]:
    """Return the ways of writing a discount or a score with its numeral inside."""
    score_words = any_of(word for word in table("events")["experience_score"]["words"] if len(word) > 1)
    vague = any_of(words("before"))
    between = "(?:[是为有只才都到刚还就: ]|今天|现在|目前|大概是?|已经|一直|卡在)"
    named = re.compile(
        rf"(?:{score_words})(?:数|值)?{between}{{0,3}}(?:(?P<before>{vague})[了是有]? ?)?"
        rf"(?P<run>\d点\d{{1,2}}|{RUN})(?: ?分)?(?! ?\d|{any_of(length_units())})"
        rf"(?P<half>半)?(?P<after>{behind()})?"
    )
    points = rf"(?<![\d点:.{DIGITS}{UNITS}])(?P<a>\d{{1,3}})点(?P<b>\d)(?![\d点分{DIGITS}{UNITS}刻多几])"
    return (
        Free("discount", _DISCOUNT, _discount, 3, "折"),
        Free("named score", named, _named_score, 8, "分验评c"),
        Free("points", re.compile(points), _points, 4, "点"),
    )
