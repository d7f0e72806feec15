"""Whether a question wants a calculation, and which; whether it raises a conflict between two clauses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.assistant.assigning import ANY, Assigned, Given, assign
from calculators import run
from calculators.outcome import Outcome
from knowledge.finder import Found
from knowledge.language.reader import Reading
from knowledge.language.script import normalise
from knowledge.library import Bound, Library, full_id

_NEAR, _OPEN, _CLOSE, _SAME = 0.72, 0.55, 0.85, 0.95
_OWN = re.compile(r"我|咱|俺|本人|这单|这笔|这个单|算一?下|算算|帮|判断|看看")
_COMPUTE = re.compile(r"算一?下|算算|算一算|要算|想算|帮我?算|计算|帮.{0,3}判断|帮.{0,3}看看|帮.{0,4}查|能?赔我|我能?[拿得赔]")
_FIGURE = re.compile(r"[\d一二三四五六七八九十]|今|昨|前天|周|月")
_SUPPORTED = ("date", "moment", "money")
_GAP_SHARE, _HOME, _OTHERS = 0.9, 0.15, 0.75
_ASKED = {"payout": ("how_much",), "deadline": ("until_when",), "eligibility": ("may", "what_happens")}


@dataclass(frozen=True)
class Option:
    """A calculation near a question: how near, the raw facts found, and what they come to; `worth` telling or only open."""

    name: str
    relevance: float
    inputs: dict[str, Given]
    firmness: Mapping[str, float]
    outcome: Outcome
    worth: bool
    rank: float
    grounded: bool = True
    asked_for: bool = False

    @property
    def answers(self) -> bool:
        """Return whether the facts found are enough for an answer, one that the calculation needs among them."""
        return self.grounded and self.outcome.outcome in ("computed", "undetermined")


def _relevance(found: Found, bound: Bound) -> float:
    """Return how close a calculation's own phrasings, its clause, or the clauses it rests on come to the question."""
    document = bound.place.document.id
    further = {full_id(document, at) for at in (*bound.calculation.clauses, *bound.calculation.near)}
    best = 0.0
    for candidate in found.candidates:
        if candidate.target == f"={bound.calculation.name}":
            best = max(best, candidate.score)
        elif candidate.place == bound.place.id:
            best = max(best, candidate.score * (1 if candidate.target == candidate.place else _GAP_SHARE))
        elif candidate.place in further:
            best = max(best, candidate.score * _GAP_SHARE)
    return best


def _tied(bound: Bound, firmness: Mapping[str, float]) -> bool:
    """Return whether a word of the question ties a day or time to an input that the calculation needs."""
    inputs = bound.calculation.inputs
    return any(firm > 0 for name, firm in firmness.items() if inputs[name].required and inputs[name].type in ("date", "moment"))


def _weight(bound: Bound, given: Mapping[str, Given], firmness: Mapping[str, float], outcome: Outcome, text: str, asked: Mapping[str, Sequence[str]]) -> float:
    """
    Return how much a question speaks for a calculation.

    What the calculation needs counts most; a day that no word ties to its input speaks against it; so does, a little, a time of
    day that is not used. What is asked for (how much, until when, may I) counts for calculations of that kind.
    """
    inputs = bound.calculation.inputs
    needed = [name for name, field in inputs.items() if field.required]
    weight = 0.2 * sum(name in given for name in needed) / max(len(needed), 1) + 0.06 * len(given)
    weight += 0.15 if outcome.outcome in ("computed", "undetermined") else 0.0
    for name, value in given.items():
        field = inputs[name]
        if field.type in ("date", "moment") and ANY not in field.event and field.required:
            weight += 0.1 if firmness.get(name) else -0.12
        if field.type in ("moment", "time") and has_clock(value):
            weight += 0.1
        if field.type == "enum" and field.required:
            weight += 0.2
    if any(word in text for kind in _ASKED[bound.calculation.kind] for word in asked[kind]):
        weight += 0.12
    return weight


def options(found: Found, reading: Reading, words: str, library: Library, now: datetime) -> list[Option]:
    """Return the calculations near the best match of a question, the fittest first, each with the facts it takes; `words` is it spelled."""
    question = reading.text
    if found.best is None:
        return []
    near = []
    for name, bound in library.calculations.items():
        relevance = _relevance(found, bound) / found.best.score
        if found.best.target.startswith("=") and found.best.target != f"={name}":
            relevance *= _OTHERS
        beside = bound.place.document is library.places[found.best.place].document and bool(_FIGURE.search(question))
        if relevance < _OPEN and not beside:
            continue
        text = question + words
        assigned = assign(bound.calculation, reading, spelled=words)
        firmness = assigned.firmness
        given = _supported(bound, assigned, text, library)
        if relevance < _OPEN:
            # Of the same document, and the question ties its day to just this calculation.
            if not (_tied(bound, firmness) and _asks_for(bound, text, library)):
                continue
            relevance = _NEAR
        outcome = run(name, given, library, now)
        home = _HOME if found.best.place == bound.place.id else 0.0
        weight = home + _weight(bound, given, firmness, outcome, text, library.lexicon.asked) if given else 0.0
        # What the documents leave open is told only where the question is just about that.
        vague = outcome.outcome == "undetermined" and outcome.gap not in library.conflicts
        close = _CLOSE if vague else _NEAR if len(given) < 2 else _OPEN  # noqa: PLR2004
        aimed = (
            found.best.target == f"={name}"
            or _at_a_time(found, bound, given)
            or found.best.target in library.gaps
            or outcome.outcome != "undetermined"
            or _half(bound, given)
        )
        worth = bool(given) and relevance >= close and aimed and _worth_telling(bound, given, outcome, question)
        needed = [key for key, field in bound.calculation.inputs.items() if field.required]
        grounded = not needed or any(key in given for key in needed)
        near.append(Option(name, relevance, given, firmness, outcome, worth, relevance + weight, grounded, _asked_firmly(bound, given, text, library)))
    return sorted(_without_untied(near, library), key=lambda option: (-option.worth, -option.rank))


