"""What must hold between parts of the knowledge base: nothing twice, no reference to nowhere, no unused figure."""

import re
from collections.abc import Iterable, Iterator

from knowledge.alike import like
from knowledge.answers import Answered
from knowledge.calculations import Calculation
from knowledge.library import Library, full_id
from knowledge.model import Clause, Document
from knowledge.prose import PLACEHOLDER

_BRACE = re.compile(r"[{}]")


def problems(library: Library, files: dict[str, str]) -> Iterator[str]:
    """Yield what does not hold, one line each: file, clause, field, value. `files` names each document's file."""
    yield from _calculations_twice(library, files)
    used = frozenset(_used(library))
    for document in library.documents:
        name = files[document.id]
        yield from (f"{name}: {line}" for line in _standing_twice(document))
        for clause in document.clauses:
            yield from (
                f"{name}: “{clause.locator}”.{line}" for line in _clause_problems(library, document, clause, used)
            )
        yield from (f"{name}: {line}" for line in _other_problems(library, document))


def _twice(ids: Iterable[str], what: str) -> Iterator[str]:
    known = list(ids)
    yield from (f"{what} “{name}” stands twice" for name in sorted({name for name in known if known.count(name) > 1}))


def _standing_twice(document: Document) -> Iterator[str]:
    yield from _twice((clause.locator for clause in document.clauses), "clause")
    yield from _twice((gap.id for gap in document.gaps), "gap")
    yield from _twice((conflict.id for conflict in document.conflicts), "conflict")
    for clause in document.clauses:
        asked = (example.q for example in clause.asked)
        yield from (f"“{clause.locator}”.questions: {line}" for line in _twice(asked, "question"))


def _calculations(library: Library) -> Iterator[tuple[Document, Clause, Calculation]]:
    for document in library.documents:
        for clause in document.clauses:
            yield from ((document, clause, calculation) for calculation in clause.calculations)


