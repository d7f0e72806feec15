"""Question files: what is asked, and what a right answer must hold."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, ValidationError, model_validator

from bot.assistant.answer import Status
from bot.assistant.assistant import Mode
from bot.clock import moment_of
from knowledge.figures import Frozen, Strings
from knowledge.plain_yaml import KnowledgeError, PlainLoader

Kind = Literal["fact", "list", "calc", "conflict", "gap", "oos", "smalltalk", "clarify"]
Style = Literal["plain", "colloquial", "traditional", "typo", "mixed", "pinyin", "english", "noisy", "group"]
Script = Literal["traditional", "simplified"]
NO_CALCULATOR = "none"
_DEFAULT: dict[str, tuple[Status, ...]] = {
    "oos": ("no_answer",),
    "smalltalk": ("no_answer",),
    "gap": ("answered", "no_answer"),
    "clarify": ("choose", "needs_input", "answered"),
}
_PARTS = 3
_LONGEST_VALUE = 60


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _words(value: object) -> object:
    return tuple(_several(entry) for entry in value) if isinstance(value, list) else value


def _a_moment(text: str) -> str:
    moment_of(text)
    return text


AnyOf = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_words)]


class Expected(Frozen):
    """What is expected of one answer; what is left out is not looked at."""

    status: Annotated[tuple[Status, ...], BeforeValidator(_several)] = ()
    doc: Strings = ()
    at: Strings = ()
    must: AnyOf = ()
    must_not: Strings = ()
    first: AnyOf = ()
    first_not: Strings = ()
    most: PositiveInt | None = None
    script: Script | None = None
    empty: bool = False
    calc: Strings = ()
    to: Strings = ()
    result: dict[str, Any] = Field(default_factory=dict)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Return the statuses that are right; nothing where none is asked for."""
        return self.status

    @property
    def strict(self) -> bool:
        """Return whether document and clause are looked at whatever the status is."""
        return bool(self.first)

    @property
    def speaks(self) -> bool:
        """Return whether there must be a reply."""
        return not self.empty

    @property
    def calculators(self) -> tuple[str, ...]:
        """Return the calculators that may have run."""
        return tuple(name for name in self.calc if name != NO_CALCULATOR)

    def as_written(self) -> dict[str, Any]:
        """Return the expectations that the file states, by their keys."""
        stated = self.model_dump(exclude_defaults=True)
        return {name: stated[name] for name in Expected.model_fields if name in stated}


class Step(Expected):
    """One line of a talk, with what is expected of the answer to it."""

    say: str = Field(min_length=1)
    addressed: bool = False

    @property
    def strict(self) -> bool:
        """Return that document and clause are always looked at."""
        return True

    @property
    def speaks(self) -> bool:
        """Return whether there must be a reply: where something is expected to be said."""
        return not self.empty and bool(self.must or self.first or self.script)


class Case(Expected):
    """
    One question or conversation, from a question file.

    What is expected of `q` or `turns` is expected of the last answer; each step of a `talk` has its own expectations.
    """

    id: str
    q: str = ""
    turns: tuple[str, ...] = ()
    talk: tuple[Step, ...] = ()
    style: Style = "plain"
    kind: Kind = "fact"
    today: Annotated[str, AfterValidator(_a_moment)] = "2026-11-22"
    chat: Literal["private", "group"] = "private"
    addressed: bool = False
    diff: str = ""
    who: str = ""

    @model_validator(mode="after")
    def _asks_in_one_way(self) -> Self:
        ways = {"q": self.q, "turns": self.turns, "talk": [step.say for step in self.talk]}
        asked = [f"{name} {_shown(lines)}" for name, lines in ways.items() if lines]
        if len(asked) != 1:
            raise ValueError(f"one of q, turns and talk must ask, found {' and '.join(asked) or 'none'}")
        stray = self.as_written() | ({"addressed": "true"} if self.addressed else {})
        if self.talk and stray:
            name, value = next(iter(stray.items()))
            raise ValueError(f"{name} {_shown(value)} must stand in a step of the talk")
        return self

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what is said, line by line."""
        return tuple(step.say for step in self.talk) or self.turns or (self.q,)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Return how each line is said: to the assistant, or to a group."""
        addressed = [step.addressed for step in self.talk] or [self.addressed] * len(self.lines)
        return tuple(self._mode(to_us) for to_us in addressed)

    def _mode(self, addressed: bool) -> Mode:
        if self.chat == "private":
            return "private"
        return "addressed" if addressed else "group"

    @property
    def statuses(self) -> tuple[Status, ...]:
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


class _TextLoader(PlainLoader):
    """Reads every scalar as text (23:00 stays 23:00, null is compared as a word); refuses a key that stands twice."""

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        """Return the text of a scalar."""
        return str(node.value)


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """
    Return the cases of several question files.

    Raises:
        KnowledgeError: a file cannot be read, or a case is broken or stands twice; names file, case, field and value.
    """
    cases: dict[str, Case] = {}
    for path in paths:
        for raw in _read(path):
            case = _case(path, raw)
            if case.id in cases:
                raise KnowledgeError(f"{path.name}: the id “{case.id}” stands twice")
            cases[case.id] = case
    return list(cases.values())


def _read(path: Path) -> list[Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_TextLoader)  # noqa: S506 - a base loader, text only
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    if not isinstance(data or [], list):
        raise KnowledgeError(f"{path.name}: the whole file: must be a list of cases, found {_shown(data)}")
    return data or []


def _case(path: Path, raw: Any) -> Case:
    if not isinstance(raw, dict):
        raise KnowledgeError(f"{path.name}: a case must be keys with values, found {_shown(raw)}")
    try:
        return Case.model_validate(raw)
    except ValidationError as error:
        errors = error.errors()
        first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
        where = ".".join((f"“{raw.get('id', '?')}”", *_places(first["loc"])))
        raise KnowledgeError(f"{path.name}: {where}: {_told(first['type'], first['msg'], first['input'])}") from error


def _places(location: Sequence[str | int]) -> list[str]:
    """Return the way to a field as a reader counts: the first step of a talk is 1."""
    return [str(part + 1) if isinstance(part, int) else part for part in location]


def _told(kind: str, message: str, value: Any) -> str:
    if kind == "missing":
        return "is missing"
    if kind == "value_error" and isinstance(value, dict):
        return message.removeprefix("Value error, ")
    told = "unknown key" if kind == "extra_forbidden" else message.removeprefix("Value error, ")
    return f"{told}, found {_shown(value)}"


def _shown(value: Any) -> str:
    text = " ".join(_plain(value).split())
    return f"“{text}”" if len(text) <= _LONGEST_VALUE else f"“{text[:_LONGEST_VALUE]}…”"


def _plain(value: Any) -> str:
    return f"[{', '.join(map(_plain, value))}]" if isinstance(value, list | tuple) else str(value)