def _without_untied(near: list[Option], library: Library) -> list[Option]:
    """Return the options, but where the words tie a day to one calculation, another one that merely took it is not worth telling."""
    tied = {option.name for option in near if option.worth and _tied(library.calculations[option.name], option.firmness)}
    if not tied:
        return near
    return [replace(option, worth=False) if option.name not in tied and _took_a_day(library, option) else option for option in near]


def _took_a_day(library: Library, option: Option) -> bool:
    inputs = library.calculations[option.name].calculation.inputs
    return any(inputs[name].required and ANY not in inputs[name].event and inputs[name].type in ("date", "moment") for name in option.inputs)


def _asked_firmly(bound: Bound, given: Mapping[str, Given], text: str, library: Library) -> bool:
    """Return whether a question asks for what a calculation gives, and tells a fact that it needs."""
    inputs = bound.calculation.inputs
    return _asks_for(bound, text, library) and any(inputs[name].required for name in given)


def _asks_for(bound: Bound, text: str, library: Library) -> bool:
    """Return whether a question asks for what this kind of calculation gives: how much, until when, may I."""
    return any(word in text for kind in _ASKED[bound.calculation.kind] for word in library.lexicon.asked[kind])


def _supported(bound: Bound, assigned: Assigned, text: str, library: Library) -> dict[str, Given]:
    """Return the facts without days and amounts that no word of the question ties to their input, unless it asks for just that."""
    inputs = bound.calculation.inputs
    asks = _asks_for(bound, text, library)
    return {
        name: value
        for name, value in assigned.given.items()
        if not (inputs[name].required and ANY not in inputs[name].event and inputs[name].type in _SUPPORTED) or asks or assigned.firmness.get(name)
    }


def has_clock(value: Given) -> bool:
    """Return whether a fact names a time of day."""
    return ":" in value if isinstance(value, str) else value.kind in ("moment", "time")


def _at_a_time(found: Found, bound: Bound, given: Mapping[str, Given]) -> bool:
    """Return whether the best match is the calculation's own clause, and the question names a time of day for it."""
    return found.best is not None and found.best.place == bound.place.id and any(map(has_clock, given.values()))


def _half(bound: Bound, given: Mapping[str, Given]) -> bool:
    needed = [name for name, field in bound.calculation.inputs.items() if field.required]
    return 2 * sum(name in given for name in needed) >= len(needed)


def _worth_telling(bound: Bound, given: Mapping[str, Given], outcome: Outcome, question: str) -> bool:
    if outcome.outcome in ("computed", "undetermined"):
        return True
    needed = [name for name, field in bound.calculation.inputs.items() if field.required and name in given]
    return bool(needed) and bool(_OWN.search(normalise(question)) or len(needed) > 1 or outcome.outcome == "invalid")


def wanted(near: list[Option], question: str, library: Library) -> Option | None:
    """Return the calculation that is asked for by the asker's own case although facts are missing, or None."""
    text = normalise(question)
    if not _COMPUTE.search(text):
        return None
    if "赔" in text:
        near = sorted(near, key=lambda option: library.calculations[option.name].calculation.kind != "payout")
    asked = [option for option in near if "算" in text or _asks_for(library.calculations[option.name], text, library)]
    return next((option for option in asked if option.relevance >= _CLOSE and option.outcome.outcome == "needs_input"), None)


def opens(near: list[Option], question: str, library: Library) -> list[Option]:
    """Return the calculations that a bare figure after the answer may go to: those asked for, and those with facts already."""
    text = normalise(question)
    return [
        one for one in near if one.inputs or one.relevance >= _SAME or (one.relevance >= _CLOSE and _asks_for(library.calculations[one.name], text, library))
    ]


def raised_conflict(found: Found, library: Library, words: str) -> str:
    """Return the conflict that a question raises: its best match is one, or it names a topic of a conflict on that clause."""
    best = found.best
    if best is None:
        return ""
    if best.target in library.conflicts:
        return best.target
    for key, (places, conflict) in library.conflicts.items():
        if best.place in {place.id for place in places} and any(topic in words for topic in conflict.topics):
            return key
    return ""
