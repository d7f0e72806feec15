"""The `rulebot` command as a whole process: what it prints where, and its exit code."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.clock import moment_of
from bot.commands.calculating import _sample
from calculators import run
from knowledge.library import Library

ROOT = Path(__file__).parent.parent
APRIL = ("--today", "2023-04-20")


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Return the one JSON value on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Return the JSON value of each line on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def refusal(self) -> str:
        """Return the one line on standard error, all there is to see."""
        assert (self.out, self.err.count("\n")) == ("", 1), self
        return self.err


def rulebot(*arguments: str | bytes, given: bytes = b"", environment: dict[str, str] | None = None) -> Ended:
    """Run the command in a process of its own, in a plain environment."""
    command = [sys.executable, "-m", "bot", *arguments]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RULEBOT_")}
    done = subprocess.run(command, input=given, capture_output=True, cwd=ROOT, env=plain | (environment or {}), timeout=60, check=False)
    ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ended.err, ended.err
    return ended


def jsonl(*items: Any) -> bytes:
    """Return items as lines of JSON; bytes stand for themselves."""
    return b"".join((item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode()) + b"\n" for item in items)


def test_a_question_gets_the_figure_first_and_then_the_clause() -> None:
    """The text is what a person reads: headline, steps, clause with document and number."""
    ended = rulebot("ask", "我实付1288，主播虚假宣传能赔多少")

    assert (ended.code, ended.err) == (0, "")
    assert "1000.00 元" in ended.out.splitlines()[0]
    assert "第7条" in ended.out


def test_a_question_may_stand_without_quotes() -> None:
    """Several words are one question."""
    ended = rulebot("ask", "--json", "實在寶", "最多賠幾多錢")

    assert ended.data["question"] == "實在寶 最多賠幾多錢"
    assert ended.data["clauses"][0]["id"] == "kuaishou-shizaibao/7"


def test_an_answer_in_json_has_every_field_and_one_line() -> None:
    """Machines find the answer object as it is described, whatever the locale."""
    ended = rulebot("ask", "--json", *APRIL, "4月1号发的货，最晚哪天能申请实在宝", environment={"LC_ALL": "C"})

    assert list(ended.data) == ["question", "status", "text", "clauses", "calculation", "choices", "confidence"]
    assert ended.data["calculation"]["result"]["last_day"] == "2023-05-01"
    assert ended.out.count("\n") == 1


def test_nothing_that_a_question_does_not_need_is_imported() -> None:
    """Telegram, the database and the terminal's libraries would cost more than the answer."""
    code = (
        "import sys; from bot.cli import main; main(['ask', '我实付1288，主播虚假宣传能赔多少'])\n"
        "print(sorted({'telegram', 'sqlalchemy', 'alembic', 'rich', 'prompt_toolkit', 'pydantic_settings', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask",), "空"),
        (("ask", " \t "), "空"),
        (("ask", "x" * 100_000), "太长"),
        (("ask", "实在宝\x07赔多少"), "U+0007"),
        (("ask", b"\xe5\xae\xff"), "UTF-8"),
        (("ask", "--today", "2023-02-29", "实在宝"), "2023-02-29"),
        (("ask", "--today", "0001-01-01", "实在宝"), "太远"),
        (("ask", "--json", "--jsonl"), "not allowed"),
        (("ask", "--jsonl", "实在宝"), "标准输入"),
        (("clause", "kuaishou-shizaibao/99"), "kuaishou-shizaibao/9"),
        (("search", "-k", "0", "实在宝"), "-k"),
        (("search", "--jsonl", "--kb", "nowhere.jsonl"), "nowhere.jsonl"),
        (("calc",), "--list"),
        (("calc", "shizaibao-payuot"), "shizaibao-payout"),
        (("calc", "shizaibao-payout", "1288"), "项=值"),
        (("calc", "shizaibao-payout", "paid=1", "paid=2"), "两次"),
        (("calc", "shizaibao-payout", "paid=-1"), "负数"),
        (("calc", "shizaibao-payout", "piad=1"), "paid"),
        (("check", "--sources", "nowhere"), "nowhere"),
        (("eval", "nowhere.yaml"), "nowhere.yaml"),
        (("eval",), "文件"),
        (("frobnicate",), "frobnicate"),
        ((), "--help"),
    ],
)
def test_wrong_use_gets_one_clear_line_and_exit_code_2(arguments: tuple[str | bytes, ...], told: str) -> None:
    """No traceback, nothing on standard output, and the line names what is wrong."""
    ended = rulebot(*arguments)

    assert ended.code == 2
    assert told in ended.refusal


