"""Levels and sizes: L3以上, 99×3厘米, 15cm见方; one side alone is no size yet."""

import re
from decimal import Decimal

from knowledge.language.fact import Fact, place_of
from knowledge.language.heads import Free
from knowledge.language.numeral_patterns import RUN
from knowledge.language.numerals import number

_LEVEL = re.compile(
    r"(?:(?P<over>超过了?|高于|大于) ?)?(?<![a-z\d])l ?(?P<n>\d)"
    r" ?(?P<plus>\+|加号?|plus|[后是还]?[带有][个了]?(?:\+|加号?|plus))?"
    r"(?P<up>及?以上|往上|起)?(?P<down>及?以下|往下)?(?![a-z\d月]|\.\d)"
)


def _level(match: re.Match[str]) -> Fact | None:
    level = f"L{match['n']}{'+' if match['plus'] else ''}"
    if match["up"] or match["over"]:
        return Fact("level", low=level, how="more", low_in=not match["over"], **place_of(match))
    if match["down"]:
        return Fact("level", high=level, how="less", **place_of(match))
    return Fact("level", level, level, level, **place_of(match))


_MM = "毫米|厘米|公分|公厘|公釐|mm|cm"
_SIDE = rf"(?:{RUN}|半)"
_SIZE = re.compile(
    rf"(?:[长宽高] ?)?(?P<a>{_SIDE}) ?(?P<ua>{_MM})? ?(?:[*x×乘✕]|by|[,、]? ?[宽高长]度?是?)"
    rf" ?(?P<b>{_SIDE}) ?(?P<ub>{_MM})?"
    rf"(?: ?[*x×乘] ?(?P<c>{_SIDE}) ?(?P<uc>{_MM})?)?"
)
_SIDES = re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM}) ?[宽高长][、, ]{{0,2}}(?P<b>{_SIDE}) ?(?P<ub>{_MM}) ?[宽高长]")
# Both sides named tell a size without a unit: 宽6高10, 10长6宽, 长边10短边6.
_NAME = "(?:[长宽高][度边]?|短边|[横竖]着?的?)(?:是|有|为)?"
_NAMED = re.compile(
    rf"(?P<first>{_NAME}) ?(?P<a>{_SIDE}) ?(?P<ua>{_MM})?[、, ]{{0,2}}"
    rf"(?!(?P=first)){_NAME} ?(?P<b>{_SIDE}) ?(?P<ub>{_MM})?(?![\u4e00-\u9fff]?[天年月元块])"
)
_NAMED_BEHIND = re.compile(
    rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM})?(?P<first>[长宽高])[、, ]{{0,2}}"
    rf"(?P<b>{_SIDE}) ?(?P<ub>{_MM})?(?!(?P=first))[长宽高]"
)
_SQUARE = re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM}) ?(?:见方|正方|的正方)")
_ONE_SIDE = re.compile(rf"(?P<a>{_SIDE}) ?(?P<ua>{_MM})(?! ?(?:[*x×乘]|见方))")
_MAY_BE_SIZE = re.compile(rf"{_MM}|[*x×乘✕]|by|[长宽高边横竖]")


def _size(match: re.Match[str]) -> Fact | None:
    """Return the sides of a size in millimetres; 99×3 without a unit is kept without one."""
    groups = match.groupdict()
    said = (side for side in (groups["a"], groups.get("b"), groups.get("c")) if side)
    sides = [Decimal("0.5") if side == "半" else number(side) for side in said]
    last = groups.get("uc") or groups.get("ub") or groups["ua"] or ""
    if not last and match.re not in (_NAMED, _NAMED_BEHIND) and not re.search(r"[*x×乘]", match.group()):
        return None
    if any(side is None for side in sides):
        return Fact("size", how="about", unit="mm", **place_of(match))
    units = [groups["ua"] or last, groups.get("ub") or last, groups.get("uc") or last]
    scales = [10 if unit in ("厘米", "公分", "cm") else 1 for unit in units]
    value = tuple(side * scale for side, scale in zip(sides, scales, strict=False) if side is not None)
    value = value * 2 if match.re is _SQUARE else value
    return Fact("size", value, value, value, unit="mm" if last else "", **place_of(match))


def _one_side(match: re.Match[str]) -> Fact | None:
    """Return 12毫米: one side alone is no size yet; what it may be one of is kept."""
    side = Decimal("0.5") if match["a"] == "半" else number(match["a"])
    sides = () if side is None else (side * (10 if match["ua"] in ("厘米", "公分", "cm") else 1),)
    return Fact("size", how="about", unit="mm", either=sides, **place_of(match))


def free(text: str) -> tuple[Free, ...]:
    """Return the ways of writing a level or a size that `text` may hold."""
    level = Free("level", _LEVEL, _level, 3, "l", weight=2)
    return (level, *_SIZES) if _MAY_BE_SIZE.search(text) else (level,)


_SIZES = (
    Free("size", _SIZE, _size, 1, "mc米分寸釐厘*x×乘✕by"),
    Free("sides", _SIDES, _size, 2, "mc米分釐厘"),
    Free("named", _NAMED, _size, 2, "长宽高边横竖"),
    Free("named behind", _NAMED_BEHIND, _size, 2, "长宽高"),
    Free("square", _SQUARE, _size, 2, "方"),
    Free("one side", _ONE_SIDE, _one_side, 0, "mc米分釐厘"),
)
