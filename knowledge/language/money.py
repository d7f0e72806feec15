"""Amounts of money: 300元, 五块五, 1.2w, 三毛钱, 5 dollars, 三個六銀錢."""

import re
from decimal import Decimal

from knowledge.language.extents import exactly
from knowledge.language.fact import Fact, place_of
from knowledge.language.heads import Free, Row, Written, fact, size_of, tail
from knowledge.language.measures import length_units, measures
from knowledge.language.numeral_patterns import DIGITS, UNITS
from knowledge.language.numerals import digit_of, number
from knowledge.language.tables import any_of, table

_ONE_DIGIT = rf"[\d{DIGITS}]"
_FEN = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "毫": Decimal("0.1"), "分": Decimal("0.01")}


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
        return digit_of(match[1]) * _FEN["毛"] + (digit_of(match[2]) * _FEN["分"] if match[2] else 0)
    if match := re.fullmatch(rf"零?({_ONE_DIGIT})分|零({_ONE_DIGIT})", said):
        return digit_of(match[1] or match[2]) * _FEN["分"]
    if re.fullmatch(rf"{_ONE_DIGIT}{{1,2}}", said):
        return Decimal("0." + "".join(str(int(digit_of(digit))) for digit in said))
    return None


def _small(one: Written) -> Fact | None:
    found = size_of(one)
    if found is not None:
        found = found.times(_FEN[one["coin"][0]])
        if one["fen"]:
            plain = found.low is not None and found.low == found.high
            found = exactly(found.low + digit_of(one["fen"]) * _FEN["分"]) if found.low is not None and plain else None
    return fact(one, "money", found, "元")


def plain_yuan(one: Written) -> Fact | None:
    """Return an amount in whole words or signs: 300rmb, ¥300."""
    return fact(one, "money", size_of(one), "元")


def foreign(one: Written) -> Fact | None:
    """Return an amount in another currency, which is not reckoned in yuan."""
    return Fact("money", unit=one["currency"], how="about", **one.span())


def _slang(one: Written) -> Fact | None:
    found = size_of(one)
    worth = int(table("numbers")["slang_money"][one["unit"]])
    return fact(one, "money", found.times(worth), "元") if found else None


def _dimes(match: re.Match[str]) -> Fact | None:
    """Return 三個六銀錢, 四十九個八: three yuan sixty, 49.80, in Cantonese; 個半 is one fifty."""
    if match["more"]:
        value = (number(match["more"]) or Decimal(0)) + digit_of(match["rest"]) / 10
        return Fact("money", value, value, value, unit="元", **place_of(match))
    whole = digit_of(match["whole"]) if match["whole"] else Decimal(1)
    value = whole + (Decimal("0.5") if match["part"] == "半" else digit_of(match["part"]) / 10)
    return Fact("money", value, value, value, unit="元", **place_of(match))


def rows() -> tuple[Row, ...]:
    """Return the ways of writing an amount behind a numeral."""
    currency, pieces = table("numbers")["currency"], any_of(table("numbers")["pieces"])
    other = any_of((*measures(), *length_units()))
    coins = (
        rf"(?P<coins> ?零? ?{_ONE_DIGIT} ?[毛角毫](?: ?零?{_ONE_DIGIT} ?分?(?!钟))?"
        rf"|(?!一分[不没少都也])零?{_ONE_DIGIT}分(?!钟)"
        rf"|零{_ONE_DIGIT}(?!\d)|半(?![天年月个小夜路])|\d{{1,2}}(?=包邮)|\d{{1,2}}(?![\d{UNITS}.:/w%折年月日号点]|{other})"
        rf"|[{DIGITS}](?=包邮)|[{DIGITS}]{{1,2}}(?![{DIGITS}{UNITS}\d折小月号%点分成]|{other}))?"
    )
    yuan = rf"(?:{any_of(currency['yuan'])})(?!素|宵|旦|月|气|宇|老|件|章|字)"
    fen = rf"(?P<fen>{_ONE_DIGIT}(?!{other}))?分?钱?"
    foreign_names, foreign_marks = any_of(currency["foreign"]), any_of(currency["foreign_alone"])
    other_currency = rf"个?(?P<currency>{foreign_names}|(?:{foreign_marks})(?![\u4e00-\u9fff]))"
    slang = rf"(?P<unit>{any_of(table('numbers')['slang_money'])})(?![\u4e00-\u9fff](?<![做付俾畀落定,])|革|肤|鞋)"
    return (
        Row("yuan", tail(rf"(?P<yuan>{yuan})(?P<piece>{pieces})?", rf"(?:{coins})(?:钱|整|正|人民币)?"), _yuan),
        Row("behind", tail(rf"(?:{any_of(currency['behind'])})(?![a-z])"), plain_yuan),
        Row("coins", tail(r"(?P<coin>毛|角|毫子?|分(?=钱))(?!色|度|落|球|病|衣|巾|米|升|安|克|秒)", fen), _small),
        Row("foreign", tail(other_currency), foreign, rank=2),
        Row("slang", tail(slang), _slang, rank=3),
    )


_DIMES = re.compile(
    r"(?P<whole>[一两三四五六七八九])?个(?P<part>半|[一二三四五六七八九])(?=银钱|蚊|鸡)|(?P<more>[一二三四五六七八九]?十[一二三四五六七八九]?)个(?P<rest>[一二三四五六七八九])(?=$|[,。!?])"
)


def free() -> tuple[Free, ...]:
    """Return the ways of writing an amount with its numeral inside."""
    return (Free("dimes", _DIMES, _dimes, 3, "个"),)
