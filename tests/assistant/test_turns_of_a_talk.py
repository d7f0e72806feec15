"""What is said about the last answer, or goes on with what a talk was about."""

from datetime import datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING, Talk
from bot.assistant.turns import parts_of
from knowledge.calendar import SHANGHAI

NOW = datetime(2023, 6, 14, 12, tzinfo=SHANGHAI)


def talked(assistant: Assistant, *lines: str) -> tuple[list[Answer], Talk]:
    """Return the answers to lines said one after another, and the talk they leave."""
    talk, answers = NOTHING, []
    for line in lines:
        answer, talk = assistant.reply(line, talk, now=NOW)
        answers.append(answer)
    return answers, talk


PAYOUT, DEADLINE, RULE = (
    "实付618元，实在宝能赔给我多少",
    "5月20号发的货，实在宝最晚哪天能申请",
    "飞鸽里能把自己的手机号发给客人吗",
)


@pytest.mark.parametrize("question", [PAYOUT, DEADLINE, RULE])
@pytest.mark.parametrize("again", ["再说一遍", "没看清，再发一次", "再講多次"])
def test_the_last_answer_is_said_again(assistant: Assistant, question: str, again: str) -> None:
    """The same first line and the same result, however often."""
    first, second, third = talked(assistant, question, again, again)[0]

    assert [second.told, third.told] == ["again", "again"]
    assert second.headline == third.headline
    assert second.quotes[0].id == first.quotes[0].id
    if first.calculation is not None:
        assert second.calculation is not None
        assert second.calculation.result == first.calculation.result


@pytest.mark.parametrize("question", [PAYOUT, DEADLINE, RULE])
@pytest.mark.parametrize(
    ("line", "kind"),
    [("依据哪条", "clause"), ("为什么", "why"), ("一句话总结", "short"), ("把整条原文贴出来", "whole")],
)
def test_an_answer_is_asked_about(assistant: Assistant, question: str, line: str, kind: str) -> None:
    """Which clause, why, in short, the whole text: of the answer just given, which stays the last one."""
    (first, about, again), _ = talked(assistant, question, line, "再说一遍")

    assert about.told == kind
    if kind == "short":
        assert about.headline == first.headline
        assert len(about.text) <= len(first.text)
    elif kind == "whole":
        assert about.quotes[0].text in about.text
    else:
        assert about.quotes[0].heading in about.text
    assert again.headline == first.headline


def test_days_left_are_those_of_the_last_deadline(assistant: Assistant) -> None:
    """As of now, wherever the talk has gone since."""
    (_, left), _ = talked(assistant, DEADLINE, "还剩几天")
    (_, _, later), _ = talked(assistant, DEADLINE, "谢谢", "我还有几天")

    for answer in (left, later):
        assert answer.calculation is not None
        assert answer.calculation.result["days_left"] == 5
        assert "5 天" in answer.headline


@pytest.mark.parametrize("line", ["再说一遍", "为什么", "依据哪条", "原文发给我"])
def test_without_a_last_answer_there_is_nothing_to_say_again(assistant: Assistant, line: str) -> None:
    """No clause and no figure comes out of nowhere."""
    answer = talked(assistant, line)[0][0]

    assert answer.calculation is None
    assert answer.told not in ("again", "why", "clause", "left", "whole")


def test_what_waits_is_asked_again_dropped_or_passed_over(assistant: Assistant) -> None:
    """The button's words mean just what they say."""
    (asked, again), _ = talked(assistant, "我要算实在宝赔多少", "再说一遍")
    (_, dropped), talk = talked(assistant, "我要算实在宝赔多少", "取消")

    assert asked.status == again.status == "needs_input"
    assert dropped.told == "cancel"
    assert (talk.pending, talk.open) == (None, ())


def test_a_question_in_between_leaves_what_waits(assistant: Assistant) -> None:
    """And says that it waits; the figure afterwards goes to it."""
    (asked, between, result), _ = talked(assistant, "我要算实在宝赔多少", "飞鸽的工作时间是几点到几点", "618元")

    assert between.quotes[0].document == "douyin-feige"
    assert any("还没算完" in note for note in between.notes)
    assert result.calculation is not None
    assert result.told == asked.told == "=shizaibao-payout"
    assert "618" in result.headline


