"""Yes and no × words × dialects × order: what a sentence says, by counting its negations."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest

from knowledge.language.script import traditional
from knowledge.language.tables import table
from tests.language.cells import said, words


@dataclass(frozen=True)
class Deed:
    """Something done or not: its name, the verb, its thing, and who does it."""

    name: str
    verb: str
    thing: str
    who: str = ""

    @property
    def first(self) -> str:
        """Return the thing as it stands before the verb."""
        return {"款": "那笔款", "取消": "取消的事"}.get(self.thing, f"那个{self.thing}")


DEEDS = (
    Deed("dispatch", "发", "货", "商家"),
    Deed("receipt", "收到", "货", "我"),
    Deed("refund", "退", "款", "商家"),
    Deed("payment", "付", "款", "我"),
    Deed("publication", "发布", "视频", "我"),
    Deed("balance", "付", "尾款", "客户"),
    Deed("invitation", "收到", "邀请", "我"),
    Deed("wallet", "开通", "钱包", "我"),
    Deed("script", "上传", "脚本", "我"),
    Deed("consent", "同意", "取消", "客户"),
)
# What stands before the verb, with how often it denies; 不是没 denies twice.
ONCE = words("没 没有 未 还没 还没有 尚未 一直没 根本没 到现在都没 从来没")
NEGATORS = dict.fromkeys(ONCE, 1) | {"不是没": 2, "并不是没": 2, "谁说没": 2}
CANTONESE = {"冇": 1, "仲未": 1, "一直冇": 1, "都冇": 1, "唔系冇": 2}
# What makes it done.
BEFORE_DONE = ("", "已经", "早就", "早已经", "都", "刚刚")
AFTER_DONE = ("了", "过")
# What makes a question of it.
ASKED_BEHIND = ("了没", "了没有", "了吗", "了么", "了没?", "没有?")
ASKED_BEFORE = ("有没有", "是不是", "是否")
CANTONESE_ASKED = ("系咪", "有冇")


def by_count(negations: int, *, done: bool, asked: bool) -> str:
    """Return nothing for what asks, no for an odd number of negations, yes for what is done or twice denied."""
    if asked:
        return ""
    if negations % 2:
        return "no"
    return "yes" if done or negations else ""


def denied(deed: Deed) -> Iterator[tuple[str, str]]:
    """Yield sentences with a negation before the verb, in both orders, with what they say."""
    for negator, count in {**NEGATORS, **CANTONESE}.items():
        want = by_count(count, done=False, asked=False)
        plain = f"{deed.who}{negator}{deed.verb}{deed.thing}"
        yield from ((plain, want), (f"{plain}，怎么办", want), (f"{plain}呀", want))
        yield f"{deed.first}{deed.who}{negator}{deed.verb}", want


def affirmed(deed: Deed) -> Iterator[tuple[str, str]]:
    """Yield sentences that say it is done, in both orders."""
    for before, after in product(BEFORE_DONE, AFTER_DONE):
        if after == "了":
            yield f"{deed.who}{before}{deed.verb}{deed.thing}{after}", by_count(0, done=True, asked=False)
        elif before in ("都", "刚刚", "早就"):
            continue
        yield f"{deed.who}{before}{deed.verb}{after}{deed.thing}，还能赔吗", by_count(0, done=True, asked=False)
    for line in (
        "{who}{verb}咗{thing}",
        "{who}已{verb}{thing}",
        "{who}也{verb}了{thing}",
        "{who}早就{verb}咗{thing}喇",
    ):
        yield line.format(who=deed.who, verb=deed.verb, thing=deed.thing), "yes"
    if deed.name != "consent":
        for line in ("{thing}{who}已经{verb}了", "{thing}也{verb}了", "{thing}{verb}咗", "{thing}早就{verb}了"):
            yield line.format(who=deed.who, verb=deed.verb, thing=deed.thing), "yes"


def asked(deed: Deed) -> Iterator[tuple[str, str]]:
    """Yield questions: they say neither."""
    want = by_count(0, done=True, asked=True)
    for behind in ASKED_BEHIND:
        yield f"{deed.who}{deed.verb}{deed.thing}{behind}", want
    for before in (*ASKED_BEFORE, *CANTONESE_ASKED):
        yield f"{deed.who}{before}{deed.verb}{deed.thing}", want
    for line in (
        "{who}{verb}咗{thing}未",
        "{who}{verb}咗{thing}未呀",
        "{who}有冇{verb}到{thing}",
        "{who}{verb}了{thing}没",
    ):
        yield line.format(who=deed.who, verb=deed.verb, thing=deed.thing), want


def misread(deed: Deed, cells: Iterator[tuple[str, str]], allowed: tuple[str, ...] = ()) -> list[str]:
    """Return the sentences read otherwise, in Simplified and in Traditional."""
    found = []
    for line, want in cells:
        for spelled in (line, traditional(line)):
            got = said(deed.name, spelled)
            if got != want and got not in allowed:
                found.append(f"{spelled} | {deed.name} {want or 'not said'} | {got or 'nothing'}")
    return found


def test_the_deeds_are_events() -> None:
    """What is affirmed or denied here stands among the events, or among what only yes and no are said of."""
    known = {*table("events"), *table("polarity")["subjects"]}

    assert {deed.name for deed in DEEDS} <= known
    assert sum(deed.name in table("events") for deed in DEEDS) >= 6


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_an_odd_number_of_negations_is_a_no(deed: Deed) -> None:
    """没发货 and 货还没发 are no, 不是没发货 yes."""
    wrong = misread(deed, denied(deed))

    assert not wrong


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_is_done_is_a_yes(deed: Deed) -> None:
    """早就发了货, 货已经发了 and 發咗貨 are yes."""
    wrong = misread(deed, affirmed(deed))

    assert not wrong


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_question_says_neither(deed: Deed) -> None:
    """发货了没 and 發咗貨未 ask; what is asked may at most be told as unsure."""
    wrong = misread(deed, asked(deed), allowed=("unsure",))

    assert not wrong


def test_a_negation_ends_with_its_clause() -> None:
    """没收到货，但付了款: the next part of the sentence is free of it."""
    wrong = []
    for first, second in product(DEEDS, DEEDS):
        if first.name == second.name or {first.name, second.name} == {"payment", "balance"}:
            continue
        line = f"{first.who}没{first.verb}{first.thing}，但{second.who}已经{second.verb}了{second.thing}"
        wrong += misread(first, iter([(line, "no")])) + misread(second, iter([(line, "yes")]))
        line = f"{first.who}已经{first.verb}了{first.thing}，{second.who}还没{second.verb}{second.thing}"
        wrong += misread(first, iter([(line, "yes")])) + misread(second, iter([(line, "no")]))

    assert not wrong
