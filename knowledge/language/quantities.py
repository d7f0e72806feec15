"""Amounts of money, shares, discounts, scores, sizes and levels."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.language.fact import Fact
from knowledge.language.heads import Head, Row, Written, behind, bend, fact, heads, size_of, tail, words
from knowledge.language.measures import length_units, measures
from knowledge.language.measures import rows as measure_rows
from knowledge.language.numerals import DIGITS, RUN, UNITS, Extent, exactly, extent, number
from knowledge.language.tables import any_of, table

Match = re.Match[str]
_ONE_DIGIT = rf"[\d{DIGITS}]"
_FEN = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "毫": Decimal("0.1"), "分": Decimal("0.01")}


def _digit(text: str) -> Decimal:
    return number(text) or Decimal(0)


def _span(match: Match) -> dict[str, Any]:
    return {"start": match.start(), "end": match.end(), "said": match.group().strip()}


# ---- amounts ----


def _yuan(one: Written) -> Fact | None:
    coins = one["coins"]
    if one["piece"] and not one["more"] and not coins:
        return fact(one, "count", size_of(one), "块")
    found = size_of(one)
    if not coins or found is None:
        return fact(one, "money", found, "元")
    value = _coins(coins)
    whole = found.low if found.low == found.high else None
    if value is None or whole is None or whole % 1:
        return fact(one, "money", None, "元")
    if re.fullmatch(r"零\d", coins):  # 100块零5: five fen or five yuan
        return Fact("money", how="about", unit="元", either=(whole + value, whole + int(coins[1])), **one.span())
    return fact(one, "money", exactly(whole + value), "元")


def _coins(said: str) -> Decimal | None:
    """Return what stands behind 块 in yuan: 五 0.50, 零五 0.05, 五毛三分 0.53, 半 0.50."""
    said = said.replace(" ", "")
    if said == "半":
        return Decimal("0.5")
    if match := re.fullmatch(rf"零?({_ONE_DIGIT})[毛角毫](?:零?({_ONE_DIGIT})分?)?", said):
        return _digit(match[1]) * _FEN["毛"] + (_digit(match[2]) * _FEN["分"] if match[2] else 0)
    if match := re.fullmatch(rf"零?({_ONE_DIGIT})分|零({_ONE_DIGIT})", said):
        return _digit(match[1] or match[2]) * _FEN["分"]
    if re.fullmatch(rf"{_ONE_DIGIT}{{1,2}}", said):
        return Decimal("0." + "".join(str(int(_digit(digit))) for digit in said))
    return None


def _small(one: Written) -> Fact | None:
    found = size_of(one)
    if found is not None:
        found = found.times(_FEN[one["coin"][0]])
        if one["fen"]:
            found = exactly(found.low + _digit(one["fen"]) * _FEN["分"]) if found.low is not None and found.low == found.high else None
    return fact(one, "money", found, "元")


def _plain_yuan(one: Written) -> Fact | None:
    return fact(one, "money", size_of(one), "元")


def _foreign(one: Written) -> Fact | None:
    return Fact("money", unit=one["currency"], how="about", **one.span())


def _slang(one: Written) -> Fact | None:
    found = size_of(one)
    return fact(one, "money", found.times(int(table("numbers")["slang_money"][one["unit"]])), "元") if found else None


def _dimes(match: Match) -> Fact | None:
    """Return 三個六銀錢: three yuan sixty, in Cantonese; 個半 is one fifty."""
    whole = _digit(match["whole"]) if match["whole"] else Decimal(1)
    value = whole + (Decimal("0.5") if match["part"] == "半" else _digit(match["part"]) / 10)
    return Fact("money", value, value, value, unit="元", **_span(match))


def _money_rows() -> tuple[Row, ...]:
    currency, pieces = table("numbers")["currency"], any_of(table("numbers")["pieces"])
    other = any_of((*measures(), *length_units()))
    coins = (
        rf"(?P<coins> ?零? ?{_ONE_DIGIT} ?[毛角毫](?: ?零?{_ONE_DIGIT} ?分?(?!钟))?|(?!一分[不没少都也])零?{_ONE_DIGIT}分(?!钟)"
        rf"|零{_ONE_DIGIT}(?!\d)|半(?![天年月个小夜路])|\d{{1,2}}(?=包邮)|\d{{1,2}}(?![\d{UNITS}.:/w%折年月日号点]|{other})"
        rf"|[{DIGITS}]{{1,2}}(?![{DIGITS}{UNITS}\d折小月号%点分成]|{other}))?"
    )
    yuan = rf"(?:{any_of(currency['yuan'])})(?!素|宵|旦|月|气|宇|老|件|章|字)"
    fen = rf"(?P<fen>{_ONE_DIGIT}(?!{other}))?分?钱?"
    return (
        Row("yuan", tail(rf"(?P<yuan>{yuan})(?P<piece>{pieces})?", rf"(?:{coins})(?:钱|整|正|人民币)?"), _yuan),
        Row("behind", tail(rf"(?:{any_of(currency['behind'])})(?![a-z])"), _plain_yuan),
        Row("coins", tail(r"(?P<coin>毛|角|毫子?|分(?=钱))(?!色|度|落|球|病|衣|巾|米|升|安|克|秒)", fen), _small),
        Row("foreign", tail(rf"个?(?P<currency>{any_of(currency['foreign'])}|(?:{any_of(currency['foreign_alone'])})(?![\u4e00-\u9fff]))"), _foreign, rank=2),
        Row("slang", tail(rf"(?P<unit>{any_of(table('numbers')['slang_money'])})(?![\u4e00-\u9fff](?<![做付俾畀落定,])|革|肤|鞋)"), _slang, rank=3),
    )


# ---- shares, scores ----


def _percent(one: Written) -> Fact | None:
    return fact(one, "percent", size_of(one))


def _tenths(one: Written) -> Fact | None:
    half = Decimal("0.5") if one["half"] == "半" else _digit(one["half"].strip()) / 10 if one["half"] else None
    found = exactly(Decimal("0.5")) if one.head.run == "半" else size_of(one, half)
    if found is not None and found.value is not None and re.search(r"(?:[减降让]|便宜|优惠)了?$", one.text[: one.head.start]):
        return fact(one, "discount", exactly(1 - found.value / 10))  # 减两成: four fifths are left
    return fact(one, "percent", None if found is None else found.times(10))


_DISCOUNT = re.compile(
    rf"(?P<run>(?:(?<=[打场接都是享])|打)对|半|\d{{1,2}}(?: ?\d|\.\d+)?|[{DIGITS}](?: ?[点.] ?[{DIGITS}]| ?[{DIGITS}])?) ?折(?!扣|磨|腾|叠|现|合|断|返|旧|中)"
)


def _discount(match: Match) -> Fact | None:
    run = match["run"].replace(" ", "").removeprefix("打")
    digits = "5" if run in ("对", "半") else "".join(str(int(_digit(digit))) for digit in run if digit not in ".点")
    value = Decimal(f"0.{digits}")
    return Fact("discount", value, value, value, **_span(match))


def _score(one: Written) -> Fact | None:
    if one.head.run == "一" and re.match(r"[不没少都也未]", one.rest):
        return None  # 一分不差
    return fact(one, "score", size_of(one, Decimal("0.5") if one["half"] else None), "分")


def _points(match: Match) -> Fact | None:
    """Return 4点8: a score or a price where one is asked or named, else it must be asked about."""
    value = Decimal(f"{match['a']}.{match['b']}")
    return Fact("number", how="about", either=(value,), part="points", **_span(match))


def _named_score(match: Match) -> Fact | None:
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
    return Fact("score", found.low, found.high, found.value, found.how, "分", low_in=found.low_in, high_in=found.high_in, **span)


def _share_rows() -> tuple[Row, ...]:
    no_score = (
        "(?!钟|钱|之|别|享|期|类|开|析|多|为|成|手|部|辨|量|销|配|店|身|内|外|公司|支|工|组|子|裤|明|清|散|批|段|数线|歧|流|贝|母|红|账|摊|秒|居|叉|层|行|界)"
    )
    no_tenth = "(?!功|交|立|本|分|为|员|品|都|了|长|效|果|团|人|年|绩|全|语|型|熟|双|单|天|一|就(?!是)|不|事|份|色)"
    return (
        Row("percent", tail(r"(?:%|(?:个 ?)?百 ?分 ?点|个点(?!击|位|评|播))"), _percent),
        Row("tenths", tail(f"成{no_tenth}", rf"(?:新)?(?P<half>半| ?[{DIGITS}](?![{UNITS}]))?"), _tenths),
        Row("score", tail(f"分{no_score}", "(?P<half>半(?!钟))?"), _score),
    )


# ---- levels, sizes ----

_LEVEL = re.compile(r"(?:(?P<over>超过了?|高于|大于) ?)?(?<![a-z\d])l ?(?P<n>\d) ?(?P<plus>\+|加|plus)?(?P<up>及?以上|往上|起)?(?![a-z\d月]|\.\d)")


def _level(match: Match) -> Fact | None:
    level = f"L{match['n']}{'+' if match['plus'] else ''}"
    if match["up"] or match["over"]:
        return Fact("level", low=level, how="more", low_in=not match["over"], **_span(match))
    return Fact("level", level, level, level, **_span(match))


_MM = "毫米|厘米|公分|公厘|公釐|mm|cm"
_SIDE = rf"(?:{RUN}|半)"
_SIZE = re.compile(
    rf"(?:[长宽高] ?)?(?P<a>{_SIDE}) ?(?P<ua>{_MM})? ?(?:[*x×乘✕]|by|[,、]? ?[宽高长]度?是?) ?(?P<b>{_SIDE}) ?(?P<ub>{_MM})?"
    rf"(?: ?[*x×乘] ?(?P<c>{_SIDE}) ?(?P<uc>{_MM})?)?"
)
_SIDES = re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM}) ?[宽高长][、, ]{{0,2}}(?P<b>{_SIDE}) ?(?P<ub>{_MM}) ?[宽高长]")
_SQUARE = re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM}) ?(?:见方|正方|的正方)")
_ONE_SIDE = re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM})(?! ?(?:[*x×乘]|见方))")
_MAY_BE_SIZE = re.compile(rf"{_MM}|[*x×乘✕]|by")


def _size(match: Match) -> Fact | None:
    """Return the sides of a size in millimetres; 99×3 without a unit is kept without one."""
    groups = match.groupdict()
    sides = [Decimal("0.5") if side == "半" else number(side) for side in (groups["a"], groups.get("b"), groups.get("c")) if side]
    last = groups.get("uc") or groups.get("ub") or groups["ua"] or ""
    if not last and not re.search(r"[*x×乘]", match.group()):
        return None
    if any(side is None for side in sides):
        return Fact("size", how="about", unit="mm", **_span(match))
    units = [groups["ua"] or last, groups.get("ub") or last, groups.get("uc") or last]
    value = tuple(side * (10 if unit in ("厘米", "公分", "cm") else 1) for side, unit in zip(sides, units, strict=False) if side is not None)
    value = value * 2 if match.re is _SQUARE else value
    return Fact("size", value, value, value, unit="mm" if last else "", **_span(match))


def _one_side(match: Match) -> Fact | None:
    """Return 12毫米: one side alone is no size yet."""
    return Fact("size", how="about", unit="mm", **_span(match))


# ---- all of them ----


@cache
def rows() -> tuple[Row, ...]:
    """Return all ways of writing a quantity behind a numeral."""
    return (*_money_rows(), *_share_rows(), *measure_rows())


@cache
def _prefixed() -> tuple[tuple[re.Pattern[str], Any, re.Pattern[str]], ...]:
    """Return what stands before a numeral and makes it a quantity, its reader, and what may stand behind."""
    currency = table("numbers")["currency"]
    yuan = rf"(?:(?:{any_of(currency['yuan'])})|人民币)?"
    foreign = any_of((*currency["foreign_before"], *currency["foreign"]))
    return (
        (re.compile(any_of(currency["before"]) + " ?$"), _plain_yuan, tail(yuan)),
        (re.compile(rf"(?:{foreign}) ?$"), _foreign, tail(yuan)),
        (re.compile(rf"(?<![{UNITS}{DIGITS}\d])(?P<of>百|佰|千|仟|万) ?分 ?之 ?$"), _percent, tail("")),
    )


@cache
def _free() -> tuple[tuple[str, re.Pattern[str], Any, int, str], ...]:
    """Return the patterns that hold their numeral themselves, with the characters without which they cannot match."""
    score_words = any_of(word for word in table("events")["experience_score"]["words"] if len(word) > 1)
    vague = any_of(words("before"))
    between = "(?:[是为有只才都到刚还就: ]|今天|现在|目前|大概是?|已经|一直|卡在)"
    named = re.compile(
        rf"(?:{score_words})(?:数|值)?{between}{{0,3}}(?:(?P<before>{vague})[了是有]? ?)?(?P<run>\d点\d{{1,2}}|{RUN})(?: ?分)?(?! ?\d|{any_of(length_units())})"
        rf"(?P<half>半)?(?P<after>{behind()})?"
    )
    return (
        ("discount", _DISCOUNT, _discount, 3, "折"),
        ("named score", named, _named_score, 8, "分验评c"),
        ("points", re.compile(rf"(?<![\d点:.{DIGITS}{UNITS}])(?P<a>\d{{1,3}})点(?P<b>\d)(?![\d点分{DIGITS}{UNITS}刻多几])"), _points, 4, "点"),
        ("level", _LEVEL, _level, 3, "l"),
        ("dimes", re.compile(r"(?P<whole>[一两三四五六七八九])?个(?P<part>半|[一二三四五六七八九])(?=银钱|蚊|鸡)"), _dimes, 3, "蚊钱鸡"),
        ("size", _SIZE, _size, 1, "mc米分寸釐厘*x×乘✕by"),
        ("sides", _SIDES, _size, 2, "mc米分釐厘"),
        ("square", _SQUARE, _size, 2, "方"),
        ("one side", _ONE_SIDE, _one_side, -1, "mc米分釐厘"),
    )


_SIZES = frozenset({"size", "sides", "square", "one side"})


def quantities(text: str) -> Iterator[tuple[Fact, int, int, str]]:
    """Yield everything that some part of `text` (normalised) may be as a quantity, with weight, rank and name of the way it is written."""
    for head in heads(text):
        yield from _of_head(head, text)
    characters, sized = set(text), bool(_MAY_BE_SIZE.search(text))
    for name, pattern, reader, rank, needed in _free():
        if characters.isdisjoint(needed) or (not sized and name in _SIZES):
            continue
        for match in pattern.finditer(text):
            found = reader(match)
            if found is not None:
                yield found, 2 if name == "level" else 1, rank, name


def _of_head(head: Head, text: str) -> Iterator[tuple[Fact, int, int, str]]:
    for row in rows():
        match = row.pattern.match(text, head.end)
        found = row.reader(Written(head, match, text)) if match else None
        if found is not None:
            yield found, 1, row.rank, row.name
    bare = _BARE.match(text, head.end)
    if bare is None:
        return
    one = Written(head, bare, text)
    found = _number(one)
    if found is not None:
        pointed = "点" in head.run and (found.exact or head.run[-1] in "几多")  # 零点五 is a figure, no time with something behind it
        yield found, 1 if pointed else 0, -2, "number"
    before = text[max(0, head.start - 8) : head.start]
    for prefix, reader, pattern in _prefixed():
        match, behind_it = prefix.search(before), pattern.match(text, head.end)
        if match and behind_it:
            yield _behind_prefix(one.head, match, behind_it, reader, text), 1, 3, "prefixed"


def _behind_prefix(head: Head, prefix: Match, behind_it: Match, reader: Any, text: str) -> Fact:
    start = head.start - len(prefix.group())
    found: Fact = reader(Written(head, behind_it, text))
    scale = {"千": 10, "仟": 10, "万": 100}.get(prefix.groupdict().get("of") or "", 1)
    if scale > 1 and found.low is not None and found.high is not None:
        value = None if found.value is None else found.value / scale
        found = Fact("percent", found.low / scale, found.high / scale, value, found.how, low_in=found.low_in, high_in=found.high_in)
    return found.at(start, behind_it.end(), text[start : behind_it.end()].strip())


_BARE = tail("")


def _number(one: Written) -> Fact | None:
    run = one.head.run
    if run == "半" or run == "大半":
        return None
    if not re.search(r"\d", run) and len(run.replace(" ", "")) == 1:
        before, after = one.text[: one.head.start][-1:], one.rest[:1]
        if (_han(before) or _han(after)) and not re.match(rf" ?[到至~-] ?[\d{DIGITS}]", one.rest):
            return None  # a single numeral within a word (胡说八道) is no number
    return fact(one, "number", size_of(one))


def _han(character: str) -> bool:
    return bool(character) and "\u4e00" <= character <= "\u9fff"


__all__ = ["Extent", "quantities"]