def _calculations_twice(library: Library, files: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    for document, clause, calculation in _calculations(library):
        if calculation.name in seen:
            where = f"{files[document.id]}: “{clause.locator}”.calculations"
            yield f"{where}: calculation “{calculation.name}” stands twice"
        seen.add(calculation.name)


def _templates(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield each text of `document` that may hold placeholders: the clause it is on (or none), its field, the text."""
    if document.verbatim:
        return
    for clause in document.clauses:
        yield clause.locator, f"“{clause.locator}”.text", clause.text
        yield from ((clause.locator, f"“{clause.locator}”.reading", text) for text in clause.reading.values())
        yield from _of_aspects(clause.locator, f"“{clause.locator}”", clause)
    for gap in document.gaps:
        yield from ((gap.at, f"gaps.{gap.id}", text) for text in (gap.missing, gap.certain))
        yield from _of_aspects(gap.at, f"gaps.{gap.id}", gap)
    for conflict in document.conflicts:
        yield from _of_aspects(conflict.between[0], f"conflicts.{conflict.id}", conflict)
        yield conflict.between[0], f"conflicts.{conflict.id}.says", conflict.says


def _of_aspects(locator: str, where: str, asked: Answered) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of aspects, and the first lines that single ways of asking have."""
    for aspect in asked.answers:
        yield locator, f"{where}.answers.{aspect.id}.says", aspect.says
        yield locator, f"{where}.answers.{aspect.id}.then", aspect.then
        yield from ((locator, f"{where}.answers.{aspect.id}.asked", example.says) for example in aspect.asked)


def _used(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the clause and name of each parameter that a text or a calculation uses."""
    for document in library.documents:
        for locator, _, text in _templates(document):
            yield from (
                (full_id(document.id, match["locator"] or locator), match["name"])
                for match in PLACEHOLDER.finditer(text)
            )
    for document, clause, calculation in _calculations(library):
        for reference in calculation.figures.values():
            locator, _, name = reference.rpartition("#")
            yield full_id(document.id, locator or clause.locator), name


def _has_parameter(library: Library, document: Document, locator: str, name: str) -> bool:
    place = library.places.get(full_id(document.id, locator))
    return place is not None and name in place.clause.parameters


def _dangling(library: Library, document: Document, field: str, references: Iterable[str]) -> Iterator[str]:
    for reference in references:
        if full_id(document.id, reference) not in library.places:
            near = (clause.locator for clause in document.clauses) if "/" not in reference else library.places
            yield f"{field}: no clause “{reference}”{like(reference, near)}"


def _clause_problems(
    library: Library, document: Document, clause: Clause, used: frozenset[tuple[str, str]]
) -> Iterator[str]:
    for name, parameter in clause.parameters.items():
        if (f"{document.id}/{clause.locator}", name) not in used:
            yield f"parameters.{name}: used nowhere"
        yield from _dangling(
            library, document, f"parameters.{name}.history.at", (value.at for value in parameter.history)
        )
    yield from _dangling(library, document, "related", clause.related)
    yield from _dangling(library, document, "questions.also", (at for example in clause.asked for at in example.also))
    yield from _aspect_problems(library, document, clause.locator, clause)
    yield from (f"answers: {line}" for line in _twice((aspect.id for aspect in clause.answers), "aspect"))
    for calculation in clause.calculations:
        yield from _calculation_problems(library, document, clause, calculation)


def _aspect_problems(library: Library, document: Document, locator: str, asked: Answered) -> Iterator[str]:
    """Yield what the aspects of a clause, or of a gap or conflict at it, name that is not there."""
    home = library.places.get(full_id(document.id, locator))
    named = {one.id for one in document.gaps} | {one.id for one in document.conflicts}
    named |= set(home.clause.reading if home else ())
    for aspect in asked.answers:
        if aspect.calculation and aspect.calculation not in library.calculations:
            near = like(aspect.calculation, library.calculations)
            yield f"answers.{aspect.id}.calculation: no calculation “{aspect.calculation}”{near}"
        yield from (
            f"answers.{aspect.id}.needs: “{name}” is no reading of the clause, no gap and no conflict; "
            f"there are: {', '.join(sorted(named)) or 'none'}"
            for name in aspect.needs
            if name not in named
        )


def _calculation_problems(
    library: Library, document: Document, clause: Clause, calculation: Calculation
) -> Iterator[str]:
    where = f"calculations.{calculation.name}"
    for key, reference in calculation.figures.items():
        locator, _, name = reference.rpartition("#")
        if not _has_parameter(library, document, locator or clause.locator, name):
            yield f"{where}.figures.{key}: no parameter “{reference}”{like(reference, clause.parameters)}"
    known = {"", *(gap.id for gap in document.gaps), *(conflict.id for conflict in document.conflicts)}
    for key, gap in calculation.gaps.items():
        if gap not in known:
            yield f"{where}.gaps.{key}: no gap or conflict “{gap}”"
    yield from (
        f"{where}.then.{case}: no case “{case}” in tells"
        for case in calculation.then
        if case and case not in calculation.tells
    )
    yield from _dangling(library, document, f"{where}.clauses", calculation.clauses)
    for case, locators in calculation.rests.items():
        yield from _dangling(library, document, f"{where}.rests.{case}", locators)
    for name in (name for names in (calculation.needs or {}).values() for name in names):
        locator, _, reading = name.rpartition("#")
        home = library.places.get(full_id(document.id, locator or clause.locator))
        if home is None or reading not in home.clause.reading:
            yield f"{where}.needs: no reading “{name}”; there are: {', '.join(sorted(clause.reading)) or 'none'}"
    yield from (
        f"{where}.checks: no calculation “{name}”" for name in calculation.checks if name not in library.calculations
    )
    yield from (f"{where}.{line}" for line in _input_problems(calculation))


def _input_problems(calculation: Calculation) -> Iterator[str]:
    covers = [(name, field.covers) for name, field in calculation.inputs.items() if field.covers]
    named: list[tuple[str, tuple[str, ...]]] = [
        ("supplements_for", (calculation.supplements_for,) if calculation.supplements_for else ())
    ]
    named += [(f"inputs.{name}.covers", one.inputs) for name, one in covers]
    for field, names in named:
        yield from (f"{field}: no input “{name}”" for name in names if name not in calculation.inputs)
    for name, one in covers:
        if one.at_least not in calculation.figures:
            yield f"inputs.{name}.covers.at_least: no figure “{one.at_least}”"


def _other_problems(library: Library, document: Document) -> Iterator[str]:
    for gap in document.gaps:
        yield from _dangling(library, document, f"gaps.{gap.id}.at", (gap.at,))
        yield from (f"gaps.{gap.id}.{line}" for line in _aspect_problems(library, document, gap.at, gap))
    for conflict in document.conflicts:
        yield from _dangling(library, document, f"conflicts.{conflict.id}.between", conflict.between)
        of_first = _aspect_problems(library, document, conflict.between[0], conflict)
        yield from (f"conflicts.{conflict.id}.{line}" for line in of_first)
    known = {gap.id for gap in document.gaps}
    for supplement in document.supplements:
        yield from _dangling(library, document, "supplements.at", (supplement.at,))
        yield from (f"supplements.gaps: no gap “{gap}”" for gap in supplement.gaps if gap not in known)
    for locator, field, text in _templates(document):
        for match in PLACEHOLDER.finditer(text):
            if not _has_parameter(library, document, match["locator"] or locator, match["name"]):
                near = library.places.get(full_id(document.id, match["locator"] or locator))
                hint = like(match["name"], near.clause.parameters if near else ())
                yield f"{field}: undefined placeholder {match.group()}{hint}"
        if _BRACE.search(PLACEHOLDER.sub("", text)):
            yield f"{field}: a brace that is no placeholder"
