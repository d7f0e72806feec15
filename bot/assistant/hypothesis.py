"""One thing a line may be meant as, with what speaks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.assistant.options import Option
from bot.assistant.talk import Told
from knowledge.search.found import Candidate

TELLING = ("given", "adds", "changes", "waits_asked", "waits_figure")
"""Features of a calculation that goes on because the line tells it something."""
Kind = Literal["aspect", "calculation", "further", "turn", "outside", "chat", "order"]


@dataclass(frozen=True)
class Hypothesis:
    """
    One thing a line may be meant as, with what speaks for it.

    `target` is the address of an aspect, `=name` of a calculation (one asked for now, or one of the talk that the
    line goes on with), what a line of a talk is about (again, why, …), or the kind itself; `chance` is given by the
    judge, `told` is what of the talk a line comes back to.
    """

    kind: Kind
    target: str
    features: Mapping[str, float]
    candidate: Candidate | None = None
    option: Option | None = None
    chance: float = 0
    told: Told | None = None

    @cached_property
    def place(self) -> str:
        """Return the clause that it stands on; nothing of what is none of ours."""
        if self.candidate is not None:
            return self.candidate.place.id
        return self.option.place if self.option is not None else ""

    @cached_property
    def document(self) -> str:
        """Return the document that it stands in; nothing of what is none of ours."""
        return self.place.split("/")[0]

    @property
    def tells_more(self) -> bool:
        """Return whether it takes the line as telling a calculation of the talk something."""
        return any(self.features.get(name) for name in TELLING)

    def with_chance(self, chance: float) -> "Hypothesis":
        """
        Return the same with its chance.

        It is made by hand, since `replace` takes four times as long and every line has a hundred of them.
        """
        return Hypothesis(self.kind, self.target, self.features, self.candidate, self.option, chance, self.told)
