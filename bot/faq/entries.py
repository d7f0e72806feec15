"""One question with its answer, as an owner writes it; what cannot be one, with the reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.faq.words import words
from knowledge.language.script import normalise

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_TITLE, MOST_PHRASINGS = 200, 4_000, 100, 100
# What no file of ours may hold: control characters but the line break and the tab, halves of a pair, no characters.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_ENDS = " ?!.,;~。，；、…"


@dataclass(frozen=True)
class Entry:
    """
    A question and its answer.

    `phrasings` are other ways of asking it, `title` what it is about where that is not the question, `id` its number
    in its document, which never changes.
    """

    question: str
    answer: str
    phrasings: tuple[str, ...] = ()
    title: str = ""
    id: str = ""


@dataclass(frozen=True)
class BadRow:
    """A row that is left out: its number as the spreadsheet shows it (the heading is 1), and why, in one phrase."""

    number: int
    why: str


class BadEntryError(Exception):
    """Something that is no entry; the message is one plain phrase."""


def key(question: str) -> str:
    """
    Return what two ways of writing the same question have in common.

    >>> key("怎么退货？") == key(" 怎麼退貨 ")
    True
    """
    spelled = normalise(question)
    return spelled.rstrip(_ENDS) or spelled


def entry_of(question: str, answer: str, phrasings: Iterable[str] = (), title: str = "") -> Entry:
    """
    Return the entry that cells tell; a question or phrasing may hold several, the first of the question counts as it.

    Raises:
        BadEntryError: something is missing or too long.
    """
    first, *further = split(question) or [""]
    answer, title = text_of(answer), line_of(title)
    if not re.search(r"\w", first):
        raise BadEntryError("没有问题" if not first else "问题里没有字")
    if not answer:
        raise BadEntryError("没有答案")
    ways = [way for cell in phrasings for way in split(cell)]
    for what, told, most in (
        ("问题", first, LONGEST_QUESTION),
        ("答案", answer, LONGEST_ANSWER),
        ("标题", title, LONGEST_TITLE),
        *(("问法", way, LONGEST_QUESTION) for way in (*further, *ways)),
    ):
        if len(told) > most:
            raise BadEntryError(f"{what}太长：{len(told)} 个字，最多 {most} 个")
    united = united_ways(first, (*further, *ways))
    if len(united) > MOST_PHRASINGS:
        raise BadEntryError(f"问法太多：{len(united)} 种，最多 {MOST_PHRASINGS} 种")
    return Entry(first, answer, united, "" if title == first else title)


def united_ways(question: str, ways: Iterable[str]) -> tuple[str, ...]:
    """Return ways of asking, each once and none that is the question itself or has no letter."""
    known = {key(question): question}
    for way in ways:
        if re.search(r"\w", way):
            known.setdefault(key(way), way)
    return tuple(known.values())[1:]


def split(cell: str) -> list[str]:
    """Return the ways of asking that stand in one cell, between line breaks and separators."""
    between = "|".join(map(re.escape, words().separators))
    return [line for part in re.split(rf"{between}|\n", text_of(cell)) if (line := line_of(part))]


def text_of(cell: str) -> str:
    """Return a text without what cannot be written, with plain line breaks and none around it."""
    return _UNWRITABLE.sub("", with_plain_breaks(cell)).strip()


def with_plain_breaks(text: str) -> str:
    """Return a text whose lines all end alike."""
    return _LINE_BREAK.sub("\n", text)


def line_of(cell: str) -> str:
    """Return a text in one line."""
    return " ".join(text_of(cell).split())


def phrasing_of(question: str) -> str:
    """Return a question as one way of asking, without what would split it in a cell."""
    return " ".join(split(question))
