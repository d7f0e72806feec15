"""The log: JSON for whoever collects it, text for who sits before it, and nothing of people in either."""

import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pexpect
import pytest
from rulebot import ROOT, RUN, Rulebot
from standin import StandIn

from tests.command import rulebot
from tests.operating.settled import LONG, settings

pytestmark = pytest.mark.slow
JSON_LINE = ["time", "level", "logger", "message"]
HIDDEN = ("8123456789", "欧阳修改过的名字", "1288")


def records(log: Path) -> list[dict[str, Any]]:
    """Return what a log tells, each line a JSON object."""
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_where_nobody_looks_each_line_is_one_json_object(telegram: StandIn, tmp_path: Path) -> None:
    """With the moment and its offset; an exception is one field of its line, however long it is."""
    process = Rulebot(telegram, tmp_path, RULEBOT_LOG_FORMAT="auto", RULEBOT_LOG_LEVEL="INFO")
    process.start()
    telegram.fail("sendMessage", status=400)
    chat = telegram.private(8_123_456_789, first_name="欧阳修改过的名字")
    chat.say("实付1288元能赔多少")
    telegram.settled(LONG)
    chat.ask("你好", timeout=LONG)
    process.stop()

    found = records(process.log)
    assert {tuple(one)[:4] for one in found} == {tuple(JSON_LINE)}
    assert {"INFO", "ERROR"} <= {one["level"] for one in found}
    moments = [datetime.fromisoformat(one["time"]) for one in found]
    assert all(moment.utcoffset() is not None for moment in moments)
    assert max(moments) - min(moments) < timedelta(minutes=5)
    [failed] = [one for one in found if "exception" in one]
    assert failed["logger"] == "bot.telegram.handlers.failures"
    assert failed["exception"].startswith("Traceback")
    assert failed["exception"].splitlines()[-1].startswith("telegram.error.BadRequest")
    log = process.log.read_text()
    assert [words for words in (*HIDDEN, telegram.token.split(":")[1]) if words in log] == []


def test_text_is_written_where_it_is_asked_for(telegram: StandIn, tmp_path: Path) -> None:
    """As at a terminal."""
    process = Rulebot(telegram, tmp_path, RULEBOT_LOG_FORMAT="text", RULEBOT_LOG_LEVEL="INFO")
    process.start()
    process.stop()

    assert " INFO bot.telegram.receiving.polling: polling as @" in process.log.read_text()


@pytest.mark.parametrize(("form", "json_lines"), [("auto", False), ("json", True)])
def test_at_a_terminal_it_is_text_unless_json_is_asked_for(
    telegram: StandIn, tmp_path: Path, form: str, json_lines: bool
) -> None:
    """Whoever starts it by hand reads it."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RULEBOT_")}
    wanted = settings(telegram, tmp_path, RULEBOT_LOG_FORMAT=form)
    with pexpect.spawn(RUN[0], list(RUN[1:]), cwd=str(ROOT), env=plain | wanted, encoding="utf-8", timeout=LONG) as bot:
        bot.expect(r"[^\r\n]*polling as @[^\r\n]*")
        line = str(bot.after)
        bot.sendintr()
        bot.expect(pexpect.EOF)

    assert line.startswith('{"time": ') is json_lines
    assert (" INFO bot.telegram.receiving.polling: " in line) is not json_lines


def test_a_shape_that_is_none_is_one_line(tmp_path: Path, telegram: StandIn) -> None:
    """For the bot and for every other command."""
    run = rulebot("run", environment=settings(telegram, tmp_path, RULEBOT_LOG_FORMAT="xml"))
    ask = rulebot("ask", "你好", environment={"RULEBOT_LOG_FORMAT": "xml", "RULEBOT_LOG_LEVEL": "INFO"})

    assert (run.code, ask.code) == (2, 2)
    assert "RULEBOT_LOG_FORMAT='xml'" in run.refusal
    assert "RULEBOT_LOG_FORMAT='xml'" in ask.refusal


def test_every_command_logs_alike() -> None:
    """Not only the bot; what is no valid text breaks no line."""
    code = (
        "import logging\n"
        "from bot.cli import main\n"
        "main(['--version'])\n"
        "logging.getLogger('bot').warning('a %s\\nb', '\\udc80')"
    )
    shaped = {"RULEBOT_LOG_LEVEL": "INFO", "RULEBOT_LOG_FORMAT": "json"}
    done = subprocess.run([RUN[0], "-c", code], cwd=ROOT, env=os.environ | shaped, capture_output=True, check=True)

    [line] = done.stderr.decode().splitlines()
    assert json.loads(line)["message"] == "a \udc80\nb"
