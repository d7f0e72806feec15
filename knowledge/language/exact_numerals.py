"""Numerals that say one number: 1,288.00, 3万2, 两千零五, 三点五万, 二零二六."""

import re
from decimal import Decimal
from itertools import pairwise

from knowledge.language.numeral_patterns import ARABIC, POWERS, VALUES


def exact(text: str) -> Decimal | None:
    """Return the number that the whole of `text` (plain characters) says, or None."""
    if re.fullmatch(ARABIC, text):
        return Decimal(text.replace(",", ""))
    if "点" in text:
        return _pointed(text)
    if re.fullmatch(r"[零一二三四五六七八九]{3,}", text):
        return None if _in_a_row(text) else Decimal("".join(str(VALUES[digit]) for digit in text))
    if re.fullmatch(r"[零一二两三四五六七八九]", text):
        return Decimal(VALUES[text])
    return _large(text)


def _in_a_row(digits: str) -> bool:
    """Return whether digits only count on (三四五): people list them, they say no number."""
    return all(VALUES[b] - VALUES[a] == 1 for a, b in pairwise(digits))


def _pointed(text: str) -> Decimal | None:
    head, _, tail = text.partition("点")
    match = re.fullmatch(r"([零一二三四五六七八九]+)([百千万亿]*)", tail)
    whole = exact(head) if head and not set("点.") & set(head) else None
    scale = power(match[2]) if match else None
    if match is None or whole is None or scale is None or whole != whole.to_integral_value():
        return None
    part = "".join(str(VALUES[digit]) for digit in match[1])
    return Decimal(f"{whole:f}.{part}") * scale


def power(units: str) -> int | None:
    """Return what some units in a row multiply by: 万 10,000, 百万 1,000,000; None where they are no power."""
    value = 1
    for at, unit in enumerate(units):
        if at and POWERS[unit] < POWERS[units[at - 1]]:
            return None
        value *= POWERS[unit]
    return value


def _large(text: str) -> Decimal | None:
    """Return a numeral by its sections of 亿 and 万."""
    for unit in ("亿", "万"):
        head, mark, tail = text.rpartition(unit)
        if not mark:
            continue
        count = _coefficient(head)
        if count is None:
            return None
        rest = _rest(tail, POWERS[unit], count)
        return None if rest is None else count * POWERS[unit] + rest
    return _section(text)


def _coefficient(head: str) -> Decimal | None:
    """Return how many 万 or 亿; 万五 (15,000) leaves the one out."""
    if not head:
        return Decimal(1)
    return exact(head)


def _rest(tail: str, scale: int, count: Decimal) -> Decimal | None:
    """Return what follows 万 or 亿: nothing, a lone digit one place lower, or a smaller numeral."""
    if not tail:
        return Decimal(0)
    if count != count.to_integral_value():
        return None
    if re.fullmatch(r"[1-9一二三四五六七八九]", tail):
        hundreds = count >= 100 and count % 10 == 0  # noqa: PLR2004 - 一百万五 may be one million five or 1.05 million
        return None if hundreds else _digit(tail) * scale / 10
    if tail.startswith("零"):
        rest = exact(tail[1:])
    elif tail.isdigit():
        rest = Decimal(tail) if len(tail) == len(str(scale)) - 1 else None
    else:
        rest = exact(tail)
    fits = rest is not None and 0 <= rest < scale and rest == rest.to_integral_value()
    return rest if fits else None


def _digit(text: str) -> Decimal:
    return Decimal(int(text) if text.isdigit() else VALUES[text])


_STEP = re.compile(r"(零?)(\d+(?:\.\d+)?|[一二两三四五六七八九]?)([千百十])")


def _section(text: str) -> Decimal | None:
    """Return a numeral below 10,000 (more if it begins in Arabic): 千 百 十 in falling order, then a lone digit."""
    at, total, last, zero = 0, Decimal(0), 0, False
    while match := _STEP.match(text, at):
        scale = POWERS[match[3]]
        if last and scale >= last:
            return None
        count = match[2]
        if not count and at and not (scale == POWERS["十"] and match[1]):  # 一百十 is not said, 一百零十 is
            return None
        if not count and not at and scale != POWERS["十"] and match.end() == len(text):
            return None  # a lone 百 or 千 says no number
        value = Decimal(count or 1) if not count or count[0].isdigit() else Decimal(VALUES[count])
        if at and value >= 10:  # noqa: PLR2004 - one digit a place
            return None
        if value != value.to_integral_value() and match.end() != len(text):
            return None
        total += value * scale
        at, last, zero = match.end(), scale, False
    return _ending(text[at:], total, last, zero)


def _ending(tail: str, total: Decimal, last: int, zero: bool) -> Decimal | None:
    if not last:
        return None
    if not tail:
        return total
    if tail[0] == "零":
        zero, tail = True, tail[1:]
    if re.fullmatch(r"[1-9一二三四五六七八九]", tail):
        return total + _digit(tail) * (1 if zero or last == POWERS["十"] else last // 10)
    if tail.isdigit():
        plain = Decimal(tail)
        right_length = zero or len(tail) == len(str(last)) - 1
        return total + plain if right_length and plain < last and not tail.startswith("0") else None
    return None
