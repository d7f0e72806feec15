"""The shape of the knowledge base: documents, clauses, dated figures, gaps, conflicts. Frozen; unknown keys are refused."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """Data that never changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(StrEnum):
    """What a figure counts; `READ` says how its text is read, `knowledge.prose` how it is told."""

    YUAN = "yuan"
    SHARE = "share"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    PERSON = "person"
    TIMES = "times"
    MESSAGES = "messages"
    ITEMS = "items"
    SCORE = "score"
    LEVEL = "level"
    MILLIMETRE = "millimetre"
    DAY_OF_MONTH = "day_of_month"
    TIME_OF_DAY = "time_of_day"
    DATE = "date"
    TERMS = "terms"


Figure = Decimal | int | str | time | date | tuple[str, ...]
_SPECIAL: dict[Unit, Callable[[Any], Figure]] = {
    Unit.YUAN: Decimal,
    Unit.SHARE: Decimal,
    Unit.SCORE: Decimal,
    Unit.MILLIMETRE: Decimal,
    Unit.LEVEL: str,
    Unit.TIME_OF_DAY: time.fromisoformat,
    Unit.DATE: date.fromisoformat,
    Unit.TERMS: tuple,
}


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Value(Frozen):
    """A figure as it stands from `since` on (None: from the start, no day stated); `at` is its locator in the source."""

    value: Any
    at: str
    since: date | None = None


_UNITS = frozenset(unit.value for unit in Unit)


def _with_figure(entry: Any, read: Callable[[Any], Figure], unit: str) -> Any:
    if not isinstance(entry, dict) or "value" not in entry:
        return entry
    text = entry["value"]
    if isinstance(text, dict) or isinstance(text, list) is not (read is tuple):
        raise ValueError(f"history: “{text}” is no {unit}")
    try:
        return {**entry, "value": read(text)}
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"history: “{text}” is no {unit}") from error


class Parameter(Frozen):
    """A named figure of a clause, with its unit and its dated history, oldest first."""

    unit: Unit
    history: Annotated[tuple[Value, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _read_values(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or raw.get("unit") not in _UNITS or not isinstance(raw.get("history"), list):
            return raw
        read = _SPECIAL.get(Unit(raw["unit"]), int)
        return {**raw, "history": [_with_figure(entry, read, raw["unit"]) for entry in raw["history"]]}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [value.since or date.min for value in self.history]
        if days != sorted(set(days)):
            raise ValueError("history: each `since` must be later than the one before")
        return self

    def on(self, day: date) -> Value:
        """Return the value in force on `day`; before the first one, the first."""
        known = [value for value in self.history if value.since is None or value.since <= day]
        return known[-1] if known else self.history[0]


class Example(Frozen):
    """A question as people ask it; `also` names further clauses that answer it rightly."""

    q: str
    also: Strings = ()


def _example(value: object) -> object:
    return {"q": value} if isinstance(value, str) else value


InputType = Literal["money", "decimal", "count", "date", "moment", "time", "bool", "enum", "level", "text", "moments", "span"]


class Covers(Frozen):
    """Where a span stays below the figure `at_least`, the `inputs` that it is told of are not taken; `says` tells so."""

    at_least: str
    inputs: Strings
    says: str


class Input(Frozen):
    """
    One input of a calculation: its type, how we ask for it, what the general function calls it, which event it belongs to.

    `choices` maps each token (of an enumeration) or each known word (of a free text) to the words people use for it, the first
    one being the one shown. `assumed` is what the general function takes where nothing is given. `happened` days without a year
    are the latest ones not after now. `event` names what a figure, day or yes belongs to (`knowledge/language/words/events.yaml`,
    `polarity.yaml`); `looked` is the day or time a case is looked at, `role` who the asker is, `any` whatever the sentence says.
    `safe` is the end of a stretch of days that is computed with where a day is needed: the one that is safe for the asker.
    `covers` (of a span: a number of days that other inputs are told of) says for which inputs the span must be long enough.
    """

    type: InputType
    label: str
    ask: str
    fact: str = ""
    unit: str = ""
    required: bool = True
    default: str | None = None
    assumed: str | None = None
    happened: bool = False
    above_zero: bool = False
    at_least: int = 0
    choices: dict[str, Strings] = Field(default_factory=dict)
    event: Strings = ()
    safe: Literal["low", "high", ""] = ""
    covers: Covers | None = None


class Calculation(Frozen):
    """
    A figure or a decision that the clause defines.

    `use` names the general function; `figures` binds its keywords to parameters (`cap`, or `1.1#followers` of another clause),
    `settings` to words of ours. `results` binds the result names of the catalogue, in its order, to the function's own.
    `tells` are the headlines by case, `says` the sentences of steps, assumptions and boundaries; both may hold placeholders for
    inputs, results and figures. `words` are what people read for a result's token; `gaps` what an open result's key stands for.
    `clauses` are further places that every outcome rests on, `near` those whose questions may want the calculation, too; `rests`
    are those of one case, the one relied on most first. `supplements_for` is the input whose value picks the supplements beside a
    gap, `besides` are results told beside an open one; with `own_start` the day a rule starts is one of its conditions.
    """

    name: str
    kind: Literal["payout", "deadline", "eligibility"]
    title: str
    use: str
    inputs: dict[str, Input]
    results: dict[str, str]
    figures: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    tells: dict[str, str] = Field(default_factory=dict)
    says: dict[str, str] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)
    gaps: dict[str, str] = Field(default_factory=dict)
    clauses: Strings = ()
    rests: dict[str, Strings] = Field(default_factory=dict)
    near: Strings = ()
    supplements_for: str = ""
    besides: dict[str, str] = Field(default_factory=dict)
    own_start: bool = False
    asked_as: Strings = ()
    example: str = ""


class Clause(Frozen):
    """One place of a document, restated in our own words."""

    locator: str
    title: str
    audience: Annotated[Strings, Field(alias="for", min_length=1)]
    text: str
    lines: Strings = ()
    cite: str | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    reading: Strings = ()
    terms: Strings = ()
    questions: tuple[Annotated[Example, BeforeValidator(_example)], ...] = ()
    related: Strings = ()
    calculations: tuple[Calculation, ...] = ()
    next: Strings = ()


class Gap(Frozen):
    """Something the document names but does not say; `asked_as` are questions for just that."""

    id: str
    at: str
    missing: str
    asked_as: Strings = ()
    certain: str = ""


class Conflict(Frozen):
    """Two or more clauses that do not agree; an answer on either names both. `topics` are the words that raise it."""

    id: str
    between: Annotated[Strings, Field(min_length=1)]
    says: str
    topics: Strings = ()
    asked_as: Strings = ()


class Supplement(Frozen):
    """A figure from elsewhere beside a gap: dated, with its own source, never part of the document."""

    at: str
    text: str
    source: str
    dated: date
    about: str = ""
    gaps: Strings = ()


class Document(Frozen):
    """
    One document: where it comes from, since when it holds, what it says, leaves out and contradicts.

    A question must name one of `requires` (where there are any) or of `aliases` to be about it: the rules on second-hand goods
    say nothing on others.
    """

    id: str
    title: str
    short: str
    aliases: Strings = ()
    requires: Strings = ()
    platform: Literal["快手", "抖音", "巨量星图", "抖店"]
    kind: Literal["规则", "公告", "经验文章"]
    source: str
    published: date | None = None
    checked: date
    in_force: date | None = None
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    supplements: tuple[Supplement, ...] = ()
