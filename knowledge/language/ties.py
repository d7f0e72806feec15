"""Which event a figure or day belongs to: the one whose words stand nearest to it in its sentence."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.language.events import (
    Mention,
    event_of,
    families,
    is_bare,
    is_undone,
    mentions,
    of,
    strong,
    undoable,
    words,
)
from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, spelled_out, table

# How much farther away a word counts, by where it stands: behind a day (4月1号发货), before an amount (实付300).
_BREAKS = re.compile(r"[,:、]|(?<=[\u4e00-\u9fff])\s|\s(?=[\u4e00-\u9fff])")
_DONE_BY = re.compile(rf" ?(?:{any_of(table('assigning')['done_by'])})[\u4e00-\u9fff]{{0,6}}")
_COSTS = {str(name): float(cost) for name, cost in table("ties").items()}
_FAR, _OWN, _FIRST, _WINDOW, _REACH = (_COSTS[name] for name in ("far", "own", "strong", "window", "reach"))


def _cost(fact: Fact, mention: Mention, text: str, others: Sequence[Fact]) -> float:
    """Return how far a word that names an event stands from a fact; infinite across the end of a sentence."""
    behind = mention.start >= fact.end
    between = text[fact.end : mention.start] if behind else text[mention.end : fact.start]
    if re.search(r"[。!?;]", between):
        return _FAR * 2
    days = "day" in families(fact.kind)
    # 3月10号|被卖家|签收: who did it does not stand between a day and the deed.
    cost = 0.0 if behind and _DONE_BY.fullmatch(between) else float(len(between))
    forward = days or fact.said.startswith("第")  # 第三次违规
    if behind is not forward:
        cost += _COSTS["other_side_day"] if days else _COSTS["other_side"]
    cost += _COSTS["break"] * len(_BREAKS.findall(between.strip(" :")))
    low, high = (fact.end, mention.start) if behind else (mention.end, fact.start)
    cost += sum(
        _COSTS["another"]
        for other in others
        if other is not fact and low <= other.start < high and families(other.kind) & families(fact.kind)
    )
    return cost


def tied(facts: Iterable[Fact], text: str) -> list[Fact]:
    """Return the facts of a line, each with the events whose words stand nearest to it, and how firmly."""
    known = list(facts)
    for fact in known:
        # A word within a fact (年前发货: 前发) names nothing.
        text = text[: fact.start] + "\x00" * (fact.end - fact.start) + text[fact.end :]
    named = mentions(text)
    found = [
        fact
        if fact.events or fact.part == "stated"
        else _tie(fact, _near(fact, named), text, known[max(0, index - 4) : index + 5])
        for index, fact in enumerate(known)
    ]
    found = _alone(found, named, text)
    found = [_in_its_place(fact, named, text, found) if fact.instead else fact for fact in found]
    return _listed(found, text)


def _alone(facts: Sequence[Fact], named: Sequence[Mention], text: str) -> list[Fact]:
    """Return the facts; the only amount or count of a sentence is of the only event of its kind there, loosely."""
    result = []
    for fact in facts:
        if fact.events or fact.past or fact.kind not in ("money", "count"):
            result.append(fact)
            continue
        first, last = _sentence(text, fact)
        wanted = families(fact.kind)
        others = [one for one in facts if one is not fact and first <= one.start < last and families(one.kind) & wanted]
        events = {
            event_of(event) for one in named if first <= one.start < last for event in one.events if of(event) & wanted
        }
        result.append(
            replace(fact, events=tuple(events), firm=_COSTS["alone"]) if len(events) == 1 and not others else fact
        )
    return result


def _sentence(text: str, fact: Fact) -> tuple[int, int]:
    """Return where the sentence of a fact begins and ends."""
    first = max(text.rfind(mark, 0, fact.start) for mark in "。!?;") + 1
    ends = [at for mark in "。!?;" if (at := text.find(mark, fact.end)) >= 0]
    return first, min(ends, default=len(text))


def _in_its_place(fact: Fact, named: Sequence[Mention], text: str, known: Sequence[Fact]) -> Fact:
    """Return a figure that corrects another one, tied as that one would be."""
    start, end = fact.instead or (0, 0)
    former = next((one for one in known if (one.start, one.end) == (start, end)), None)
    if former is not None:
        return replace(fact, events=former.events, firm=former.firm)
    taken_back = _tie(
        fact.at(start, end, ""), _near(fact.at(start, end, ""), named), text, [one for one in known if one is not fact]
    )
    return replace(fact, events=taken_back.events, firm=taken_back.firm) if taken_back.events else fact


def _near(fact: Fact, named: Sequence[Mention]) -> Sequence[Mention]:
    """Return the words within reach of a fact."""
    first = bisect_left(named, fact.start - _WINDOW, key=lambda one: one.start)
    last = bisect_left(named, fact.end + _WINDOW, key=lambda one: one.start)
    return named[first:last]


def _followed(mention: Mention, others: Sequence[Fact], wanted: frozenset[str], reach: float) -> bool:
    """Return whether a word has a figure of its own kind right behind it."""
    return any(0 <= other.start - mention.end <= reach and families(other.kind) & wanted for other in others)


# 前发货 is said of the day before it: 23号|前发货, 24号.
_BEHIND_ONLY = ("前", "之前")
_TOLD = ("的", "了", "嘅", "咗")
_IN_ALL = re.compile(any_of(table("assigning")["in_all"]))
_INCLUDED = re.compile(rf"(?<![不没未冇])(?:{any_of(spelled_out(table('assigning')['included']))})$")
_LONGEST_INCLUDED = 1 + max(map(len, spelled_out(table("assigning")["included"])))


def _names_another(fact: Fact, mention: Mention, text: str, others: Sequence[Fact], *, days: bool) -> bool:
    """Return whether a word cannot be of a fact: it belongs to another figure, or tells something else."""
    before = text[max(0, mention.start - _LONGEST_INCLUDED) : mention.start]
    if not days and _INCLUDED.search(before) and _IN_ALL.search(text[mention.end : fact.start]):
        return True  # 连运费一共318: what is included is a part of the figure
    if mention.word.startswith(_BEHIND_ONLY):
        if days and mention.end <= fact.start:
            return True
        if text[mention.end : mention.end + 1] in _TOLD:
            return True  # 11月1号|之前发的货 tells when, not until when
    # 198,券抵了20: the word belongs to the figure behind it.
    comma = mention.start > fact.end and "," in text[fact.end : mention.start]
    return comma and _followed(mention, others, families(fact.kind), _COSTS["behind_comma"])


def _distance(
    fact: Fact, mention: Mention, fitting: tuple[str, ...], text: str, others: Sequence[Fact], days: bool
) -> tuple[float, float]:
    """Return how far a word stands from a fact, plainly and as its strength makes it."""
    # A longer word says more clearly what is meant; a single character least.
    plain = _cost(fact, mention, text, others) + (_COSTS["one_character"] if len(mention.word) == 1 else 0.0)
    strength = max(strong(event) for event in fitting)
    behind = mention.start >= fact.end
    if (
        not days
        and behind
        and any(
            0 <= other.start - mention.end <= _COSTS["behind_word"]
            and families(other.kind) & families(fact.kind)
            and "," not in text[mention.end : other.start]
            for other in others
        )
    ):
        strength, plain = 0.0, plain + _FIRST  # 299元|运费12元: the word belongs to the figure behind it
    if strength >= _FIRST and (mention.start > fact.end + 1 or (days and behind and text[fact.end] in ",、")):
        strength = 0.0  # 定金, 承诺 stand before what they name, or right behind it
    return plain, plain - strength if strength >= _FIRST else max(plain - strength, 0.0) + plain / 100


def _nearest(fact: Fact, named: Sequence[Mention], text: str, others: Sequence[Fact]) -> tuple[float, tuple[str, ...]]:
    """Return the events of the word nearest to a fact, and how far it stands."""
    wanted = families(fact.kind)
    days = "day" in wanted
    best: tuple[float, tuple[str, ...]] = (_FAR, ())
    for mention in named:
        gap = max(mention.start - fact.end, fact.start - mention.end)
        fitting = tuple(
            event for event in mention.events if of(event) & wanted and not is_undone(event, text, fact.start, fact.end)
        )
        if not fitting or gap - _FIRST > best[0] or _names_another(fact, mention, text, others, days=days):
            continue
        plain, cost = _distance(fact, mention, fitting, text, others, days)
        if (
            fact.kind == "number"
            and plain > _OWN
            and all(of(event) == {"count"} and not is_bare(event) for event in fitting)
        ):
            continue  # a bare number far from it counts nothing
        if cost < best[0] and plain < _FAR:
            best = cost, fitting
    return best


def _tie(fact: Fact, named: Sequence[Mention], text: str, others: Sequence[Fact]) -> Fact:
    wanted = families(fact.kind)
    if not wanted:
        return fact
    best, events = _nearest(fact, named, text, others)
    own = (
        tuple(event for event in _counted(fact, wanted) if not is_undone(event, text, fact.start, fact.end))
        if fact.kind == "count"
        else ()
    )
    if own and best > _OWN:
        best, events = _OWN, own  # what is counted names it itself: 100万粉, 3单
    events = _narrowed(fact, events, named, text) if len(events) > 1 else events
    events = tuple(dict.fromkeys(event_of(one) for one in events))
    if (
        not events
        and fact.kind in ("count", "moment", "time")
        and any(is_undone(event, text, fact.start, fact.end) for event in undoable())
    ):
        return replace(fact, past=True)  # 20条都回了: they no longer count
    return replace(fact, events=events, firm=round(min(1.0, 1 - best / _FAR), 2)) if events else fact


def _counted(fact: Fact, wanted: frozenset[str]) -> tuple[str, ...]:
    """Return the events that what is counted names itself: 100万粉, 3单, 11条消息."""
    inner = [event for mention in mentions(fact.said) for event in mention.events]
    return tuple(event for event in (*words().get(fact.unit, ()), *inner) if of(event) & wanted)


def _narrowed(fact: Fact, events: tuple[str, ...], named: Sequence[Mention], text: str) -> tuple[str, ...]:
    """Return which of several events another word of the sentence names alone: 收到的 is of a notice beside 通知."""
    clear: list[tuple[int, str]] = []
    for mention in named:
        fitting = [event for event in mention.events if event in events]
        if len(fitting) != 1 or len(mention.word) < 2:  # noqa: PLR2004 - one character tells nothing
            continue
        behind = mention.start >= fact.end
        between = text[fact.end : mention.start] if behind else text[mention.end : fact.start]
        if len(between) <= _REACH and not re.search(r"[,。!?;]", between):
            clear.append((len(between), fitting[0]))
    return (min(clear)[1],) if clear else events


_LIST = re.compile(
    r" ?(?:\x00{2}|一[份次个单笔条])?(?:[、/,;]|和|及|与|跟|还有|,还有)? ?(?:\x00{2}|另?一[个次通单笔]|还有)?是? ?"
)


def _listed(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts; those of one kind in a row (9点、13点、19点) belong to the event of the firmest of them."""
    groups: list[list[Fact]] = []
    for fact in facts:
        day = "day" in families(fact.kind)
        last = next(
            (group[-1] for group in reversed(groups[-2:]) if not day or "day" in families(group[-1].kind)), None
        )
        between = text[last.end : fact.start] if last else ""
        row = (
            last is not None
            and last.kind == fact.kind
            and day
            and (between.strip() or fact.kind == "moment")
            and _LIST.fullmatch(between)
        )
        if row and last and not ("," in between and last.events and fact.events):
            next(group for group in groups if group[-1] is last).append(fact)
        else:
            groups.append([fact])
    return sorted((_of_group(fact, group) for group in groups for fact in group), key=lambda fact: fact.start)


def _of_group(fact: Fact, group: Sequence[Fact]) -> Fact:
    firmest = max(group, key=lambda one: one.firm)
    return replace(fact, events=firmest.events, firm=firmest.firm) if len(group) > 1 and firmest.events else fact
