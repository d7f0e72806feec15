"""A question to a shop is answered by the shop, also right after one on a platform's rules; what goes on goes on."""

from datetime import date, datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.faq.document import FaqDocument
from bot.faq.entries import Entry
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from tests.faq.making import shop
from tests.shipped import kept
from tests.talked import last

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
ENTRIES = [
    Entry("保修多久", "一年，凭订单号。"),
    Entry("晚发货赔多少", "每天赔 1%，最多 30 元。"),
    Entry("怎么改地址", "没发货的都能改，找客服。"),
    Entry("能到付吗", "不支持到付。"),
    Entry("可以到店自提吗", "可以，周一到周五。"),
]
RULE, RESULT, WAITING = "实在宝最多赔多少", "实在宝1288元能赔多少", "实在宝最晚哪天能申请"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant of a shop beside the shipped documents."""
    folder = tmp_path_factory.mktemp("faq")
    document, _ = FaqDocument.new("shop-faq", "小店问答", checked=date(2026, 11, 26)).merged([*shop(), *ENTRIES])
    document.write(folder / "shop-faq.yaml")
    return Assistant(load(folder, kept=kept()), kept=kept())


def told(assistant: Assistant, *lines: str) -> Answer:
    """Return the answer to the last line of a talk."""
    return last(assistant, NOW, *lines)


@pytest.mark.parametrize("before", [RULE, RESULT, WAITING])
@pytest.mark.parametrize("entry", [*ENTRIES, *shop()[::75]], ids=lambda entry: entry.question)
def test_an_entry_is_told_whatever_was_asked_of_a_platform(own: Assistant, before: str, entry: Entry) -> None:
    """Also where a calculation waits for an amount or a day, and where the entry asks for a payout itself."""
    assert told(own, before, entry.question).headline == entry.answer


@pytest.mark.parametrize(
    ("before", "line", "says"),
    [
        (RULE, "六百八", "680"),
        (RULE, "我付了680块", "680"),
        (RESULT, "那要是九百呢", "900"),
        (RESULT, "看错了，是1088", "1000.00 元"),
        (RESULT, "为什么", "1288"),
        (RESULT, "再说一遍", "1000.00 元"),
        (WAITING, "11月20号发的货", "12月20日"),
        (WAITING, "上周五", "12月20日"),
    ],
)
def test_what_goes_on_with_a_platforms_rule_goes_on(own: Assistant, before: str, line: str, says: str) -> None:
    """A figure, a day, a correction, a reason, a repeat."""
    answer = told(own, before, line)

    assert says in answer.text
    assert not answer.told.startswith("shop-faq/")


@pytest.mark.parametrize("before", [RULE, RESULT])
def test_in_other_words_it_is_told_after_the_shop_was_asked_something(own: Assistant, before: str) -> None:
    """What is open of the platform says nothing of it."""
    lines = (before, "保修多久", "周几能到店自提啊")

    assert told(own, *lines).headline == "可以，周一到周五。"
    assert "1000.00 元" in told(own, RESULT, "保修多久", "那要是付了1300呢").text


def test_the_platform_can_be_named_again(own: Assistant) -> None:
    """After the shop was asked in between."""
    assert "1000" in told(own, RULE, "保修多久", "实在宝一单最多赔多少").headline
