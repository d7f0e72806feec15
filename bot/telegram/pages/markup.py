"""Telegram's HTML: safe text, and blocks split into pages that each stand alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from telegram.constants import MessageLimit

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_ENDS = ("\n", "。", "！", "？", "；", "，", " ")


def utf16(text: str) -> int:
    """Return the length of `text` in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """Return `text` without what no message can hold: lone surrogates and control characters."""
    if not _UNSENDABLE.search(text):
        return text
    return _UNSENDABLE.sub("", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def safe(text: str) -> str:
    """Return `text` as HTML that shows exactly that text."""
    return escape(plain(text), quote=False)


def cut(text: str, most: int) -> str:
    """Return `text`, shortened to `most` UTF-16 units with an ellipsis where it is longer."""
    if utf16(text) <= most:
        return text
    return f"{_head(text, most - 1)}…"


@dataclass(frozen=True)
class Block:
    """
    A paragraph: its plain text between an opening and a closing tag.

    `tight` ones follow the one before without a blank line; in `headed` ones the first line is bold.
    """

    text: str
    before: str = ""
    after: str = ""
    tight: bool = False
    headed: bool = False

    @property
    def html(self) -> str:
        """Return the paragraph as HTML."""
        head, line_end, rest = self.text.partition("\n") if self.headed else ("", "", self.text)
        title = f"<b>{safe(head)}</b>" if head else ""
        return f"{self.before}{title}{line_end}{safe(rest)}{self.after}"


def bold(text: str) -> Block:
    """Return a bold paragraph."""
    return Block(text, "<b>", "</b>")


def quote(text: str) -> Block:
    """Return a quotation that Telegram folds when it is long; its first line is its title."""
    return Block(text, "<blockquote expandable>", "</blockquote>", headed=True)


def link(text: str, url: str) -> Block:
    """Return a paragraph that is a link."""
    return Block(text, f'<a href="{escape(url)}">', "</a>")


def pages(blocks: Iterable[Block], limit: int = LIMIT) -> list[str]:
    """Return `blocks` as HTML pages of at most `limit` UTF-16 units of text, split where a paragraph ends."""
    done: list[str] = []
    page, length = "", 0
    for block in _fitting(blocks, limit):
        gap = ("\n" if block.tight else "\n\n") if page else ""
        size = utf16(block.text)
        if length + len(gap) + size > limit:
            done.append(page)
            page, length, gap = "", 0, ""
        page, length = page + gap + block.html, length + len(gap) + size
    return [*done, page] if page else done


def _fitting(blocks: Iterable[Block], limit: int) -> Iterator[Block]:
    """Return the blocks with something to read, each cut into pieces that fit a page."""
    for block in blocks:
        rest, tight, headed = plain(block.text).strip(), block.tight, block.headed
        while rest:
            piece = _piece(rest, limit)
            yield replace(block, text=piece.rstrip(), tight=tight, headed=headed)
            rest, tight, headed = rest[len(piece) :].lstrip(), False, False


def _piece(text: str, limit: int) -> str:
    """
    Return the first part of `text` that fits.

    It goes up to the end of a paragraph or sentence where there is one in its second half.
    """
    if utf16(text) <= limit:
        return text
    head = _head(text, limit)
    for end in _ENDS:
        at = head.rfind(end) + 1
        if at > len(head) // 2:
            return head[:at]
    return head


def _head(text: str, most: int) -> str:
    units = 0
    for at, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > most:
            return text[:at]
    return text
