"""Everything in a line that may be a quantity: amounts, shares, scores, sizes, counts, lengths, bare numbers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from knowledge.language import measures, money, shares, sizes
from knowledge.language.fact import Fact
from knowledge.language.heads import Free, Head, Row, Written, fact, heads, size_of, tail
from knowledge.language.numeral_patterns import DIGITS, UNITS
from knowledge.language.tables import any_of, spelled_out, table

_Reader = Callable[[Written], Fact | None]


@cache
def rows() -> tuple[Row, ...]:
    """Return all ways of writing a quantity behind a numeral."""
    return (*money.rows(), *shares.rows(), *measures.rows())


@cache
def _free() -> tuple[Free, ...]:
    """Return all ways of writing a quantity with its numeral inside but levels and sizes."""
    return (*shares.free(), *money.free())


@cache
def _prefixed() -> tuple[tuple[re.Pattern[str], _Reader, re.Pattern[str]], ...]:
    """Return what stands before a numeral and makes it a quantity, its reader, and what may stand behind."""
    currency = table("numbers")["currency"]
    yuan = rf"(?:(?:{any_of(currency['yuan'])})|人民币)?"
    foreign = any_of((*currency["foreign_before"], *currency["foreign"]))
    return (
        (re.compile(any_of(currency["before"]) + " ?$"), money.plain_yuan, tail(yuan)),
        (re.compile(rf"(?:{foreign}) ?$"), money.foreign, tail(yuan)),
        (re.compile(rf"(?<![{UNITS}{DIGITS}\d])(?P<of>百|佰|千|仟|万) ?分 ?之 ?$"), shares.percent, tail("")),
    )


def quantities(text: str) -> Iterator[tuple[Fact, int, int, str]]:
    """Yield all that a part of `text` (normalised) may be as a quantity, with weight, rank and the name of its way."""
    for head in heads(text):
        yield from _of_head(head, text)
    characters = set(text)
    for way in (*_free(), *sizes.free(text)):
        if characters.isdisjoint(way.needs):
            continue
        for match in way.pattern.finditer(text):
            found = way.reader(match)
            if found is not None:
                yield found, way.weight, way.rank, way.name


@cache
def _followers() -> frozenset[str]:
    """Return the characters of which one stands behind every numeral that is more than a bare number."""
    numbers = table("numbers")
    currency = numbers["currency"]
    listed = (
        *currency["yuan"],
        *currency["behind"],
        *currency["foreign"],
        *currency["foreign_alone"],
        *numbers["slang_money"],
    )
    vague = (word for several in numbers["after"].values() for word in spelled_out(several))
    return frozenset(
        str(word)[0] for word in (*listed, *vague, *measures.measures(), *measures.length_units())
    ) | frozenset(" 个多几%百成分毛角毫月")


@cache
def _leaders() -> frozenset[str]:
    """Return the characters of which one stands before a numeral that a word before it makes a quantity."""
    currency = table("numbers")["currency"]
    words = (*currency["before"], *currency["foreign_before"], *currency["foreign"])
    return frozenset(str(word)[-1] for word in words) | frozenset(" 之")


def _of_head(head: Head, text: str) -> Iterator[tuple[Fact, int, int, str]]:
    for row in rows() if text[head.end : head.end + 1] in _followers() else ():
        match = row.pattern.match(text, head.end)
        found = row.reader(Written(head, match, text)) if match else None
        if found is not None:
            yield found, 1, row.rank, row.name
    bare = _BARE.match(text, head.end)
    if bare is None:
        return
    one = Written(head, bare, text)
    found = _number(one)
    if found is not None:
        # 零点五 is a figure, no time with something behind it.
        pointed = "点" in head.run and (found.exact or head.run[-1] in "几多")
        yield found, 1 if pointed else 0, -2, "number"
    if text[head.start - 1 : head.start] not in _leaders():
        return
    before = text[max(0, head.start - 8) : head.start]
    for prefix, reader, pattern in _prefixed():
        match, behind_it = prefix.search(before), pattern.match(text, head.end)
        if match and behind_it:
            yield _behind_prefix(one.head, match, behind_it, reader, text), 1, 3, "prefixed"


def _behind_prefix(head: Head, prefix: re.Match[str], behind_it: re.Match[str], reader: _Reader, text: str) -> Fact:
    start = head.start - len(prefix.group())
    found = reader(Written(head, behind_it, text))
    assert found is not None
    scale = {"千": 10, "仟": 10, "万": 100}.get(prefix.groupdict().get("of") or "", 1)
    if scale > 1 and found.low is not None and found.high is not None:
        value = None if found.value is None else found.value / scale
        found = replace(found, low=found.low / scale, high=found.high / scale, value=value)
    return found.at(start, behind_it.end(), text[start : behind_it.end()].strip())


_BARE = tail("")


def _number(one: Written) -> Fact | None:
    run = one.head.run
    if run in ("半", "大半"):
        return None
    if not re.search(r"\d", run) and len(run.replace(" ", "")) == 1:
        before, after = one.text[: one.head.start][-1:], one.rest[:1]
        if (_han(before) or _han(after)) and not re.match(rf" ?[到至~-] ?[\d{DIGITS}]", one.rest):
            return None  # a single numeral within a word (胡说八道) is no number
    return fact(one, "number", size_of(one))


def _han(character: str) -> bool:
    """Return whether a character is a Chinese one, or stands for a blanked one."""
    return bool(character) and ("\u4e00" <= character <= "\u9fff" or character == "\x00")