@pytest.mark.parametrize(
    ("name", "value"),
    [("RULEBOT_KNOWLEDGE", "/nowhere/at/all"), ("RULEBOT_LOG_LEVEL", "LOUD")],
)
def test_a_variable_that_cannot_be_used_is_named(name: str, value: str) -> None:
    """The operator learns which value stopped the start."""
    ended = rulebot("ask", "实在宝最多赔多少", environment={name: value})

    assert ended.code == 2
    assert value in ended.refusal


def test_further_documents_are_answered_from(tmp_path: Path) -> None:
    """A folder in RULEBOT_KNOWLEDGE is a part of the knowledge base."""
    (tmp_path / "lamps.yaml").write_text(
        "id: lamp-rules\ntitle: 灯具寄样规则\nshort: 灯具规则\nplatform: 快手\nkind: 规则\nsource: lamps.md\nchecked: 2026-01-01\n"
        "clauses:\n- locator: '1'\n  title: 样灯寄回的时间\n  for: 商家\n  text: 样灯要在拍摄结束后寄回。\n  questions: [样灯什么时候寄回, 样灯要不要寄回去]\n",
        encoding="utf-8",
    )

    ended = rulebot("ask", "--json", "样灯什么时候寄回", environment={"RULEBOT_KNOWLEDGE": str(tmp_path)})

    assert ended.data["clauses"][0]["id"] == "lamp-rules/1"


def test_a_broken_document_is_named_with_file_and_field(tmp_path: Path) -> None:
    """A broken knowledge base stops the start."""
    (tmp_path / "broken.yaml").write_text("id: broken\ntitle: x\nfrobnicate: 1\n", encoding="utf-8")

    ended = rulebot("clause", "kuaishou-shizaibao/7", environment={"RULEBOT_KNOWLEDGE": str(tmp_path)})

    assert ended.code == 2
    assert "broken.yaml" in ended.refusal


def test_sessions_go_on_from_line_to_line_and_lines_without_one_stand_alone() -> None:
    """The input that a calculation asks for comes with the session's next line; other sessions know nothing of it."""
    ended = rulebot(
        "ask",
        "--jsonl",
        given=jsonl(
            {"q": "实在宝能赔我多少", "session": "a"},
            {"q": "1288", "session": "b"},
            {"q": "1288"},
            {"q": "1288", "session": "a"},
            {"q": "说错了，是500", "session": "a"},
        ),
    )

    payouts = [(line["calculation"] or {}).get("result", {}).get("payout") for line in ended.lines]
    assert payouts == [None, None, None, "1000.00", "500.00"]
    assert ended.code == 0


def test_a_line_has_its_own_day_or_moment() -> None:
    """A day alone is noon in Shanghai; a moment with another offset is brought to Shanghai; --today holds for the rest."""
    ask = "昨天发的货，最晚哪天能申请实在宝"
    ended = rulebot(
        "ask",
        "--jsonl",
        *APRIL,
        given=jsonl({"q": ask}, {"q": ask, "today": "2024-01-02"}, {"q": ask, "today": "2024-01-01T20:00:00+00:00"}),
    )

    starts = [line["calculation"]["inputs"]["shipped_on"] for line in ended.lines]
    assert starts == ["2023-04-19", "2024-01-01", "2024-01-01"]


def test_in_a_group_only_what_is_said_to_the_assistant_is_answered() -> None:
    """Chatter is passed over with an empty text; addressed, the same line is answered."""
    line = {"q": "今天吃什么", "chat": "group"}
    ended = rulebot("ask", "--jsonl", given=jsonl(line, line | {"addressed": True}))

    silent, addressed = ended.lines
    assert silent["text"] == ""
    assert addressed["text"]


