"""A line full of figures is a table that somebody pasted: nothing of it is taken for a case."""

from datetime import datetime

import pytest

from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from knowledge.language.reader import MOST_FACTS, read

NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize("piece", ["付了299元，", "7月3号发货，", "第3次，", "没收到货，7月3号，"])
def test_more_figures_than_a_case_has_are_none(piece: str) -> None:
    """Up to the limit each of them is read."""
    assert len([one for one in read(piece * MOST_FACTS, NOW).facts if one.kind != "bool"]) == MOST_FACTS
    assert read(piece * (MOST_FACTS + 1), NOW).facts == ()


def test_a_question_before_a_table_is_answered_without_a_figure_of_it(assistant: Assistant) -> None:
    """The rule is told, and nothing computed from some of many amounts."""
    answer, _ = assistant.reply(f"实在宝能赔多少？{'299元，' * (MOST_FACTS + 1)}", now=NOW)

    assert answer.headline.startswith("最多 1000 元")
    assert answer.calculation is None or not answer.calculation.result
