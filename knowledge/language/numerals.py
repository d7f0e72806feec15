"""Numerals as people write them: 1,288.00, 3万2, 一百五十多万, 千把; a whole stretch or nothing."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from knowledge.language.fact import How

DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖幺"
UNITS = "十百千万亿拾佰仟"
_PLAIN = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟幺俩仨", "零一二三四五六七八九十百千一两三")
_VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_LATIN = {"w": "万", "k": "千", "m": "百万"}
_MYRIAD, _HUNDRED_MILLION, _LONGEST = 10_000, 100_000_000, 40

_ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?(?!,?\d)|\d{1,3}点\d{1,2}(?=[万千百亿w])|(?<![\d.])\.\d+|\d+(?:\.\d+)?"
_UNIT = rf"(?:[{UNITS}]|(?<=[\d多几来余十百千])[wkm](?![a-z])|(?<=\d) [wkm](?![a-z\d]))"
_HAN = f"[{DIGITS}廿卅]"
# A stretch of numeral, as long as it goes: digits, units, what makes it vague (多 余 几 来 把), white space only around units.
RUN = (
    rf"(?:[四五六七八九]位数|个把(?=[w万亿千百])|百儿八十|千儿八百|万儿八千|(?:好几|大几|小几|几|数)[{UNITS}]"
    rf"|(?:{_ARABIC}|{_HAN}|俩(?=[{UNITS}])|参(?=[{UNITS}])|(?<![{UNITS}])[{UNITS}]))"
    rf"(?: ?{_UNIT}"
    rf"|(?<=[{DIGITS}廿卅])(?:{_HAN})"
    rf"|(?<=[{UNITS}wkm])(?:{_ARABIC}|(?!两[^{UNITS}])(?!两$){_HAN}|参)"
    rf"|(?<=[{UNITS}]) (?:{_ARABIC}|{_HAN})(?= ?[{UNITS}]|$|[,。;!?元块])"
    rf"|(?<=\d [千万百]) \d(?![\d.])"
    rf"| ?点 ?(?=[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖])(?<!\d点)"
    rf"|(?<=点)[{DIGITS}]+|(?<=点 )[{DIGITS}]+"
    rf"| ?[多余几来] ?(?=[{UNITS}])"
    rf"|(?<=[{UNITS}wkm\d])[多余](?![{DIGITS}])|(?<=[{UNITS}])几(?![{UNITS}])|(?<=[点.][{DIGITS}\d])[几多](?![{UNITS}个])"
    rf"|(?<=[{UNITS}零])几(?=[{UNITS}])|(?<=[{UNITS}0])来(?=[{UNITS}个块元蚊单条件次笔人天粉年月小分秒通张位名双台本封])"
    rf"|(?<=[百千万个])把(?=[{UNITS}个分块元蚊通张位名双台封单条件次笔人天粉年月小w]|$)|(?<=零)\d+|(?<=[{DIGITS}\d把])个?(?=[w亿万])[w]?|(?<=[廿卅])几|(?<=[拾佰仟])参"
    rf")*"
)
NUMERAL = re.compile(rf"大半(?=[个天年])|半(?=[个天年小成分多])|{RUN}")
FIGURE_CHARACTERS = frozenset(f"0123456789{DIGITS}廿卅{UNITS}")


@dataclass(frozen=True)
class Extent:
    """How large a number may be: its ends (None: open), whether they count, how it was told, and the best single value."""

    low: Decimal | None
    high: Decimal | None
    how: How = "exact"
    low_in: bool = True
    high_in: bool = True

    @property
    def value(self) -> Decimal | None:
        """Return the number where it is exact, the middle of “about”, else None."""
        if self.low is None or self.high is None:
            return None
        return self.low if self.low == self.high else (self.low + self.high) / 2 if self.how == "about" else None

    def times(self, factor: Decimal | int) -> "Extent":
        """Return the extent counted in another unit."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Extent(low, high, self.how, self.low_in, self.high_in)


def exactly(value: Decimal | int) -> Extent:
    """Return the extent of one number."""
    return Extent(Decimal(value), Decimal(value))


def number(text: str) -> Decimal | None:
    """Return the number that the whole of `text` (normalised) says exactly, or None; nobody means one of over forty characters."""
    found = extent(text)
    return found.low if found is not None and found.how == "exact" else None


