"""Yes and no: whether a line says that something is so, is not so, or leaves it open; and who the asker is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from knowledge.language.fact import Fact
from knowledge.language.polarity_patterns import (
    alone,
    continued,
    mentions_of,
    pattern,
    subjects,
)
from knowledge.language.stated import Part, Subject, asked_about, asks_how_long, is_open, last_part, stated

_STOP = re.compile(r"[,。!?;:、\n]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def _clauses(text: str) -> list[Part]:
    clauses, start = [], 0
    for match in _STOP.finditer(text):
        clauses.append(Part(start, text[start : match.start()], match.group()))
        start = match.end()
    clauses.append(Part(start, text[start:], ""))
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


def _undecided(clause: Part, text: str) -> Iterator[tuple[str, Fact]]:
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


def _of_clause(clause: Part, clauses: Sequence[Part], index: int, text: str) -> Iterator[tuple[str, Fact]]:
    named, entries = mentions_of()
    for match in named.finditer(clause.text):
        for subject, part, at, length in entries[match.group()]:
            one = Subject(clause, match.start() + at, match.start() + at + length, part)
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


def _elsewhere(one: Subject, entry: Mapping[str, Any], clauses: Sequence[Part], index: int) -> bool:
    """
    Return whether a word belongs to something else here.

    收到邀请 is no receipt of goods, 平台不同意 no consent of the client's.
    """
    before, after = one.clause.text[max(0, one.start - 5) : one.start], one.clause.text[one.end : one.end + 5]
    near = last_part(before) + one.word + pattern("clause_breaks").split(after)[0]
    if any(str(word) in near for word in entry.get("not_with", ())):
        return True
    if any(str(word) in before for word in entry.get("not_who", ())):
        return True
    if any(one.clause.text.startswith(str(word), one.end) for word in entry.get("not_next", ())):
        return True
    around = "".join(clause.text for clause in clauses[max(0, index - 1) : index + 1])
    return one.part == "bare" and not any(str(word) in around for word in entry["things"])


def _polarity(clauses: Sequence[Part], index: int, one: Subject, subject: str) -> str:
    """Return yes, no or unsure for one word in its clause, or nothing where it states nothing."""
    text = one.clause.text
    # A day right behind the thing (邀请函|上周|就到了) stands in the way of nothing.
    before, after = _unmasked(text[: one.start]), _unmasked(text[one.end :].lstrip("\x00"))
    if asks_how_long(before, after, one.word):
        return ""
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    itself = one.part in ("affirms", "denies")
    state = _by_itself(before, after, one) if itself else stated(before, after, one, subject)
    if following is not None:
        state = _continued(state, before, after, following, one, subject)
    if (
        state == "yes"
        and subjects()[subject].get("may_be_taken_back")
        and pattern("back_out").search(text[one.end :] + (following.text if following else ""))
    ):
        return "no"
    return state


def _continued(state: str, before: str, after: str, following: Part, one: Subject, subject: str) -> str:
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
        joined = Subject(
            Part(one.clause.start, one.clause.text + following.text, following.mark), one.start, one.end, one.part
        )
        return stated(before, _unmasked(after + following.text), joined, subject)
    return state


def _unmasked(text: str) -> str:
    """Return `text` with words blanked that hold a negator and deny nothing (没问题, 不过)."""
    return pattern("no_negators").sub(lambda match: "\x00" * len(match.group()), text)


def _by_itself(before: str, after: str, one: Subject) -> str:
    if asked_about(before, after, one.clause, one.word):
        return ""
    if is_open(one.clause.text):
        return "unsure"
    flipped = _denials(before[-4:]) % 2 == 1 or bool(pattern("far_negators").search(last_part(before, len(before))))
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
