"""The script of the answers follows the asker over a talk."""

from datetime import datetime

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING, Talk
from knowledge.calendar import SHANGHAI

NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize("line", ["1288", "好", "昨天", "實付1288"])
def test_a_line_that_tells_no_script_stays_in_the_last_one(assistant: Assistant, line: str) -> None:
    """Also after the talk has been stored."""
    first, talk = assistant.reply("實在寶能賠我多少錢", now=NOW)
    second, _ = assistant.reply(line, Talk.from_json(talk.as_json()), now=NOW)
    assert first.traditional
    assert second.traditional


def test_simplified_again_is_answered_in_simplified(assistant: Assistant) -> None:
    """Whoever changes is followed at once."""
    _, talk = assistant.reply("實在寶能賠我多少錢", now=NOW)
    answer, _ = assistant.reply("实付1288能赔多少", talk, now=NOW)
    assert not answer.traditional


def test_without_a_talk_no_script_is_known(assistant: Assistant) -> None:
    """Then it is Simplified."""
    answer, _ = assistant.reply("1288", NOTHING, now=NOW)
    assert not answer.traditional
