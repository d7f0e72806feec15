"""Further ways of asking for what is there, as an owner lays them over."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from knowledge.answers import TEXT, Answered, Aspect, Example
from knowledge.calculations import Calculation
from knowledge.figures import Frozen
from knowledge.model import Document
from knowledge.plain_yaml import KnowledgeError

A = TypeVar("A", bound=Answered)
F = TypeVar("F", bound=Frozen)


def further_asked(known: Mapping[str, Document], where: str, target: str, ways: Sequence[str]) -> dict[str, Document]:
    """
    Return the documents with further ways of asking for `target`, an address of an aspect or `=name`.

    Raises:
        KnowledgeError: there is no such aspect or calculation; begins with `where`.
    """
    if target.startswith("="):
        changed = {key: _calculated(document, target[1:], ways) for key, document in known.items()}
    else:
        entry, _, aspect = target.rpartition(":")
        changed = {key: _answered(document, entry, aspect, ways) for key, document in known.items()}
    if all(changed[key] is known[key] for key in known):
        raise KnowledgeError(f"{where}: nothing answers there; it is document/locator:aspect, or = and a calculation")
    return changed


def _calculated(document: Document, name: str, ways: Sequence[str]) -> Document:
    def further(one: Calculation) -> Calculation:
        return _with(one, asked=(*one.asked, *ways)) if one.name == name else one

    clauses = tuple(
        _with(clause, calculations=tuple(map(further, clause.calculations)))
        if any(one.name == name for one in clause.calculations)
        else clause
        for clause in document.clauses
    )
    return document if clauses == document.clauses else _with(document, clauses=clauses)


def _answered(document: Document, entry: str, aspect: str, ways: Sequence[str]) -> Document:
    """Return a document with ways of asking for an aspect of a clause, gap or conflict of it."""
    locator = entry.removeprefix(f"{document.id}/")
    if locator != entry:
        clauses = tuple(_asked(one, aspect, ways) if one.locator == locator else one for one in document.clauses)
        return document if _same(clauses, document.clauses) else _with(document, clauses=clauses)
    own = entry.removeprefix(f"{document.id}#")
    if own == entry:
        return document
    gaps = tuple(_asked(one, aspect, ways) if one.id == own else one for one in document.gaps)
    conflicts = tuple(_asked(one, aspect, ways) if one.id == own else one for one in document.conflicts)
    if _same(gaps, document.gaps) and _same(conflicts, document.conflicts):
        return document
    return _with(document, gaps=gaps, conflicts=conflicts)


def _asked(entry: A, aspect: str, ways: Sequence[str]) -> A:
    """Return what can be asked about with further ways for one aspect; itself where it has none of that name."""
    more = tuple(Example(q=way) for way in ways)
    if aspect == TEXT and not any(one.id == aspect for one in entry.answers):
        return _with(entry, questions=(*entry.questions, *more))
    if not any(one.id == aspect for one in entry.answers):
        return entry

    def further(one: Aspect) -> Aspect:
        return _with(one, asked=(*one.asked, *more)) if one.id == aspect else one

    return _with(entry, answers=tuple(map(further, entry.answers)))


def _same(some: Sequence[object], others: Sequence[object]) -> bool:
    return all(one is other for one, other in zip(some, others, strict=True))


def _with(one: F, **changes: object) -> F:
    return one.model_copy(update=changes)
