"""What the assistant says to a line before a face renders it: final words, the asker's script, figures filled in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from calculators.outcome import Outcome

Status = Literal["answered", "needs_input", "choose", "no_answer"]


@dataclass(frozen=True)
class Quote:
    """
    A clause as it is quoted.

    `text` and `title` stay Simplified; `heading` is “document + number” in the asker's script. `folded` is the text
    without the sentences that the answer has said already and, of a long one that is not asked for as a `whole`,
    without those that say nothing of what it is about; None where nothing was looked for.
    """

    id: str
    document: str
    locator: str
    title: str
    text: str
    heading: str
    standing: str
    """Since when it is in force, or when the page was posted; empty where neither is known."""
    folded: str | None = None
    whole: bool = False

    @property
    def shown(self) -> str:
        """Return the text as it is shown under the answer."""
        return self.text if self.folded is None else self.folded


@dataclass(frozen=True)
class Ask:
    """The one input that is asked for: what a button can offer, each option being what a person could type as well."""

    calculator: str
    name: str
    kind: str
    prompt: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """A likely next step: `label` is what a button shows, `line` what typing it would be."""

    label: str
    line: str


@dataclass(frozen=True)
class Answer:
    """
    One answer.

    `headline` has the figure first; `steps`, `then` (what to know or do next), `notes` (assumptions, boundaries, what
    stays open) and `supplements` (outside figures, never the document's) follow; `quotes` are the clauses it rests
    on, most important first. `silent` answers are not sent (group lines that are not for the bot); `told` is what it
    tells: the address of an aspect, `=name` of a calculation, or what kind of line it replies to; `short` is the same
    answer in one or two lines, for groups. `at` is the moment by which it was computed, where the line names another
    day than today for it; `aged` is the note that ends it, where the document was looked at long ago.
    """

    question: str
    status: Status
    headline: str
    text: str
    steps: tuple[str, ...] = ()
    then: str = ""
    notes: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    calculation: Outcome | None = None
    choices: tuple[str, ...] = ()
    ask: Ask | None = None
    next: tuple[NextStep, ...] = ()
    confidence: float = 0
    short: str = ""
    silent: bool = False
    traditional: bool = False
    parts: tuple["Answer", ...] = ()
    told: str = ""
    at: datetime | None = None
    aged: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the answer as INTERFACE.md prints it."""
        return {
            "question": self.question,
            "status": self.status,
            "text": "" if self.silent else self.text,
            "clauses": [
                {
                    "id": quote.id,
                    "document": quote.document,
                    "locator": quote.locator,
                    "title": quote.title,
                    "text": quote.text,
                }
                for quote in self.quotes
            ],
            "calculation": self.calculation.as_json() if self.calculation else None,
            "choices": list(self.choices),
            "confidence": round(self.confidence, 2),
        }