@lru_cache(maxsize=4_096)
def extent(text: str) -> Extent | None:
    """Return what the whole of `text` (normalised) says as a number, vague ones as ranges; None where any part is left over."""
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return None
    for read in (_somewhat, _exactly, _more, _neighbours, _some, _about):
        found = read(plain)
        if found is not None:
            return found
    return None


def _plain(text: str) -> str:
    text = re.sub(r"(?<=[\d一二两三四五六七八九])个(?=[w万亿])", "", text)
    text = re.sub(r"(?<=把)w|(?<=[一二两三四五六七八九])w", "万", text)
    plain = re.sub(rf"参(?=[{UNITS}])|(?<=[拾佰仟])参", "三", text).translate(_PLAIN).replace(" ", "")
    plain = re.sub(r"(?<=\d)点(?=\d)", ".", plain)
    plain = plain.replace("廿", "二十").replace("卅", "三十")
    plain = re.sub(r"(?<=[\d多几来余十百千])[wkm]", lambda match: _LATIN[match.group()], plain)
    return plain.replace("万万", "亿")


# ---- exact numerals ----


def _exactly(text: str) -> Extent | None:
    value = _exact(text)
    return None if value is None else exactly(value)


def _exact(text: str) -> Decimal | None:
    if re.fullmatch(_ARABIC, text):
        return Decimal(text.replace(",", ""))
    if "点" in text:
        return _pointed(text)
    if re.fullmatch(r"[零一二三四五六七八九]{3,}", text):
        return None if _in_a_row(text) else Decimal("".join(str(_VALUES[digit]) for digit in text))
    if re.fullmatch(r"[零一二两三四五六七八九]", text):
        return Decimal(_VALUES[text])
    return _large(text)


def _in_a_row(digits: str) -> bool:
    """Return whether digits only count on (三四五): people list them, they say no number."""
    return all(_VALUES[b] - _VALUES[a] == 1 for a, b in zip(digits, digits[1:], strict=False))


def _pointed(text: str) -> Decimal | None:
    head, _, tail = text.partition("点")
    match = re.fullmatch(r"([零一二三四五六七八九]+)([百千万亿]*)", tail)
    whole = _exact(head) if head and "点" not in head else None
    power = _power(match[2]) if match else None
    if match is None or whole is None or power is None or whole != whole.to_integral_value():
        return None
    part = "".join(str(_VALUES[digit]) for digit in match[1])
    return Decimal(f"{whole:f}.{part}") * power


def _power(units: str) -> int | None:
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
        power = POWERS[unit]
        count = _coefficient(head)
        if count is None:
            return None
        rest = _rest(tail, power, count)
        return None if rest is None else count * power + rest
    return _section(text)


def _coefficient(head: str) -> Decimal | None:
    """Return how many 万 or 亿; 万五 (15,000) leaves the one out."""
    if not head:
        return Decimal(1)
    return _exact(head)


def _rest(tail: str, power: int, count: Decimal) -> Decimal | None:
    """Return what follows 万 or 亿: nothing, a lone digit one place lower, or a smaller numeral."""
    if not tail:
        return Decimal(0)
    if count != count.to_integral_value():
        return None
    if re.fullmatch(r"[1-9一二三四五六七八九]", tail):
        hundreds = count >= 100 and count % 10 == 0  # noqa: PLR2004 - 一百万五 may be one million five or 1.05 million
        return None if hundreds else _digit(tail) * power / 10
    if tail.startswith("零"):
        rest = _exact(tail[1:])
    elif tail.isdigit():
        rest = Decimal(tail) if len(tail) == len(str(power)) - 1 else None
    else:
        rest = _exact(tail)
    return rest if rest is not None and 0 <= rest < power and rest == rest.to_integral_value() else None


def _digit(text: str) -> Decimal:
    return Decimal(int(text) if text.isdigit() else _VALUES[text])


_STEP = re.compile(r"(零?)(\d+(?:\.\d+)?|[一二两三四五六七八九]?)([千百十])")


