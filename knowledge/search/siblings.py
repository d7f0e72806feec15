"""Entries of an owner that are asked of a thing (长款羽绒服怎么洗, 短款羽绒服怎么洗): each answers for its own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.language.script import normalise
from knowledge.language.tables import table
from knowledge.library import BoundAspect
from knowledge.search.found import Candidate

_LEAST_THING, _LEAST_ASKED = 2, 2
"""Characters of what a thing is called, and of what is asked of it."""
_SEVERAL_ASKED, _SEVERAL_THINGS = 3, 2
"""Questions that are asked of a thing, and things of which a question is asked, for a table to have such things."""
_PART, _MODEL = re.compile(r"[a-z]*\d[\d.]*[a-z]*|[a-z]{2,}|."), re.compile(r"[a-z]+\d+")


@dataclass(frozen=True)
class _Entry:
    """An entry as a question asked of a thing."""

    thing: str
    family: tuple[str, str]


class Siblings:
    """Knows the things of verbatim documents by how their questions are written; immutable."""

    def __init__(self, bounds: Iterable[BoundAspect]) -> None:
        """
        Look for questions that are made of a thing and of what is asked of several of them.

        除湿机|多重 and 落地扇|多重 are, where other questions begin with 除湿机 as well; 除湿机|水箱多大 is then, too,
        though it is asked of that alone.
        """
        ways: dict[str, dict[str, str]] = defaultdict(dict)
        own = {bound.id: bound for bound in bounds if bound.place.document.verbatim and bound.aspect.asked}
        for name, bound in own.items():
            ways[bound.place.document.id][name] = normalise(bound.aspect.asked[0].q).rstrip("?!。 ")
        self._entries: dict[str, _Entry] = {}
        for document, asked in ways.items():
            self._entries |= _parted(document, asked)
        self._families: dict[tuple[str, str], dict[str, BoundAspect]] = defaultdict(dict)
        for name, entry in self._entries.items():
            self._families[entry.family][entry.thing] = own[name]

    def told(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """
        Return what may answer a question, without entries of another thing than it names.

        Where it names several of them alike (羽绒服怎么洗), or none, they stay as `apart`: to be offered, never told.
        """
        if not any(one.id in self._entries for one in candidates):
            return list(candidates)
        meant = self._meant(question, candidates)
        result = []
        for one in candidates:
            entry = self._entries.get(one.id)
            things, named = meant[entry.family] if entry else (set[str](), False)
            if entry is None or (things == {entry.thing} and named):
                result.append(one)
            elif entry.thing in things:
                result.append(replace(one, apart=True))
        return result

    def of_the_same(self, question: str, candidates: Sequence[Candidate], last: str) -> list[Candidate]:
        """
        Return what may answer a question that was asked after an entry (`last`) was told.

        What names no thing better than that entry's (它多重, 那多少钱) is asked of the same; what is no more than
        another thing (短款的呢) is asked the same. Those candidates go on (`goes_on`).
        """
        told = self._entries.get(last)
        if told is None:
            return list(candidates)
        if (other := self._other_thing(question, told)) and candidates:
            near = next((one for one in candidates if one.id == other.id), candidates[0])
            return [_goes_on(near, other), *(one for one in candidates if one.id != other.id)]
        meant = self._meant(question, candidates)
        result: dict[str, Candidate] = {}
        for one in candidates:
            entry = self._entries.get(one.id)
            if entry is not None and told.thing in meant[entry.family][0]:
                # as many of a family are found as there is room for, all of them alike
                bound = self._families[entry.family][told.thing]
                result.setdefault(bound.id, _goes_on(one, bound))
            else:
                result[one.id] = one
        return list(result.values())

    def picked(self, question: str, offered: Sequence[str]) -> str:
        """Return which of the entries that were offered is of the one thing that all of a line names, or nothing."""
        things = {self._entries[one].thing: one for one in reversed(offered) if one in self._entries}
        best, named = _named(normalise(question), things) if things else (set[str](), False)
        thing = next(iter(best)) if named and len(best) == 1 else ""
        return things[thing] if thing and _is_whole(question, thing) else ""

    def _other_thing(self, question: str, told: _Entry) -> BoundAspect | None:
        """Return the entry that is asked the same of the one other thing that all of a question names."""
        plain = normalise(question)
        things, named = _named(plain, self._families[told.family])
        thing = next(iter(things)) if named and len(things) == 1 else told.thing
        other = thing != told.thing and _is_whole(question, thing)
        return self._families[told.family][thing] if other else None

    def _meant(self, question: str, candidates: Iterable[Candidate]) -> dict[tuple[str, str], tuple[set[str], bool]]:
        """Return for the family of each candidate the things that a question may mean, and whether it names them."""
        plain = normalise(question)
        families = {self._entries[one.id].family for one in candidates if one.id in self._entries}
        return {one: _named(plain, self._families[one]) for one in families}


def _parted(document: str, asked: Mapping[str, str]) -> dict[str, _Entry]:
    """Return the entries of a document that are asked of a thing which is one of several."""
    begun: dict[str, set[str]] = defaultdict(set)
    ended: dict[str, set[str]] = defaultdict(set)
    for way in set(asked.values()):
        for at in range(_LEAST_THING, len(way) - _LEAST_ASKED + 1):
            begun[way[:at]].add(way[at:])
            ended[way[at:]].add(way[:at])
    things = {thing for thing, rest in begun.items() if len(rest) >= _SEVERAL_ASKED}
    result = {}
    for name, way in asked.items():
        cuts = (at for at in range(len(way) - _LEAST_ASKED, _LEAST_THING - 1, -1) if way[:at] in things)
        at = next((at for at in cuts if len(ended[way[at:]] & things) >= _SEVERAL_THINGS), 0)
        if at:
            result[name] = _Entry(way[:at], (document, way[at:]))
    known = {entry.thing for entry in result.values()}
    for name, way in asked.items():
        thing = max((thing for thing in known if way.startswith(thing)), key=len, default="")
        if thing and name not in result:
            result[name] = _Entry(thing, (document, way[len(thing) :]))
    return result


def _is_whole(question: str, thing: str) -> bool:
    """Return whether a line names a thing and says nothing else."""
    around = {*table("assigning")["around_thing"]}
    return not {one for one in normalise(question) if one.isalnum()} - around - {*thing}


def _goes_on(one: Candidate, bound: BoundAspect) -> Candidate:
    """Return a candidate as the one for an entry that a line goes on to."""
    features = {**one.features, "goes_on": 1.0}
    return replace(one, id=bound.id, place=bound.place, bound=bound, features=features, apart=False)


def _named(said: str, things: Iterable[str]) -> tuple[set[str], bool]:
    """Return the things of which a question says most, the one that it says wholly before others; and if any at all."""
    pairs = _pairs(said)
    shares = {thing: len(_pairs(thing) & pairs) for thing in things}
    most = max(shares.values())
    best = {thing for thing, share in shares.items() if share == most}
    whole = {thing for thing in best if most and _pairs(thing) <= pairs}
    return whole or best, bool(most)


def _pairs(text: str) -> set[str]:
    """
    Return the pairs of characters beside each other, and the models and numbers, each whole: X2Pro is an X2, too.

    A single character (戴 of 头戴耳机) names nothing, nor does a part of a number (80 of 380升).
    """
    parts = _PART.findall(text)
    models = [one for one in parts if len(one) > 1]
    begun = [match.group() for one in models if (match := _MODEL.match(one))]
    return {"".join(pair) for pair in pairwise(parts)} | {*models, *begun}