def test_that_something_waits_is_said_once(assistant: Assistant) -> None:
    """Whoever turns to other things is not told so under each answer; asked for again it may be told again."""
    lines = ("我要算实在宝赔多少", "飞鸽的工作时间是几点到几点", "飞鸽不回消息会怎么样", "再说一遍")
    answers, talk = talked(assistant, *lines)
    (*_, result), _ = talked(assistant, *lines[:3], "618元")

    assert [any("还没算完" in note for note in one.notes) for one in answers[1:3]] == [True, False]
    assert talk.pending is not None
    assert Talk.from_json(talk.as_json()) == talk
    assert "618" in result.headline


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("实在宝赔多少？多久到账？", ["实在宝赔多少？", "多久到账？"]),
        ("我买了件假货。实在宝能赔多少？", ["我买了件假货。实在宝能赔多少？"]),
        ("能赔多少？谢谢", ["能赔多少？谢谢"]),
        ("发货了\n能申请实在宝吗\n多久审核完", ["发货了能申请实在宝吗", "多久审核完"]),
        ("在吗？", ["在吗？"]),
        ("a？b？c？", ["a？b？c？"]),
        ("赔多少呢？几天到账？怎么申诉？找谁问呢？", ["赔多少呢？几天到账？怎么申诉？找谁问呢？"]),
        ("", [""]),
    ],
)
def test_a_line_is_cut_into_its_questions(line: str, parts: list[str]) -> None:
    """What only tells goes with the question behind it, or else before it."""
    assert parts_of(line) == parts


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            "抖店承诺6月12号22点前发货，到现在没发，算几次超时",
            "直播间说是头层牛皮结果是人造革，实在宝能赔多少",
            "=shizaibao-payout",
        ),
        (DEADLINE, "星图任务9000元，上传脚本以后取消，要赔多少", "=xingtu-cancel-payout"),
        (PAYOUT, "抖店新店开了12天，非广告单，5000元，技术服务费多少", "=doudian-tech-fee"),
    ],
)
def test_another_rule_gets_no_figure_of_the_one_before(
    assistant: Assistant, first: str, second: str, told: str
) -> None:
    """What was computed before is not told again where another rule is asked about."""
    assert talked(assistant, first, second)[0][-1].told == told


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("实付1288元，实在宝能赔给我多少", "那要是一百来块的呢"),
        ("实付1288元，实在宝能赔给我多少", "嗰如果係百幾蚊呢"),
        (PAYOUT, "那要是七百多块的呢"),
        (PAYOUT, "如果只有四十几块呢"),
        (DEADLINE, "那要是五月下旬发的呢"),
    ],
)
def test_another_figure_that_is_vague_does_not_get_the_last_result(assistant: Assistant, first: str, then: str) -> None:
    """What the line gives cannot be left out: it is asked for exactly, or told for both ends."""
    one, other = talked(assistant, first, then)[0]

    assert other.told == one.told
    assert other.headline != one.headline


@pytest.mark.parametrize("before", [(), ("星图任务两千块，对方取消了，赔多少",)])
def test_a_further_figure_belongs_to_the_rule_that_was_just_refused(
    assistant: Assistant, before: tuple[str, ...]
) -> None:
    """What excludes the case excludes it at any amount, whatever else still waits."""
    refused, *further = talked(
        assistant,
        *before,
        "快手二手手机标价三千来块，实在宝能赔多少",
        "那要是两百出头的呢",
        "那六百左右的话",
    )[0][len(before) :]

    assert refused.status == "no_answer"
    assert [answer.told for answer in further] == [refused.told] * 2
    assert [answer.headline for answer in further] == [refused.headline] * 2


