"""Amounts, counts, shares, scores, sizes, lengths of time: a numeral with what stands before and behind it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.language.fact import Fact, How, Kind
from knowledge.language.numerals import DIGITS, RUN, UNITS, Extent, around, exactly, extent, number
from knowledge.language.tables import any_of, table

Match = re.Match[str]
Reader = Callable[[Match], Fact | None]


@dataclass(frozen=True)
class Row:
    """One way of writing something: its name, its pattern, and what reads a match; `rank` decides between equally long ones."""

    name: str
    pattern: re.Pattern[str]
    reader: Reader
    rank: int = 0


_ONE_DIGIT = rf"[\d{DIGITS}]"
_FEN = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "毫": Decimal("0.1"), "分": Decimal("0.01")}


@cache
def _vague(side: str) -> tuple[str, Mapping[str, How | str]]:
    """Return a pattern for the words before or behind a number that make it vague, and what each makes of it."""
    words = {str(word): how for how, several in table("numbers")[side].items() for word in several}
    if side == "after":
        return any_of(words), words
    not_before, only = table("numbers")["not_before"], table("numbers")["only_before_units"]
    plain = any_of(word for word in words if word not in not_before and word not in only)
    parts = [plain]
    for word in sorted(set(not_before) | set(only), key=len, reverse=True):
        behind = "".join(f"(?<!{re.escape(one)})" for one in not_before.get(word, ()))
        ahead = rf"(?=了? ?(?:[{UNITS}]|\d+(?:\.\d+)?[万w千k百]|[{DIGITS}]+[{UNITS}]))" if word in only else ""
        if word == "小":
            ahead = rf"(?=[\d一二两三四五六七八九]|[{UNITS}]{{1,2}})"
        parts.append(f"{behind}{word}{ahead}")
    return f"(?:{'|'.join(parts)})", words


_FAR = rf"(?:{'|'.join(f'(?<={word})' for word in table('numbers')['far'])})(?:(?![{DIGITS}{UNITS}廿卅])[\u4e00-\u9fff]){{1,4}}?"


def _quantity(unit: str, behind: str = "") -> str:
    """Return the pattern of a number with `unit`: what makes it vague, the numeral, the unit, what makes it vague again."""
    before, after = _vague("before")[0], _vague("after")[0]
    return (
        rf"(?:(?P<before>{before})(?:[了是有为:]|{_FAR})? ?)?(?P<sign>(?<![\w])[-−]|负|(?<=[\u4e00-\u9fff])(?<![{DIGITS}{UNITS}元块个单件条次天号日点时])[-−—–]+)?(?P<run>{RUN})(?P<between> ?{after})? ?"
        rf"{unit}(?P<more>[多几](?!半|亏|少|谢|久|次|数|么|个|都|得|人|年|月))?{behind}(?P<after> ?{after})?"
    )


def bend(found: Extent, words: tuple[str, ...], side: Mapping[str, str]) -> Extent | None:
    """Return an extent as the vague words beside it make it; None where they contradict each other."""
    for word in words:
        how = side.get(word.strip(), "")
        bent = _bent(found, how)
        if bent is None:
            return None
        found = bent
    return found


def _bent(found: Extent, how: str) -> Extent | None:
    low, high, zero = found.low, found.high, Decimal(0)
    if how in ("", "exact"):
        return found
    if how == "about":
        return around(low) if low is not None and low == high else Extent(low, high, "about", found.low_in, found.high_in)
    if how == "near":
        return None if high is None else Extent(high * Decimal("0.9"), high, "less", high_in=False)
    if how in ("below", "at_most"):
        return None if high is None else Extent(zero, high, "less", high_in=how == "at_most")
    if low is None:
        return None
    if how == "over":
        return Extent(low, low * Decimal("1.1"), "more", low_in=False)
    return Extent(low, None, "more", low_in=how == "at_least")


def _extent(match: Match, half: Decimal | None = None) -> Extent | None:
    """Return how large the number of a `_quantity` match is, or None where it cannot be read."""
    found = extent(match["run"]) if match["run"] else None
    if match.groupdict().get("before") and re.fullmatch(rf"[{UNITS}]{{1,2}}", match["run"]):
        found = extent("一" + match["run"])  # 上百, 破百万
    if found is None:
        return None
    if half is not None:
        if found.low != found.high:
            return None
        found = exactly((found.low or Decimal(0)) + half)
    if match["more"]:
        if found.how != "exact" or found.low is None:
            return None
        found = Extent(found.low, found.low + 1, "about", low_in=False, high_in=False)
    groups = match.groupdict()
    behind = tuple(word for word in (groups.get("between"), groups.get("after")) if word)
    bent = bend(found, behind, _vague("after")[1])
    if bent is not None and groups.get("before"):
        bent = bend(bent, (groups["before"],), _vague("before")[1])
    return bent


def fact(match: Match, kind: Kind, found: Extent | None, unit: str = "") -> Fact:
    """Return the fact that a match says: `found` in `kind`, open where it is None, negative where a minus stands before."""
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group().strip()}
    sign = match.groupdict().get("sign")
    if found is None:
        return Fact(kind, unit=unit, how="about", **span)
    if sign in ("-", "−", "负") and not (sign != "负" and match.start("sign") and match.string[match.start("sign") - 1].isalnum()):
        found = found.times(-1)
        found = Extent(found.high, found.low, found.how, found.high_in, found.low_in)
    elif sign:
        return Fact(kind, unit=unit, how="about", either=(found.value, None if found.value is None else -found.value), **span)
    return Fact(kind, found.low, found.high, found.value, found.how, unit, low_in=found.low_in, high_in=found.high_in, **span)


# ---- amounts ----


def _yuan(match: Match) -> Fact | None:
    tail = match["tail"] or ""
    piece = match["piece"]
    if piece and not match["more"] and not tail:
        return fact(match, "count", _extent(match), "块")
    found = _extent(match)
    if tail and found is not None:
        coins = _coins(tail)
        found = None if coins is None or found.low != found.high or coins < 0 else exactly((found.low or Decimal(0)) + coins)
        if tail[0] == "零" and tail[-1].isdigit() and found is not None and not re.search(r"[一二三四五六七八九]", tail):
            low = found.low or Decimal(0)  # 100块零5: five fen or five yuan
            plain = low - _FEN["分"] * int(tail[-1]) + int(tail[-1])
            span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group()}
            return Fact("money", how="about", unit="元", either=(low, plain), **span)
    return fact(match, "money", found, "元")


def _coins(tail: str) -> Decimal | None:
    """Return what stands behind 块 in yuan: 五 0.50, 零五 0.05, 五毛三分 0.53, 半 0.50."""
    tail = tail.replace(" ", "")
    if tail == "半":
        return Decimal("0.5")
    match = re.fullmatch(rf"零?({_ONE_DIGIT})[毛角毫](?:零?({_ONE_DIGIT})分?)?", tail)
    if match:
        fen = _digit(match[2]) if match[2] else Decimal(0)
        return _digit(match[1]) * _FEN["毛"] + fen * _FEN["分"]
    match = re.fullmatch(rf"零?({_ONE_DIGIT})分", tail)
    if match:
        return _digit(match[1]) * _FEN["分"]
    if re.fullmatch(rf"零{_ONE_DIGIT}", tail):
        return _digit(tail[1]) * _FEN["分"]
    if re.fullmatch(rf"{_ONE_DIGIT}{{1,2}}", tail):
        return Decimal("0." + "".join(str(int(_digit(digit))) for digit in tail))
    return None


def _digit(text: str) -> Decimal:
    return number(text) or Decimal(0)


def _small(match: Match) -> Fact | None:
    found = _extent(match)
    if found is None:
        return fact(match, "money", None, "元")
    found = found.times(_FEN[match["coin"][0]])
    if match["fen"]:
        found = exactly((found.low or Decimal(0)) + _digit(match["fen"]) * _FEN["分"]) if found.low == found.high else None
    return fact(match, "money", found, "元")


def _plain_yuan(match: Match) -> Fact | None:
    return fact(match, "money", _extent(match), "元")


def _dimes(match: Match) -> Fact | None:
    """Return 三個六銀錢: three yuan sixty, in Cantonese."""
    value = _digit(match["whole"]) + (Decimal("0.5") if match["part"] == "半" else _digit(match["part"]) / 10)
    return fact_of(match, exactly(value))


def fact_of(match: Match, found: Extent) -> Fact:
    """Return an amount of yuan."""
    return fact(match, "money", found, "元")


def _foreign(match: Match) -> Fact | None:
    return Fact("money", unit=match["currency"], how="about", start=match.start(), end=match.end(), said=match.group())


def _money_rows() -> list[Row]:
    currency, pieces = table("numbers")["currency"], any_of(table("numbers")["pieces"])
    measures = any_of((*_measures(), *_length_units()))
    tail = (
        rf"(?P<tail> ?零? ?{_ONE_DIGIT} ?[毛角毫](?: ?零?{_ONE_DIGIT} ?分?(?!钟))?|(?!一分[不没少都也])零?{_ONE_DIGIT}分(?!钟)|零{_ONE_DIGIT}(?!\d)"
        rf"|半(?![天年月个小夜路])|\d{{1,2}}(?=包邮)|\d{{1,2}}(?![\d{UNITS}.:/w%折年月日号点]|{measures})|[{DIGITS}]{{1,2}}(?![{DIGITS}{UNITS}\d折小月号%点分成]|{measures}))?"
    )
    yuan = rf"(?:{any_of(currency['yuan'])})(?!素|宵|旦|月|气|宇|老|件|章|字)"
    front = any_of(currency["before"])
    return [
        Row("yuan", re.compile(_quantity(rf"(?P<yuan>{yuan})(?P<piece>{pieces})?", rf"(?:{tail})(?:钱|整|正|人民币)?")), _yuan),
        Row("before", re.compile(rf"(?P<front>{front}) ?" + _quantity(rf"(?:{yuan}|人民币)?")), _plain_yuan),
        Row("behind", re.compile(_quantity(rf"(?:{any_of(currency['behind'])})(?![a-z])")), _plain_yuan),
        Row("coins", re.compile(_quantity(rf"(?P<coin>毛|角|毫子?|分(?=钱))(?!色|度|落|球|病|衣|巾|米|升|安|克|秒)", rf"(?P<fen>{_ONE_DIGIT}(?!{measures}))?分?钱?")), _small),
        Row("foreign", re.compile(_quantity(rf"个?(?P<currency>{any_of(currency['foreign'])})")), _foreign, rank=2),
        Row("foreign before", re.compile(rf"(?P<currency>{any_of((*currency['foreign_before'], *currency['foreign']))}) ?" + _quantity(rf"(?:{yuan})?")), _foreign, rank=2),
        Row("three and six", re.compile(rf"(?P<whole>[一两三四五六七八九])个(?P<part>半|[一二三四五六七八九])(?=银钱|蚊|鸡)"), _dimes, rank=2),
    ]


# ---- shares, scores, sizes, levels ----


def _percent(match: Match) -> Fact | None:
    scale = {"百": 1, "千": 10, "万": 100}[match["of"][0]] if match.groupdict().get("of") else 1
    found = _extent(match)
    return fact(match, "percent", None if found is None else found.times(Decimal(1) / scale))


def _tenths(match: Match) -> Fact | None:
    half = (_digit(match["half"]) / 10 if match["half"] != "半" else Decimal("0.5")) if match["half"] else None
    found = _extent(match, half)
    if match["run"] == "半":
        found = exactly(Decimal("0.5"))
    if found is not None and found.value is not None and re.search(r"[减降让]了?$|便宜了?$|优惠了?$", match.string[: match.start()]):
        return fact(match, "discount", exactly(1 - found.value / 10))  # 减两成: four fifths are left
    return fact(match, "percent", None if found is None else found.times(10))


_DISCOUNT = re.compile(rf"(?P<run>(?:(?<=[打场接都是享])|打)对|半|\d{{1,2}}(?: ?\d|\.\d+)?|[{DIGITS}](?: ?[点.] ?[{DIGITS}]| ?[{DIGITS}])?) ?折(?!扣|磨|腾|叠|现|合|断|返|旧|中)")


def _discount(match: Match) -> Fact | None:
    run = match["run"].replace(" ", "").removeprefix("打")
    if run in ("对", "半"):
        value = Decimal("0.5")
    else:
        digits = "".join(str(int(_digit(digit))) for digit in run if digit not in ".点")
        value = Decimal(f"0.{digits}")
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group()}
    return Fact("discount", value, value, value, **span)


def _score(match: Match) -> Fact | None:
    if match["run"] == "一" and re.match(r"[不没少都也未]", match.string[match.end() :]) or re.search(r"扣[了咗掉]?(?:我|他|佢)?$", match.string[: match.start()]):
        return None  # 一分不差, 扣了12分
    return fact(match, "score", _extent(match, Decimal("0.5") if match["half"] else None), "分")


def _points(match: Match) -> Fact | None:
    """Return 4点8: a score where a score is asked or named, else it must be asked about."""
    value = Decimal(f"{number(match['a']):f}.{match['b']}")
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group()}
    return Fact("number", how="about", either=(value,), part="points", **span)


def _named_score(match: Match) -> Fact | None:
    """Return the score behind its name: 体验分四点七分 is no time of day."""
    run = match["run"].replace("点", ".") if re.fullmatch(r"\d+点\d+", match["run"]) else match["run"]
    found = extent(run)
    if found is not None and match["half"]:
        found = exactly(found.low + Decimal("0.5")) if found.low is not None and found.low == found.high else None
    if found is not None:
        found = bend(found, tuple(word for word in (match["after"],) if word), _vague("after")[1])
    if found is not None and match["before"]:
        found = bend(found, (match["before"],), _vague("before")[1])
    start = match.start("before") if match["before"] else match.start("run")
    if found is None:
        return Fact("score", how="about", unit="分", start=start, end=match.end(), said=match.string[start : match.end()])
    return Fact("score", found.low, found.high, found.value, found.how, "分", low_in=found.low_in, high_in=found.high_in,
                start=start, end=match.end(), said=match.string[start : match.end()])  # fmt: skip


_LEVEL = re.compile(r"(?P<over>超过了?|高于|大于)? ?(?<![a-z\d])l ?(?P<n>\d) ?(?P<plus>\+|加|plus)?(?P<up>及?以上|往上|起)?(?![a-z\d])")


def _level(match: Match) -> Fact | None:
    level = f"L{match['n']}{'+' if match['plus'] else ''}"
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group()}
    if match["up"] or match["over"]:
        return Fact("level", low=level, how="more", low_in=not match["over"], **span)
    return Fact("level", level, level, level, **span)


_SIDE = rf"(?:{RUN}|半)"
_MM = r"毫米|厘米|公分|公厘|公釐|mm|cm"
_SIZE = re.compile(
    rf"(?:[长宽高] ?)?(?P<a>{_SIDE}) ?(?P<ua>{_MM})? ?(?:[*x×乘✕]|by|[,、]? ?[宽高长]度?是?) ?(?P<b>{_SIDE}) ?(?P<ub>{_MM})?"
    rf"(?: ?[*x×乘] ?(?P<c>{_SIDE}) ?(?P<uc>{_MM})?)?"
)


def _size(match: Match) -> Fact | None:
    groups = match.groupdict()
    sides = [Decimal("0.5") if side == "半" else number(side) for side in (groups["a"], groups["b"], groups.get("c")) if side]
    span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group()}
    last = groups.get("uc") or groups["ub"] or groups["ua"] or ""
    if not last and not re.search(r"[*x×乘]", match.group()):
        return None
    if any(side is None for side in sides):
        return Fact("size", how="about", unit="mm", **span)
    units = [groups["ua"] or last, groups["ub"] or last, groups.get("uc") or last]
    value = tuple(side * (10 if unit in ("厘米", "公分", "cm") else 1) for side, unit in zip(sides, units, strict=False) if side is not None)
    return Fact("size", value, value, value, unit="mm" if last else "", **span)


def _sides(match: Match) -> Fact | None:
    """Return 2厘米宽、1厘米高."""
    sides = [Decimal("0.5") if side == "半" else number(side) for side in (match["a"], match["b"])]
    scaled = tuple(side * (10 if unit in ("厘米", "公分", "cm") else 1) for side, unit in zip(sides, (match["ua"], match["ub"]), strict=True) if side is not None)
    if len(scaled) != len(sides):
        return None
    return Fact("size", scaled, scaled, scaled, unit="mm", start=match.start(), end=match.end(), said=match.group())


def _one_side(match: Match) -> Fact | None:
    """Return 12毫米: one side alone is no size yet."""
    return Fact("size", how="about", unit="mm", start=match.start(), end=match.end(), said=match.group())


def _square(match: Match) -> Fact | None:
    side = number(match["a"])
    if side is None:
        return None
    value = (side * (10 if match["ua"] in ("厘米", "公分", "cm") else 1),) * 2
    return Fact("size", value, value, value, unit="mm", start=match.start(), end=match.end(), said=match.group())


def _share_rows() -> list[Row]:
    not_points = r"(?!钱|之|别|享|期|类|开|析|多|为|成|手|部|辨|量|销|配|店|身|内|外|公司|支|工|组|子|裤|明|清|散|批|段|数线|歧|流|贝|母|红|账|摊|秒|居|叉|层|行|界)"
    return [
        Row("percent of", re.compile(rf"(?<![{UNITS}{DIGITS}\d])(?P<of>百|佰|千|仟|万) ?分 ?之 ?" + _quantity("")), _percent, rank=3),
        Row("percent", re.compile(_quantity(r"(?:%|(?:个 ?)?百 ?分 ?点|个点(?!击|位|评|播))")), _percent),
        Row("tenths", re.compile(_quantity(rf"成(?!功|交|立|本|分|为|员|品|都|了|长|效|果|团|人|年|绩|全|语|型|熟|双|单|天|一|就|不|事|份|色)", rf"(?:新)?(?P<half>半|[{DIGITS}](?![{UNITS}]))?").replace(f"(?P<run>{RUN})", f"(?P<run>{RUN}|半)")), _tenths),
        Row("discount", _DISCOUNT, _discount, rank=3),
        Row("score", re.compile(_quantity(rf"分{not_points}(?!钟)", "(?P<half>半(?!钟))?")), _score),
        Row("named score", re.compile(
            rf"(?:{any_of(word for word in table('events')['experience_score']['words'] if len(word) > 1)})(?:数|值)?(?:[是为有只才都到刚还就: ]|今天|现在|目前|大概是?|已经|一直|卡在){{0,3}}"
            rf"(?:(?P<before>{_vague('before')[0]})[了是有]? ?)?(?P<run>\d点\d|{RUN}) ?分?(?!\d|{any_of(_length_units())})(?P<half>半)?(?P<after>{_vague('after')[0]})?"), _named_score, rank=8),
        Row("points", re.compile(rf"(?<![\d点:.{DIGITS}{UNITS}])(?P<a>\d{{1,3}})点(?P<b>\d)(?![\d点分{DIGITS}{UNITS}刻])"), _points, rank=4),
        Row("level", _LEVEL, _level, rank=3),
        Row("size", _SIZE, _size, rank=1),
        Row("sides", re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM}) ?[宽高长][、, ]{{0,2}}(?P<b>{_SIDE}) ?(?P<ub>{_MM}) ?[宽高长]"), _sides, rank=2),
        Row("one side", re.compile(rf"(?P<a>{RUN}) ?(?P<ua>{_MM})(?! ?(?:[*x×乘]|见方))"), _one_side, rank=-1),
        Row("square", re.compile(rf"(?P<a>{RUN}) ?(?P<ua>{_MM}) ?(?:见方|正方|的正方)"), _square, rank=2),
    ]


# ---- counts and lengths ----


def _count(match: Match) -> Fact | None:
    measures = _measures()
    return fact(match, "count", _extent(match), measures[match["unit"]])


@cache
def _measures() -> Mapping[str, str]:
    return {way: name for name, ways in table("numbers")["measures"].items() for way in (*ways, name) if name != "度量"} | dict.fromkeys(
        table("numbers")["measures"]["度量"], "度量"
    )


def _ordinal(match: Match) -> Fact | None:
    """Return 第二次 as how often it has happened."""
    return fact_like(match, extent(match["run"]))


def _first(match: Match) -> Fact | None:
    return fact_like(match, exactly(1))


def fact_like(match: Match, found: Extent | None) -> Fact | None:
    """Return how many times, or None where the number cannot be read."""
    if found is None or found.value is None:
        return None
    return Fact("count", found.low, found.high, found.value, unit="次", start=match.start(), end=match.end(), said=match.group())


def _pair(match: Match) -> Fact | None:
    words = {**table("numbers")["pairs"], **table("numbers")["dozens"]}
    return fact(match, "count", exactly(Decimal(words[match["run"]])), "个")


@cache
def _length_units() -> Mapping[str, str]:
    return {str(way): unit for unit, ways in table("numbers")["durations"].items() for way in ways}


def _length(match: Match) -> Fact | None:
    if match["before"] in ("超了", "超", "过了", "过", "破") or (match["after"] or "").strip() in ("以内", "之内"):
        return _plain_length(match)
    unit = _length_units()[match["unit"]]
    run, half = match["run"], Decimal("0.5") if match["half"] else None
    words = {"半": Decimal("0.5"), "大半": Decimal("0.5")}
    if run == "半" and unit == "M" and not half and not match["more"]:
        span: dict[str, Any] = {"start": match.start(), "end": match.end(), "said": match.group().strip()}
        return Fact("duration", Decimal(14), Decimal(16), Decimal(15), "about", "D", **span)
    if run in words:
        found: Extent | None = exactly(words[run]) if run == "半" and not half else None
        for side, word in (("after", match["after"]), ("before", match["before"])):
            found = bend(found, (word,), _vague(side)[1]) if found is not None and word else found
        if found is not None and match["more"]:
            found = Extent(found.low, found.low and found.low * 2, "about", low_in=False, high_in=False)
    else:
        found = _extent(match, half)
    if unit == "quarter":
        unit, found = "min", None if found is None else found.times(15)
    return fact(match, "duration", found, unit)


def _plain_length(match: Match) -> Fact | None:
    """Return the length alone where what stands beside it does not make it vague: 超了两天 is two days late, 30天以内 thirty."""
    end = match.start("after") if match["after"] else match.end()
    again = re.compile(match.re.pattern).fullmatch(match.string, match.start("run"), end)
    return _length(again) if again and not again["before"] else None


def _felt(match: Match) -> Fact | None:
    low, high = (Decimal(days) for days in table("numbers")["felt"][match.group()])
    return Fact("duration", low, high, None, "about", "D", start=match.start(), end=match.end(), said=match.group())


def _slang(match: Match) -> Fact | None:
    found = extent(match["run"])
    return fact_of(match, found.times(int(table("numbers")["slang_money"][match["unit"]]))) if found else None


def _count_rows() -> list[Row]:
    measures = any_of(_measures())
    pairs = any_of((*table("numbers")["pairs"], *table("numbers")["dozens"]))
    units = any_of(_length_units())
    halves = r"(?P<half>半(?!钟头?(?!\w)|夜|路|价))?"
    return [
        Row("count", re.compile(_quantity(rf"(?<![整正])(?P<unit>{measures})(?!度上|级|数|手(?!机|表|套|链))")), _count, rank=-1),
        Row("ordinal", re.compile(rf"第 ?(?P<run>{RUN}) ?(?P<unit>次|回)"), _ordinal, rank=1),
        Row("first", re.compile(any_of(table("numbers")["firsts"])), _first, rank=1),
        Row("pair", re.compile(rf"(?P<run>{pairs})(?!字)"), _pair, rank=-1),
        Row("length", re.compile(_quantity(rf"(?:个(?P<half>半))?(?P<many>个)?(?P<unit>{units})(?!前[年天]|贝|租|饼|刊|销|光|薪|末|边|围|转|期|杰|嫂|付)", "").replace(f"(?P<run>{RUN})", f"(?P<run>{RUN}|半|大半)")), _length),
        Row("felt", re.compile(any_of(table("numbers")["felt"])), _felt, rank=3),
        Row("slang", re.compile(rf"(?P<run>[{DIGITS}十])(?P<unit>{any_of(table('numbers')['slang_money'])})(?![\u4e00-\u9fff](?<![做付俾畀落定])|革|肤|鞋)"), _slang, rank=3),
        Row("half more", re.compile(rf"(?<![\d{DIGITS}{UNITS}])(?P<run>个)半(?P<unit>钟头|小时|钟|月|礼拜|星期)"), _one_and_half, rank=2),
        Row("ten days or so", re.compile("(?P<run>十天半个?月)"), _ten_days, rank=2),
        Row("length and a half", re.compile(_quantity(rf"(?P<unit>{units})", r"(?P<half>半)(?!钟|夜|路|价|个)")), _length),
        Row("many hours", re.compile(_quantity(rf"个(?P<many>[多几])(?P<unit>小时|钟头?|月|礼拜|星期|工作日)").replace("(?P<more>[多几])?", "(?P<more>(?!))?")), _many),
    ]


def _one_and_half(match: Match) -> Fact | None:
    """Return 個半鐘: one and a half, in Cantonese."""
    return Fact("duration", Decimal("1.5"), Decimal("1.5"), Decimal("1.5"), unit=_length_units()["个" + match["unit"]],
                start=match.start(), end=match.end(), said=match.group())  # fmt: skip


def _ten_days(match: Match) -> Fact | None:
    return Fact("duration", Decimal(10), Decimal(15), None, "between", "D", start=match.start(), end=match.end(), said=match.group())


def _many(match: Match) -> Fact | None:
    """Return 两个多小时, 一个多月: over n, not yet the next."""
    unit = _length_units()["个" + match["unit"]]
    found = _extent(match)
    if found is not None:
        found = Extent(found.low, found.low and found.low + 1, "about", low_in=False, high_in=False) if found.how == "exact" else None
    return fact(match, "duration", found, unit)


# ---- bare numbers ----


def _number(match: Match) -> Fact | None:
    run = match["run"]
    if not re.search(r"\d", run) and len(run.replace(" ", "")) == 1:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        if (_han(before) or _han(after)) and not re.match(rf" ?[到至~-] ?[\d{DIGITS}]", match.string[match.end() :]):
            return None  # a single numeral within a word (胡说八道) is no number
    return fact(match, "number", _extent(match))


def _han(character: str) -> bool:
    return bool(character) and "\u4e00" <= character <= "\u9fff"


def _number_rows() -> list[Row]:
    return [Row("number", re.compile(_quantity("")), _number, rank=-2)]


@cache
def rows() -> tuple[Row, ...]:
    """Return all ways of writing a quantity."""
    return (*_money_rows(), *_share_rows(), *_count_rows(), *_number_rows())
