"""The shape of the knowledge base: documents, clauses, gaps, conflicts. Frozen; unknown keys are refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from knowledge.answers import Answered, Item, Readings
from knowledge.calculations import Calculation
from knowledge.figures import Frozen, Parameter, Strings


class Clause(Answered):
    """
    One place of a document, restated in our own words.

    `locator` is its number in the source (0 of what stands before the first), `cite` the heading where the source
    has none, `for` whom it concerns, `text` what it says, with its figures as placeholders. `lines` are its places
    in the source file, `terms` words that must not get lost, `related` further clauses to look at, `next` questions
    that people ask afterwards. `items` are the points of its lists; `untold` are source lines, `untold_figures`
    parameters that no aspect need tell, with the reason.
    """

    locator: str
    title: str
    audience: Annotated[Strings, Field(alias="for", min_length=1)]
    text: str
    lines: Strings = ()
    cite: str | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    reading: Readings = Field(default_factory=dict)
    items: tuple[Item, ...] = ()
    untold: dict[str, str] = Field(default_factory=dict)
    untold_figures: dict[str, str] = Field(default_factory=dict)
    terms: Strings = ()
    related: Strings = ()
    calculations: tuple[Calculation, ...] = ()
    next: Strings = ()


class Gap(Answered):
    """Something the document names but does not say."""

    id: str
    at: str
    missing: str
    certain: str = ""


class Conflict(Answered):
    """Two or more clauses that do not agree; an answer on either names both."""

    id: str
    between: Annotated[Strings, Field(min_length=1)]
    says: str


class Supplement(Frozen):
    """A figure from elsewhere beside a gap: dated, with its own source, never part of the document."""

    at: str
    text: str
    source: str
    dated: date
    about: str = ""
    gaps: Strings = ()


class Platform(Frozen):
    """
    Where a document holds.

    Who names its `family`, a further name, may mean it, too; `called` are other ways of saying its name.
    """

    name: str
    family: str = ""
    called: Strings = ()


def _platform(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class Document(Frozen):
    """
    One document: where it comes from, since when it holds, what it says, leaves out and contradicts.

    `id` is its address, `title` its own title, `short` the name that answers use, `aliases` are names that people
    use. `source` is where it was taken from, `published` when it came out, `checked` the day somebody last
    compared, `in_force` since when it holds. Where a document has `requires`, only a question that names one
    of them or of `aliases` is about it: the rules on second-hand goods say nothing on others. Without `requires` any
    question may be. The texts of a `kind: 问答` (an owner's questions and answers) are told as they stand, a clause
    with `questions` alone by all of its text: no brace in them is a placeholder.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    short: str
    aliases: Strings = ()
    requires: Strings = ()
    platform: Annotated[Platform, BeforeValidator(_platform, json_schema_input_type=str | Platform)]
    kind: Literal["规则", "公告", "经验文章", "问答"]
    source: str
    published: date | None = None
    checked: date
    in_force: date | None = None
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    supplements: tuple[Supplement, ...] = ()

    @property
    def verbatim(self) -> bool:
        """Return whether its texts are told as they stand, with nothing filled in and nothing left out."""
        return self.kind == "问答"
