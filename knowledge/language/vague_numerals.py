"""Numerals that leave open how much exactly: 三百多, 一百五十多万, 千把, 四五百, 几十, 百万."""

import re
from decimal import Decimal

from knowledge.language.exact_numerals import exact, power
from knowledge.language.extents import Extent, around
from knowledge.language.numeral_patterns import ARABIC, POWERS, VALUES


def _more(text: str) -> Extent | None:
    """Return 三百多, 一百五十多万, 十来万, 一百零几万, 千把."""
    match = re.fullmatch(r"(?P<head>.+?)(?P<word>零几|[多余几来把])(?P<unit>[百千万亿]*)", text)
    scale = power(match["unit"]) if match else None
    if match is None or scale is None:
        return None
    head, word = match["head"], match["word"]
    if word == "把":
        base = _lone(head)
        return None if base is None else around(Decimal(base * scale))
    value = exact(head) if head not in POWERS or head == "十" else Decimal(POWERS[head])
    if value is None:
        return None
    if word == "来":
        return around(value * scale)
    step = Decimal(10) if word == "零几" else _last_place(head, value)
    if not step or (word == "零几" and value % 10):
        return None
    return Extent(value * scale, (value + step) * scale, "about", low_in=False, high_in=False)


def _last_place(text: str, value: Decimal) -> Decimal | None:
    """Return one of the last unit that a numeral names: 100 for 三百, 10,000 for 十万, 0.1万 for 3.5万."""
    units = re.findall(r"[十百千万亿]", text)
    pointed = re.fullmatch(r".+[.点](.+)", text)
    if pointed and not units:
        return Decimal(1).scaleb(-len(pointed[1]))
    if re.fullmatch(ARABIC, text):
        digits = str(int(value))
        return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))
    if text[-1] not in POWERS:
        return None
    match = re.fullmatch(r"(\d+)\.(\d+)([百千万亿]+)", text)
    if match:
        return (power(match[3]) or 0) * Decimal(1).scaleb(-len(match[2]))
    return Decimal(POWERS[units[-1]])


def _lone(units: str) -> int | None:
    """Return the power of units without a digit: 百, 千万; 个 is one."""
    if units == "个":
        return 1
    return power(units) if re.fullmatch(r"[百千万亿]+", units) else None


_NEXT = re.compile(r"(?P<head>.*?)(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<unit>[十百千万亿]*)")


def _neighbours(text: str) -> Extent | None:
    """Return 四五百, 十七八, 一千五六, 三五百: from one digit to the next."""
    match = _NEXT.fullmatch(text)
    if match is None or not (VALUES[match["b"]] - VALUES[match["a"]] == 1 or match["a"] + match["b"] == "三五"):
        return None
    low, high = (exact(match["head"] + match[digit] + match["unit"]) for digit in ("a", "b"))
    return Extent(low, high, "between") if low is not None and high is not None and low < high else None


_SOME = {"几": (2, 10), "数": (2, 10), "好几": (3, 10), "大几": (6, 10), "小几": (2, 4)}
_SOMEWHAT = {"百八十": (80, 100), "百儿八十": (80, 100), "千儿八百": (800, 1000), "万儿八千": (8000, 10_000)}


def _somewhat(text: str) -> Extent | None:
    """Return 百八十, 千儿八百: a hundred or a little less."""
    if text not in _SOMEWHAT:
        return None
    low, high = _SOMEWHAT[text]
    return Extent(Decimal(low), Decimal(high), "about")


def _some(text: str) -> Extent | None:
    """Return 几百, 好几千, 大几百, 几十万."""
    if text.endswith("位数"):
        places = VALUES[text[0]]
        return Extent(Decimal(10 ** (places - 1)), Decimal(10**places - 1), "between")
    match = re.fullmatch(r"(?P<word>好几|大几|小几|几|数)(?P<unit>[十百千万亿]+)", text)
    scale = power(match["unit"]) if match else None
    if match is None or scale is None:
        return None
    low, high = _SOME[match["word"]]
    return Extent(Decimal(low * scale), Decimal(high * scale), "about", high_in=match["word"] == "小几")


def _about(text: str) -> Extent | None:
    """Return 百万, 千万 without a digit: roughly that many."""
    scale = _lone(text)
    return around(Decimal(scale)) if scale and len(text) > 1 else None


# In the order they are tried: before the exact ones (百八十 is no 180), and after them.
BEFORE = (_somewhat,)
AFTER = (_more, _neighbours, _some, _about)
