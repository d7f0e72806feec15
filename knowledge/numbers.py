"""Numbers as people type them: 1,288.00, 1.2k, 3万2, 一千二百八, 九十九块九."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟幺俩仨"
_LONGEST = 40
_LATIN = {"w": "万", "k": "千", "m": "百万"}
# A number: figures with an optional 万/千/k/w and what follows it (3万2, 3万5千), or numerals with an optional decimal part.
NUMBER = (
    rf"(?:(?:{_DIGITS})(?:[万千百亿]+(?:\d+[千百]?|[一二三四五六七八九]千?)?(?![年月日号天点:.])|[wkm](?![a-z]))?|[{_HAN}]+(?:点[零〇一二两三四五六七八九]+)?)"
)
_NUMBER = re.compile(NUMBER)
_MIXED = re.compile(r"(?P<head>\d+(?:\.\d+)?)(?P<unit>百万|[万千百亿])(?P<tail>\d+[千百]?|[一二三四五六七八九]千?)?")
_POWERS = {"百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}


@cache
def _reader() -> Any:
    import cn2an  # imported where a numeral turns up: it takes longer to load than the rest of a question's way

    return cn2an.Cn2An()


def _mixed(match: re.Match[str]) -> Decimal:
    power = _POWERS[match["unit"]]
    value = Decimal(match["head"]) * power
    tail = match["tail"]
    if not tail:
        return value
    rest = number(tail)
    if rest is None:
        return value
    # 3万5 means 35,000: a bare figure behind 万 counts the next power down.
    return value + (rest * power / 10 if rest < 10 else rest)  # noqa: PLR2004 - the base of our numerals


def number(text: str) -> Decimal | None:
    """Return the number that the whole of `text` (normalised) says, or None; nobody means one of over forty characters."""
    if len(text) > _LONGEST:
        return None
    if re.fullmatch(_DIGITS, text):
        return Decimal(text.replace(",", ""))
    if text and text[-1] in _LATIN and re.fullmatch(_DIGITS, text[:-1]):
        text = text[:-1] + _LATIN[text[-1]]
    text = text.replace(",", "")
    if mixed := _MIXED.fullmatch(text):
        return _mixed(mixed)
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(str(_reader().cn2an(text.replace("俩", "两").replace("仨", "三").replace("幺", "一"), "smart")))
    except ValueError:
        return None


_FEN = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "分": Decimal("0.01")}
_DIGIT = r"[\d零一二两三四五六七八九]"
MONEY = re.compile(
    rf"(?:[¥￥]|人民币|rmb|cny)\s*(?P<front>{NUMBER})"
    rf"|(?P<whole>{NUMBER})\s*(?:元|块|圆|蚊)(?:零?(?P<jiao>{_DIGIT})(?:毛|角)(?:(?P<fen>{_DIGIT})分?)?|(?P<tail>{_DIGIT}{{1,2}})(?![\d万千百折天个小月日%]))?(?:钱|整|人民币)?"
    rf"|(?P<small>{NUMBER})\s*(?P<coin>毛|角)(?:钱)?"
    rf"|(?P<back>{NUMBER})\s*(?:rmb|cny|yuan|人民币)"
)


def money(match: re.Match[str]) -> Decimal | None:
    """Return the amount in yuan of a `MONEY` match, or None if its number cannot be read."""
    if match["small"]:
        coins = number(match["small"])
        return None if coins is None else coins * _FEN[match["coin"]]
    whole = number(match["front"] or match["whole"] or match["back"])
    if whole is None:
        return None
    if match["jiao"]:
        whole += (number(match["jiao"]) or 0) * _FEN["毛"]
    if match["fen"]:
        whole += (number(match["fen"]) or 0) * _FEN["分"]
    if match["tail"]:
        digits = "".join(str(number(digit) or 0) for digit in match["tail"])
        whole += Decimal(f"0.{digits}")
    return whole


def amount(text: str) -> Decimal | None:
    """Return the yuan that the whole of `text` (normalised) says, with or without a currency, or None."""
    if match := MONEY.fullmatch(text):
        return money(match)
    return number(text)
