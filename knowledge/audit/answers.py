"""Whether first lines open as asked, are short and hold no figure of their own, and all of a clause is told."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from knowledge.answers import Aspect, Example
from knowledge.audit.figures import figures_in
from knowledge.audit.report import Report
from knowledge.language.script import normalise
from knowledge.library import BoundAspect, Library, Place
from knowledge.plain_yaml import read_yaml
from knowledge.prose import PLACEHOLDER

OPENINGS = Path(__file__).parent / "openings.yaml"
_LONGEST, _LONGEST_ITEM, _LONGEST_IN_GROUP, _PREMISE, _EARLY, _LEAST_WAYS = 60, 30, 220, 12, 20, 8
_FIGURE_KINDS = frozenset({"how_much", "how_many", "how_long", "until_when"})
_NUMERAL = re.compile(r"[\d零一二三四五六七八九十百千万两几]")
_COMMA = re.compile(r"[，,：:]")


def run(library: Library) -> Report:
    """Return what falls short in the aspects of documents that have any, and how many there are."""
    openings = {kind: tuple(words) for kind, words in read_yaml(OPENINGS).items()}
    own = [one for bound in library.aspects.values() for one in bound if one.aspect in _answers(library, one)]
    findings = [f"{one.id}: {line}" for one in own for line in _aspect_problems(library, one, openings)]
    findings += [line for place in library.places.values() if place.clause.answers for line in _untold(place)]
    findings += _asked_twice(library)
    ways = sum(len(one.aspect.asked) for one in own)
    return Report(tuple(findings), (f"answers: {len(own)} aspects, {ways} ways of asking",))


def _answers(library: Library, one: BoundAspect) -> tuple[Aspect, ...]:
    """Return the aspects that are written for what one belongs to."""
    if one.target in library.gaps:
        return library.gaps[one.target][1].answers
    return library.conflicts[one.target][1].answers if one.target in library.conflicts else one.place.clause.answers


def _aspect_problems(library: Library, one: BoundAspect, openings: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    aspect, day = one.aspect, one.place.document.checked
    if len(aspect.asked) < _LEAST_WAYS:
        yield f"{len(aspect.asked)} of at least {_LEAST_WAYS} ways of asking"
    for says in (aspect.says, *(example.says for example in aspect.asked if example.says)):
        if figures := figures_in(says):
            yield f"the figure “{figures[0]}” is written out: {says}"
        told = library.told(one.place, says, day)
        if len(told) > _LONGEST:
            yield f"{len(told)} characters, at most {_LONGEST}: {told}"
        if not opens(told, aspect, openings):
            yield f"does not open as {' or '.join(aspect.asks)} asks: {told}"
    yield from _then_problems(library, one, day)
    yield from _list_problems(library, one, day)


def opens(told: str, aspect: Aspect, openings: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a first line opens directly for its kind of question, or behind a short premise."""
    if "yes_no" in aspect.asks and not told.startswith(openings["yes_no"]):
        premise, *rest = _COMMA.split(told, maxsplit=1)
        if not rest or len(premise) > _PREMISE or not rest[0].startswith(openings["yes_no"]):
            return False
    early = told[:_EARLY]
    return (
        not _FIGURE_KINDS & set(aspect.asks)
        or bool(_NUMERAL.search(early))
        or any(word in early for word in openings["figure"])
    )


def _then_problems(library: Library, one: BoundAspect, day: date) -> Iterator[str]:
    if figures := figures_in(one.aspect.then):
        yield f"then: the figure “{figures[0]}” is written out: {one.aspect.then}"
    told = library.told(one.place, one.aspect.then, day)
    if len(told) > _LONGEST:
        yield f"then: {len(told)} characters, at most {_LONGEST}: {told}"


def _list_problems(library: Library, one: BoundAspect, day: date) -> Iterator[str]:
    if one.aspect.list and not one.items:
        yield f"list: no items of “{one.aspect.list}”"
    told = [library.told(one.place, item.says, day) for item in one.items]
    for item in told:
        if len(item) > _LONGEST_ITEM:
            yield f"items: {len(item)} characters, at most {_LONGEST_ITEM}: {item}"
    whole = library.told(one.place, one.aspect.says, day) + "；".join(told)
    if len(whole) > _LONGEST_IN_GROUP:
        yield f"list: {len(whole)} characters in a group, at most {_LONGEST_IN_GROUP}"


def _untold(place: Place) -> Iterator[str]:
    """Yield the source lines, figures and items of a clause that no aspect tells and no reason excuses."""
    clause, where = place.clause, f"{place.document.id}.yaml: “{place.clause.locator}”"
    told = {lines for aspect in clause.answers for lines in aspect.lines}
    yield from (
        f"{where}.lines: “{lines}” is told by no aspect"
        for lines in clause.lines
        if lines not in told and lines not in clause.untold
    )
    lists = {aspect.list for aspect in clause.answers}
    yield from (
        f"{where}.items: “{item.says}” is in no aspect's list" for item in clause.items if not lists & {"true", item.of}
    )
    said = " ".join((*_sayings(clause.answers), *(item.says for item in clause.items)))
    figures = {match["name"] for match in PLACEHOLDER.finditer(said) if match["locator"] in (None, clause.locator)}
    for name in dict.fromkeys(match["name"] for match in PLACEHOLDER.finditer(clause.text) if not match["locator"]):
        if name not in figures and name not in clause.untold_figures:
            yield f"{where}.parameters.{name}: told by no aspect"


def _sayings(answers: tuple[Aspect, ...]) -> Iterator[str]:
    for aspect in answers:
        yield aspect.says
        yield from (example.says for example in aspect.asked)


def _asked_twice(library: Library) -> Iterator[str]:
    """Yield the ways of asking that more than one aspect has."""
    owners: dict[str, list[tuple[BoundAspect, Example]]] = defaultdict(list)
    for bound in library.aspects.values():
        for one in bound:
            for example in one.aspect.asked:
                owners[normalise(example.q)].append((one, example))
    for found in owners.values():
        if len(found) > 1:
            others = " and ".join(one.id for one, _ in found[:-1])
            yield f"{found[-1][0].id}: asked twice: “{found[0][1].q}”, also in {others}"