def test_a_bad_line_gets_an_error_in_its_place_and_the_rest_are_answered() -> None:
    """Each error names its line; the exit code says at the end that there were some."""
    good = {"q": "实在宝最多赔多少"}
    bad: list[Any] = [
        b"{",
        b"",
        b'{"q": "\xff"}',
        [],
        {},
        {"q": None},
        {"q": ["a"]},
        {"q": "  "},
        {"q": "问" * 100_000},
        {"q": "\x00\x01"},
        b'{"q": "\\ud800"}',
        {"q": "a", "today": "tomorrow"},
        {"q": "a", "chat": "channel"},
        {"q": "a", "addressed": "yes"},
        b"[" * 50_000,
    ]
    ended = rulebot("ask", "--jsonl", given=jsonl(good, *bad, good))

    first, *errors, last = ended.lines
    assert [set(error) for error in errors] == [{"error", "line"}] * len(bad)
    assert [error["line"] for error in errors] == list(range(2, len(bad) + 2))
    assert first["status"] == last["status"] == "answered"
    assert ended.code == 2
    assert ended.err.count("\n") == 1


def test_each_answer_is_written_before_the_next_question_is_read() -> None:
    """Another program can hold a conversation over the pipe."""
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin
        assert process.stdout
        for question in ("实在宝最多赔多少", "飞鸽几点到几点算工作时间"):
            process.stdin.write(jsonl({"q": question}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == question
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    """`rulebot … | head -1` prints one line and nothing else."""
    script = f"'{sys.executable}' -m bot calc --list | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", script], capture_output=True, cwd=ROOT, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


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
    ended = rulebot("search", "--jsonl", given=jsonl({"q": "实在宝最多赔多少", "k": 3}, {"q": "淘宝七天无理由运费谁出"}, b"?"))

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

    ended = rulebot("search", "--jsonl", "--kb", str(kb), given=jsonl({"q": "我的卡丟了怎麼辦", "k": 50}, {"q": "今晚月色真美"}))

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
        "calculator", "outcome", "inputs", "missing", "result", "steps", "assumptions", "boundaries", "clauses", "supplements",
    ]  # fmt: skip
    assert ended.data["result"] | {"payout": "1000.00", "capped": True} == ended.data["result"]


def test_an_impossible_value_prints_its_object_and_one_line() -> None:
    """Both streams say what is wrong; the exit code is 2."""
    ended = rulebot("calc", "shizaibao-payout", "paid=-3", "--json")

    assert (ended.data["outcome"], ended.code, ended.err.count("\n")) == ("invalid", 2, 1)


def test_a_missing_input_is_no_failure() -> None:
    """The outcome names what is still needed."""
    ended = rulebot("calc", "shizaibao-activation", "followers=80", "--json", *APRIL)

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
    cases = [f"- {{id: T-{number}, q: 实在宝最多赔多少, doc: [kuaishou-shizaibao], at: ['7'], must: ['没有这个词']}}\n" for number in range(30)]
    questions = tmp_path / "questions.yaml"
    questions.write_text("".join(cases), encoding="utf-8")

    ended = rulebot("eval", str(questions), "--json", "--out", str(tmp_path / "curve"))

    data = json.loads(ended.out[: ended.out.rindex("}") + 1])
    told, aside = len(data["tuning"]["failing"]), data["set aside"]["everything right"]["n"]
    assert (told + aside, "failing" in data["set aside"], ended.code) == (30, False, 1)
    assert aside > 0
    assert sorted(path.suffix for path in (tmp_path / "curve").iterdir()) == [".csv", ".svg"]


def test_an_evaluation_that_holds_is_exit_code_0(tmp_path: Path) -> None:
    """People read shares with their intervals."""
    questions = tmp_path / "questions.yaml"
    questions.write_text("- {id: T-1, q: 实在宝最多赔多少, doc: [kuaishou-shizaibao], at: ['7']}\n", encoding="utf-8")

    ended = rulebot("eval", str(questions), "--why")

    assert (ended.code, "everything right" in ended.out) == (0, True)


def test_the_version_is_told() -> None:
    """One line with the name and the version."""
    ended = rulebot("--version")

    assert ended.out.startswith("rulebot ")
    assert ended.code == 0


@pytest.mark.parametrize("command", ["ask", "chat", "clause", "search", "calc", "check", "eval", "run", "preview"])
def test_every_command_has_help_and_stands_in_the_readme(command: str) -> None:
    """A command that nobody can find is as good as none."""
    ended = rulebot(command, "--help")

    assert (ended.code, f"rulebot {command}" in ended.out) == (0, True)
    assert f"rulebot {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_running_without_a_token_says_how_to_get_one() -> None:
    """It names the variable, and ends with 2."""
    ended = rulebot("run")

    assert (ended.code, ended.out) == (2, "")
    assert "RULEBOT_TELEGRAM_TOKEN" in ended.err
