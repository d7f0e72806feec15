"""What the words around a deed state of it: done, denied, nearly; asked about instead."""

import re
from typing import NamedTuple

from knowledge.language.polarity_patterns import (
    asked_for,
    denied_behind,
    done_behind,
    pattern,
    subjects,
    verbs_of,
)


class Part(NamedTuple):
    """A clause of a sentence: where it begins, its text, and the mark it ends with."""

    start: int
    text: str
    mark: str


class Subject(NamedTuple):
    """A word in a clause: the clause, its place there, and what it is of its subject."""

    clause: Part
    start: int
    end: int
    part: str

    @property
    def word(self) -> str:
        """Return the word itself."""
        return self.clause.text[self.start : self.end]


def is_open(text: str) -> bool:
    """Return whether a clause says that it is not known or not decided."""
    return bool(
        pattern("unsure").search(text)
        or pattern("pending").search(text)
        or re.search(r"(.)没\1|([^能可会要行用该好算对])不\2(?!停)", text)
    )


_ASKS_AT_END = re.compile(r"(?:吗|么|嘛|咩|未|否|没|没有|冇|不)(?:啊|呀|呢|哦)?$")


def asked_about(before: str, after: str, clause: Part, word: str) -> bool:
    """Return whether a word is only asked about, wished for or supposed."""
    if re.search(
        r"(?:有没有|有冇|有无|是不是|是否|系咪|会不会|能不能|可不可以|算不算|要不要|该不该|用不用|需不需要|使唔使)",
        before,
    ):
        return True
    if re.search(r"(?:吗|么|咩|嘛)(?:啊|呀|呢|哦|$)", after) or (
        clause.mark == "?" and not re.search(r"[没未冇不]", before)
    ):
        return not re.search(
            r"(?:还|也|就|都)?(?:能|可以|会|要|赔|退|行|算|有用|来得及|受理|一样|这样|同样)[^,。]*(?:吗|么|咩|嘛|$)",
            after,
        )
    asks = _ASKS_AT_END.search(after)
    if word[:1] in "没冇未" and before.endswith("有"):
        return True  # 有|冇退款
    return bool(
        asks
        and re.search(r"[了咗过好成到]", after[: asks.start()] + before[-1:] + word)
        and asks.group()[0] in "没未冇不"
    )


def asks_how_long(before: str, after: str, word: str) -> bool:
    """Return whether it is only asked how long something takes from a word on: 申请过了|多久审完."""
    how_long = pattern("asked_behind").match(after)
    if how_long is None or pattern("asked_since").match(after, how_long.end()):
        return False
    return not pattern("surely_before").search(last_part(before) + word)


def stated(before: str, after: str, one: Subject, subject: str) -> str:
    """Return what a clause states of a word: yes, no, nearly, unsure; nothing where it only asks or says no more."""
    clause, part, word = one.clause, one.part, one.word
    if asked_about(before, after, clause, word):
        return ""
    near_before, near_after = last_part(before), after[:9]
    if is_open(_part(before) + word + pattern("part_ends").split(after)[0]):
        return "unsure"
    verbs = verbs_of(subject) if part == "nouns" else None
    verb_before = verbs.before.search(near_before) if verbs else None
    verb_after = verbs.behind.search(near_after) if verbs else None
    done = _done(near_before, near_after, word)
    if re.search(r"还不是没", near_before[-8:] + near_after[:5]):
        return "no"
    if pattern("twice").search(near_before[-9:]) or pattern("twice").search(near_after[:6]):
        return "yes"
    denied = _denied(near_before, near_after, verb_before)
    if not denied and pattern("far_negators").search(last_part(before, len(before))):
        denied = "no"
    if not denied and verbs and verbs.denied.search(after[:16]):
        denied = "no"
    turned = bool(pattern("reversers").search(before[-6:] + near_after[:5]))
    if denied or turned:
        return _turned(denied, turned=turned)
    if part == "nouns" and not (verb_before or verb_after):
        return ""
    return _plainly(before, after, one, subject, done=done)


def _turned(denied: str, *, turned: bool) -> str:
    """Return what a denial says, or a word that turns it round: 差点没发 has gone out, 不是没发 too."""
    if denied in ("nearly", "nearly not"):
        return "no" if denied == "nearly" else "yes"
    return "yes" if turned and denied else "no"


def _plainly(before: str, after: str, one: Subject, subject: str, *, done: bool) -> str:
    """Return yes where an undenied word has been done or is there; nothing where it is only wanted or asked for."""
    near_before, near_after = last_part(before), after[:9]
    if re.search(r"(?:想|打算|准备|希望|想要)(?:先|去|再|赶紧)?[\u4e00-\u9fff]{0,2}$", near_before):
        return ""
    asked_before, asked_behind = asked_for()
    if not done and asked_before.search(near_before):
        return ""
    if asked_behind.match(after) and not done:
        return ""
    if done or re.search(r"(?:有|收到|已)", near_before[-3:]) or re.match(r"[都也]?有", near_after):
        return "yes"
    who = subjects()[subject].get("who", ())
    return "yes" if one.part == "deeds" and any(str(name) in before for name in who) else ""


def _part(before: str) -> str:
    return last_part(before, len(before))


def last_part(before: str, reach: int = 12) -> str:
    """Return what stands before a word within its part of the sentence: behind the last 但, 然后, 结果."""
    at = max(
        (match.end() for match in pattern("breaks").finditer(before) if match.group() not in ("还", "又", "可")),
        default=0,
    )
    return before[at:][-reach:] if reach else ""


def _done(before: str, after: str, word: str) -> bool:
    if re.search(r"[了过咗到]", word):
        return True
    if done_behind().match(after):
        return True
    return bool(re.search(r"(?:已经|已|早就|早|都|刚|刚刚|才|也|了|过|咗|到|好|完)[\u4e00-\u9fff]{0,3}$", before))


def _denied(before: str, after: str, verb_before: re.Match[str] | None) -> str:
    """Return whether a word is denied by what stands right before it, or behind it for a thing (钱包没开)."""
    window = before[-8:]
    if pattern("nearly_not").search(window):
        return "nearly not"
    if pattern("nearly").search(window):
        return "nearly"
    close = before[: verb_before.start()][-5:] + before[verb_before.start() :] if verb_before else before[-5:]
    if pattern("negators").search(close):
        return "no"
    behind = denied_behind().match(after)
    return "no" if behind else ""
