"""Lists that are too long for one message: a page of them, and the buttons to the pages around it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.telegram.pages.buttons import Keyboard

T = TypeVar("T")
PAGE = 8
"""Entries on a page, where nothing else is told."""
_BEFORE, _AFTER = "‹ 上一页", "下一页 ›"


def last_page(total: int, most: int = PAGE) -> int:
    """Return the number of the last page; pages count from 0, and there is one even of nothing."""
    return max(total - 1, 0) // most


def on_page(every: Sequence[T], page: int, most: int = PAGE) -> list[T]:
    """Return the entries of a page."""
    return list(every[page * most : (page + 1) * most])


def page_told(page: int, total: int, most: int = PAGE) -> str:
    """Return which page it is; nothing where there is one alone."""
    last = last_page(total, most)
    return f"第 {page + 1} 页，共 {last + 1} 页" if last else ""


def add_turns(
    keys: Keyboard, verb: str, payload: Callable[[int], str], page: int, total: int, most: int = PAGE
) -> None:
    """Add the buttons to the pages before and after, where there are any; `payload` tells a page's."""
    around = [(_BEFORE, page - 1), (_AFTER, page + 1)]
    buttons = [
        keys.button(label, verb, payload(number)) for label, number in around if 0 <= number <= last_page(total, most)
    ]
    if buttons:
        keys.row(*buttons)
