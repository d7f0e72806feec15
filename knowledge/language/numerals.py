"""What a numeral says, however it is written: 1,288.00, 3万2, 一百五十多万, 千把; the whole of a stretch or nothing."""

import re
from decimal import Decimal
from functools import lru_cache

from knowledge.language import vague_numerals
from knowledge.language.exact_numerals import exact
from knowledge.language.extents import Extent, exactly
from knowledge.language.numeral_patterns import UNITS

_PLAIN = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟幺俩仨", "零一二三四五六七八九十百千一两三")
_LATIN = {"w": "万", "k": "千", "m": "百万"}
_LONGEST = 40


def number(text: str) -> Decimal | None:
    """Return the number that the whole of `text` (normalised) says exactly, or None; over 40 characters say none."""
    found = extent(text)
    return found.low if found is not None and found.how == "exact" else None


def digit_of(text: str) -> Decimal:
    """Return what one digit is worth, nought where it is none."""
    return number(text) or Decimal(0)


@lru_cache(maxsize=4_096)
def extent(text: str) -> Extent | None:
    """Return what the whole of `text` (normalised) says, vague numbers as ranges; None where any part is left over."""
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return None
    for read in (*vague_numerals.BEFORE, _exactly, *vague_numerals.AFTER):
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


def _exactly(text: str) -> Extent | None:
    value = exact(text)
    return None if value is None else exactly(value)
