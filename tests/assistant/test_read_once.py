"""A message is read once: what the reader finds is handed on, and nobody reads the same words again."""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

import calculators
from bot.assistant.assistant import Assistant, Mode
from bot.assistant.talk import NOTHING, Talk
from calculators.outcome import Outcome
from calculators.run import calculate
from knowledge.calendar import SHANGHAI
from knowledge.language import reader
from knowledge.language.reader import Reading
from knowledge.library import Library
from knowledge.search.finder import Finder
from knowledge.search.found import Found

NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)


@pytest.fixture
def lines_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the lines that are read from now on, wherever the reader is called from."""
    lines: list[str] = []
    real = reader.read

    def counted(line: str, now: datetime, written: str = "") -> Reading:
        lines.append(line)
        return real(line, now, written)

    ours = [
        module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in ("bot", "calculators", "knowledge")
    ]
    for module in ours:
        if getattr(module, "read", None) is real:
            monkeypatch.setattr(module, "read", counted)
    return lines


def _last(assistant: Assistant, talk: Sequence[str], lines_read: list[str], mode: Mode = "private") -> list[str]:
    """Return what is read when the last line of a talk is said."""
    state = NOTHING
    for line in talk:
        lines_read.clear()
        _, state = assistant.reply(line, state, now=NOW, mode=mode)
    return list(lines_read)


def test_every_place_that_reads_is_counted(lines_read: list[str]) -> None:
    """The wrapper stands where the assistant, its calculations and the reader itself look it up."""
    counted = reader.read

    assert {name for name, module in sys.modules.items() if getattr(module, "read", None) is counted} >= {
        "bot.assistant.assistant",
        "bot.assistant.calculating",
        "knowledge.language.reader",
    }


@pytest.mark.parametrize(
    "talk",
    [
        ["我实付1288元，主播虚假宣传能赔多少"],
        ["实在宝最多赔多少"],
        ["4月1号发的货，最晚哪天能申请实在宝"],
        ["實在寶最多賠幾多錢"],
        ["淘宝七天无理由运费谁出"],
        ["实在宝 1288"],
        ["实在宝第7条"],
        ["谢谢"],
        ["实在宝能赔我多少", "1288"],
        ["实在宝能赔我多少", "一千两三百吧，记不清了"],
        ["实在宝能赔我多少", "几百块"],
        ["我80万粉能开通实在宝吗", "没收到邀请，体验分4.7，L3"],
        ["实在宝能赔我多少", "1288", "说错了，是500"],
        ["实在宝能赔我多少", "1288", "那500呢"],
        ["4月1号发的货，最晚哪天能申请实在宝", "不对，是4月3号发的货"],
        ["我80万粉能开通实在宝吗", "说错了，是120万", "没收到邀请"],
        ["实在宝能赔我多少", "飞鸽几点到几点算工作时间"],
        ["实在宝能赔我多少", "不知道"],
        ["实在宝能赔我多少", "取消"],
    ],
    ids="｜".join,
)
def test_a_message_is_read_exactly_once(assistant: Assistant, lines_read: list[str], talk: list[str]) -> None:
    """A question, a step of a calculation, a correction, a question in between: nothing is read a second time."""
    assert _last(assistant, talk, lines_read) == [talk[-1]]


def test_an_answer_that_cannot_be_used_is_read_exactly_once(assistant: Assistant, lines_read: list[str]) -> None:
    """随便啦 is no amount, and reading it again does not make it one."""
    assert _last(assistant, ["实在宝能赔我多少", "随便啦"], lines_read) == ["随便啦"]


@pytest.mark.parametrize("line", ["我实付1288元，主播虚假宣传能赔多少", "4月1号发的货，最晚哪天能申请实在宝"])
def test_a_message_in_a_group_is_read_exactly_once(assistant: Assistant, lines_read: list[str], line: str) -> None:
    """Whether the assistant was spoken to or overheard it."""
    assert _last(assistant, [line], lines_read, "group") == [line]
    assert _last(assistant, [line], lines_read, "addressed") == [line]


def test_chatter_in_a_group_is_read_once(assistant: Assistant, lines_read: list[str]) -> None:
    """What it may be meant as is judged with its facts, too."""
    assert _last(assistant, ["今天吃什么"], lines_read, "group") == ["今天吃什么"]


def test_the_parts_of_a_line_with_several_questions_are_read_once_each(
    assistant: Assistant, lines_read: list[str]
) -> None:
    """The line itself once, and each question on its own."""
    first, second = "实在宝最多赔多少？", "飞鸽几点到几点算工作时间？"

    assert _last(assistant, [first + second], lines_read) == [first + second, first, second]


def test_a_choice_is_read_once_and_the_question_that_it_settles_once(
    assistant: Assistant, lines_read: list[str]
) -> None:
    """The question is an earlier line; it is read for the clause that has been picked."""
    question = "实在宝怎么赔"
    talk = Talk(
        choices=(("赔偿金额与到账", "kuaishou-shizaibao/7"), ("申请期限", "kuaishou-shizaibao/5")), question=question
    )

    assistant.reply("1", talk, now=NOW)

    assert lines_read == ["1", question]


@pytest.fixture
def searched(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return how the search is asked from now on: for a line, or for one that goes on with the last question."""
    asked: list[str] = []
    find, followed = Finder.find, Finder.followed

    def counted_find(finder: Finder, question: str) -> Found:
        asked.append("line")
        return find(finder, question)

    def counted_followed(finder: Finder, found: Found, whole: str, document: str) -> Found:
        asked.append("whole")
        return followed(finder, found, whole, document)

    monkeypatch.setattr(Finder, "find", counted_find)
    monkeypatch.setattr(Finder, "followed", counted_followed)
    return asked


@pytest.mark.parametrize(
    ("talk", "searches"),
    [
        (["实在宝最多赔多少"], ["line"]),
        (["实在宝最多赔多少", "那多久到账"], ["line", "whole"]),
        (["实在宝能赔我多少", "1288"], []),  # the bare figure that was asked for means nothing else
        (["实在宝能赔我多少", "付了1288吧"], ["line", "whole"]),
        (["实在宝能赔我多少", "1288", "说错了，是500"], ["line", "whole"]),
        (["飞鸽里能发微信号吗", "为什么"], ["line", "whole"]),
    ],
)
def test_a_line_is_searched_for_once_and_once_as_going_on(
    assistant: Assistant, searched: list[str], talk: list[str], searches: list[str]
) -> None:
    """Whatever it turns out to be; what can mean but one thing is not searched for."""
    state = NOTHING
    for line in talk:
        searched.clear()
        _, state = assistant.reply(line, state, now=NOW)
    assert searched == searches


@pytest.mark.parametrize(
    "talk",
    [
        ["我实付1288元，主播虚假宣传能赔多少"],
        ["实在宝能赔我多少", "1288", "说错了，是500"],
        ["我80万粉能开通实在宝吗", "体验分4.7，L3"],
    ],
)
def test_each_calculator_computes_once_for_each_set_of_facts(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, talk: list[str]
) -> None:
    """What was proposed and judged is told as it was computed."""
    computed: list[tuple[str, str]] = []

    def counted(rules: Any, name: str, raw: Any, library: Library, now: datetime) -> Outcome:
        computed.append((name, repr(sorted(raw.items()))))
        return calculate(rules, name, raw, library, now)

    monkeypatch.setattr(calculators, "calculate", counted)
    state = NOTHING
    for number, line in enumerate(talk):
        computed.clear()
        _, state = assistant.reply(line, state, now=NOW + timedelta(seconds=number + 1))
        assert len(computed) == len(set(computed))
        assert computed
