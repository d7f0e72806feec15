"""Entries that differ in a size or a model alone: one is never told for another, but may be offered."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from knowledge.search.apart import marks, swapped
from tests.shipped import kept

NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
TABLE = (
    ("晴川260升冰箱多少钱|晴川260升冰箱什么价", "晴川260升冰箱卖1899元。"),
    ("晴川450升冰箱多少钱|晴川450升冰箱什么价", "晴川450升冰箱卖3299元。"),
    ("大一匹半的空调耗电吗|1.5匹空调费不费电", "1.5匹空调一晚上大约5度电。"),
    ("3匹空调费不费电", "3匹空调一晚上大约12度电。"),
    ("鹭鸶K1键盘能不能换轴", "鹭鸶K1键盘可以换轴。"),
    ("鹭鸶K2Pro键盘能不能换轴", "鹭鸶K2Pro键盘换不了轴。"),
    ("岩羚M5鼠标有几档速度", "岩羚M5鼠标有六档。"),
    ("买2件打几折", "两件打九折。"),
    ("苔原箱包L号多大", "苔原箱包L号高 68 厘米。"),
    ("苔原箱包小号多大", "苔原箱包小号高 40 厘米。"),
    ("签收三天了还能不能退", "签收七天内都能退。"),
)
HEAD = """id: shelf
title: 货架问答
short: 货架问答
platform: {name: 本店}
kind: 问答
source: shelf.csv
checked: 2026-11-20
clauses:
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant that knows a table of things that are much alike."""
    folder: Path = tmp_path_factory.mktemp("shop")
    entries = [
        f'  - {{locator: "{number}", title: "{asked.split("|")[0]}", for: 顾客, text: "{told}",'
        f" questions: [{', '.join(asked.split('|'))}]}}"
        for number, (asked, told) in enumerate(TABLE, 1)
    ]
    (folder / "shelf.yaml").write_text(HEAD + "\n".join(entries) + "\n", encoding="utf-8")
    return Assistant(load(folder, kept=kept()), kept=kept())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("260升冰箱多少钱", "260升"),
        ("450升的冰箱什么价啊", "450升"),
        ("四百五十升那款冰箱多少钱", "450升"),
        ("三匹空调费不费电", "3匹"),
        ("1.5匹空调费不费电", "1.5匹"),
        ("K1键盘能换轴不", "K1"),
        ("K2键盘能不能换轴", "K2Pro"),
        ("k2pro键盘能不能换轴", "K2Pro"),
        ("岩羚m5鼠标几档速度", "M5"),
        ("苔原箱包小号有多大", "小号"),
        ("l号的苔原箱包多大呀", "L号"),
        ("签收五天了还能不能退", "七天内"),
    ],
)
def test_the_one_that_is_named_is_told(shop: Assistant, line: str, told: str) -> None:
    """However its figure is written; a length of time is of somebody's own case and names nothing."""
    answer, _ = shop.reply(line, now=NOW)

    assert answer.status == "answered"
    assert told in answer.headline


@pytest.mark.parametrize(
    "line",
    [
        "300升冰箱多少钱",
        "2匹空调费不费电",
        "鹭鸶K3键盘能不能换轴",
        "岩羚M6鼠标有几档速度",
        "买5件打几折",
        "苔原箱包XL号多大",
    ],
)
def test_none_is_told_where_another_is_asked_for(shop: Assistant, line: str) -> None:
    """Those that there are may be offered by their own names."""
    answer, _ = shop.reply(line, now=NOW)

    assert answer.status in ("choose", "no_answer")
    assert answer.quotes == ()


@pytest.mark.parametrize(
    ("question", "line", "told"),
    [
        ("260升冰箱多少钱", "那450升的呢", "450升"),
        ("3匹空调费不费电", "1.5匹的", "1.5匹"),
        ("鹭鸶K1键盘能不能换轴", "K2呢", "K2Pro"),
    ],
)
def test_a_line_that_goes_on_names_another_one(shop: Assistant, question: str, line: str, told: str) -> None:
    """The question is the same, of another one; one that there is not is not told."""
    _, talk = shop.reply(question, NOTHING, now=NOW)
    answer, _ = shop.reply(line, talk, now=NOW)

    assert told in answer.headline


def test_one_that_there_is_not_is_not_told_in_a_talk_either(shop: Assistant) -> None:
    """Its neighbours may be offered."""
    _, talk = shop.reply("260升冰箱多少钱", NOTHING, now=NOW)
    answer, _ = shop.reply("那300升的呢", talk, now=NOW)

    assert answer.quotes == ()


@pytest.mark.parametrize(
    ("question", "line", "whole"),
    [
        ("X1多少钱", "那X2Pro呢", "x2pro多少钱"),
        ("1.5匹空调多少钱", "三匹的", "三匹空调多少钱"),
        ("X1多少钱", "X1多少钱", ""),
        ("多少钱", "X1呢", ""),
        ("X1多少钱", "包邮吗", ""),
    ],
)
def test_what_a_line_names_stands_in_place_of_another(question: str, line: str, whole: str) -> None:
    """Of the same kind."""
    assert swapped(question, line) == whole


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("云雀X2Pro耳机", {"x": {"2pro"}}),
        ("X-2 和 X3", {"x": {"2", "3"}}),
        ("五百二十升、3匹", {"升": {"520"}, "匹": {"3"}}),
        ("256G内存", {"g": {"256"}}),
        ("XL号和大码的，不是L码", {"码": {"xl", "大", "l"}}),
        ("三天内退300元，11月3号的单", {}),
        ("", {}),
        ("怎么开发票", {}),
    ],
)
def test_what_figures_name(text: str, named: dict[str, set[str]]) -> None:
    """Models by their letters, sizes by their unit; no days, no lengths of time, no amounts."""
    assert {kind: set(values) for kind, values in marks(text).items()} == named
