"""Figures as people read them, and clause texts with their placeholders filled in."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from knowledge.figures import Figure, Unit

PLACEHOLDER = re.compile(r"\{(?:(?P<locator>[\d.]+)#)?(?P<name>\w+)(?P<bare>:n)?\}")
_MEASURE = {
    Unit.YUAN: " 元",
    Unit.NATURAL_DAY: " 个自然日",
    Unit.WORKING_DAY: " 个工作日",
    Unit.DAY: " 天",
    Unit.HOUR: " 小时",
    Unit.PERSON: "人",
    Unit.TIMES: " 次",
    Unit.MESSAGES: " 条",
    Unit.MILLIMETRE: " 毫米",
    Unit.DAY_OF_MONTH: " 日",
}
_TEN_THOUSAND = 10_000
_CHINESE = r"[\u4e00-\u9fff。，；：、！？“”（）《》【】]"
_NEEDLESS = re.compile(rf"(?<={_CHINESE}) +(?={_CHINESE})|(?<=[。，；：、！？）》】]) +|(?<=日) +(?=[\u4e00-\u9fff])")


def percent(share: Decimal) -> str:
    """Return a fraction of 1 as a percentage, e.g. `100%`, `0.5%`."""
    return f"{(share * 100).normalize():f}%"


def plain_number(number: Decimal | int) -> str:
    """Return a number without needless zeros; whole ten-thousands as 万."""
    if number >= _TEN_THOUSAND and number % _TEN_THOUSAND == 0:
        return f"{number // _TEN_THOUSAND}万"
    return f"{Decimal(number).normalize():f}"


def day_text(day: date) -> str:
    """Return a day as people write it: 2023年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _bare(value: Figure, unit: Unit) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, str):
        return value
    return percent(Decimal(value)) if unit is Unit.SHARE else plain_number(value)


def figure_text(value: Figure, unit: Unit, *, bare: bool = False) -> str:
    """Return a figure with its measure word, or alone if `bare`."""
    return _bare(value, unit) + ("" if bare else _MEASURE.get(unit, ""))


def tidy(text: str) -> str:
    """Return `text` without blanks beside Chinese punctuation, and between two Chinese characters."""
    return _NEEDLESS.sub("", text)


def fill(template: str, look_up: Callable[[str | None, str], tuple[Figure, Unit]]) -> str:
    """
    Return `template` with `{name}`, `{name:n}` and `{locator#name}` filled in.

    `look_up` gets locator (or None) and name.
    """

    def told(match: re.Match[str]) -> str:
        value, unit = look_up(match["locator"], match["name"])
        return figure_text(value, unit, bare=bool(match["bare"]))

    return tidy(PLACEHOLDER.sub(told, template))


def fill_words(template: str, words: Mapping[str, Any]) -> str:
    """Return `template` with each `{name}` replaced by the text in `words`; a missing name is a KeyError."""
    return tidy(PLACEHOLDER.sub(lambda match: str(words[match["name"] + (match["bare"] or "")]), template))
