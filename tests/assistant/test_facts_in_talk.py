"""A conversation is kept as JSON: its facts come back as they were, and those kept as words alone go on."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING, Pending, Talk
from bot.evaluation.cases import read_cases
from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.reader import read

NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
DIALOGUES = Path(__file__).parents[1] / "questions" / "dialogues.yaml"
# Lines whose facts are of every kind and of every way of being sure.
LINES = (
    "实付1288.50元，优惠后",
    "粉丝一百多万，超过100万",
    "粉丝八十来万，体验分4点7，L2+",
    "实付四五百块，退了三成，打八五折",
    "4月1号发的货，昨晚12点接的单",
    "上周末付的款，今天下午三点半拍的",
    "发货20天了，超了两天半",
    "没收到邀请，不知道开没开钱包",
    "我是拍视频的达人",
    "图是10×6毫米",
    "付款450，说错了，是540",
    "以前98万粉丝，现在120万",
    "1,2345元",
    "半夜十二点",
    "昨天6点付的款",
)


def kept(talk: Talk) -> tuple[dict[str, Any], Talk]:
    """Return a talk as the data it is kept as, and the talk that another process makes of it."""
    data = json.loads(json.dumps(talk.as_json(), ensure_ascii=False))
    return data, Talk.from_json(data)


def said(assistant: Assistant, *lines: str, start: Talk = NOTHING) -> tuple[Answer, Talk]:
    """Return the answer to the last of some lines, the talk kept and loaded after each."""
    answer, talk = Answer("", "no_answer", "", ""), start
    for line in lines:
        answer, talk = assistant.reply(line, talk, now=NOW)
        _, talk = kept(talk)
    return answer, talk


def result(answer: Answer) -> dict[str, Any]:
    """Return what a calculation came to."""
    assert answer.calculation is not None, answer.text
    found: dict[str, Any] = answer.calculation.as_json()["result"]
    return found


def _facts() -> Iterator[Fact]:
    for line in LINES:
        yield from read(line, NOW).facts


def test_the_lines_hold_values_of_every_type() -> None:
    """Numbers, days, moments, times, words and sizes; exact, about, open, one of several."""
    facts = list(_facts())
    types = {type(fact.value) for fact in facts}

    assert types >= {Decimal, date, datetime, time, str, tuple}
    assert {fact.how for fact in facts} >= {"exact", "about", "more"}
    assert any(fact.length for fact in facts)
    assert any(fact.instead for fact in facts)
    assert any(fact.either for fact in facts)


@pytest.mark.parametrize("line", LINES)
def test_a_fact_comes_back_as_it_was(line: str) -> None:
    """Every field with its type: a decimal is no text and keeps its noughts, a moment its offset."""
    facts = read(line, NOW).facts
    back = [Fact.from_json(json.loads(json.dumps(fact.as_json(), ensure_ascii=False))) for fact in facts]

    assert back == [*facts]
    assert [fact.as_json() for fact in back] == [fact.as_json() for fact in facts]


def test_a_field_that_is_not_known_any_more_is_left_out() -> None:
    """A fact that a later version kept is read by this one."""
    [fact] = read("实付1288元", NOW).facts

    assert Fact.from_json({**fact.as_json(), "mood": "certain"}) == fact


def test_a_talk_that_waits_holds_its_facts(assistant: Assistant) -> None:
    """What was said is kept as an object with its words, what is asked by its name."""
    _, talk = assistant.reply("我粉丝120万，能开通实在宝吗", NOTHING, now=NOW)
    assert talk.pending is not None

    data, back = kept(talk)

    held = data["pending"]["inputs"]["followers"]
    assert (held["kind"], held["low"]) == ("count", {"decimal": "1200000"})
    assert held["said"] in "我粉丝120万，能开通实在宝吗"
    assert isinstance(talk.pending.inputs["followers"], Fact)
    assert back == talk


@pytest.mark.parametrize(
    ("line", "name", "low"),
    [
        ("我实付1288元，主播虚假宣传能赔多少", "paid", {"decimal": "1288"}),
        ("4月1号发的货，最晚哪天能申请实在宝", "shipped_on", {"day": "2026-04-01"}),
    ],
)
def test_a_talk_that_is_done_holds_its_facts(assistant: Assistant, line: str, name: str, low: dict[str, str]) -> None:
    """A correction afterwards finds them."""
    _, talk = assistant.reply(line, NOTHING, now=NOW)

    data, back = kept(talk)

    assert talk.pending is None
    assert data["open"][0]["inputs"][name]["low"] == low
    assert back == talk


def test_every_dialogue_is_the_same_after_each_line_when_it_is_kept_in_between(assistant: Assistant) -> None:
    """Talks of all kinds, at the moment that each is said."""
    changed = []
    for case in read_cases([DIALOGUES]):
        talk = NOTHING
        for line in case.turns:
            _, talk = assistant.reply(line, talk, now=NOW)
            if kept(talk)[1] != talk:
                changed.append((case.id, line))

    assert not changed


def test_a_calculation_goes_on_in_another_process(assistant: Assistant) -> None:
    """The facts that were loaded count like those just read."""
    answer, _ = said(assistant, "我粉丝120万，能开通实在宝吗", "没收到邀请，等级L3", "4.7")

    assert result(answer)["meets_thresholds"] is True


def test_a_correction_in_another_process_changes_the_fact(assistant: Assistant) -> None:
    """Also where the first amount was a fact and not typed words."""
    answer, _ = said(assistant, "我实付1288元，主播虚假宣传能赔多少", "说错了，是500")

    assert result(answer)["payout"] == "500.00"


def _old(calculator: str, asked: str, **inputs: str) -> dict[str, Any]:
    """Return a calculation as it was kept while inputs were words alone."""
    return {
        "calculator": calculator,
        "inputs": inputs,
        "asked": asked,
        "since": NOW.isoformat(),
        "last": next(reversed(inputs), ""),
    }


def _old_talk(**more: Any) -> dict[str, Any]:
    return {
        "pending": None,
        "open": [],
        "choices": [],
        "question": "实在宝能赔我多少",
        "place": "kuaishou-shizaibao/7",
        **more,
    }


def test_an_old_talk_loads_with_its_words(assistant: Assistant) -> None:
    """And is kept again as it was."""
    data = _old_talk(
        pending=_old("shizaibao-activation", "experience_score", followers="120万"),
        choices=[["赔偿金额与到账", "kuaishou-shizaibao/7"]],
    )

    talk = Talk.from_json(data)

    assert talk.pending == Pending("shizaibao-activation", {"followers": "120万"}, "experience_score", NOW, "followers")
    pending = {**data["pending"], "near": False}
    assert kept(talk)[0] == {
        **data,
        "pending": pending,
        "version": 2,
        "told": {},
        "script": "",
        "last": "",
        "documents": [],
        "earlier": [],
    }


@pytest.mark.parametrize(
    "data",
    [
        *({"version": 3}, {"version": "x"}, {"unheard": 1}, {"earlier": [1]}),
        *({"pending": 5}, {"pending": {"since": "x"}}, {"open": [None]}, {"choices": [1]}, {"told": []}),
    ],
)
def test_a_talk_that_cannot_be_read_is_an_empty_one(data: dict[str, Any]) -> None:
    """Of a later version, or spoilt; never an error."""
    assert Talk.from_json(data) == NOTHING


def test_an_old_talk_that_waits_goes_on(assistant: Assistant) -> None:
    """The words that were kept and the facts of the new lines are one calculation."""
    data = _old_talk(
        pending=_old("shizaibao-activation", "experience_score", followers="120万", merchant_level="L3", invited="否")
    )

    answer, talk = said(assistant, "4.7", start=Talk.from_json(data))

    assert result(answer)["meets_thresholds"] is True
    assert talk.open[0].inputs["followers"] == "120万"
    assert isinstance(talk.open[0].inputs["experience_score"], Fact)


@pytest.mark.xfail(strict=True, reason="the weights learnt from talks put another reading first")
def test_an_old_talk_is_asked_on_and_then_answered(assistant: Assistant) -> None:
    """Several lines; the talk is kept in between with words and facts side by side."""
    start = Talk.from_json(_old_talk(pending=_old("shizaibao-activation", "experience_score", followers="一百二十万")))

    answer, _ = said(assistant, "体验分4.7", "L3", "没收到邀请", start=start)

    assert result(answer)["meets_thresholds"] is True


@pytest.mark.parametrize(
    ("line", "payout"),
    [
        ("说错了，是500", "500.00"),
        ("那600呢", "600.00"),
        ("又看了下订单，是1050", "1000.00"),
    ],
)
def test_an_old_talk_that_is_done_takes_a_correction(assistant: Assistant, line: str, payout: str) -> None:
    """Words kept before are corrected by what is read now."""
    answer, _ = said(assistant, line, start=Talk.from_json(_old_talk(open=[_old("shizaibao-payout", "", paid="1288")])))

    assert result(answer)["payout"] == payout


def test_an_old_day_takes_a_correction(assistant: Assistant) -> None:
    """A day that was kept as words gives way to one that is named anew."""
    start = Talk.from_json(_old_talk(open=[_old("shizaibao-claim-deadline", "", shipped_on="4月1号")]))

    answer, _ = said(assistant, "说错了，是4月3号发的货", start=start)

    assert result(answer)["last_day"] == "2026-05-03"


def test_an_old_talk_is_dropped_like_any_other(assistant: Assistant) -> None:
    """取消 leaves nothing behind."""
    _, talk = said(
        assistant,
        "取消",
        start=Talk.from_json(_old_talk(pending=_old("shizaibao-activation", "experience_score", followers="120万"))),
    )

    assert (talk.pending, talk.open) == (None, ())
