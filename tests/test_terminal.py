"""The conversation in a terminal: piped through a pipe, and typed into a real pseudo-terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pexpect
import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.assistant.assistant import Assistant
from bot.assistant.talk import Talk
from bot.screen import draw, folded
from bot.terminal import Conversation, Said, plain
from knowledge.calendar import SHANGHAI

ROOT = Path(__file__).parent.parent
APRIL = datetime(2023, 4, 20, 12, tzinfo=SHANGHAI)
COMMAND = [sys.executable, "-m", "bot", "chat", "--today", "2023-04-20"]


@pytest.fixture
def conversation(assistant: Assistant) -> Conversation:
    """Return a new conversation on 20 April 2023."""
    return Conversation(assistant, lambda: APRIL)


@pytest.fixture
def typed() -> Iterator["pexpect.spawn[str]"]:
    """Return a conversation in a pseudo-terminal, ready for its first line."""
    environment = {
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    child = pexpect.spawn(
        COMMAND[0], COMMAND[1:], cwd=str(ROOT), env=environment, encoding="utf-8", timeout=20, dimensions=(60, 110)
    )
    child.expect("你>")
    yield child
    child.close(force=True)


def told(replies: list[Said]) -> str:
    """Return what is said as plain text."""
    return "\n".join(map(plain, replies))


def piped(lines: bytes) -> subprocess.CompletedProcess[bytes]:
    """Return what comes of lines that are piped in."""
    return subprocess.run(COMMAND, input=lines, capture_output=True, cwd=ROOT, timeout=60, check=False)


def test_a_piped_conversation_goes_on_from_line_to_line() -> None:
    """The amount that was asked for comes with the next line; /quit ends it."""
    done = piped("算下实在宝能赔我多少\n1500\n说错了，是500\n/quit\n实在宝最多赔多少\n".encode())

    out = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert out.index("1000.00 元") < out.index("500.00 元")
    assert "你> " not in out


def test_bad_lines_get_one_line_each_and_the_next_is_answered() -> None:
    """Broken UTF-8, nothing, control characters, far too much: no traceback, exit code 2 at the end."""
    bad = [b"\xe5\xae\xff", b"", b"\x00\x01", b"x" * 100_000]
    done = piped(b"\n".join((*bad, "实在宝最多赔多少".encode())) + b"\n")

    assert len(done.stderr.decode().splitlines()) == len(bad)
    assert "1000 元" in done.stdout.decode()
    assert done.returncode == 2


def test_a_number_picks_a_next_step(conversation: Conversation) -> None:
    """The steps are numbered, and typing a number asks the step's question."""
    first = conversation.say("实在宝最多赔多少")[-1]

    second = conversation.say("2")[-1]

    assert second.answer
    assert f"2. {first.steps[1].label}" in plain(first)
    assert second.answer.question == first.steps[1].line


def test_a_number_is_an_input_where_one_is_asked_for(conversation: Conversation) -> None:
    """A calculation under way takes the number; no next step is on offer meanwhile."""
    asked = conversation.say("/shizaibao_payout")[-1]

    answered = conversation.say("1")[-1]

    assert asked.steps == ()
    assert answered.answer
    assert answered.answer.calculation
    assert answered.answer.calculation.as_json()["result"]["payout"] == "1.00"


def test_a_number_picks_a_choice(conversation: Conversation) -> None:
    """Where the assistant asks which, a number means its choices."""
    conversation._talk = Talk(choices=(("实在宝", "kuaishou-shizaibao/5"), ("飞鸽", "douyin-feige/3")), question="期限")

    chosen = conversation.say("2")[-1]

    assert chosen.answer
    assert chosen.answer.quotes[0].id == "douyin-feige/3"


def test_several_questions_in_one_line_get_their_answers(conversation: Conversation) -> None:
    """Each is shown by itself; the steps on offer are the last one's."""
    replies = conversation.say("实在宝最多赔多少？飞鸽几点到几点算工作时间？")

    assert len(replies) == 2
    assert replies[0].steps == ()


def test_a_calculator_is_a_slash_command(conversation: Conversation) -> None:
    """Its inputs stand behind it; both spellings of the name will do."""
    assert "1000.00 元" in told(conversation.say("/shizaibao_payout 1288"))
    assert "88.00 元" in told(conversation.say("/shizaibao-payout 88"))


def test_a_clause_is_shown_by_its_number(conversation: Conversation) -> None:
    """And one that does not exist is said to be missing."""
    assert "赔付上限" in told(conversation.say("/clause 实在宝第七条"))
    assert "没有这一条" in told(conversation.say("/clause 实在宝第九百条"))


def test_help_names_every_calculator(conversation: Conversation) -> None:
    """Nobody has to guess a command; an unknown one says where to look."""
    text = told(conversation.say("/help"))

    assert [name for name in conversation.commands if name not in text] == []
    assert "/help" in told(conversation.say("/frobnicate"))


def test_everything_of_an_answer_is_drawn(conversation: Conversation) -> None:
    """Headline, steps, quotation, notes, options and next steps all reach the screen, with brackets as they are."""
    screen = StringIO()
    console = Console(file=screen, width=100)
    for line in (
        "/shizaibao_payout 1288",
        "/feige_consumer_penalty",
        "星图上传脚本后取消赔百分之几",
        "[bold]1288[/bold]",
    ):
        for one in conversation.say(line):
            assert one.answer
            draw(one.answer, one.steps, console)

    text = screen.getvalue()
    assert [
        part
        for part in ("1000.00 元", "怎么来的", "第7条", "要留意", "接着问", "1. 垃圾消息", "规则以外的参考")
        if part not in text
    ] == []
    assert max(map(cell_len, text.splitlines())) <= 100


def test_chinese_is_folded_between_characters_and_not_before_punctuation() -> None:
    """Lines are full, Latin words whole, and no line begins with a comma."""
    text = "赔付上限为 1000 元，多付也不会超过，这就是“上限”的意思（see article seven）。"

    lines = folded(text, 20).splitlines()

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert [line for line in lines if cell_len(line) > 22 or line[0] in "，。”）" or line[-1] in "“（"] == []
    assert len(lines) <= 5


def test_a_person_at_a_terminal_asks_picks_and_recalls(typed: "pexpect.spawn[str]") -> None:
    """The prompt returns after each answer; a number picks a next step; arrow up recalls the last line; /quit ends."""
    typed.send("实在宝最多赔多少\r")
    typed.expect("第7条")
    typed.expect("接着问")
    typed.expect("你>")
    typed.send("1\r")
    typed.expect("依据|第")
    typed.expect("你>")
    typed.send("\x1b[A\x1b[A\r")
    typed.expect("赔付上限为 1000 元")
    typed.expect("你>")
    typed.send("/quit\r")
    typed.expect(pexpect.EOF)
    typed.wait()

    assert typed.exitstatus == 0


def test_control_d_leaves_and_control_c_only_drops_the_line(typed: "pexpect.spawn[str]") -> None:
    """Neither shows a traceback."""
    typed.send("实在")
    typed.send("\x03")
    typed.expect("你>")
    typed.send("/help\r")
    typed.expect("/shizaibao_payout")
    typed.expect("你>")
    typed.send("\x04")
    typed.expect(pexpect.EOF)
    typed.wait()

    assert typed.exitstatus == 0
    assert "Traceback" not in (typed.before or "")
