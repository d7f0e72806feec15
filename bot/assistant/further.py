"""The calculations of a talk that a line may go on with: what we asked for, one more fact, a corrected one."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.assistant import gates, looked_day, looking, turns
from bot.assistant.doubts import is_doubt
from bot.assistant.giving import ANY, LOOKED, Given
from bot.assistant.going_on import day_alone, given_to
from bot.assistant.limits import MOST_LEFT
from bot.assistant.options import FIGURES, GIVES, Option, rests_of
from bot.assistant.returning import Return
from bot.assistant.talk import Pending, Talk
from calculators import run_checked
from calculators.inputs import UNREAD
from knowledge.calculations import Calculation
from knowledge.language.corrections import corrects
from knowledge.language.fact import Fact
from knowledge.language.reader import Reading
from knowledge.library import Library, full_id
from knowledge.search.found import Found

_CLOSENESS = ("itself", "linked", "home", "whole_gap", "asks", "required", "tied", "figures", "left", "own", "compute")
Heard = Mapping[str, Mapping[str, Given]]


def further(
    talk: Talk,
    heard: Heard,
    found: Found,
    near: Sequence[Option],
    back: Return,
    reading: Reading,
    library: Library,
    now: datetime,
) -> list[Option]:
    """
    Return each open calculation with what the line adds to it or changes, and those asked for now.

    The one that waits comes first; those asked for now come with what was told before. `heard` is what the line says
    for checks, `near` are the calculations that it asks for by itself, `back` is what it comes back to.
    """
    entries = ([talk.pending] if talk.pending is not None else []) + [
        one for one in talk.open if one is not talk.pending
    ]
    by_name = {option.name: option for option in near}
    result, given_more = [], dict[str, Mapping[str, Given]]()
    for rank, entry in enumerate(entries):
        waits = entry is talk.pending
        bound = library.calculations[entry.calculator]
        # what names another document or platform tells nothing of what was worked out before
        given = {} if not waits and found.elsewhere(bound.place.document) else given_to(entry, waits, reading, library)
        checks = any(check in heard for check in bound.calculation.checks)
        if not given and not checks and not waits:
            continue
        given_more |= {entry.calculator: given} if given else {}
        unread = (
            {entry.asked: Fact("number", how="about", said=reading.line, part=UNREAD)} if waits and not given else {}
        )
        features = {
            **_of_facts(entry, given, bound.calculation, reading),
            "waits": float(waits),
            "waits_in_vain": float(waits and not given),
            "vain_question": float(waits and not given and gates.is_question(reading.line)),
            "vain_short": float(waits and not given) / (len(reading.text) or 1),
            "waits_figure": float(waits and bool(given)) * float(any(fact.kind in FIGURES for fact in reading.facts)),
            "waits_told": float(waits and bool(given)) * float(not gates.is_question(reading.line)),
            "rank": float(rank),
            "offered": float(entry.near),
            "offered_waiting": float(entry.near and talk.pending is not None),
            "waits_asked": float(waits and entry.asked in given),
            "checks": float(checks),
        }
        result.append(
            _option(entry.calculator, {**entry.inputs, **given, **unread}, features, talk, found, by_name, library, now)
        )
    if back.told is not None and back.told.inputs and all(entry.inputs != back.told.inputs for entry in entries):
        entry = Pending(back.told.target[1:], back.told.inputs, "", now, [*back.told.inputs][-1])
        if given := given_to(entry, False, reading, library):
            features = {
                **_of_facts(entry, given, library.calculations[entry.calculator].calculation, reading),
                **back.features,
                "earlier": 1,
            }
            result.append(
                _option(entry.calculator, {**entry.inputs, **given}, features, talk, found, by_name, library, now)
            )
    for option in near:
        if back.told is not None and back.told.target == f"={option.name}":
            # The case that is come back to is asked about again: 电饭锅那台赔多少来着.
            features = {
                "anew": 1,
                "remembered": float(len(back.told.inputs)),
                "given": float(bool(option.inputs)),
                **back.features,
                "earlier": 1,
            }
            result.append(
                _option(
                    option.name, {**back.told.inputs, **option.inputs}, features, talk, found, by_name, library, now
                )
            )
    if re.search(looking.words("new_case"), reading.text):
        return result
    for option in near:
        completed = _completed(option, entries, reading, library)
        # 那要是一百来块的呢 gives it something: what was told before, without that, is no answer
        more = given_more.get(option.name, {})
        if completed is not None and (completed[1]["given"] or not more) and not _elsewhere(option.inputs, more):
            result.append(_option(option.name, *completed, talk, found, by_name, library, now))
    return result


def _elsewhere(inputs: Mapping[str, Given], more: Mapping[str, Given]) -> bool:
    """Return whether a day goes to one input by itself, and to another one in the case that is known already."""
    places = {(value.start, value.end): name for name, value in more.items() if isinstance(value, Fact)}
    return any(
        places.get((value.start, value.end), name) != name for name, value in inputs.items() if isinstance(value, Fact)
    )


def _completed(
    option: Option, entries: Sequence[Pending], reading: Reading, library: Library
) -> tuple[dict[str, Given], dict[str, float]] | None:
    """Return the inputs of a calculation asked for now with what was told before, and what speaks for it."""
    known = _remembered(option, entries, library)
    if not known or not option.found:
        return None
    inputs = {**known, **option.inputs}
    calculation = library.calculations[option.name].calculation
    looked = {} if day_alone(reading) else looked_day.looked_in(calculation, reading, inputs)
    features = {
        "anew": 1,
        "remembered": float(len(known)),
        "given": float(bool(option.inputs or looked)),
        "follows": float(bool(turns.follows_up(reading.line))),
    }
    return {**inputs, **looked}, features


def _option(
    name: str,
    inputs: dict[str, Given],
    features: dict[str, float],
    talk: Talk,
    found: Found,
    near: Mapping[str, Option],
    library: Library,
    now: datetime,
) -> Option:
    """Return a calculation of the talk with what speaks for it."""
    bound = library.calculations[name]
    outcome = run_checked(name, inputs, talk.told, library, now)
    own = near[name].features if name in near else {}
    closeness = {f"near_{key}": own[key] for key in _CLOSENESS if key in own}
    all_features = {
        **features,
        **closeness,
        "last": float(talk.last == f"={name}"),
        # What waits has just been asked for, whatever was asked in between.
        "here": float(
            bool(features.get("waits")) or (bool(talk.place) and talk.place.split("/")[0] == bound.place.document.id)
        ),
        "rests": float(_rests(library, name, found)),
        "near": float(name in near),
        "onward": found.onward.get(f"={name}", 0),
        "onward_else": max((value for target, value in found.onward.items() if target != f"={name}"), default=0),
        outcome.outcome: 1,
    }
    gives = bound.calculation.answers or GIVES[bound.calculation.kind]
    return Option(name, bound.place.id, inputs, outcome, all_features, gives, rests_of(bound))


def _remembered(option: Option, entries: Sequence[Pending], library: Library) -> dict[str, Given]:
    """
    Return what was told earlier for what a calculation needs.

    It was told for this one, or as the same event for another one of its document.
    """
    bound = library.calculations[option.name]
    result: dict[str, Given] = {}
    for name, one in bound.calculation.inputs.items():
        if name in option.inputs:
            continue
        for entry in entries:
            other = library.calculations[entry.calculator]
            if other.place.document.id != bound.place.document.id:
                continue
            for key, value in entry.inputs.items():
                same = entry.calculator == option.name and key == name
                alike = other.calculation.inputs[key].type == one.type and bool(
                    set(other.calculation.inputs[key].event) & set(one.event) - {ANY, LOOKED}
                )
                if (same or alike) and name not in result and not is_doubt(value):
                    result[name] = value
    return result


def _of_facts(
    entry: Pending, given: Mapping[str, Given], calculation: Calculation, reading: Reading
) -> dict[str, float]:
    """Return how what a line gives fits a calculation that is open."""
    figures = sum(fact.kind in FIGURES for fact in reading.facts)
    taken = sum(isinstance(value, Fact) and value.kind in FIGURES for value in given.values())
    asked = float(entry.asked in given and not is_doubt(given[entry.asked]))
    question = float(gates.is_question(reading.line))
    put_right = float(corrects(reading.line))
    changes = float(any(name in entry.inputs and entry.inputs[name] != value for name, value in given.items()))
    return {
        "bias": 1,
        "asked": asked,
        "asked_told": asked * (1 - question),
        "changes_told": changes * (1 - question),
        "changes_corrects": changes * put_right,
        "rest": _rest(given, reading),
        "adds": float(any(name not in entry.inputs for name in given)),
        "changes": changes,
        "doubts": float(bool(given) and all(map(is_doubt, given.values()))),
        "needs": float(any(calculation.inputs[name].required for name in given)),
        "left": float(min(max(figures - taken, 0), MOST_LEFT)),
        "figures": float(bool(taken)),
        "bare": float(turns.is_bare(reading)),
        "corrects": put_right,
        "follows": float(bool(turns.follows_up(reading.line))),
        "question": question,
        "short": float(bool(given)) / (len(reading.text) or 1),
    }


def _rest(given: Mapping[str, Given], reading: Reading) -> float:
    """Return the share of a line that is none of the facts it gives."""
    letters = len(re.sub(r"\W", "", reading.text)) or 1
    taken = sum(min(len(re.sub(r"\W", "", value.said)), letters) for value in given.values() if isinstance(value, Fact))
    return max(letters - taken, 0) / letters


def _rests(library: Library, name: str, found: Found) -> bool:
    """Return whether the best candidate is the calculation, or stands where it rests on."""
    if found.best is None:
        return False
    bound = library.calculations[name]
    document = bound.place.document.id
    return found.best.id == f"={name}" or found.best.place.id in {
        bound.place.id,
        *(full_id(document, at) for at in bound.calculation.clauses),
    }
