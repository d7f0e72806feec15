"""The rule that a calculation computes, told before it asks for what is still missing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.assistant import compose
from bot.assistant.answer import Answer
from bot.assistant.days_said import days_said
from bot.assistant.giving import Given
from bot.assistant.presuming import Presuming
from bot.assistant.understanding import Understood
from knowledge.language.reader import Reading
from knowledge.library import Library
from knowledge.search.finder import Finder


class RuleFirst:
    """Tells rules over one library, where they hold for the case that is asked about."""

    def __init__(self, library: Library, finder: Finder) -> None:
        """Share the library and the search."""
        self._library, self._finder, self._presuming = library, finder, Presuming(library, finder.spelling)

    def before(self, answer: Answer, understood: Understood, reading: Reading, now: datetime) -> Answer:
        """Return the question for what a calculation needs behind the rule that may have been asked for."""
        rule = understood.rule
        inputs = self._library.calculations[answer.ask.calculator].calculation.inputs if answer.ask else {}
        asked = inputs[answer.ask.name].ask if answer.ask and answer.ask.name in inputs else None
        if (
            rule is None
            or rule.bound is None
            or answer.status != "needs_input"
            or not answer.ask
            or answer.ask.prompt != asked
            or self._presuming.presumes(rule.bound, answer.ask.calculator, answer.ask.name, now)
            or self._presuming.contradicts(rule.bound, answer.ask.calculator, _given(understood), now)
        ):
            return answer  # what stands in the way of a fact comes first
        one, days = (rule.bound, self._finder.line(rule)), days_said(reading)
        told = compose.aspect_answer(self._library, one, reading.line, now.date(), answer.confidence, days)
        quotes = {quote.id: quote for quote in (*told.quotes, *answer.quotes)}
        return replace(
            answer,
            headline=told.headline,
            then=told.then,
            notes=(*told.notes, *answer.notes),
            quotes=tuple(quotes.values()),
        )


def _given(understood: Understood) -> Mapping[str, Given]:
    option = understood.decision.meant[0].option
    return option.inputs if option is not None else {}
