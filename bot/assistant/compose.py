"""Answers to questions and calculations: first line, steps, what it depends on, the clauses it stands on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.assistant import dated
from bot.assistant.answer import Answer, Ask, NextStep, Quote
from bot.assistant.citing import quote
from bot.assistant.days_said import Said
from bot.assistant.limits import LONGEST_IN_ONE_LINE, MOST_NEXT
from bot.assistant.phrases import CONCERNS
from calculators.outcome import Outcome
from knowledge.answers import TEXT
from knowledge.calculations import Calculation
from knowledge.library import BoundAspect, Library, Place, full_id
from knowledge.model import Document
from knowledge.prose import day_text, tidy

_DAYS = ("今天", "昨天", "前天")


def aspect_answer(
    library: Library,
    told: tuple[BoundAspect, str],
    question: str,
    day: date,
    confidence: float,
    said: Said = (),
    beside: Sequence[Place] = (),
) -> Answer:
    """
    Return the answer that an aspect gives: its first line `told` with it, its list, what it depends on, its clauses.

    Figures are those of the days `said`, or else of `day`; `beside` are further clauses that may be meant as well.
    """
    one, says = told
    said = dated.settled(library, one.place, says or one.place.clause.text, day, said)
    looked = said[0].first if said else day
    gap = one.target in library.gaps
    places = library.conflicts[one.target][0] if one.target in library.conflicts else (one.place,)
    first = dated.told(library, one.place, says, day, said)
    items = _unsaid(first, tuple(library.told(one.place, item.says, looked) for item in one.items))
    # A short list reads best as one sentence behind its introduction.
    short = len("".join(items)) <= LONGEST_IN_ONE_LINE and not any("：" in item for item in items)
    listed = not short or "how" in one.aspect.asks or not first.endswith("：")
    notes = (*dated.today_too(library, one.place, says, day, said), *_depends_on(library, one, day, said))
    return Answer(
        question,
        "no_answer" if gap else "answered",
        first + ("" if listed or not items else "；".join(items) + "。"),
        "",
        steps=items if listed else (),
        then=dated.told(library, one.place, one.aspect.then, day, said),
        notes=tuple(dict.fromkeys(notes)),
        supplements=_supplements(library, one) if gap else (),
        quotes=tuple(
            _quoted(library, place, day, said) for place in {place.id: place for place in (*places, *beside)}.values()
        ),
        next=_next_steps(one),
        confidence=confidence,
    )


def _unsaid(first: str, items: tuple[str, ...]) -> tuple[str, ...]:
    """
    Return the points of a list, none where the first line has named them all.

    A point is named where most of its pairs of characters stand in the first line.
    """

    def named(item: str) -> bool:
        pairs = [item[at : at + 2] for at in range(len(item) - 1)]
        return 2 * sum(pair in first for pair in pairs) > len(pairs)

    return () if all(map(named, items)) else items


def clause_answer(library: Library, place: Place, question: str, day: date, said: Said = ()) -> Answer:
    """Return the answer that shows a clause as a whole: its heading, whom it concerns, what it depends on, its text."""
    said = dated.settled(library, place, place.clause.text, day, said)
    answer = aspect_answer(library, (library.aspects[place.id][0], ""), question, day, 1, said)
    readings = (dated.told(library, place, text, day, said) for text in place.clause.reading.values())
    open_points = (
        dated.told(library, place, gap.missing, day, said) for at, gap in library.gaps.values() if at.id == place.id
    )
    headline = f"{place.document.short}{place.cite}：{place.clause.title}"
    quotes = tuple(replace(shown, whole=True) for shown in answer.quotes)
    return replace(
        answer,
        headline=headline,
        steps=(f"{CONCERNS}：{'、'.join(place.clause.audience)}",),
        then="",
        notes=(*readings, *open_points),
        quotes=quotes,
        next=_steps(place.clause.next),
    )


def _depends_on(library: Library, one: BoundAspect, day: date, said: Said) -> tuple[str, ...]:
    """
    Return the readings, gaps and conflicts that bear on just this aspect.

    Where none are named of an owner's text, they are all those of its clause.
    """
    clause, document = one.place.clause, one.place.document
    if one.aspect.id == TEXT and one.target == one.place.id:
        gaps = tuple(gap.missing for at, gap in library.gaps.values() if at.id == one.place.id)
        texts = (*clause.reading.values(), *gaps)
    elif one.aspect.id == TEXT and one.target in library.gaps:
        texts = (library.gaps[one.target][1].certain,)
    else:
        texts = tuple(_needed(library, document, clause.reading, name) for name in one.aspect.needs)
    return tuple(dated.told(library, one.place, text, day, said) for text in texts if text)


def _needed(library: Library, document: Document, readings: dict[str, str], name: str) -> str:
    key = f"{document.id}#{name}"
    if name in readings:
        return readings[name]
    return library.gaps[key][1].missing if key in library.gaps else library.conflicts[key][1].says


def _supplements(library: Library, one: BoundAspect) -> tuple[str, ...]:
    entries = library.supplements(one.place, library.gaps[one.target][1].id)
    return tuple(f"{tidy(entry.text)}（{entry.source}，{day_text(entry.dated)}）" for entry in entries)


def _quoted(library: Library, place: Place, day: date, said: Said) -> Quote:
    """Return `place` as it is quoted on the days `said`, or on `day`."""
    shown = quote(library, place, day)
    return replace(shown, text=dated.told(library, place, place.clause.text, day, said)) if said else shown


def _next_steps(one: BoundAspect) -> tuple[NextStep, ...]:
    return _steps(one.aspect.next or one.place.clause.next)


def _steps(lines: Sequence[str]) -> tuple[NextStep, ...]:
    return tuple(NextStep(line, line) for line in lines[:MOST_NEXT])


def options(calculation: Calculation, name: str) -> tuple[str, ...]:
    """Return what a button can offer for an input; each can be typed as well."""
    field = calculation.inputs[name]
    offered: tuple[str, ...] = ()
    if field.type == "enum":
        offered = tuple(words[0] if words else token for token, words in field.choices.items())
    elif field.type == "bool":
        offered = ("是", "否")
    elif field.type == "date" and field.happened:
        offered = _DAYS
    return offered


def outcome_answer(library: Library, outcome: Outcome, question: str, day: date, confidence: float) -> Answer:
    """Return what a calculation came to, or the question back."""
    bound = library.calculations[outcome.calculator]
    quotes = tuple(quote(library, library.places[at], day) for at in outcome.clauses)
    outside = tuple(
        f"{entry['text']}（{entry['source']}，{day_text(date.fromisoformat(entry['dated']))}）"
        for entry in outcome.supplements
    )
    if outcome.outcome in ("needs_input", "invalid"):
        name = outcome.missing[0] if outcome.missing else outcome.wrong
        offered = options(bound.calculation, name) if name in bound.calculation.inputs else ()
        kind = bound.calculation.inputs[name].type if name in bound.calculation.inputs else "text"
        ask = Ask(outcome.calculator, name, kind, outcome.says, offered)
        return Answer(
            question,
            "needs_input",
            outcome.says,
            "",
            steps=outcome.steps,
            notes=outcome.assumptions,
            quotes=quotes[:1],
            calculation=outcome,
            ask=ask,
            confidence=confidence,
        )
    undetermined = outcome.outcome == "undetermined" and outcome.gap not in library.conflicts
    notes = (*outcome.assumptions, *outcome.boundaries)
    if outcome.gap in library.gaps:
        place, gap = library.gaps[outcome.gap]
        notes = (library.told(place, gap.missing, day), *notes)
    if outcome.gap in library.conflicts:
        places, conflict = library.conflicts[outcome.gap]
        notes = (library.told(places[0], conflict.says, day), *notes)
    return Answer(
        question,
        "no_answer" if undetermined else "answered",
        ended(outcome.says),
        "",
        steps=outcome.steps,
        then=outcome.then,
        notes=tuple(dict.fromkeys(notes)),
        supplements=outside,
        quotes=quotes,
        calculation=outcome,
        next=_steps(bound.place.clause.next),
        confidence=confidence,
    )


def ended(sentence: str) -> str:
    """Return a sentence with its full stop."""
    return sentence if not sentence or sentence[-1] in "。？！：…?!" else f"{sentence}。"


def choice_label(library: Library, target: str, place: Place) -> str:
    """Return how a choice names what may be meant: as a question, a calculation by its title."""
    if target.startswith("="):
        return f"{place.document.short}：{library.calculations[target[1:]].calculation.title}"
    bound = next(one for one in library.aspects[target.rpartition(":")[0]] if one.id == target)
    asked = bound.aspect.asked[0].q if bound.aspect.asked else place.clause.title
    return f"{place.document.short}：{asked}"


def related(library: Library, place: Place) -> tuple[Place, ...]:
    """Return the clauses that a clause names as related."""
    return tuple(library.places[full_id(place.document.id, at)] for at in place.clause.related)
