"""A question of the inbox that has an answer by now is known, and one that is answered as it was is not."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.assistant.assistant import Assistant
from bot.owner.answered_now import answered_now, how_many
from bot.owner.grouping import Group
from bot.owner.teaching import answer
from bot.store.inbox import Item
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from tests.shipped import assistant, kept

NOW = datetime(2026, 4, 2, 10, tzinfo=SHANGHAI)
ASKED = Item(1, "你们发什么快递", "refused", NOW, answered="这个我手上的规则没写到。")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant after an owner has answered one question."""
    folder = tmp_path_factory.mktemp("knowledge")
    answer(folder, [ASKED.question, "寄的是哪家快递"], "默认发中通，电话 13800138000。", NOW.date())
    return Assistant(load(folder, kept=kept()), kept=kept())


def test_what_was_taught_since_is_the_answer_of_its_group(taught: Assistant) -> None:
    """Of those that ask it alike; another one of the group stays."""
    other, away = replace(ASKED, id=2, question="寄的是哪家快递"), replace(ASKED, id=3, question="老板手机多少")
    found = answered_now(taught, Group(ASKED, (other, away)), NOW)

    assert found is not None
    assert found.text == "默认发中通，电话 13800138000。"
    assert found.numbers == (1, 2)
    assert answered_now(assistant(), Group(ASKED), NOW) is None


def test_an_answer_that_was_judged_is_none_until_it_is_another(taught: Assistant) -> None:
    """Also where a number in it was masked before it was kept."""
    judged = replace(ASKED, why="down", status="answered", answered="默认发中通，电话 [数字]。")

    assert answered_now(taught, Group(judged), NOW) is None
    assert answered_now(taught, Group(replace(judged, answered="默认发韵达。")), NOW) is not None


@pytest.mark.parametrize("line", ["谢谢", "赔多少", "？？？", "把这个删了"])
def test_what_no_clause_answers_is_no_answer(taught: Assistant, line: str) -> None:
    """Small talk, a question back, an order."""
    assert how_many(taught, [Group(replace(ASKED, question=line)), Group(ASKED)], NOW) == 1
