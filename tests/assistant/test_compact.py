"""All questions of the repository: nothing is said twice, what precedes the clause is short, a group gets little."""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.limits import LONGEST_IN_GROUP as GROUP
from bot.evaluation.cases import read_cases
from knowledge.calendar import SHANGHAI

QUESTIONS = Path(__file__).parents[1] / "questions"
NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
_SENTENCE = re.compile(r"[。；;!！?？\n]")
_LONG, _MOST, _MEDIAN = 15, 300, 150


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    """The answers to every single question of the repository, the several of one line each by itself."""
    files = sorted(path for path in QUESTIONS.glob("*.yaml") if not path.name.startswith("_"))
    lines = dict.fromkeys(case.q for case in read_cases(files) if case.q)
    whole = [assistant.reply(line, now=NOW)[0] for line in lines]
    return [part for answer in whole for part in (answer.parts or (answer,))]


def test_no_sentence_stands_twice(answers: list[Answer]) -> None:
    """A sentence of fifteen characters or more is said once in an answer."""
    twice = []
    for answer in answers:
        cores = Counter(core for part in _SENTENCE.split(answer.text) if len(core := re.sub(r"\W", "", part)) >= _LONG)
        twice += [f"{answer.question}: {core}" for core, times in cores.items() if times > 1]
    assert twice == []


def before_the_clause(answer: Answer) -> str:
    """Return all that is said before the clause."""
    return answer.text.split("\n\n依据：")[0].split("\n\n依據：")[0]


def test_what_stands_before_the_clause_is_short(answers: list[Answer]) -> None:
    """Half of the answers say what they say in 150 characters; none needs more than 300 that is no list."""
    told = [answer for answer in answers if answer.quotes]
    lengths = [len(before_the_clause(answer)) for answer in told]
    long = [
        f"{len(before_the_clause(answer))} {answer.question}"
        for answer in told
        if len(before_the_clause(answer)) > _MOST
    ]
    listed = {answer.question for answer in told if answer.steps and answer.calculation is None}
    print(f"before the clause: median {median(lengths):.0f}, most {max(lengths)}")
    assert median(lengths) <= _MEDIAN
    assert [line for line in long if line.partition(" ")[2] not in listed] == []


def test_a_group_gets_little(answers: list[Answer]) -> None:
    """The short answer fits a group, list and clause number included."""
    assert [f"{len(answer.short)} {answer.question}" for answer in answers if len(answer.short) > GROUP] == []