def _section(text: str) -> Decimal | None:
    """Return a numeral below 10,000 (more where its first figure is Arabic): 千 百 十 in falling order, a lone digit at the end."""
    at, total, last, zero = 0, Decimal(0), 0, False
    while match := _STEP.match(text, at):
        power = POWERS[match[3]]
        if last and power >= last:
            return None
        count = match[2]
        if not count and at and not (power == POWERS["十"] and match[1]):  # 一百十 is not said, 一百零十 is
            return None
        if not count and not at and power != POWERS["十"] and match.end() == len(text):
            return None  # a lone 百 or 千 says no number
        value = Decimal(count or 1) if not count or count[0].isdigit() else Decimal(_VALUES[count])
        if at and value >= 10:  # noqa: PLR2004 - one digit a place
            return None
        if value != value.to_integral_value() and match.end() != len(text):
            return None
        total += value * power
        at, last, zero = match.end(), power, False
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


# ---- vague numerals ----


def _more(text: str) -> Extent | None:
    """Return 三百多, 一百五十多万, 十来万, 一百零几万, 千把."""
    match = re.fullmatch(r"(?P<head>.+?)(?P<word>零几|[多余几来把])(?P<unit>[百千万亿]*)", text)
    power = _power(match["unit"]) if match else None
    if match is None or power is None:
        return None
    head, word = match["head"], match["word"]
    if word == "把":
        base = _lone(head)
        return None if base is None else around(Decimal(base * power))
    value = _exact(head) if head not in POWERS or head == "十" else Decimal(POWERS[head])
    if value is None:
        return None
    if word == "来":
        return around(value * power)
    step = Decimal(10) if word == "零几" else _last_place(head, value)
    if not step or (word == "零几" and value % 10):
        return None
    return Extent(value * power, (value + step) * power, "about", low_in=False, high_in=False)


def _last_place(text: str, value: Decimal) -> Decimal | None:
    """Return one of the last unit that a numeral names: 100 for 三百, 10,000 for 十万, 0.1万 for 3.5万."""
    units = re.findall(r"[十百千万亿]", text)
    pointed = re.fullmatch(r".+[.点](.+)", text)
    if pointed and not units:
        return Decimal(1).scaleb(-len(pointed[1]))
    if re.fullmatch(_ARABIC, text):
        return Decimal(1).scaleb(len(str(int(value))) - len(str(int(value)).rstrip("0")))
    if text[-1] not in POWERS:
        return None
    match = re.fullmatch(r"(\d+)\.(\d+)([百千万亿]+)", text)
    if match:
        return Decimal(_power(match[3]) or 0) / 10 ** len(match[2])
    if units[-1] in "万亿":
        return Decimal(POWERS[units[-1]])
    return Decimal(POWERS[units[-1]])


def _lone(units: str) -> int | None:
    """Return the power of units without a digit: 百, 千万; 个 is one."""
    if units == "个":
        return 1
    return _power(units) if re.fullmatch(r"[百千万亿]+", units) else None


_NEXT = re.compile(r"(?P<head>.*?)(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<unit>[十百千万亿]*)")


def _neighbours(text: str) -> Extent | None:
    """Return 四五百, 十七八, 一千五六, 三五百: from one digit to the next."""
    match = _NEXT.fullmatch(text)
    if match is None or not (_VALUES[match["b"]] - _VALUES[match["a"]] == 1 or match["a"] + match["b"] == "三五"):
        return None
    low, high = (_exact(match["head"] + match[digit] + match["unit"]) for digit in ("a", "b"))
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
        places = _VALUES[text[0]]
        return Extent(Decimal(10 ** (places - 1)), Decimal(10**places - 1), "between")
    match = re.fullmatch(r"(?P<word>好几|大几|小几|几|数)(?P<unit>[十百千万亿]+)", text)
    power = _power(match["unit"]) if match else None
    if match is None or power is None:
        return None
    low, high = _SOME[match["word"]]
    return Extent(Decimal(low * power), Decimal(high * power), "about", high_in=match["word"] == "小几")


def _about(text: str) -> Extent | None:
    """Return 百万, 千万 without a digit: roughly that many."""
    power = _lone(text)
    return around(Decimal(power)) if power and len(text) > 1 else None


_TENTH = Decimal("0.1")


def around(value: Decimal) -> Extent:
    """Return a tenth more or less than `value`."""
    return Extent(value - abs(value) * _TENTH, value + abs(value) * _TENTH, "about")
