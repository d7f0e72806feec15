"""`rulebot clause`, `search`, `calc`, `eval`: what has a name, and measuring, from outside."""

import json
from pathlib import Path

from bot.clock import moment_of
from bot.commands.by_name import _sample
from calculators import run
from knowledge.library import Library
from tests.command import jsonl, rulebot


def test_a_clause_is_found_by_its_id_and_by_its_number() -> None:
    """Both ways of naming a clause show the same one."""
    by_id, by_number = rulebot("clause", "kuaishou-shizaibao/7"), rulebot("clause", "实在宝", "第七条", "--json")

    assert by_number.data["clauses"][0]["id"] == "kuaishou-shizaibao/7"
    assert by_number.data["clauses"][0]["text"] in by_id.out


def test_search_ranks_the_clauses() -> None:
    """Best first, as many as asked for, each with its score."""
    ended = rulebot("search", "--json", "-k", "4", "实在宝 赔付 上限")

    scores = [hit["score"] for hit in ended.data]
    assert ended.data[0]["id"] == "kuaishou-shizaibao/7"
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)


def test_search_lines_are_ranked_over_the_clauses() -> None:
    """An outside question is not confident; a bad line has its error."""
    ended = rulebot(
        "search", "--jsonl", given=jsonl({"q": "实在宝最多赔多少", "k": 3}, {"q": "淘宝七天无理由运费谁出"}, b"?")
    )

    inside, outside, error = ended.lines
    assert inside["ids"][0] == "kuaishou-shizaibao/7"
    assert (len(inside["ids"]), len(inside["scores"]), inside["confident"], outside["confident"]) == (3, 3, True, False)
    assert (error["line"], ended.code) == (3, 2)


def test_search_lines_are_ranked_over_a_plain_list_of_entries(tmp_path: Path) -> None:
    """The engine works on entries from elsewhere; more are asked for than there are."""
    entries = [
        {"id": "card", "title": "银行卡丢失", "phrasings": ["卡丢了怎么办", "怎么挂失"], "text": "请先挂失。"},
        {"id": "limit", "title": "转账限额", "text": "每天最多五万元。"},
        {"id": 3, "title": "利率"},
    ]
    kb = tmp_path / "kb.jsonl"
    kb.write_bytes(jsonl(*entries))

    ended = rulebot(
        "search", "--jsonl", "--kb", str(kb), given=jsonl({"q": "我的卡丟了怎麼辦", "k": 50}, {"q": "今晚月色真美"})
    )

    lost, outside = ended.lines
    assert lost["ids"][0] == "card"
    assert (lost["confident"], outside["confident"]) == (True, False)
    assert ended.code == 0


def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """File and line stand in the one line."""
    kb = tmp_path / "kb.jsonl"
    kb.write_bytes(jsonl({"id": "a", "title": "b"}, {"title": "no id"}))

    ended = rulebot("search", "--jsonl", "--kb", str(kb))

    assert ended.code == 2
    assert "kb.jsonl:2" in ended.refusal


def test_a_calculator_computes_by_name() -> None:
    """The outcome object is printed as it is described."""
    ended = rulebot("calc", "shizaibao-payout", "paid=１，２８８", "--json")

    assert list(ended.data) == [
        "calculator", "outcome", "inputs", "missing", "result", "steps", "assumptions", "boundaries", "clauses",
        "supplements", "checks",
    ]  # fmt: skip
    assert ended.data["result"] | {"payout": "1000.00", "capped": True} == ended.data["result"]


def test_an_impossible_value_prints_its_object_and_one_line() -> None:
    """Both streams say what is wrong; the exit code is 2."""
    ended = rulebot("calc", "shizaibao-payout", "paid=-3", "--json")

    assert (ended.data["outcome"], ended.code, ended.err.count("\n")) == ("invalid", 2, 1)


def test_a_missing_input_is_no_failure() -> None:
    """The outcome names what is still needed."""
    ended = rulebot("calc", "shizaibao-activation", "followers=80", "--json", "--today", "2023-04-20")

    assert (ended.code, ended.data["outcome"] in ("needs_input", "computed")) == (0, True)


def test_a_calculator_says_what_it_needs() -> None:
    """Without inputs the command names them, with an example that works when it is copied."""
    ended = rulebot("calc", "xingtu-cancel-payout")

    example = ended.out.splitlines()[-1].split("rulebot ", 1)[1].split()
    assert "amount" in ended.out
    assert rulebot(*example).code == 0


def test_every_calculator_is_listed_with_its_inputs() -> None:
    """For people a line each; for machines name, kind, clause and inputs."""
    told, listed = rulebot("calc", "--list"), rulebot("calc", "--list", "--json").data

    assert {frozenset(entry) for entry in listed} == {frozenset({"name", "kind", "clause", "inputs"})}
    fields = {frozenset(field) for entry in listed for field in entry["inputs"]}
    assert fields == {frozenset({"name", "type", "unit", "required", "default", "choices"})}
    assert {entry["kind"] for entry in listed} == {"payout", "deadline", "eligibility"}
    assert [entry["name"] for entry in listed if entry["name"] not in told.out] == []


def test_every_example_of_a_calculator_can_be_copied(library: Library) -> None:
    """What `calc NAME` suggests is valid for each of them."""
    wrong = []
    for name, bound in library.calculations.items():
        words = dict(word.split("=", 1) for word in _sample(bound.calculation).split())
        if run(name, words, library, moment_of("2023-04-20")).outcome == "invalid":
            wrong.append((name, words))

    assert wrong == []


def test_an_evaluation_lists_the_failing_cases_of_the_tuning_part_alone(tmp_path: Path) -> None:
    """A third is set aside by a hash of the id: only its totals are told. Falling short is exit code 1."""
    cases = [
        f"- {{id: T-{number}, q: 实在宝最多赔多少, doc: [kuaishou-shizaibao], at: ['7'], must: ['没有这个词']}}\n"
        for number in range(30)
    ]
    questions = tmp_path / "questions.yaml"
    questions.write_text("".join(cases), encoding="utf-8")

    ended = rulebot("eval", str(questions), "--json", "--out", str(tmp_path / "curve"))

    data = json.loads(ended.out[: ended.out.rindex("}") + 1])
    told, aside = len(data["tuning"]["failing"]), data["set aside"]["everything right"]["n"]
    assert (told + aside, "failing" in data["set aside"], ended.code) == (30, False, 1)
    assert aside > 0
    table = (tmp_path / "curve" / "risk_coverage.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "threshold,coverage,risk"
    assert table[1] == "0.0000,1.0000,0.0000"  # at no threshold all are answered; a missing word is nothing false
    assert table[-1].startswith("1.0000,")


def test_an_evaluation_that_holds_is_exit_code_0(tmp_path: Path) -> None:
    """People read shares with their intervals."""
    questions = tmp_path / "questions.yaml"
    questions.write_text("- {id: T-1, q: 实在宝最多赔多少, doc: [kuaishou-shizaibao], at: ['7']}\n", encoding="utf-8")

    ended = rulebot("eval", str(questions), "--why")

    assert (ended.code, "everything right" in ended.out) == (0, True)
