"""An assistant that says what a test tells it to, and keeps what it was asked."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from bot.assistant.answer import Answer, Quote
from bot.assistant.assistant import Assistant, Mode
from bot.assistant.talk import NOTHING, Talk
from bot.evaluation.cases import Case
from bot.evaluation.judge import Verdict, judge
from calculators.outcome import Outcome


@dataclass
class Scripted:
    """Gives prepared answers one after another."""

    answers: list[Answer]
    heard: list[tuple[str, str, str]] = field(default_factory=list)
    """Each line, the line before it in the talk that was handed in, and how it was said."""

    def reply(self, line: str, talk: Talk = NOTHING, *, now: datetime, mode: Mode = "private") -> tuple[Answer, Talk]:
        """Return the next answer, and a talk that remembers this line."""
        self.heard.append((line, talk.question, mode))
        return self.answers[len(self.heard) - 1], replace(talk, question=line)


def says(text: str = "好的。", *ids: str, **more: Any) -> Answer:
    """Return an answer with `text` that quotes the clauses `ids`."""
    quotes = tuple(_quote(name) for name in ids)
    return replace(Answer("问", "answered", text, text, quotes=quotes, confidence=0.9), **more)


def _quote(name: str) -> Quote:
    document, locator = name.split("/")
    return Quote(name, document, locator, "标题", "条文", "出处", "")


def computed(calculator: str, **result: Any) -> Outcome:
    """Return an outcome of `calculator`."""
    return Outcome(calculator, "computed", "", result=result)


def verdict(case: dict[str, Any], *answers: Answer) -> Verdict:
    """Return the verdict on `case`, written as in a file, where `answers` are given."""
    return judge(Case.model_validate({"id": "T", **case}), cast("Assistant", Scripted(list(answers))))


def wrong(expected: dict[str, Any], answer: Answer) -> tuple[str, ...]:
    """Return what is wrong with `answer` in the one step of a talk that has these expectations."""
    return verdict({"talk": [{"say": "问", **expected}]}, answer).wrong
