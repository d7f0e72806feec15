"""What is said of the last answer when it is asked about: why, which clause, in short, the whole text."""

from dataclasses import replace
from datetime import date

from bot.assistant import about, compose
from bot.assistant.answer import Answer
from knowledge.library import Library


def turned(kind: str, answer: Answer, library: Library, place: str, day: date) -> Answer:
    """Return the last `answer` once more, as a line of that `kind` asks for it; `place` is the clause it stands on."""
    if kind == "clause" and answer.quotes:
        headings = "、".join(dict.fromkeys(quote.heading for quote in answer.quotes[:1]))
        return replace(
            answer, headline=about.said(library, "clause", heading=headings), steps=(), then="", notes=(), next=()
        )
    if kind == "short" and answer.quotes:
        return replace(answer, steps=(), then="", notes=(), supplements=(), quotes=(), next=())
    if kind == "whole" and place in library.places:
        return compose.clause_answer(library, library.places[place], answer.question, day)
    if kind == "why" and answer.quotes:
        return _why(answer, library, day)
    return answer


def _why(answer: Answer, library: Library, day: date) -> Answer:
    """Return how a result came about, or that the rule says so, with its text below."""
    heading = answer.quotes[0].heading
    if answer.status == "needs_input":
        says = _rule(answer, library, day).rstrip("。")
        return replace(answer, headline=about.said(library, "because", heading=heading, says=says), notes=())
    if answer.calculation is not None and answer.steps:
        return replace(answer, headline=about.said(library, "worked_out", result=answer.headline.rstrip("。")), next=())
    return replace(
        answer, headline=about.said(library, "because", heading=heading, says=answer.headline.rstrip("。")), next=()
    )


def _rule(answer: Answer, library: Library, day: date) -> str:
    """Return what the clause says that a calculation under way stands on."""
    place = library.places[answer.quotes[0].id]
    aspects = [bound.aspect for bound in library.aspects[answer.quotes[0].id]]
    of_it = (one for one in aspects if answer.ask is not None and one.calculation == answer.ask.calculator)
    return library.told(place, next(of_it, aspects[0]).says, day)
