"""What a question of the inbox may belong to: an owner's own entries before platform rules, where none is named."""

from datetime import date
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.faq.document import FaqDocument
from bot.owner.belonging import label, targets, ways
from knowledge.load import load
from tests.faq.making import shop
from tests.shipped import kept


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant with the questions and answers of a shop beside the shipped documents."""
    folder: Path = tmp_path_factory.mktemp("faq")
    document, _ = FaqDocument.new("shop-faq", "小店问答", checked=date(2026, 11, 26)).merged(shop()[:200])
    document.write(folder / "shop-faq.yaml")
    return Assistant(load(folder, kept=kept()), kept=kept())


@pytest.mark.parametrize("question", ["快递小哥老给我打电话烦死了能不能别打", "坏了给换吗", "火箭多少钱一枚"])
def test_an_owners_own_entries_come_first(own: Assistant, question: str) -> None:
    """A dozen of them, each with its own name."""
    found = [target for _, target in targets(own, question)]

    assert all(target.startswith("shop-faq/") for target in found[:12])
    assert len(set(found)) == len(found)
    assert all(label(own.library, target) for target in found)


def test_what_names_a_platform_may_belong_to_its_rules(own: Assistant) -> None:
    """Before anything of the shop."""
    assert targets(own, "快手实在宝最多赔多少")[0][1].startswith("kuaishou-shizaibao/")


def test_what_is_not_there_any_more_is_called_by_its_address(own: Assistant) -> None:
    """And has no ways of asking."""
    assert label(own.library, "gone/1:text") == "gone/1:text"
    assert label(own.library, "=gone") == "=gone"
    assert ways(own.library, "gone/1:text") == []
    assert shop()[0].question in ways(own.library, "shop-faq/1:text")
