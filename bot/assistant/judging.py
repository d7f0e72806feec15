"""What a line may be meant as, and how likely each of it is: one list, one log-linear score, weights as data."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.assistant.around import Around
from bot.assistant.fits import FITS
from bot.assistant.further import Heard, further
from bot.assistant.hypothesis import Hypothesis
from bot.assistant.looked_day import day_looked
from bot.assistant.looking import words
from bot.assistant.options import Option, options
from bot.assistant.returning import Return, returned
from bot.assistant.talk import NOTHING, Talk
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading
from knowledge.library import Library
from knowledge.search.asking import Asking
from knowledge.search.found import BESIDE, TURN_MARK, TURNS, Candidate, Found

_FLOOR = FITS["floor"]
# What can be said of an answer that others have followed.
_COMING_BACK = ("again", "why", "clause", "left", "short", "whole")


def propose(
    found: Found,
    reading: Reading,
    library: Library,
    asking: Asking,
    now: datetime,
    talk: Talk = NOTHING,
    heard: Heard = MappingProxyType({}),
    *,
    group: bool = False,
) -> list[Hypothesis]:
    """
    Return everything a line may be meant as, in a `talk`, to people of a `group` or to us.

    `heard` is what it says for the checks of calculations.
    """
    near = options(found, reading, library, asking, now)
    answering = {one.name for one in near if one.answers}
    figures = float(bool(near and max(one.features["figures"] for one in near)))
    top = found.best.score if found.best else 0
    around = Around(talk, found, reading)
    back = returned(talk, reading)
    opened = further(talk, heard, found, near, back, reading, library, now)
    aspects = [one for one in found.candidates if one.bound is not None]
    length = len(found.question) or 1
    result = [
        Hypothesis("aspect", one.id, {**_of_aspect(one, top, answering, figures, length), **around.candidate(one)}, one)
        for one in aspects
    ]
    another = re.search(words("new_case"), reading.text)
    fresh = [one for one in near if another or not any(_holds(other, one) or _adds(other, one) for other in opened)]
    for one in fresh:
        features = {"bias": 1, **_of_calculation(one, found), **around.option(one)}
        result.append(Hypothesis("calculation", f"={one.name}", features, option=one))
    for one in opened:
        told = back.told if "earlier" in one.features else None
        beside = {} if told is not None else _not_back(back)
        result.append(
            Hypothesis("further", f"={one.name}", {**one.features, **_asks(found), **beside}, option=one, told=told)
        )
    line = {kind: _of_line(kind, found, top, figures) for kind in BESIDE}
    result += [Hypothesis(kind, kind, {**line[kind], **around.line(), "group": float(group)}) for kind in BESIDE]
    return [*result, *_turns(around, back, found, library)]


def _turns(around: Around, back: Return, found: Found, library: Library) -> Iterator[Hypothesis]:
    """Yield what a line may be about of what was said: of the last answer, and of an earlier one it comes back to."""
    beside = _not_back(back)
    for kind in around.turns(library):
        features = {**_of_turn(kind, found), **around.turn(kind)}
        yield Hypothesis("turn", kind, {**features, **beside})
        if (
            back.told is not None
            and kind in _COMING_BACK
            and (kind != "left" or _has_day(back.told.target[1:], library))
        ):
            yield Hypothesis("turn", kind, {**features, **back.features, "earlier": 1}, told=back.told)


def _not_back(back: Return) -> dict[str, float]:
    """Return what speaks against the last answer, where a line comes back to another one."""
    return {f"not_{name}": value for name, value in back.features.items()}


def _has_day(calculator: str, library: Library) -> bool:
    return calculator in library.calculations and bool(day_looked(library.calculations[calculator].calculation))


def _holds(other: Option, one: Option) -> bool:
    """
    Return whether a calculation of the talk is the same as one asked for anew, and knows all that it knows.

    The one asked for anew is not complete by itself.
    """
    return other.name == one.name and not one.answers and one.inputs.items() <= other.inputs.items()


def _adds(other: Option, one: Option) -> bool:
    """Return whether a case of the talk takes all that a calculation asked for anew takes, beside what it knew."""
    more = other.name == one.name and bool(other.features.get("adds")) and other.inputs.keys() > one.inputs.keys()
    return more and bool(_taken(one)) and _taken(one) <= _taken(other)


def _taken(one: Option) -> set[tuple[int, int, str]]:
    return {(value.start, value.end, value.said) for value in one.inputs.values() if isinstance(value, Fact)}


def _of_aspect(one: Candidate, top: float, answering: set[str], figures: float, length: int) -> dict[str, float]:
    """
    Return what speaks for an aspect.

    How far it lies behind the best one says less of a few words that name no platform.
    """
    computed = one.bound is not None and one.bound.aspect.calculation in answering
    gap = one.score - top
    named = one.features["platform"] or one.features["named"]
    common = math.log1p(len(one.bound.aspect.asked)) if one.bound is not None else 0
    few = {"gap_few": gap / length, "gap_open": 0 if named else gap}
    return {
        **one.features,
        "score": one.score,
        "gap": gap,
        **few,
        "computed": float(computed),
        "figures": figures,
        "common": common,
    }


def _of_calculation(option: Option, found: Found) -> dict[str, float]:
    best = next((one for one in found.candidates if one.id == f"={option.name}"), None)
    same = {} if best is None else {name: best.features[name] for name in ("alike", "told", "platform", "named")}
    return {**same, **option.features}


def _of_line(kind: str, found: Found, top: float, figures: float) -> dict[str, float]:
    """Return what speaks for a line that is none of ours: like one we know, or like nothing of ours."""
    near = found.beside[kind]
    best = found.best
    asked = max(
        (chance for name, chance in found.kinds.items() if name not in BESIDE and not name.startswith(TURN_MARK)),
        default=0,
    )
    return {
        "bias": 1,
        **near,
        "outsider": float(bool(found.outsider)),
        "unknown": found.unknown,
        "top": top,
        "alike_ours": best.features["alike"] if best else 0,
        "told_ours": best.features["told"] if best else 0,
        "meant_ours": best.features["meant"] if best else 0,
        "elsewhere": float(best is not None and bool(best.place.document.requires) and best.features["named"] <= 0),
        "about": float(bool(found.about)),
        "platform": best.features["platform"] if best else 0,
        "length": math.log1p(len(found.question)),
        "kind": math.log(found.kinds.get(kind, 0) + _FLOOR),
        "asks": math.log(asked + _FLOOR),
        "figures": figures,
    }


def _asks(found: Found) -> dict[str, float]:
    """Return how likely a line asks for anything, and how near it is to one that is none of ours, or about the talk."""
    asked = max(
        (chance for name, chance in found.kinds.items() if name not in BESIDE and not name.startswith(TURN_MARK)),
        default=0,
    )
    near = {f"like_{kind}": found.beside[kind]["alike"] for kind in ("chat", "outside")}
    return {"asks": math.log(asked + _FLOOR), "like_turn": max(found.beside[kind]["alike"] for kind in TURNS), **near}


def _of_turn(kind: str, found: Found) -> dict[str, float]:
    best = found.best
    return {
        **found.beside[kind],
        f"is_{kind}": 1,
        "kind": math.log(found.kinds.get(f"{TURN_MARK}{kind}", 0) + _FLOOR),
        "length": math.log1p(len(found.question)),
        "unknown": found.unknown,
        "alike_ours": best.features["alike"] if best else 0,
        "about": float(bool(found.about)),
        "platform": float("platform" in found.named),
    }


def _score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights[name] * value for name, value in features.items() if name in weights)


def judge(
    hypotheses: Sequence[Hypothesis],
    weights: Mapping[str, Mapping[str, float]],
    prior: Callable[[Hypothesis], float] = lambda _: 0,
) -> list[Hypothesis]:
    """
    Return the hypotheses with their chances, which add up to one, the likeliest first.

    `prior` is what speaks for each of them beforehand, on the scale of the scores (log odds).
    """
    scores = [_score(one.features, weights.get(one.kind, {})) + prior(one) for one in hypotheses]
    highest = max(scores)
    chances = [math.exp(score - highest) for score in scores]
    total = sum(chances)
    judged = [one.with_chance(chance / total) for one, chance in zip(hypotheses, chances, strict=True)]
    return sorted(judged, key=lambda one: -one.chance)
