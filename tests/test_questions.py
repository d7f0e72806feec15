"""Blind question sets: what they must hold; every line of the tuning part passes or is listed as not yet passing."""

from collections import Counter
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.evaluation.cases import Case, read_cases
from bot.evaluation.judge import judge
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.plain_yaml import read_yaml

FOLDER = Path(__file__).parent / "questions"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.startswith("_"))
CASES = read_cases(FILES)
NOT_YET = frozenset(read_yaml(FOLDER / "_not_yet.yaml") or ())


# The cases of the tuning part by their file and kind; the rest is left unseen.
TUNED: dict[tuple[str, str], list[Case]] = {}
for path in FILES:
    for one in read_cases([path]):
        if not one.set_aside:
            TUNED.setdefault((path.stem, one.kind or "plain"), []).append(one)


@pytest.mark.parametrize(("file", "kind"), TUNED, ids=[f"{file}: {kind}" for file, kind in TUNED])
def test_cases_of_the_tuning_part_pass_unless_listed_and_only_those_are_listed(
    assistant: Assistant, file: str, kind: str
) -> None:
    """A case that fails and is not listed is something that got worse; the list may only hold what really fails."""
    verdicts = {case.id: judge(case, assistant) for case in TUNED[file, kind]}

    worse = {name: verdict.wrong for name, verdict in verdicts.items() if not verdict.right and name not in NOT_YET}
    passing = sorted(name for name, verdict in verdicts.items() if verdict.right and name in NOT_YET)
    assert (worse, passing) == ({}, [])


def test_the_list_names_cases_of_the_tuning_part() -> None:
    """None that is set aside, and none that is gone."""
    assert {case.id for cases in TUNED.values() for case in cases} >= NOT_YET


def test_the_sets_are_as_large_and_as_mixed_as_they_must_be() -> None:
    """Lines, outside questions, group lines with their chatter, and near-miss pairs."""
    kinds = Counter(case.kind for case in CASES)
    group = [case for case in CASES if case.chat == "group"]
    sides = Counter(case.id[:-1] for case in CASES if case.diff)

    assert len(CASES) >= 1200
    assert kinds["oos"] + kinds["smalltalk"] - sum(case.empty for case in group) >= 250
    assert len(group) >= 450
    assert 2 * len(group) <= 3 * sum(case.empty for case in group) + 10
    assert sum(count == 2 for count in sides.values()) >= 200
    assert {case.style for case in CASES} >= {
        "plain",
        "colloquial",
        "traditional",
        "typo",
        "mixed",
        "pinyin",
        "english",
        "noisy",
        "group",
    }


def test_about_a_third_is_set_aside() -> None:
    """The hash of the id draws the part that is not tuned on."""
    share = sum(case.set_aside for case in CASES) / len(CASES)

    assert 0.3 < share < 0.37


def test_no_test_question_is_an_example_question(library: Library) -> None:
    """A question that stands in the knowledge base measures nothing."""
    spelling = Spelling(library.lexicon)
    examples = {
        spelling(example.q) for document in library.documents for clause in document.clauses for example in clause.asked
    }
    examples |= {
        spelling(example.q) for document in library.documents for gap in document.gaps for example in gap.asked
    }
    examples |= {
        spelling(example.q)
        for document in library.documents
        for conflict in document.conflicts
        for example in conflict.asked
    }
    same = [case.id for case in CASES if any(spelling(line) in examples for line in case.lines if len(case.lines) == 1)]

    assert same == []


def test_every_clause_is_the_answer_to_some_question(library: Library) -> None:
    """Each locator is asked for by at least one test question."""
    asked = {f"{document}/{at}." for case in CASES for document in case.doc for at in case.at}

    assert [
        place
        for place in library.places
        if not any(f"{place}.".startswith(at) or at.startswith(f"{place}.") for at in asked)
    ] == []


def test_a_case_without_a_right_answer_cannot_be_written() -> None:
    """A case needs an id and a known kind."""
    with pytest.raises(ValueError, match="kind"):
        Case.model_validate({"id": "X", "q": "问", "kind": "whatever"})
