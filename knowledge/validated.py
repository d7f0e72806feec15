"""A YAML file as a value of its shape; what is wrong with it is told by file, clause and field."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge.kept import NOWHERE, Kept
from knowledge.plain_yaml import KnowledgeError, read_yaml

Shape = TypeVar("Shape")


def validated(shape: type[Shape], path: Path, kept: Kept = NOWHERE) -> Shape:
    """
    Return the content of the YAML file at `path` as `shape`.

    Raises:
        KnowledgeError: it is no such thing; names file, clause and field.
    """
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
