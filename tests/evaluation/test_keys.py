"""Each key of a question file holds when it should and fails when it should not."""

from typing import Any

import pytest

from bot.assistant.answer import Answer
from bot.evaluation.scripts import written_in
from tests.evaluation.scripted import computed, says, verdict, wrong

_TWO_LINES = says("可以，最多赔 1,868.00 元。\n不能重复申请。", "lamps/7.1", "lamps/9")
_SILENT = says("", status="no_answer", silent=True)
_PAYOUT = says("赔 868.00 元", calculation=computed("payout", payout="868.00", capped=False, until="2023-05-01T24:00"))
_REFUSAL = says("我不知道", status="no_answer")
_CHOICE = says("你问的是哪一个？", status="choose")

HOLDS: list[tuple[dict[str, Any], Answer]] = [
    ({}, _REFUSAL),
    ({}, _SILENT),
    ({"status": "answered"}, _TWO_LINES),
    ({"status": ["needs_input", "answered"]}, _TWO_LINES),
    ({"doc": ["lamps"]}, _TWO_LINES),
    ({"doc": ["lights", "lamps"], "at": ["7"]}, _TWO_LINES),
    ({"at": ["9.3"]}, _TWO_LINES),
    ({"must": ["1868", ["赔付", "赔"], "不能重复"]}, _TWO_LINES),
    ({"must": ["可以"]}, says("可以，最多賠這些")),
    ({"must_not": ["退款"]}, _TWO_LINES),
    ({"first": ["1868.00元", ["能", "可以"]]}, _TWO_LINES),
    ({"first": ["可以"]}, says("\n  \n可以\n不能")),
    ({"first_not": ["不能", "不可以"]}, _TWO_LINES),
    ({"most": "4"}, says("可以。\n")),
    ({"script": "traditional"}, says("最晚 6 月 19 日申請，後天截止")),
    ({"script": "simplified"}, says("最晚 6 月 19 日申请，后天截止")),
    ({"script": "traditional"}, says("OK")),
    ({"empty": "true"}, _SILENT),
    ({"calc": "none"}, _TWO_LINES),
    ({"calc": "payout", "result": {"payout": "868", "capped": "false"}}, _PAYOUT),
    ({"calc": ["deadline", "payout"]}, _PAYOUT),
    ({"calc": ["none", "payout"]}, _PAYOUT),
    ({"calc": ["none", "payout"]}, _TWO_LINES),
    ({"result": {"until": "2023-05-01"}}, _PAYOUT),
    ({"result": {"blocking": []}}, says(calculation=computed("exit", blocking=[]))),
]

FAILS: list[tuple[str, dict[str, Any], Answer]] = [
    ("status", {"status": ["needs_input", "answered"]}, _REFUSAL),
    ("document", {"doc": ["lights"]}, _TWO_LINES),
    ("document", {"doc": ["lamps"]}, _REFUSAL),
    ("document", {"doc": ["lamps"]}, _CHOICE),
    ("clause", {"at": ["8"]}, _TWO_LINES),
    ("clause", {"at": ["7"]}, _CHOICE),
    ("must", {"must": ["1868", ["退货", "退款"]]}, _TWO_LINES),
    ("must_not", {"must_not": ["不能"]}, _TWO_LINES),
    ("first", {"first": [["不能", "重复"]]}, _TWO_LINES),
    ("first_not", {"first_not": ["1868"]}, _TWO_LINES),
    ("most", {"most": "3"}, says("可以。\n")),
    ("script", {"script": "traditional"}, says("最晚 6 月 19 日申請，賠償金額见第七條")),
    ("script", {"script": "traditional"}, says("三天后")),
    ("script", {"script": "simplified"}, says("最晚 6 月 19 日申請")),
    ("script", {"script": "simplified"}, says("三天後")),
    ("spoke", {"empty": "true"}, _REFUSAL),
    ("silent", {"must_not": ["退款"], "script": "simplified"}, _SILENT),
    ("computed", {"calc": "none"}, _PAYOUT),
    ("calculation", {"calc": ["deadline", "exit"]}, _PAYOUT),
    ("calculation", {"calc": ["none", "exit"]}, _PAYOUT),
    ("calculation", {"calc": "payout"}, _TWO_LINES),
    ("calculation", {"result": {"payout": "868.01"}}, _PAYOUT),
    ("calculation", {"result": {"payout": "868.00"}}, _TWO_LINES),
    ("calculation", {"result": {"blocking": []}}, says(calculation=computed("exit", blocking=["2.1"]))),
]


@pytest.mark.parametrize(("expected", "answer"), HOLDS)
def test_an_expectation_that_is_met_is_no_fault(expected: dict[str, Any], answer: Answer) -> None:
    """What a step does not state is not looked at."""
    assert wrong(expected, answer) == ()


@pytest.mark.parametrize(("fault", "expected", "answer"), FAILS)
def test_an_expectation_that_is_not_met_is_named(fault: str, expected: dict[str, Any], answer: Answer) -> None:
    """Just the one that fails."""
    assert wrong(expected, answer) == (fault,)


@pytest.mark.parametrize("kind", ["fact", "oos", "gap", "clarify"])
def test_a_case_has_the_statuses_of_its_kind_where_a_step_has_none(kind: str) -> None:
    """The same silent or unfit answer is a fault in a case alone."""
    silent = says("", status="no_answer", silent=True)

    assert "silent" in verdict({"q": "问", "kind": kind}, silent).wrong
    assert ("status" in verdict({"q": "问", "kind": kind}, _REFUSAL).wrong) == (kind in ("fact", "clarify"))
    assert verdict({"kind": kind, "talk": [{"say": "问"}]}, silent).right


def test_a_choice_passes_for_a_clause_only_in_a_case_that_says_nothing_of_the_first_line() -> None:
    """A case with `first`, and every step, wants its document and clause whatever the status is."""
    asked = {"q": "问", "kind": "clarify", "doc": ["lamps"], "at": ["7"]}

    assert verdict(asked, _CHOICE).wrong == ()
    assert verdict({**asked, "first": ["哪一个"]}, _CHOICE).wrong == ("document", "clause")


def test_what_is_expected_of_turns_is_expected_of_the_last_answer() -> None:
    """The answers before it are not looked at."""
    turns = {"turns": ["问", "再问"], "first": ["可以"]}

    assert verdict(turns, _REFUSAL, _TWO_LINES).wrong == ()
    assert verdict(turns, _TWO_LINES, _REFUSAL).wrong == ("status", "first")


@pytest.mark.parametrize(
    ("text", "traditional", "simplified"),
    [
        ("發貨後三天內", True, False),
        ("发货后三天内", False, True),
        ("發貨后三天", True, False),  # what conversion leaves over is not what tells the script
        ("发貨", False, False),
        ("皇后", True, True),
        ("868.00", True, True),
        ("", True, True),
    ],
)
def test_a_script_is_told_by_what_it_alone_writes(text: str, traditional: bool, simplified: bool) -> None:
    """A mixture is neither; what both write alike, or has no characters at all, is both."""
    assert (written_in(text, "traditional"), written_in(text, "simplified")) == (traditional, simplified)
