"""Question files: what is asked, and what a right answer must hold."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field, ValidationError

from knowledge.model import Frozen, Strings
from knowledge.calendar import SHANGHAI
from knowledge.plain_yaml import KnowledgeError

Kind = Literal["fact", "list", "calc", "conflict", "gap", "oos", "smalltalk", "clarify"]
_DEFAULT = {"oos": ("no_answer",), "smalltalk": ("no_answer",), "gap": ("answered", "no_answer"), "clarify": ("choose", "needs_input", "answered")}
_NOON = time(12)
_PARTS = 3


def _words(value: object) -> object:
    return tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in value) if isinstance(value, list) else value


class Case(Frozen):
    """One question or conversation with what is expected of the last answer; see the project's question files."""

    id: str
    q: str = ""
    turns: tuple[str, ...] = ()
    style: str = "plain"
    kind: Kind = "fact"
    today: str = "2026-11-22"
    chat: Literal["private", "group"] = "private"
    status: Strings = ()
    doc: Strings = ()
    at: Strings = ()
    must: Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_words)] = ()
    must_not: Strings = ()
    empty: bool = False
    calc: str = ""
    result: dict[str, Any] = Field(default_factory=dict)
    diff: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what is said, line by line."""
        return self.turns or (self.q,)

    @property
    def statuses(self) -> tuple[str, ...]:
        """Return the statuses that are right."""
        return self.status or _DEFAULT.get(self.kind, ("answered",))

    @property
    def set_aside(self) -> bool:
        """Return whether the case belongs to the third that is not used for tuning, drawn by a hash of its id."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % _PARTS == 0

    @property
    def now(self) -> datetime:
        """Return the moment it is asked: noon where only a day is given."""
        return moment_of(self.today)


def moment_of(text: str) -> datetime:
    """
    Return a day (noon in Shanghai) or a moment (Shanghai where no offset is given).

    Raises:
        ValueError: it is neither.
    """
    if len(text) == len("2023-04-20"):
        return datetime.combine(datetime.fromisoformat(text).date(), _NOON, SHANGHAI)
    value = datetime.fromisoformat(text)
    return value.astimezone(SHANGHAI) if value.tzinfo else value.replace(tzinfo=SHANGHAI)


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """
    Return the cases of several question files.

    Raises:
        KnowledgeError: a file cannot be read, or a case is broken or stands twice; names file, case and field.
    """
    cases: dict[str, Case] = {}
    for path in paths:
        for raw in _read(path) or []:
            case = _case(path, raw)
            if case.id in cases:
                raise KnowledgeError(f"{path.name}: the id “{case.id}” stands twice")
            cases[case.id] = case
    return list(cases.values())


def _read(path: Path) -> Any:
    """Return a question file with every scalar as text: 23:00 stays 23:00, and null is compared as a word."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - a base loader, it builds text only
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def _case(path: Path, raw: Any) -> Case:
    try:
        return Case.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeError(f"{path.name}: “{raw.get('id', '?')}”.{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
