"""Whether a question wants a calculation, and which; whether it raises a conflict between two clauses."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.assistant.facts import facts
from calculators import run
from calculators.outcome import Outcome
from knowledge.finder import Found
from knowledge.library import Bound, Library, full_id
from knowledge.text import normalise

_NEAR = 0.72
_OWN = re.compile(r"我|咱|俺|本人|这单|这笔|这个单|我们|自己")
_GAP_SHARE = 0.9


@dataclass(frozen=True)
class Chosen:
    """A calculation that fits a question: what it rests on, the raw facts found, and what they come to."""

    name: str
    relevance: float
    inputs: dict[str, str]
    outcome: Outcome


def _relevance(found: Found, library: Library, bound: Bound) -> float:
    """Return how close a calculation's own phrasings, its clause, or the clauses it rests on come to the question."""
    document = bound.place.document.id
    further = {full_id(document, at) for at in bound.calculation.clauses}
    best = 0.0
    for candidate in found.candidates:
        if candidate.target == f"={bound.calculation.name}":
            best = max(best, candidate.score)
        elif candidate.place == bound.place.id:
            best = max(best, candidate.score * (1 if candidate.target == candidate.place else _GAP_SHARE))
        elif candidate.place in further:
            best = max(best, candidate.score * _GAP_SHARE)
    return best


def _weight(bound: Bound, given: dict[str, str], outcome: Outcome) -> float:
    """Return how much the facts speak for the calculation: what it needs counts, what it may have counts a little."""
    needed = [name for name, field in bound.calculation.inputs.items() if field.required]
    share = sum(name in given for name in needed) / max(len(needed), 1)
    done = 0.15 if outcome.outcome in ("computed", "undetermined") else 0.0
    return 0.2 * share + 0.03 * len(given) + done


def chosen(found: Found, question: str, library: Library, now: datetime) -> Chosen | None:
    """Return the calculation that `question` gives facts for and that lies near its best match, or None."""
    if found.best is None:
        return None
    options = []
    for name, bound in library.calculations.items():
        relevance = _relevance(found, library, bound)
        if relevance < _NEAR * found.best.score:
            continue
        given = facts(bound.calculation, question, now)
        if not given:
            continue
        outcome = run(name, given, library, now)
        if not _worth_telling(bound, given, outcome, question):
            continue
        options.append((relevance / found.best.score + _weight(bound, given, outcome), Chosen(name, relevance, given, outcome)))
    return max(options, key=lambda option: option[0])[1] if options else None


def _worth_telling(bound: Bound, given: dict[str, str], outcome: Outcome, question: str) -> bool:
    if outcome.outcome in ("computed", "undetermined"):
        return True
    needed = [name for name, field in bound.calculation.inputs.items() if field.required and name in given]
    return bool(needed) and bool(_OWN.search(normalise(question)) or len(needed) > 1 or outcome.outcome == "invalid")


def wanted(found: Found, question: str) -> str:
    """Return the calculation that is asked for by the asker's own case although no fact is given, or nothing."""
    best = found.best
    if best and best.target.startswith("=") and _OWN.search(normalise(question)):
        return best.target[1:]
    return ""


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
