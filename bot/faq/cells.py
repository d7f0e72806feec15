"""Cells of a workbook as they read: numbers, shares, days and times in the form that the cell gives them."""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

# A number's form: what stands before it, its whole places, the decimals, what stands behind.
_FORM = re.compile(r"(?P<before>[^#0.,?]*)(?P<whole>[#,0]+)(?:\.(?P<decimals>0+))?(?P<after>[^#0.,?]*)")
# What a form holds beside it: colours and languages, the room of a character, fillers.
_BESIDE = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_CARRIAGE_RETURN = "_x000D_"
# Above this a spreadsheet counts no single units.
_EXACT = 10**15


def shown(cell: Any) -> str:
    """Return what a cell shows; nothing of an empty one, and of a formula that comes to an error."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    form = str(cell.number_format or "")
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime | date | time):
        return _moment(value, form)
    return str(value).replace(_CARRIAGE_RETURN, "").strip()


def _number(value: float, form: str) -> str:
    plain = str(value) if isinstance(value, int) else f"{Decimal(f'{value:.15g}').normalize():f}"
    parts = _FORM.fullmatch(_LITERAL.sub(r"\1\2", _BESIDE.sub("", form.split(";", maxsplit=1)[0])))
    if parts is None or abs(value) >= _EXACT:
        return plain
    share = "%" in parts["after"]
    places, decimals = parts["whole"], len(parts["decimals"] or "")
    number = (abs(Decimal(plain)) * (100 if share else 1)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    told = f"{number:{',' if ',' in places else ''}f}"
    width = places.count("0") + (decimals + 1 if decimals else 0)
    told = told if "," in places else told.zfill(width)
    return f"{'-' if value < 0 else ''}{parts['before']}{told}{parts['after']}"


def _moment(value: datetime | date | time, form: str) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    clock = ""
    if isinstance(value, datetime) and value.time() != time():
        clock = value.strftime(" %H:%M:%S" if value.second else " %H:%M")
    if "月" not in form:
        return value.strftime("%Y-%m-%d") + clock
    day = f"{value.month}月{value.day}日" if "日" in form else f"{value.month}月"
    return (f"{value.year}年{day}" if "年" in form else day) + clock
