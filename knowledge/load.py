"""YAML into a Library: the only reader of the disk."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.library import Library, full_id
from knowledge.lexicon import Lexicon
from knowledge.model import Calculation, Clause, Document, Frozen
from knowledge.plain_yaml import KnowledgeError, read_yaml
from knowledge.prose import PLACEHOLDER

HERE = Path(__file__).parent
Model = TypeVar("Model", bound=Frozen)


def _validated(model: type[Model], path: Path) -> Model:
    raw = read_yaml(path)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = _where(raw, first["loc"])
        raise KnowledgeError(f"{path.name}: {where}: {first['msg']}") from error
    except (TypeError, KeyError, ValueError, ArithmeticError) as error:
        raise KnowledgeError(f"{path.name}: {type(error).__name__}: {error}") from error


def _where(raw: Any, location: Sequence[str | int]) -> str:
    """Return a field's place as a reader finds it: clauses by their locator rather than by their position."""
    names: list[str] = []
    at: Any = raw
    for part in location:
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            at = None
        label = at.get("locator") or at.get("id") or at.get("name") if isinstance(at, dict) and isinstance(part, int) else None
        names.append(f"“{label}”" if label else str(part))
    return ".".join(names)


def load(*further: Path) -> Library:
    """
    Return the shipped knowledge base, with the documents of `further` folders added.

    Raises:
        KnowledgeError: a file is broken; names file, clause and field.
    """
    folders = (HERE / "documents", *further)
    paths = [path for folder in folders for path in _documents_in(folder)]
    extra = (HERE / "lexicon.yaml", HERE / "wording.yaml")
    documents = tuple(_validated(Document, path) for path in paths)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (*paths, *extra))).hexdigest()
    weights = {name: float(value) for name, value in read_yaml(HERE / "confidence.yaml").items()}
    library = Library(documents, _validated(Lexicon, extra[0]), read_yaml(extra[1]), weights, digest[:8])
    for problem in problems(library, {document.id: path.name for document, path in zip(documents, paths, strict=True)}):
        raise KnowledgeError(problem)
    return library


def _documents_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: no such folder of documents")
    return sorted(folder.glob("*.yaml"))


def problems(library: Library, files: dict[str, str]) -> Iterator[str]:
    """Yield what does not hold between the parts of the knowledge base, one line each: file, clause, field, value."""
    yield from _twice([document.id for document in library.documents], "document")
    yield from _twice([calc.name for document in library.documents for clause in document.clauses for calc in clause.calculations], "calculation")
    for document in library.documents:
        name = files[document.id]
        yield from (f"{name}: {line}" for line in _twice([clause.locator for clause in document.clauses], "clause"))
        for clause in document.clauses:
            yield from (f"{name}: “{clause.locator}”.{line}" for line in _clause_problems(library, document, clause))
        yield from (f"{name}: {line}" for line in _other_problems(library, document))


def _twice(ids: list[str], what: str) -> Iterator[str]:
    yield from (f"{what} “{name}” stands twice" for name in sorted({name for name in ids if ids.count(name) > 1}))


def _clause_problems(library: Library, document: Document, clause: Clause) -> Iterator[str]:
    templates = [("text", clause.text), *(("reading", text) for text in clause.reading)]
    used = set()
    for field, template in templates:
        for match in PLACEHOLDER.finditer(template):
            used.add(match["name"])
            if not _has_parameter(library, document, match["locator"] or clause.locator, match["name"]):
                yield f"{field}: undefined placeholder {match.group()}"
        if "{" in PLACEHOLDER.sub("", template):
            yield f"{field}: a brace that is no placeholder"
    elsewhere = {reference.rpartition("#")[2] for calculation in _calculations(library) for reference in calculation.figures.values()}
    for name in clause.parameters:
        if name not in used and name not in elsewhere:
            yield f"parameters.{name}: used nowhere"
    for field, references in (("related", clause.related), ("questions.also", [at for example in clause.questions for at in example.also])):
        for reference in references:
            if full_id(document.id, reference) not in library.places:
                yield f"{field}: no clause “{reference}”"
    for calculation in clause.calculations:
        yield from _calculation_problems(library, document, clause, calculation)


def _calculations(library: Library) -> Iterator[Calculation]:
    return (calculation for document in library.documents for clause in document.clauses for calculation in clause.calculations)


def _has_parameter(library: Library, document: Document, locator: str, name: str) -> bool:
    place = library.places.get(full_id(document.id, locator))
    return place is not None and name in place.clause.parameters


def _calculation_problems(library: Library, document: Document, clause: Clause, calculation: Calculation) -> Iterator[str]:
    where = f"calculations.{calculation.name}"
    for key, reference in calculation.figures.items():
        locator, _, name = reference.rpartition("#")
        if not _has_parameter(library, document, locator or clause.locator, name):
            yield f"{where}.figures.{key}: no parameter “{reference}”"
    known = {"", *(gap.id for gap in document.gaps), *(conflict.id for conflict in document.conflicts)}
    for key, gap in calculation.gaps.items():
        if gap not in known:
            yield f"{where}.gaps.{key}: no gap or conflict “{gap}”"
    for locator in (*calculation.clauses, *calculation.near):
        if full_id(document.id, locator) not in library.places:
            yield f"{where}.clauses: no clause “{locator}”"


def _other_problems(library: Library, document: Document) -> Iterator[str]:
    places = library.places
    for gap in document.gaps:
        if f"{document.id}/{gap.at}" not in places:
            yield f"gaps.{gap.id}.at: no clause “{gap.at}”"
            continue
        for match in PLACEHOLDER.finditer(gap.missing + gap.certain):
            if not _has_parameter(library, document, match["locator"] or gap.at, match["name"]):
                yield f"gaps.{gap.id}: undefined placeholder {match.group()}"
    for conflict in document.conflicts:
        for at in conflict.between:
            if full_id(document.id, at) not in places:
                yield f"conflicts.{conflict.id}.between: no clause “{at}”"
    known = {gap.id for gap in document.gaps}
    for supplement in document.supplements:
        for gap_id in supplement.gaps:
            if gap_id not in known:
                yield f"supplements: no gap “{gap_id}”"
