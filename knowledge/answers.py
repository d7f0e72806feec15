"""What is asked of a clause, gap or conflict, and the first line said to it: aspects; frozen, unknown keys refused."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from knowledge.figures import Frozen, Strings

Kind = Literal[
    "yes_no",
    "how_much",
    "how_many",
    "how_long",
    "how_often",
    "when",
    "until_when",
    "which",
    "list",
    "what",
    "what_if",
    "why",
    "how",
    "where",
    "who",
]

TEXT = "text"
"""The aspect of a text that has none of its own."""


class Example(Frozen):
    """
    A question as people ask it.

    `also` names further clauses that answer it rightly; `says` is its own first line, where the aspect's would open
    wrongly.
    """

    q: str
    also: Strings = ()
    says: str = ""


def _example(value: object) -> object:
    return {"q": value} if isinstance(value, str) else value


Examples = tuple[Annotated[Example, BeforeValidator(_example, json_schema_input_type=str | Example)], ...]


class Item(Frozen):
    """One point of a list in a few words; `at` is the clause that says it, `of` the list where a clause has several."""

    says: str
    at: str = ""
    of: str = ""


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Aspect(Frozen):
    """
    One thing that can be asked, and its first line.

    `asks` is the kind of question, `says` the first line with its figures open, `asked` how people ask just this.
    `calculation` runs instead where a fact for it is there. `lines` are the source lines it tells, `needs` the
    readings, gaps and conflicts that bear on just this. With `list` (`true`, or the name of one of several) all items
    follow the first line. `then` is what somebody who acts on it has to know or do next, told behind it.
    """

    id: str
    says: str
    asks: Annotated[tuple[Kind, ...], BeforeValidator(_several, json_schema_input_type=Kind | tuple[Kind, ...])] = ()
    asked: Examples = ()
    calculation: str = ""
    lines: Strings = ()
    needs: Strings = ()
    list: str = ""
    then: str = ""
    next: Strings = ()


class Answered(Frozen):
    """What can be asked about: its aspects or, where it has none of its own, `questions` all answered alike."""

    answers: tuple[Aspect, ...] = ()
    questions: Examples = ()

    @property
    def asked(self) -> tuple[Example, ...]:
        """Return every way of asking, those of the aspects first."""
        return (*(example for aspect in self.answers for example in aspect.asked), *self.questions)


def by_id(value: object) -> object:
    """Return several texts by their ids; a text or a list of texts, which have none, by their place."""
    if isinstance(value, Mapping):
        return value
    texts = (value,) if isinstance(value, str) else value
    return (
        {str(number): text for number, text in enumerate(texts, start=1)} if isinstance(texts, list | tuple) else value
    )


Readings = Annotated[
    dict[str, str], BeforeValidator(by_id, json_schema_input_type=str | tuple[str, ...] | dict[str, str])
]
