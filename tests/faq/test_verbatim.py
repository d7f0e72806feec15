"""The texts of an owner's questions and answers are told as they stand; other documents are answered as ever."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.limits import LONGEST_IN_GROUP
from bot.faq.document import FaqDocument
from bot.faq.entries import Entry
from bot.telegram.pages.preview import preview
from calculators.bindings import problems
from knowledge.audit import everything
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from knowledge.load import load
from tests.faq.making import shop
from tests.shipped import kept

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
LONG = "亲，支持七天无理由退货。\n1. 点“申请退货”。\n2. 等审核，最晚 24 小时。\n\n" + "退款原路返回，请耐心等待。" * 120
ENTRIES = [
    Entry(
        "云朵沙发能定做颜色吗",
        "对，能定做。  {color} 里选，{ 加 } 300 元 ，见 https://x.cn/{id}?a=1&b=2",
        ("云朵沙发换个色行不行",),
    ),
    Entry("云朵沙发怎么退", LONG),
    Entry("双十一买的云朵沙发11月11日能发货吗", "能，{day} 当天发。"),
    Entry("云朵沙发有几种", "三种。"),
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant with the questions and answers of a shop that names no platform."""
    folder = tmp_path_factory.mktemp("faq")
    document, _ = FaqDocument.new("shop-faq", "云朵家居问答", checked=date(2026, 11, 26)).merged([*shop(), *ENTRIES])
    document.write(folder / "shop-faq.yaml")
    return Assistant(load(folder, kept=kept(), checks=(problems,)), kept=kept())


def told(assistant: Assistant, line: str, mode: str = "private") -> Answer:
    """Return the answer to a line."""
    return assistant.reply(line, now=NOW, mode=mode)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.question)
def test_an_answer_is_told_word_for_word(own: Assistant, entry: Entry) -> None:
    """Braces, blanks, links, a leading 对, 1,700 characters, a day in the question; once, and with its place."""
    for line in (entry.question, *entry.phrasings):
        answer = told(own, line)

        assert (answer.status, answer.headline) == ("answered", entry.answer)
        assert answer.text.count(entry.answer) == 1
        assert answer.text.splitlines()[-1].startswith("依据：云朵家居问答第60")
        assert answer.text.endswith("（2026年11月26日更新）")


def test_an_answer_in_other_words_is_told_whole(own: Assistant) -> None:
    """对 agrees with a question that was not asked just so; the owner's words stay all the same."""
    assert told(own, "云朵沙发可以定做别的颜色不").headline == ENTRIES[0].answer


def test_every_question_of_a_shop_is_answered(own: Assistant) -> None:
    """Every sixth of six hundred beside the shipped documents, no platform named, each with its own answer."""
    wrong = [entry.question for entry in shop()[::6] if told(own, entry.question).headline != entry.answer]

    assert wrong == []


def test_in_a_group_a_long_answer_is_begun(own: Assistant) -> None:
    """Whole sentences, the place behind them."""
    short = told(own, "云朵沙发怎么退", "addressed").short

    assert len(short) <= LONGEST_IN_GROUP + len("……")
    assert LONG.startswith(short.split("……")[0])
    assert short.split("……")[1].startswith("\n依据：云朵家居问答第602条")


def test_in_telegram_of_a_long_answer_the_first_line_is_bold(own: Assistant) -> None:
    """All of it would stand out no more; a short one is bold as ever."""
    long, short = (preview(line, own, NOW) for line in ("云朵沙发怎么退", "云朵沙发有几种"))

    assert long.startswith("<b>亲，支持七天无理由退货。</b>\n1. 点“申请退货”。\n")
    assert short.startswith("<b>三种。</b>\n\n<blockquote expandable><b>云朵家居问答第604条")


def test_a_repeat_and_a_reason_tell_it_once(own: Assistant) -> None:
    """为什么 says that it stands so, without a second copy in pieces."""
    _, talk = own.reply("云朵沙发怎么退", now=NOW)
    why, _ = own.reply("为什么", talk, now=NOW)

    assert why.text.count("支持七天无理由退货") == 1


