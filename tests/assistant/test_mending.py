"""A talk goes on over other documents than it began with: what is gone is let go of, whatever is said next."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.mending import mended
from bot.assistant.talk import NOTHING, Pending, Talk, Told
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from knowledge.load import load
from tests.shipped import kept

NOW = datetime(2026, 4, 2, 10, tzinfo=SHANGHAI)
GONE = "kuaishou-shizaibao"
TALKS = {
    "waits": ("实在宝能赔多少",),
    "computed": ("我实付1288，主播虚假宣传，实在宝能赔多少", "4月1号发的货，最晚哪天能申请实在宝"),
    "clause": ("实在宝最多赔多少钱", "飞鸽的考核怎么算"),
    "choices": ("实在宝", "赔付"),
    "checked": ("我买的是珠宝，实在宝能赔吗", "实付1288能赔多少"),
}
NEXT = (
    *(
        "1288",
        "1500呢",
        "4月5号",
        "为什么",
        "再说一遍",
        "第一个",
        "都不是",
        "不知道",
        "取消",
        "还剩几天",
        "说错了，是1500",
    ),
    *(
        "刚才那个实在宝呢",
        "第一个问题再说一下",
        "哪一条",
        "简单说",
        "全文",
        "实在宝最多赔多少",
        "谢谢",
        "不是珠宝",
        "是",
    ),
)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the assistant whose owner has switched a document off."""
    folder = tmp_path_factory.mktemp("off")
    (folder / "overlay.yaml").write_text(f"off: [{GONE}]", encoding="utf-8")
    return Assistant(load(folder, kept=kept()), kept=kept())


def begun(assistant: Assistant, lines: tuple[str, ...]) -> Talk:
    """Return the talk after some lines."""
    talk = NOTHING
    for line in lines:
        _, talk = assistant.reply(line, talk, now=NOW)
    return talk


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("line", NEXT)
def test_whatever_is_said_next_is_answered(assistant: Assistant, without: Assistant, name: str, line: str) -> None:
    """Nothing of the document is quoted, nothing of it is computed, and the talk goes on."""
    talk = begun(assistant, TALKS[name])
    answer, after = without.reply(line, talk, now=NOW + timedelta(minutes=1))

    assert answer.text
    assert not any(quote.document == GONE for quote in answer.quotes)
    assert after == mended(after, without.library)[0]
    assert without.reply("飞鸽的考核怎么算", after, now=NOW + timedelta(minutes=2))[0].text


def test_who_waits_for_a_result_is_told_that_it_is_gone(assistant: Assistant, without: Assistant) -> None:
    """Once."""
    talk = begun(assistant, TALKS["waits"])
    assert talk.pending is not None
    answer, after = without.reply("1288", talk, now=NOW)
    again, _ = without.reply("谢谢", after, now=NOW)

    assert "规则里已经没有了" in answer.text
    assert after.pending is None
    assert "规则里已经没有了" not in again.text


def test_buttons_over_a_talk_do_no_harm(assistant: Assistant, without: Assistant) -> None:
    """Another calculator is started, the last result is asked for again."""
    for lines in TALKS.values():
        talk = begun(assistant, lines)
        name = next(iter(without.library.calculations))

        assert without.calculate(name, "", talk, now=NOW)[0].text
        assert without.calculate_inputs(name, {}, talk, now=NOW)[0].text
        again = without.again(talk, now=NOW)
        assert again is None or not any(quote.document == GONE for quote in again.quotes)


def test_an_input_that_is_gone_leaves_the_rest(library: Library) -> None:
    """What was told for the others stays; what was asked for is asked no more."""
    name, bound = next(iter(library.calculations.items()))
    known = next(iter(bound.calculation.inputs))
    entry = Pending(name, {known: "1", "gone": "2"}, "gone", NOW)
    talk = Talk(entry, earlier=(Told(f"={name}", bound.place.id, "", "", entry.inputs),), told={name: entry.inputs})

    after, lost = mended(talk, library)

    assert not lost
    assert after.pending is None
    assert after.open == (replace(entry, inputs={known: "1"}),)
    assert [one.inputs for one in after.earlier] == [{known: "1"}]
    assert after.told == {name: {known: "1"}}


def test_a_talk_over_the_same_documents_stays_as_it_is(assistant: Assistant) -> None:
    """All of it."""
    for lines in TALKS.values():
        talk = begun(assistant, lines)

        assert mended(talk, assistant.library) == (talk, False)
