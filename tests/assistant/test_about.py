"""What the assistant says about itself comes from what is loaded, an owner's documents and contact included."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.assistant.about import refused
from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from knowledge.load import load
from tests.lamps import HEAD
from tests.shipped import kept

NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
LAMPS = (
    HEAD
    + """  - locator: "1"
    title: 样灯寄回的时间
    for: 主播
    text: 样灯要在拍摄结束后 {days} 内寄回。
    parameters:
      days: {unit: natural_day, history: [{value: 7, at: "1"}]}
    questions: [样灯什么时候寄回]
"""
)


def said(library: Library, line: str) -> str:
    """Return the whole reply to a line."""
    answer, _ = Assistant(library, kept=kept()).reply(line, now=NOW)
    assert answer.status == "no_answer"
    return answer.text


@pytest.mark.parametrize("line", ["你能查什么", "有哪些规则", "你有哪些文件？", "能查哪些规则"])
def test_it_names_every_document_that_is_loaded(library: Library, line: str) -> None:
    """Each document is named, and how many there are."""
    text = said(library, line)
    assert all(document.short in text for document in library.documents)
    assert str(len(library.documents)) in text


def test_it_names_every_calculator(library: Library) -> None:
    """Each calculation is listed by its title."""
    text = said(library, "有哪些计算器")
    assert all(bound.calculation.title in text for bound in library.calculations.values())


def test_it_is_not_official_and_says_how_to_use_it(library: Library) -> None:
    """It denies being the platform first, and shows how to ask."""
    assert said(library, "你是官方的吗").startswith("不是")
    assert "比如" in said(library, "怎么用")


def test_an_owners_documents_and_contact_are_told(tmp_path: Path) -> None:
    """What an owner adds is named like the rest; the contact only where one is set."""
    (tmp_path / "lamps.yaml").write_text(LAMPS, encoding="utf-8")
    assert "灯具规则" in said(load(tmp_path), "你能查什么")
    assert "联系" not in said(load(tmp_path), "转人工")
    (tmp_path / "owner.yaml").write_text("contact: 周一到周五找小林，电话 010-0000\n", encoding="utf-8")
    assert "周一到周五找小林" in said(load(tmp_path), "转人工")


def test_a_refusal_of_two_platforms_is_always_the_same(library: Library) -> None:
    """抖音小店 names two of them; whatever order they come in, the one whose documents stand first is told of."""
    platforms = tuple(dict.fromkeys(document.platform.name for document in library.documents))

    assert len(platforms) > 1
    assert refused(library, platforms) == refused(library, platforms[::-1]) == refused(library, platforms[:1])


def test_a_clause_says_whom_it_concerns(library: Library) -> None:
    """As its `for` names them, where it is shown as a whole."""
    answer = Assistant(library, kept=kept()).clause("kuaishou-shizaibao/7", now=NOW)

    assert answer is not None
    assert all(one in answer.steps[0] for one in library.places["kuaishou-shizaibao/7"].clause.audience)
