"""What a line may be meant as, and how likely each of it is: one list, one log-linear score, weights as data."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.assistant.options import Option, options
from knowledge.asking import Asking
from knowledge.finder import BESIDE, Candidate, Found
from knowledge.language.reader import Reading
from knowledge.library import Library

Kind = Literal["aspect", "calculation", "outside", "chat", "order"]
_FLOOR = 1e-3


@dataclass(frozen=True)
class Hypothesis:
    """
    One thing a line may be meant as, with what speaks for it.

    `target` is the address of an aspect, `=name` of a calculation, or the kind itself; `chance` is given by the judge.
    """

    kind: Kind
    target: str
    features: Mapping[str, float]
    candidate: Candidate | None = None
    option: Option | None = None
    chance: float = 0.0

    @property
    def place(self) -> str:
        """Return the clause that it stands on; nothing of what is none of ours."""
        if self.candidate is not None:
            return self.candidate.place.id
        return self.option.place if self.option is not None else ""

    @property
    def document(self) -> str:
        """Return the document that it stands in; nothing of what is none of ours."""
        return self.place.split("/")[0]


def propose(found: Found, reading: Reading, library: Library, asking: Asking, now: datetime) -> list[Hypothesis]:
    """Return everything a line that stands for itself may be meant as."""
    near = options(found, reading, library, asking, now)
    answering = {one.name for one in near if one.answers}
    figures = float(bool(near and max(one.features["figures"] for one in near)))
    top = found.best.score if found.best else 0.0
    aspects = [one for one in found.candidates if one.bound is not None]
    result = [Hypothesis("aspect", one.id, _of_aspect(one, top, answering, figures, len(found.question) or 1), one) for one in aspects]
    result += [Hypothesis("calculation", f"={one.name}", {"bias": 1.0, **_of_calculation(one, found)}, option=one) for one in near]
    return [*result, *(Hypothesis(kind, kind, _of_line(kind, found, top, figures)) for kind in BESIDE)]


def _of_aspect(one: Candidate, top: float, answering: set[str], figures: float, length: int) -> dict[str, float]:
    """Return what speaks for an aspect; how far it lies behind the best one says less of a few words that name no platform."""
    computed = one.bound is not None and one.bound.aspect.calculation in answering
    gap = one.score - top
    named = one.features["platform"] or one.features["named"]
    few = {"gap_few": gap / length, "gap_open": 0.0 if named else gap}
    return {**one.features, "score": one.score, "gap": gap, **few, "computed": float(computed), "figures": figures}


def _of_calculation(option: Option, found: Found) -> dict[str, float]:
    best = next((one for one in found.candidates if one.id == f"={option.name}"), None)
    same = {} if best is None else {name: best.features[name] for name in ("alike", "told", "platform", "named")}
    return {**same, **option.features}


def _of_line(kind: str, found: Found, top: float, figures: float) -> dict[str, float]:
    """Return what speaks for a line that is none of ours: like one we know, or like nothing of ours."""
    near = found.beside[kind]
    best = found.best
    asked = max((chance for name, chance in found.kinds.items() if name not in BESIDE), default=0.0)
    return {
        "bias": 1.0,
        **near,
        "outsider": float(bool(found.outsider)),
        "unknown": found.unknown,
        "top": top,
        "alike_ours": best.features["alike"] if best else 0.0,
        "told_ours": best.features["told"] if best else 0.0,
        "meant_ours": best.features["meant"] if best else 0.0,
        "elsewhere": float(best is not None and bool(best.place.document.requires) and best.features["named"] <= 0),
        "about": float(bool(found.about)),
        "platform": best.features["platform"] if best else 0.0,
        "length": math.log1p(len(found.question)),
        "kind": math.log(found.kinds.get(kind, 0.0) + _FLOOR),
        "asks": math.log(asked + _FLOOR),
        "figures": figures,
    }


def judge(hypotheses: Sequence[Hypothesis], weights: Mapping[str, Mapping[str, float]]) -> list[Hypothesis]:
    """Return the hypotheses with their chances, which add up to one, the likeliest first."""
    scores = [sum(weights[one.kind].get(name, 0.0) * value for name, value in one.features.items()) for one in hypotheses]
    highest = max(scores)
    chances = [math.exp(score - highest) for score in scores]
    total = sum(chances)
    judged = [
        Hypothesis(one.kind, one.target, one.features, one.candidate, one.option, chance / total) for one, chance in zip(hypotheses, chances, strict=True)
    ]
    return sorted(judged, key=lambda one: -one.chance)
