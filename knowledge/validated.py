"""A YAML file as a value of its shape; what is wrong with it is told by file, clause and field."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.alike import nearly
from knowledge.kept import NOWHERE, Kept
from knowledge.plain_yaml import KnowledgeError, read_file, yaml_in

_TOLD = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "bool_parsing": "is true or false",
    "date_from_datetime_parsing": "is no day",
    "string_pattern_mismatch": "is written in small letters, digits and hyphens",
}
Shape = TypeVar("Shape")


def validated(shape: type[Shape], path: Path, kept: Kept = NOWHERE, content: bytes | None = None) -> Shape:
    """
    Return the content of the YAML file at `path` as `shape`; `content` is what was read of it where it was read.

    Raises:
        KnowledgeError: it is no such thing; names file, clause and field.
    """
    raw = read_file(path) if content is None else content
    source = shape, path.name, hashlib.sha256(raw).digest()
    return kept.value(source, lambda: _validated(shape, path, raw, kept))


def _validated(shape: type[Shape], path: Path, content: bytes, kept: Kept) -> Shape:
    raw = yaml_in(path, content, kept)
    if raw is None or raw == "":
        raise KnowledgeError(f"{path.name}: the file is empty")
    try:
        return TypeAdapter(shape).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        unknown = [str(one["loc"][-1]) for one in error.errors() if one["type"] == "extra_forbidden"]
        told = f"{_TOLD.get(first['type'], first['msg'].removeprefix('Value error, '))}{_remedy(first, unknown)}"
        where = _where(raw, first["loc"]) or "the whole file"
        raise KnowledgeError(f"{path.name}: {where}: {told}") from error


def _remedy(error: ErrorDetails, unknown: Sequence[str]) -> str:
    """Return what to do about an error where that is not plain, beside `unknown` keys; nothing where it is."""
    given = error["input"]
    if error["type"] == "missing" and (near := nearly(str(error["loc"][-1]), unknown)):
        return near
    if error["type"].startswith("date"):
        return f": “{given}”; a day is written as 2026-01-31"
    if error["type"] in ("literal_error", "bool_parsing"):
        return f", not “{given}”"
    if error["type"] == "missing" and isinstance(given, dict) and any(not str(key).isascii() for key in given):
        return "; or is this a text that holds a colon and a blank? Put it in quotes"
    return ""


def _where(raw: Any, location: Sequence[str | int]) -> str:
    """Return a field's place as a reader finds it: clauses by their locator, others by their position from 1."""
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
        names.append(f"“{label}”" if label else f"#{part + 1}" if isinstance(part, int) else part)
    return ".".join(names)
