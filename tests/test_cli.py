"""The `rulebot` command as a whole process: questions in, answers out, and what it says when it is used wrongly."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import BAD_LINES, ROOT, jsonl, rulebot

APRIL = ("--today", "2023-04-20")


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
        "print(sorted({'telegram', 'sqlalchemy', 'alembic', 'rich', 'prompt_toolkit', 'pydantic_settings', 'asyncio'}"
        " & set(sys.modules)))"
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
        "id: lamp-rules\ntitle: 灯具寄样规则\nshort: 灯具规则\nplatform: 快手\nkind: 规则\n"
        "source: lamps.md\nchecked: 2026-01-01\n"
        "clauses:\n- locator: '1'\n  title: 样灯寄回的时间\n  for: 商家\n"
        "  text: 样灯要在拍摄结束后寄回。\n  questions: [样灯什么时候寄回, 样灯要不要寄回去]\n",
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
    """A day alone is noon in Shanghai; a moment with another offset is brought there; --today holds for the rest."""
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
    bad: list[Any] = [*BAD_LINES, {"q": "a", "chat": "channel"}, {"q": "a", "addressed": "yes"}]
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
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script], capture_output=True, cwd=ROOT, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


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


def test_settings_stand_in_a_file_of_the_working_folder(tmp_path: Path) -> None:
    """What is set in the environment comes first."""
    (tmp_path / ".env").write_text("RULEBOT_LOG_LEVEL=LOUD\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "RULEBOT_LOG_LEVEL"}
    command = (sys.executable, "-m", "bot", "calc", "--list")
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    read = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    overruled = environment | {"RULEBOT_LOG_LEVEL": "INFO"}
    other = subprocess.run(command, cwd=tmp_path, env=overruled, capture_output=True, text=True, check=False)

    assert (read.returncode, other.returncode) == (2, 0)
    assert "RULEBOT_LOG_LEVEL='LOUD'" in read.stderr
