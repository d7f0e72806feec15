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
        return _why(answer, library)
    return answer


def _why(answer: Answer, library: Library) -> Answer:
    """Return how a result came about, or that the rule says so, with its text below."""
    heading = answer.quotes[0].heading
    if answer.status == "needs_input":
        return replace(
            answer, headline=about.said(library, "because", heading=heading, says=answer.quotes[0].title), notes=()
        )
    if answer.calculation is not None and answer.steps:
        return replace(answer, headline=about.said(library, "worked_out", result=answer.headline.rstrip("。")), next=())
    return replace(
        answer, headline=about.said(library, "because", heading=heading, says=answer.headline.rstrip("。")), next=()
    )
