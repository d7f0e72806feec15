"""Talks: judged step by step in one conversation, and told as steps right and as talks held throughout."""

import json
from pathlib import Path
from typing import Any, cast

import pytest

from bot.assistant.assistant import Assistant
from bot.evaluation.cases import Case, read_cases
from bot.evaluation.judge import Verdict, judge
from bot.evaluation.measures import by_confidence, totals
from bot.evaluation.report import details, machine, summary
from tests.command import ROOT, rulebot
from tests.evaluation.scripted import Scripted, computed, says, verdict

EXAMPLES = tuple(ROOT.parent / "shared" / name for name in ("questions.example.yaml", "talks.example.yaml"))
_PAYOUT = says("赔 60.00 元", calculation=computed("fee", fee="60.00"))
_HELD: dict[str, Any] = {"id": "T-1", "talk": [{"say": "甲", "first": ["可以"]}, {"say": "乙", "calc": "fee"}]}
_BROKEN: dict[str, Any] = {
    "id": "T-2",
    "talk": [
        {"say": "丙", "first": ["不能"], "doc": ["lamps"]},
        {"say": "丁", "must": ["60"]},
        {"say": "戊", "calc": "none", "most": 2},
    ],
}


@pytest.fixture
def verdicts() -> list[Verdict]:
    """Return a talk that holds, one with two of three steps wrong, and a single question."""
    return [
        verdict(_HELD, says("可以"), _PAYOUT),
        verdict(_BROKEN, says("可以"), _PAYOUT, _PAYOUT),
        verdict({"id": "Q-1", "q": "己"}, says("可以", confidence=1.0)),
    ]


def test_the_steps_of_a_talk_share_one_conversation() -> None:
    """Each line is said with what the lines before it left, group lines that nobody addressed included."""
    steps = [{"say": "甲", "addressed": True}, {"say": "乙"}, {"say": "丙", "addressed": True}]
    assistant = Scripted([says(), says("", silent=True), says()])

    judge(Case.model_validate({"id": "T", "chat": "group", "talk": steps}), cast("Assistant", assistant))

    assert assistant.heard == [("甲", "", "addressed"), ("乙", "甲", "group"), ("丙", "乙", "addressed")]


def test_a_talk_is_right_only_if_every_step_is(verdicts: list[Verdict]) -> None:
    """What is wrong in its steps is wrong with the talk; each step keeps its own."""
    held, broken, _ = verdicts

    assert (held.right, broken.right) == (True, False)
    assert [step.wrong for step in broken.steps] == [("document", "first"), (), ("most", "computed")]
    assert broken.wrong == ("document", "first", "most", "computed")


def test_steps_right_and_talks_held_throughout_are_measured(verdicts: list[Verdict]) -> None:
    """A single question is neither a step nor a talk; what one answer is asked counts each step."""
    told = {name: (value.hits, value.n) for name, value in totals(verdicts).items()}

    assert (told["steps right"], told["talks held throughout"], told["everything right"]) == ((3, 5), (1, 2), (2, 3))
    assert (told["calculations exact"], told["confident wrong answers"]) == ((1, 1), (2, 6))


def test_the_report_shows_the_failing_steps_of_a_talk(verdicts: list[Verdict]) -> None:
    """For people the shares and a line a step; a measure that nothing falls under is left out."""
    told = details(verdicts).splitlines()

    assert "  steps right                      60.0%  n=5     [23.1%, 88.2%]" in summary(verdicts, "all").splitlines()
    assert "near-miss" not in summary(verdicts, "all")
    start = told.index("failing: 1")
    assert told[start + 1 :] == [
        "  T-2  1 of 3 steps right",
        "    step 1  document,first  丙",
        "    step 3  most,computed  戊",
    ]


def test_machines_get_the_failing_steps_and_the_shares(verdicts: list[Verdict]) -> None:
    """Where the cases are not to be seen, the shares alone."""
    open_data, closed = (json.loads(machine(verdicts, cases=seen)) for seen in (True, False))

    assert (closed["steps right"]["n"], closed["talks held throughout"]["value"]) == (5, 0.5)
    assert "failing" not in closed
    assert open_data["failing"] == [
        {
            "id": "T-2",
            "wrong": ["document", "first", "most", "computed"],
            "steps": [
                {"step": 1, "say": "丙", "wrong": ["document", "first"]},
                {"step": 3, "say": "戊", "wrong": ["most", "computed"]},
            ],
        }
    ]


def test_confidence_is_told_in_ten_bins(verdicts: list[Verdict]) -> None:
    """The last bin holds 1, too; silence has no confidence."""
    silent = verdict({"q": "问", "chat": "group", "empty": True}, says("", silent=True))

    bins = by_confidence([*verdicts, silent])

    assert [held.right.n for held in bins] == [0] * 9 + [6]
    assert (bins[9].right.hits, round(bins[9].confidence, 4)) == (4, 0.9167)


def test_a_talk_is_measured_from_the_command_line(tmp_path: Path) -> None:
    """A step that fails makes it exit code 1; `--why` tells what was expected of it."""
    asked = tmp_path / "asked.yaml"
    asked.write_text(
        "- {id: T-4, talk: [{say: 你好, calc: none}, {say: 你好, must: [没有这个词]}]}\n", encoding="utf-8"
    )

    ended = rulebot("eval", str(asked), "--why")

    assert ended.code == 1
    assert "talks held throughout             0.0%  n=1" in ended.out
    assert "steps right                      50.0%  n=2" in ended.out


def test_an_unknown_key_is_one_line_for_the_operator(tmp_path: Path) -> None:
    """With file, case, field and value, and exit code 2."""
    asked = tmp_path / "asked.yaml"
    asked.write_text("- {id: T-4, talk: [{say: 你好, frist: [可以]}]}\n", encoding="utf-8")

    ended = rulebot("eval", str(asked))

    assert (ended.code, ended.refusal) == (2, "rulebot: asked.yaml: “T-4”.talk.1.frist: unknown key, found “[可以]”\n")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_example_files_are_read_and_judged(path: Path, assistant: Assistant) -> None:
    """Every step gets a verdict; how many are right is for `rulebot eval` to tell."""
    if not path.is_file():
        pytest.skip(f"the example file {path.name} is not here")
    cases = read_cases([path])
    judged = [judge(case, assistant) for case in cases]

    told = totals(judged)
    assert told["everything right"].n == len(cases)
    assert told["steps right"].n == sum(len(case.talk) for case in cases) > 0
    assert told["talks held throughout"].n == sum(bool(case.talk) for case in cases)