@pytest.mark.parametrize(
    "line",
    [
        "实在宝买的手机一千二能赔多少",
        "快手上买的东西标价四百来块，实在宝赔几多",
        "實在寶買嘅袋三百幾蚊，賠幾多",
        "飞鸽机器人昨晚十一点没回算超时吗",
        "快手二手的东西标价三千，贴错标签怎么办",
    ],
)
def test_a_line_that_names_another_rule_tells_nothing_of_the_case_before(assistant: Assistant, line: str) -> None:
    """Its figures are of what it names."""
    case = "我接了星图任务两千块，视频确认了对方取消了，赔多少"

    assert talked(assistant, case, line)[0][-1].told != talked(assistant, case)[0][-1].told


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("实在宝 1288", "1000.00"),
        ("实在宝688", "688.00"),
        ("快手实在宝 800元", "800.00"),
        ("實在寶 兩千三", "1000.00"),
        ("实在宝，七百六的", "760.00"),
        ("实在宝 1288？", "1000.00"),
        ("实在宝 888", "888.00"),
        ("实在宝666", "666.00"),
    ],
)
def test_a_name_and_an_amount_are_worked_out(assistant: Assistant, line: str, result: str) -> None:
    """Alone, and in the middle of something else."""
    for before in ((), (DEADLINE,), ("星图任务两千块，对方取消了，赔多少",)):
        assert result in talked(assistant, *before, line)[0][-1].headline


@pytest.mark.parametrize("question", ["实在宝买了个三百多的包是假的赔多少", "实在宝能赔多少"])
def test_why_of_what_still_waits_tells_what_the_rule_says(assistant: Assistant, question: str) -> None:
    """The rule itself with its figures, not the clause's title; what is missing is asked for once."""
    asked, why = talked(assistant, question, "为啥是这个数")[0]

    assert "1000 元" in why.headline
    assert why.ask == asked.ask
    assert why.text.count(why.ask.prompt if why.ask else "") == 1


@pytest.mark.parametrize("line", ["那超过上限的那部分呢", "超出的部分找谁要", "剩下那部分还拿得到吗"])
def test_what_lies_beyond_the_limit_is_not_the_result_again(assistant: Assistant, line: str) -> None:
    """The rule says where one may turn with it."""
    assert talked(assistant, "实付2300元，实在宝能赔给我多少", line)[0][-1].told.endswith(":more-by-law")


@pytest.mark.parametrize(
    ("question", "then"),
    [("二手手机屏幕碎了没写，快手卖家要赔吗", "赔多少"), ("二手手机屏幕碎了没写，快手卖家要赔吗", "那赔几多")],
)
def test_what_is_said_after_several_were_offered_goes_on_with_the_question(
    assistant: Assistant, question: str, then: str
) -> None:
    """It is of what was offered, not of whatever rule has the same words."""
    offered, answer = talked(assistant, question, then)[0]

    assert offered.status == "choose"
    assert answer.quotes[0].document.startswith("kuaishou")


@pytest.mark.parametrize(
    "line",
    [
        "实在宝买的靴子八百好几，假的赔多少",
        "实在宝买的锅不止三百块，假的赔多少",
        "星图任务超过五千块，视频确认后客户取消，赔多少",
    ],
)
def test_an_amount_without_an_upper_end_is_told_without_one(assistant: Assistant, line: str) -> None:
    """The largest amount that is taken is nobody's."""
    answer = talked(assistant, line)[0][0]

    assert answer.status == "needs_input"
    assert "01 元" in answer.text
    assert "99999" not in answer.text


@pytest.mark.parametrize(
    "line",
    [
        "星图客户取消，订单10000元，赔多少",
        "星图短视频客户取消赔多少",
        "星图上我2026年11月20日接的单，客户现在要取消，订单10000元，赔我多少",
        "抖店代运营会被清退吗",
    ],
)
def test_what_holds_for_one_case_is_not_told_before_the_case_is_known(assistant: Assistant, line: str) -> None:
    """Which stage, which figures: that is asked for first."""
    answer, _ = assistant.reply(line, now=NOW)

    assert answer.status == "needs_input"
    assert answer.headline == answer.ask.prompt if answer.ask else False


@pytest.mark.parametrize(
    ("line", "told"), [("实在宝能赔多少", "最多 1000 元"), ("实在宝最晚哪天申请", "第 30 个自然日")]
)
def test_a_rule_that_holds_for_every_case_is_told_before_it_is_asked_for(
    assistant: Assistant, line: str, told: str
) -> None:
    """Though people ask for it with a figure or a day."""
    answer, _ = assistant.reply(line, now=NOW)

    assert answer.status == "needs_input"
    assert told in answer.headline
