"""Yes and no: whether a line says that something is so, is not so, or leaves it open; and who the asker is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from knowledge.language.fact import Fact
from knowledge.language.polarity_patterns import (
    alone,
    asked_for,
    continued,
    denied_behind,
    done_behind,
    mentions_of,
    pattern,
    subjects,
    verbs_of,
)

_STOP = re.compile(r"[,。!?;:、\n]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


class _Clause(NamedTuple):
    """A clause of a sentence: where it begins, its text, and the mark it ends with."""

    start: int
    text: str
    mark: str


def _clauses(text: str) -> list[_Clause]:
    clauses, start = [], 0
    for match in _STOP.finditer(text):
        clauses.append(_Clause(start, text[start : match.start()], match.group()))
        start = match.end()
    clauses.append(_Clause(start, text[start:], ""))
    return [clause for clause in clauses if clause.text]


def polarities(text: str) -> list[Fact]:
    """
    Return what `text` (normalised) says yes or no to, the last word on each subject.

    What is only asked or wished is left out.
    """
    said: dict[str, Fact] = {}
    clauses = _clauses(text)
    for index, clause in enumerate(clauses):
        said.update(_of_clause(clause, clauses, index, text))
        for subject, fact in _undecided(clause, text):
            if subject not in said or said[subject].polarity != "no":
                said[subject] = fact
    return sorted(said.values(), key=lambda fact: fact.start)


def answered(events: Sequence[str], text: str) -> Fact | None:
    """
    Return what `text` says to the question whether something is so.

    It may leave out the thing asked about (没开过), or be yes or no alone.
    """
    for subject in (one for one in events if one in subjects()):
        for noun in subjects()[subject].get("nouns", ())[:1]:
            said = next((fact for fact in polarities(f"{noun}{text}") if subject in fact.events), None)
            if said is not None:
                return replace(said, start=0, end=len(text), said=text)
    polarity = next(
        (name for clause in _clauses(text) for name, way in alone().items() if way.fullmatch(clause.text)), ""
    )
    return (
        Fact("bool", events=tuple(events), polarity=polarity, end=len(text), said=text, firm=1.0) if polarity else None
    )


def _undecided(clause: _Clause, text: str) -> Iterator[tuple[str, Fact]]:
    """Yield the subjects that somebody has not decided yet: 客户还在考虑."""
    match = pattern("pending").search(clause.text)
    if match is None:
        return
    for subject, entry in subjects().items():
        if any(str(who) in clause.text[: match.start()] for who in entry.get("who", ())[:6]):
            start, end = clause.start + match.start(), clause.start + match.end()
            yield (
                subject,
                Fact(
                    "bool", events=(subject,), polarity="unsure", start=start, end=end, said=text[start:end], firm=1.0
                ),
            )


class _Mention(NamedTuple):
    """A word in a clause: the clause, its place there, and what it is of its subject."""

    clause: _Clause
    start: int
    end: int
    part: str

    @property
    def word(self) -> str:
        return self.clause.text[self.start : self.end]


def _of_clause(clause: _Clause, clauses: Sequence[_Clause], index: int, text: str) -> Iterator[tuple[str, Fact]]:
    named, entries = mentions_of()
    for match in named.finditer(clause.text):
        for subject, part, at, length in entries[match.group()]:
            one = _Mention(clause, match.start() + at, match.start() + at + length, part)
            entry = subjects()[subject]
            if _elsewhere(one, entry, clauses, index):
                continue
            polarity = _polarity(clauses, index, one, subject)
            if polarity:
                start, end = clause.start + one.start, clause.start + one.end
                yield (
                    subject,
                    Fact(
                        "bool",
                        events=(subject,),
                        polarity=polarity,
                        start=start,
                        end=end,
                        said=text[start:end],
                        firm=1.0,
                    ),
                )


def _elsewhere(one: _Mention, entry: Mapping[str, Any], clauses: Sequence[_Clause], index: int) -> bool:
    """
    Return whether a word belongs to something else here.

    收到邀请 is no receipt of goods, 平台不同意 no consent of the client's.
    """
    before, after = one.clause.text[max(0, one.start - 5) : one.start], one.clause.text[one.end : one.end + 5]
    near = _last_part(before) + one.word + pattern("clause_breaks").split(after)[0]
    if any(str(word) in near for word in entry.get("not_with", ())):
        return True
    if any(str(word) in before for word in entry.get("not_who", ())):
        return True
    if any(one.clause.text.startswith(str(word), one.end) for word in entry.get("not_next", ())):
        return True
    around = "".join(clause.text for clause in clauses[max(0, index - 1) : index + 1])
    return one.part == "bare" and not any(str(word) in around for word in entry["things"])


def _polarity(clauses: Sequence[_Clause], index: int, one: _Mention, subject: str) -> str:
    """Return yes, no or unsure for one word in its clause, or nothing where it states nothing."""
    text = one.clause.text
    # A day right behind the thing (邀请函|上周|就到了) stands in the way of nothing.
    before, after = _unmasked(text[: one.start]), _unmasked(text[one.end :].lstrip("\x00"))
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    itself = one.part in ("affirms", "denies")
    state = _by_itself(before, after, one) if itself else _stated(before, after, one, subject)
    if following is not None:
        state = _continued(state, before, after, following, one, subject)
    if (
        state == "yes"
        and subjects()[subject].get("may_be_taken_back")
        and pattern("back_out").search(text[one.end :] + (following.text if following else ""))
    ):
        return "no"
    return state


def _continued(state: str, before: str, after: str, following: _Clause, one: _Mention, subject: str) -> str:
    """Return the state with what the next clause adds to the same word: 钱包呢,没开 / 别人都收到了,就我没收到."""
    more = continued(subject)
    if more is None:
        return state
    if more.by_me.match(following.text):
        return "no"
    if mentions_of()[0].search(following.text):
        return state
    if more.denied.match(following.text) and state != "no":
        return "no"
    if state == "" and one.part == "nouns" and len(following.text) <= 8 and more.stated.match(following.text):  # noqa: PLR2004
        joined = _Mention(
            _Clause(one.clause.start, one.clause.text + following.text, following.mark), one.start, one.end, one.part
        )
        return _stated(before, _unmasked(after + following.text), joined, subject)
    return state


def _unmasked(text: str) -> str:
    """Return `text` with words blanked that hold a negator and deny nothing (没问题, 不过)."""
    return pattern("no_negators").sub(lambda match: "\x00" * len(match.group()), text)


def _by_itself(before: str, after: str, one: _Mention) -> str:
    if _questions(before, after, one.clause, one.word):
        return ""
    if _open(one.clause.text):
        return "unsure"
    flipped = _denials(before[-4:]) % 2 == 1 or bool(pattern("far_negators").search(_last_part(before, len(before))))
    if pattern("twice").search(before[-6:]):
        return "yes" if one.part == "affirms" else "no"
    if pattern("reversers").search(before[-5:]) or pattern("nearly").search(before[-4:]):
        flipped = not flipped
    return "yes" if (one.part == "affirms") is not flipped else "no"


def _denials(text: str) -> int:
    """Return how often a stretch denies; 不是没 denies nothing."""
    if pattern("twice").search(text):
        return 0
    return min(1, len(pattern("negators").findall(text)))


def _open(text: str) -> bool:
    """Return whether a clause says that it is not known or not decided."""
    return bool(
        pattern("unsure").search(text)
        or pattern("pending").search(text)
        or re.search(r"(.)没\1|([^能可会要行用该好算对])不\2(?!停)", text)
    )


_ASKS_AT_END = re.compile(r"(?:吗|么|嘛|咩|未|否|没|没有|冇|不)(?:啊|呀|呢|哦)?$")


def _questions(before: str, after: str, clause: _Clause, word: str) -> bool:
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


def _stated(before: str, after: str, one: _Mention, subject: str) -> str:
    clause, part, word = one.clause, one.part, one.word
    if _questions(before, after, clause, word):
        return ""
    near_before, near_after = _last_part(before), after[:9]
    if _open(_part(before) + word + pattern("part_ends").split(after)[0]):
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
    if not denied and pattern("far_negators").search(_last_part(before, len(before))):
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


def _plainly(before: str, after: str, one: _Mention, subject: str, *, done: bool) -> str:
    """Return yes where an undenied word has been done or is there; nothing where it is only wanted or asked for."""
    near_before, near_after = _last_part(before), after[:9]
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
    return _last_part(before, len(before))


def _last_part(before: str, reach: int = 12) -> str:
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
