"""The shape of the knowledge base: documents, clauses, gaps, conflicts. Frozen; unknown keys are refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from knowledge.calculations import Calculation
from knowledge.figures import Frozen, Parameter, Strings


class Example(Frozen):
    """A question as people ask it; `also` names further clauses that answer it rightly."""

    q: str
    also: Strings = ()


def _example(value: object) -> object:
    return {"q": value} if isinstance(value, str) else value


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
