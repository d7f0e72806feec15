"""The patterns by which yes and no are told, made once from the word lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.language.tables import any_of, spelled_out, table

_PARTS = ("nouns", "deeds", "bare", "affirms", "denies")


@cache
def words(name: str) -> str:
    """Return a pattern for the words of the list `name`."""
    return any_of(spelled_out(table("polarity")[name]))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled pattern for the words of the list `name`; it matches nothing where the list is empty."""
    return re.compile(words(name) or "(?!)")


@cache
def subjects() -> Mapping[str, Mapping[str, Any]]:
    """Return what can be so or not, with its words."""
    return {str(name): entry for name, entry in table("polarity")["subjects"].items()}


@dataclass(frozen=True)
class Verbs:
    """How the verbs of a subject stand about its noun, and how they are denied."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    denied: re.Pattern[str]


@cache
def verbs_of(subject: str) -> Verbs:
    """Return the patterns of the verbs that go with a subject's nouns."""
    verbs = any_of(subjects()[subject]["verbs"])
    return Verbs(
        re.compile(rf"(?:{verbs})(?:了|过|咗|得|到|着|的)?(?:{words('objects')})*$"),
        re.compile(rf"^[\u4e00-\u9fff\x00]{{0,5}}?(?:{verbs})"),
        re.compile(rf"(?:没有?|不|未|冇)(?:{verbs})"),
    )


@dataclass(frozen=True)
class Continued:
    """How the next part of a sentence goes on about the same subject: 就我没收到, 没开成, 开好了."""

    by_me: re.Pattern[str]
    denied: re.Pattern[str]
    stated: re.Pattern[str]


@cache
def continued(subject: str) -> Continued | None:
    """Return the patterns of what goes on about a subject, or None where it has no verbs."""
    entry = subjects()[subject]
    verbs = any_of((*entry.get("verbs", ()), *entry.get("deeds", ())))
    if not verbs:
        return None
    return Continued(
        re.compile(
            rf"(?:就|唯独|只有|可|但|但是|偏偏)?我(?:们|家|这边|哋)?(?:就|却|还|都)?(?:没有?|未|冇)(?:{verbs})(?:过|到|成|下来)?$"
        ),
        re.compile(rf"(?:就是|但|可|结果|又)?(?:没有?|未|冇)(?:{verbs})(?:成|到|上|出来)?"),
        re.compile(rf"[\u4e00-\u9fff]{{0,3}}?(?:{verbs})"),
    )


@cache
def asked_for() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what before and behind a word makes a question or a wish of it."""
    before = rf"(?:{words('asked_before')})(?:先|给|去|把|我|他|再|得|能)?[\u4e00-\u9fff]{{0,3}}$"
    return re.compile(before), re.compile(rf" ?(?:{words('asked_after')})")


@cache
def done_behind() -> re.Pattern[str]:
    """Return what behind a word says that it is done."""
    return re.compile(rf"[\u4e00-\u9fff]{{0,3}}?(?:{words('done')})(?![\u4e00-\u9fff]?(?:要|能|会|再))")


@cache
def alone() -> Mapping[str, re.Pattern[str]]:
    """Return what says no and what says yes by itself, whoever it comes from: 没有, 财务说没有, 有的."""
    by = rf"(?:[\u4e00-\u9fff]{{0,4}}(?:{words('said_by')}))?"
    return {name: re.compile(rf"{by}(?:{words(f'{name}_alone')})(?:{words('ends_alone')})*") for name in ("no", "yes")}


@cache
def denied_behind() -> re.Pattern[str]:
    """Return what behind a noun denies it (钱包我还没开)."""
    return re.compile(rf"(?:\x00+|{words('between_noun_and_denial')}){{0,4}}(?:{words('after_negators')})")


def _stretches(word: str) -> list[str]:
    """Return the stretches of a word that are shorter than it, each once."""
    size = len(word)
    found = (word[first:last] for first in range(size) for last in range(first + 1, size + 1) if last - first < size)
    return list(dict.fromkeys(found))


@cache
def mentions_of() -> tuple[re.Pattern[str], Mapping[str, tuple[tuple[str, str, int, int], ...]]]:
    """
    Return a pattern for all words that name a subject, and for each what it is there.

    A word is a noun, a deed, or one that affirms or denies the subject.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, entry in subjects().items():
        for part in _PARTS:
            for word in spelled_out(entry.get(part, ())):
                found.setdefault(word, []).append((subject, part))
    entries = {}
    for word, own in found.items():
        # A word of one subject may hold one of another: 没退款 denies the refund and the consent to it.
        taken = {subject for subject, _ in own}
        says = any(part in ("affirms", "denies") for _, part in own)
        inner = [
            (subject, part, word.find(other), len(other))
            for other in (_stretches(word) if says else ())
            for subject, part in found.get(other, ())
            if subject not in taken
        ]
        entries[word] = (*((subject, part, 0, len(word)) for subject, part in own), *inner)
    return re.compile(any_of(found)), entries
