"""YAML into a Library: the only reader of the disk."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge.calendar import HolidaysError, Notice, notices
from knowledge.consistency import problems
from knowledge.kept import NOWHERE, Kept
from knowledge.language.lexicon import Lexicon, Owner
from knowledge.library import Library
from knowledge.model import Document
from knowledge.plain_yaml import KnowledgeError, read_yaml
from knowledge.search.asking import AskingWeights

HERE = Path(__file__).parent
HOLIDAYS, OWNER = "holidays.yaml", "owner.yaml"
Shape = TypeVar("Shape")


def _validated(shape: type[Shape], path: Path, kept: Kept = NOWHERE) -> Shape:
    raw = read_yaml(path, kept)
    try:
        return TypeAdapter(shape).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        told = {"missing": "is missing", "extra_forbidden": "unknown key"}.get(
            first["type"], first["msg"].removeprefix("Value error, ")
        )
        where = _where(raw, first["loc"]) or "the whole file"
        raise KnowledgeError(f"{path.name}: {where}: {told}") from error


def _where(raw: Any, location: Sequence[str | int]) -> str:
    """Return a field's place as a reader finds it: clauses by their locator rather than by their position."""
    names: list[str] = []
    at: Any = raw
    for part in location:
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            at = None
        label = (
            at.get("locator") or at.get("id") or at.get("name")
            if isinstance(at, dict) and isinstance(part, int)
            else None
        )
        names.append(f"“{label}”" if label else str(part))
    return ".".join(names)


def load(*further: Path, kept: Kept = NOWHERE) -> Library:
    """
    Return the shipped knowledge base, with the documents and the holidays of `further` folders added; what was read is kept in `kept`.

    Raises:
        KnowledgeError: a file is broken; names file, clause and field.
    """
    folders = (HERE / "documents", *further)
    paths = [path for folder in folders for path in _documents_in(folder)]
    years = [path for folder in folders if (path := folder / HOLIDAYS).is_file()]
    owners = [_validated(Owner, path, kept) for folder in folders if (path := folder / OWNER).is_file()]
    words, wording = HERE / "language" / "lexicon.yaml", HERE / "language" / "wording.yaml"
    documents = tuple(_validated(Document, path, kept) for path in paths)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (*paths, *years, words, wording))).hexdigest()
    library = Library(
        documents,
        _validated(Lexicon, words, kept),
        _validated(dict[str, dict[str, str]], wording, kept),
        _validated(AskingWeights, HERE / "weights" / "asking.yaml", kept),
        _validated(dict[str, float], HERE / "weights" / "ranking.yaml", kept),
        _validated(dict[str, dict[str, float]], HERE / "weights" / "judging.yaml", kept),
        _validated(dict[str, float], HERE / "weights" / "costs.yaml", kept),
        _validated(dict[str, tuple[str, ...]], HERE / "search" / "beside.yaml", kept),
        digest[:8],
        _holidays(years),
        next((owner.contact for owner in reversed(owners) if owner.contact), ""),
        frozenset(document.id for document, path in zip(documents, paths, strict=True) if path.parent == folders[0]),
        _validated(dict[str, tuple[str, ...]], HERE / "search" / "follow_ups.yaml", kept),
    )
    for problem in problems(library, _files(documents, paths)):
        raise KnowledgeError(problem)
    return library


def _files(documents: Sequence[Document], paths: Sequence[Path]) -> dict[str, str]:
    """Return the name of each document's file."""
    files: dict[str, str] = {}
    for document, path in zip(documents, paths, strict=True):
        if document.id in files:
            raise KnowledgeError(f"{path.name}: id: “{document.id}” is the document of {files[document.id]} already")
        files[document.id] = path.name
    return files


def _documents_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: no such folder of documents")
    return sorted(path for path in folder.glob("*.yaml") if path.name not in (HOLIDAYS, OWNER))


def _holidays(paths: Sequence[Path]) -> dict[int, Notice]:
    """Return the holiday notices by year; a year stands in one file."""
    known: dict[int, Notice] = {}
    for path in paths:
        try:
            found = notices(read_yaml(path))
        except HolidaysError as error:
            raise KnowledgeError(f"{path.name}: {error}") from error
        if twice := sorted(found.keys() & known.keys()):
            raise KnowledgeError(f"{path.name}: {twice[0]}: stands in {HOLIDAYS} of another folder already")
        known |= found
    return known
