"""What an owner lays over the documents: some switched off, figures that hold from a day on, further ways of asking."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from knowledge.figures import Frozen, Parameter, Strings, Value, figure_of
from knowledge.further_asked import further_asked
from knowledge.model import Clause, Document
from knowledge.plain_yaml import KnowledgeError


class Dated(Frozen):
    """A figure that holds since a day, and where that is said."""

    since: date
    value: Any
    source: str


class Overlay(Frozen):
    """
    The content of `overlay.yaml`.

    `off` are ids of documents that are not to be loaded; `figures` are dated values by the address of their parameter
    (`document/locator#name`); `asked` are ways of asking by what answers them: an aspect (`document/locator:aspect`,
    `document#gap:aspect`, `text` for a text that has none) or a calculation (`=name`); `checked` says of documents
    when the owner last compared them with their pages.
    """

    off: Strings = ()
    checked: dict[str, date] = Field(default_factory=dict)
    figures: dict[str, tuple[Dated, ...]] = Field(default_factory=dict)
    asked: dict[str, Strings] = Field(default_factory=dict)


def laid_over(documents: Iterable[Document], overlays: Sequence[tuple[str, Overlay]]) -> tuple[Document, ...]:
    """
    Return the documents as they are under overlays, each with the name of its file.

    Raises:
        KnowledgeError: an overlay names what is not there or a day that has its figure already, or leaves no document.
    """
    known = {document.id: document for document in documents}
    for name, overlay in overlays:
        for off in overlay.off:
            if off not in known:
                raise KnowledgeError(f"{name}: off: no document “{off}”")
            del known[off]
        known = {key: _without(document, overlay.off) for key, document in known.items()}
        for checked, day in overlay.checked.items():
            if checked not in known:
                raise KnowledgeError(f"{name}: checked: no document “{checked}”")
            known[checked] = known[checked].model_copy(update={"checked": day})
        for address, values in overlay.figures.items():
            _lay(known, f"{name}: figures.{address}", address, values)
        for target, ways in overlay.asked.items():
            known = further_asked(known, f"{name}: asked.{target}", target, ways)
        if not known:
            raise KnowledgeError(f"{name}: off: no document is left")
    return tuple(known.values())


def _without(document: Document, off: Sequence[str]) -> Document:
    """Return a document whose clauses lead to none that is switched off."""

    def kept(clause: Clause) -> Clause:
        related = tuple(at for at in clause.related if at.partition("/")[0] not in off)
        return clause if related == clause.related else clause.model_copy(update={"related": related})

    return document.model_copy(update={"clauses": tuple(map(kept, document.clauses))})


def _lay(known: dict[str, Document], where: str, address: str, values: Sequence[Dated]) -> None:
    """Put dated values into the parameter at `address`."""
    place, _, name = address.partition("#")
    document, _, locator = place.partition("/")
    clause = (
        next((one for one in known[document].clauses if one.locator == locator), None) if document in known else None
    )
    if document not in known:
        raise KnowledgeError(f"{where}: the document “{document}” is switched off, or there is none")
    if clause is None or name not in clause.parameters:
        raise KnowledgeError(f"{where}: no such parameter; an address is document/locator#name")
    parameter = with_values(clause.parameters[name], locator, where, values)
    changed = clause.model_copy(update={"parameters": {**clause.parameters, name: parameter}})
    clauses = tuple(changed if one is clause else one for one in known[document].clauses)
    known[document] = known[document].model_copy(update={"clauses": clauses})


def with_values(parameter: Parameter, locator: str, where: str, values: Sequence[Dated]) -> Parameter:
    """Return a parameter with further dated values, in the order of their days."""
    history = list(parameter.history)
    for one in values:
        if any(value.since == one.since for value in history):
            raise KnowledgeError(f"{where}: a value since {one.since} stands there already")
        try:
            figure = figure_of(one.value, parameter.unit)
        except ValueError as error:
            raise KnowledgeError(f"{where}: {error}") from error
        history.append(Value(value=figure, at=locator, since=one.since, source=one.source))
    history.sort(key=lambda value: value.since or date.min)
    return parameter.model_copy(update={"history": tuple(history)})
