"""Entries that ask the same of several things: none is told for another, what goes on is asked of the same."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.faq.document import FaqDocument
from bot.faq.entries import Entry
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from tests.shipped import kept
from tests.talked import last

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
THINGS = ("松川羊绒大衣", "松川呢子大衣", "白桦帆布背包", "灰鹳登山杖", "灰鹳折叠椅")
ASKED = {
    "怎么保养": "{}：阴干，别暴晒。",
    "有几种颜色": "{}有三种颜色。",
    "多重": "{}重一斤二两。",
    "能不能刻名字": "{}可以刻四个字。",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant over a table of five things, each asked four questions, and two of the shop itself."""
    folder: Path = tmp_path_factory.mktemp("shop")
    rows = [Entry(f"{thing}{asked}", says.format(thing)) for thing in THINGS for asked, says in ASKED.items()]
    rows += [Entry("你们家包邮吗", "满 99 元包邮。"), Entry("大衣怎么熨", "垫一层布，低温熨。")]
    document, _ = FaqDocument.new("shop", "山货铺", checked=NOW.date()).merged(rows)
    document.write(folder / "shop.yaml")
    return Assistant(load(folder, kept=kept()), kept=kept())


def told(shop: Assistant, *lines: str) -> Answer:
    """Return the answer to the last line of a talk."""
    return last(shop, NOW, *lines)


@pytest.mark.parametrize(
    ("line", "thing"),
    [
        ("羊绒大衣怎么保养啊", "松川羊绒大衣"),
        ("那个呢子的大衣有几种颜色", "松川呢子大衣"),
        ("帆布背包多重", "白桦帆布背包"),
        ("登山杖可以刻名字不", "灰鹳登山杖"),
    ],
)
def test_the_thing_that_is_named_is_told(shop: Assistant, line: str, thing: str) -> None:
    """Also by a part of its name that is its own."""
    assert told(shop, line).headline.startswith(thing)


@pytest.mark.parametrize("line", ["大衣怎么保养", "松川的大衣有几种颜色", "灰鹳的多重", "能不能刻名字"])
def test_of_several_that_are_named_alike_none_is_told(shop: Assistant, line: str) -> None:
    """They are offered by their names."""
    answer = told(shop, line)

    assert answer.status == "choose"
    assert len(answer.choices) > 1


def test_an_entry_of_no_thing_is_told_as_ever(shop: Assistant) -> None:
    """大衣 is no thing of the table: no three questions begin with it."""
    assert told(shop, "大衣怎么熨").headline == "垫一层布，低温熨。"
    assert told(shop, "包不包邮").headline == "满 99 元包邮。"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("灰鹳折叠椅多重", "有几种颜色"), "灰鹳折叠椅有三种颜色。"),
        (("灰鹳折叠椅多重", "那能刻名字吗"), "灰鹳折叠椅可以刻四个字。"),
        (("灰鹳折叠椅多重", "它怎么保养"), "灰鹳折叠椅：阴干，别暴晒。"),
        (("灰鹳折叠椅多重", "登山杖呢"), "灰鹳登山杖重一斤二两。"),
        (("松川羊绒大衣怎么保养", "呢子的呢", "有几种颜色"), "松川呢子大衣有三种颜色。"),
        (("大衣怎么保养", "1", "多重"), "松川"),
        (("灰鹳折叠椅多重", "你们家包邮吗"), "满 99 元包邮。"),
        (("灰鹳折叠椅多重", "白桦帆布背包怎么保养"), "白桦帆布背包：阴干，别暴晒。"),
    ],
)
def test_what_goes_on_is_asked_of_the_same_thing(shop: Assistant, lines: tuple[str, ...], says: str) -> None:
    """Another question of it, or the same one of another; also after a choice."""
    answer = told(shop, *lines)

    assert answer.status == "answered"
    assert answer.headline.startswith(says)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("灰鹳折叠椅多重", "能戴着爬山吗"), ""),
        (("灰鹳登山杖多重", "会不会很重啊", "怎么保养"), "灰鹳登山杖：阴干，别暴晒。"),
        (("大衣怎么保养", "呢子的"), "松川呢子大衣：阴干，别暴晒。"),
        (("灰鹳的多重", "折叠椅那个"), "灰鹳折叠椅重一斤二两。"),
    ],
)
def test_nothing_is_told_of_a_thing_that_nobody_named(shop: Assistant, lines: tuple[str, ...], says: str) -> None:
    """A single character (戴, 山) names none; one of those that were offered is picked by its name."""
    answer = told(shop, *lines)

    assert answer.headline.startswith(says)
    named = [thing for thing in THINGS if answer.status == "answered" and answer.headline.startswith(thing)]
    assert all(any(thing[2:4] in line or "灰鹳" in line for line in lines) for thing in named)
