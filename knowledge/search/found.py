"""What a search found for a line: candidates, what speaks for each, and how near it comes to what is none of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from knowledge.library import BoundAspect, Place
from knowledge.model import Document

Beside = Literal["outside", "chat", "order"]
BESIDE: tuple[Beside, ...] = get_args(Beside)
# What a line may be about in a talk beside the rules: the answer just given, the calculation under way, the choices
# offered.
Turn = Literal["again", "why", "clause", "left", "short", "whole", "more", "cancel", "unknown", "none"]
TURNS: tuple[Turn, ...] = get_args(Turn)
# How a line of a talk is called among what a line may ask for, where why is a kind of question, too.
TURN_MARK = "turn:"


def names(document: Document, named: Mapping[str, frozenset[str]], about: str) -> tuple[float, float]:
    """
    Return how the platform and the name of a document fit what a question names.

    Each is 1 where the question names it, -1 where it names another one, 0 where it names none.
    """
    platforms, own = named.get("platform", frozenset()), {document.platform.name, document.platform.family}
    platform = (1.0 if own & platforms else -1.0) if platforms else 0.0
    name = (1.0 if about in (*document.aliases, *document.requires) else -1.0) if about else 0.0
    return platform, name


@dataclass(frozen=True)
class Candidate:
    """
    Something that may answer: an aspect (`document/locator:aspect`, `document#gap:aspect`) or a calculator (`=name`).

    `bound` is the aspect, None of a calculator; `features` are what speaks for it, `score` what they come to;
    `nearest` is the nearest way of asking for it, spelled; one that is `apart` names another thing than is asked for.
    """

    id: str
    place: Place
    bound: BoundAspect | None
    score: float
    features: Mapping[str, float]
    nearest: str = ""
    apart: bool = False

    def going_on(self, whole: "Candidate") -> "Candidate":
        """
        Return the same with how it fits where the line goes on with the last question.

        `whole` is it as found for both together.
        """
        with_it = whole.features
        further = {
            "whole_alike": with_it["alike"],
            "whole_told": with_it["told"],
            "whole_meant": with_it["meant"],
            "whole_kind": with_it["kind"],
            "whole": whole.score,
        }
        return Candidate(
            self.id, self.place, self.bound, self.score, {**self.features, **further}, self.nearest, self.apart
        )


@dataclass(frozen=True)
class Found:
    """
    What was found for a question: candidates best first, the first with the highest score.

    `words` are the question with its synonyms brought to one word, `named` the features that it names (platform,
    role, …), `kinds` how likely it asks for each kind, `beside` how near it comes to what is none of ours, `outsider`
    the platform that no document covers, `about` the name of the document that it names, `talk` the kind of small
    talk that it is nearest to, `unknown` the share of its weight that nobody knows. `followed` holds where it was
    also looked for as going on with the last question, and `onward` is then how near it comes to the lines that are
    known to go on to an aspect or a calculation.
    """

    question: str
    words: str
    candidates: tuple[Candidate, ...]
    named: Mapping[str, frozenset[str]]
    kinds: Mapping[str, float]
    beside: Mapping[str, Mapping[str, float]]
    unknown: float = 1.0
    outsider: str = ""
    about: str = ""
    talk: str = ""
    followed: bool = False
    onward: Mapping[str, float] = field(default_factory=dict)

    @property
    def best(self) -> Candidate | None:
        """Return the first candidate."""
        return self.candidates[0] if self.candidates else None

    def elsewhere(self, document: Document) -> bool:
        """Return whether the line names another document than this one, or another platform."""
        return min(names(document, self.named, self.about)) < 0

    def worded(self, least: float, *kinds: str) -> bool:
        """Return whether the words of the line come as near as `least` (0 to 1) to a known line of one of `kinds`."""
        return any(self.beside[kind]["similar"] >= least for kind in kinds)
