"""What to know or do next stands behind the first line, with the figures of the day; a refused payout has its own."""

from datetime import datetime

import pytest

from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests.lamps import HEAD
from tests.shipped import kept

NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
RULE = (
    HEAD
    + """  - locator: "1"
    title: 样灯寄回的时间
    for: 商家
    text: 样灯要在拍完后 {days}内寄回，迟了每天扣 {fee}。
    parameters:
      days: {unit: natural_day, history: [{value: 7, at: "1"}]}
      fee: {unit: yuan, history: [{value: 5, at: "1"}]}
    answers:
      - id: how-long
        asks: how_long
        says: 拍完后 {days}内寄回。
        then: 迟一天扣 {fee}，别拖。
        asked: [样灯几天内要寄回去, 灯拍完了能放多久]
      - id: may-keep
        asks: yes_no
        says: 不能，拍完要寄回。
        asked: [样灯能不能留着自己用, 拍完的灯不寄回去行不行]
  - locator: "2"
    title: 样灯坏了怎么赔
    for: 商家
    text: 样灯坏了按价钱的 {share} 赔，最多 {cap}；自己弄坏的不赔。
    parameters:
      share: {unit: share, history: [{value: 1, at: "2"}]}
      cap: {unit: yuan, history: [{value: 300, at: "2"}]}
    questions: [样灯坏了赔多少, 灯摔坏了怎么赔]
    calculations:
      - name: lamp-payout
        kind: payout
        title: 样灯坏了能赔多少
        use: capped_share
        inputs:
          price: {type: money, fact: paid, event: payment, label: 灯的价钱, ask: 灯多少钱？, unit: 元, above_zero: true}
        results: {payout: amount, capped: capped}
        figures: {share: share, cap: cap}
        tells: {whole: "可以赔 {payout}", capped: "可以赔 {payout}，到上限了"}
        then: {"": 拍照留底再去谈。, capped: "超过 {cap}的部分不赔。"}
        asked: [样灯坏了能赔我多少钱]
"""
)


def lamps(tmp_path_factory: pytest.TempPathFactory, rule: str) -> Assistant:
    """Return an assistant that knows only `rule`."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "lamps.yaml").write_text(rule, encoding="utf-8")
    return Assistant(load(folder, kept=kept()), kept=kept())


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that knows two clauses on sample lamps."""
    return lamps(tmp_path_factory, RULE)


def test_it_stands_behind_the_first_line_with_the_figures_of_the_day(assistant: Assistant) -> None:
    """Between the first line and the clause."""
    answer, _ = assistant.reply("样灯几天内要寄回去", now=NOW)

    assert answer.text.startswith("拍完后 7 个自然日内寄回。\n\n迟一天扣 5 元，别拖。\n\n依据：")


def test_what_has_none_says_none(assistant: Assistant) -> None:
    """Each aspect has its own."""
    answer, _ = assistant.reply("样灯能不能留着自己用", now=NOW)

    assert "别拖" not in answer.text


@pytest.mark.parametrize(("price", "then"), [("120元", "拍照留底再去谈。"), ("900元", "超过 300.00 元的部分不赔。")])
def test_a_result_has_that_of_its_case(assistant: Assistant, price: str, then: str) -> None:
    """Or the one for all others."""
    answer, _ = assistant.calculate_inputs("lamp-payout", {"price": price}, now=NOW)

    assert answer.then == then
    assert then in answer.text


def test_a_traditional_line_gets_it_in_traditional(assistant: Assistant) -> None:
    """As all that is said."""
    answer, _ = assistant.reply("樣燈幾天內要寄回去", now=NOW)

    assert answer.then == "遲一天扣 5 元，別拖。"


def test_a_case_that_is_told_nowhere_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With file and field."""
    with pytest.raises(KnowledgeError, match=r"lamps\.yaml.*lamp-payout\.then\.half"):
        lamps(tmp_path_factory, RULE.replace('capped: "超过', 'half: "超过'))