@pytest.mark.parametrize(
    "line",
    [
        "我实付1288，主播虚假宣传能赔多少",
        "快手小店的二手手机要不要质检",
        "飞鸽客服多久不回复算超时",
        "星图任务客户取消了给多少钱",
    ],
)
def test_shipped_documents_are_answered_as_ever(own: Assistant, assistant: Assistant, line: str) -> None:
    """A shop's questions swallow none about the rules of a platform."""
    with_faq, alone = told(own, line), told(assistant, line)

    assert [quote.id for quote in with_faq.quotes][:1] == [quote.id for quote in alone.quotes][:1]
    assert with_faq.headline == alone.headline


@pytest.mark.parametrize("line", ["个人所得税怎么交", "信用卡逾期一天有影响吗", "今天天气怎么样"])
def test_what_no_document_says_is_still_refused(own: Assistant, line: str) -> None:
    """Six hundred questions more are no reason to answer everything."""
    assert told(own, line).quotes == ()


def test_the_audit_finds_nothing_wrong_with_them(own: Assistant) -> None:
    """Figures in prose, few ways of asking and long answers are an owner's own; a single way of asking is enough."""
    documents = tuple(one for one in own.library.documents if one.id == "shop-faq")
    report = everything.run(replace(own.library, documents=documents))

    assert report.findings == ()
    assert [hint for hint in report.hints if "figure" in hint or "at least" in hint or "characters" in hint] == []


def test_a_question_that_a_shipped_document_has_too_is_a_hint(library: Library, tmp_path: Path) -> None:
    """`rulebot check` tells it, and holds."""
    question = library.places["doudian-agency/1"].clause.asked[0].q
    FaqDocument.new("shop-faq", checked=date(2026, 11, 26)).merged([Entry(question, "问客服")])[0].write(
        tmp_path / "shop-faq.yaml"
    )
    both = load(tmp_path, kept=kept())
    names = ("shop-faq", "doudian-agency")
    report = everything.run(replace(both, documents=tuple(one for one in both.documents if one.id in names)))

    assert [line for line in report.findings if question in line] == []
    assert [hint for hint in report.hints if question in hint and "doudian-agency/1" in hint]


# ---- beside small talk, and beside the rules ----


@pytest.mark.parametrize(
    "line", ["周末几点开门营业啊", "你们周末营业吗", "春节你们放假吗", "你们是正品吗", "你们这儿能刷卡不"]
)
def test_a_question_to_the_shop_is_no_small_talk(own: Assistant, line: str) -> None:
    """However near it comes to 在吗: without an answer it is refused, or the nearest ones are offered."""
    answer = told(own, line)

    told_now = {("no_answer", "outside"), ("choose", "choose"), ("answered", answer.told)}
    assert (answer.status, answer.told) in told_now, answer.text


@pytest.mark.parametrize("line", ["在吗", "你好呀", "谢谢啦", "哈哈哈", "辛苦了", "亲，在不在"])
def test_small_talk_stays_small_talk(own: Assistant, line: str) -> None:
    """It does not fill the owner's inbox."""
    assert told(own, line).told == "chat"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("云朵沙发能定做颜色吗", "你们店在哪里"),
        ("云朵沙发有几种", "那多少钱能到呢"),
        ("双十一买的云朵沙发11月11日能发货吗", "为什么是这一天"),
    ],
)
def test_nothing_goes_on_with_an_owners_answer(own: Assistant, first: str, then: str) -> None:
    """It is not repeated for another question, nor cited as 第600条; a line alone means what it means alone."""
    _, talk = own.reply(first, now=NOW)

    assert own.reply(then, talk, now=NOW)[0].text == told(own, then).text


def test_what_was_said_to_the_shop_is_no_fact_of_a_rules_case(own: Assistant) -> None:
    """A day of delivery is no day on which something was shipped."""
    _, talk = own.reply("双十一买的云朵沙发11月11日能发货吗", now=NOW)
    answer, _ = own.reply("实在宝最晚哪天申请", talk, now=NOW)

    assert answer.status == "needs_input"
    assert "11月11日" not in answer.text
