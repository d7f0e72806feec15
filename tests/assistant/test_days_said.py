"""Questions about an earlier time are answered by the figures of that time, through the real command."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.by_day import packed, unpacked
from bot.assistant.days_said import BEFORE_CHANGE, Days, cut, days_said
from bot.assistant.talk import NOTHING, Talk
from knowledge.calendar import SHANGHAI
from knowledge.language.reader import read
from knowledge.load import load
from tests import shipped
from tests.command import jsonl, rulebot
from tests.shipped import kept

NOW = datetime(2026, 11, 27, 12, tzinfo=SHANGHAI)
OVERLAY = "figures: {'kuaishou-shizaibao/7#cap': [{since: 2025-06-01, value: 2000, source: 平台公告}]}\n"
BEFORE, AFTER = "最多 1000 元", "最多 2000 元"
UNTIL = "（2023年3月20日起执行，到2025年5月31日为止）"

# What is asked, the time that the answer names first, and what it says of it.
ASKED = [
    ("去年3月那会儿实在宝上限是多少", "按2025年3月算", BEFORE),
    ("2025年3月的时候实在宝最多能赔多少钱", "按2025年3月算", BEFORE),
    ("去年5月底实在宝的赔付上限多少", "按2025年5月21日到31日算", BEFORE),
    ("前年实在宝最多赔多少", "按2024年算", BEFORE),
    ("去年年初实在宝最高赔多少", "按2025年1月到3月算", BEFORE),
    ("去年春节那阵实在宝最多能赔多少", "按2025年1月29日前后算", BEFORE),
    ("两年前实在宝最多赔多少", "按2024年11月27日前后算", BEFORE),
    ("改之前实在宝最多赔多少", "按2025年5月31日（改之前）算", BEFORE),
    ("2025年6月1日以前实在宝最多赔多少", "按2025年5月31日算", BEFORE),
    ("去年6月实在宝赔付上限是多少", "按2025年6月算", AFTER),
]
# The same in other words.
OTHERWISE = [
    ("舊年3月嗰陣實在寶上限幾多", "按2025年3月算", BEFORE),
    ("24年底实在宝最高能赔到多少", "按2024年11月到12月算", BEFORE),
    ("去年一季度实在宝赔付上限多少", "按2025年1月到3月算", BEFORE),
    ("去年3到5月实在宝上限是多少", "按2025年3月到5月算", BEFORE),
    ("去年这个时候实在宝最多赔多少", "按2025年11月27日前后算", AFTER),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An owner's folder in which the ceiling has another value since 2025-06-01."""
    made = tmp_path_factory.mktemp("own")
    (made / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, Any]:
    """What the command answers to all of them, by the question."""
    asked = jsonl(*({"q": line} for line, _, _ in (*ASKED, *OTHERWISE)))
    ended = rulebot(
        "ask", "--jsonl", "--today", "2026-11-27", given=asked, environment={"RULEBOT_KNOWLEDGE": str(folder)}
    )
    assert (ended.code, ended.err) == (0, "")
    return {answer["question"]: answer for answer in ended.lines}


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Assistant:
    """The same knowledge at hand."""
    return Assistant(load(folder, kept=kept()), kept=kept())


@pytest.mark.parametrize(("line", "called", "figure"), [*ASKED, *OTHERWISE])
def test_the_first_line_tells_the_time_and_its_figure(
    answers: dict[str, Any], line: str, called: str, figure: str
) -> None:
    """Alone, with since when and until when; what holds today stands below where it is another."""
    first, *others = answers[line]["text"].split("\n")
    below = "\n".join(others)

    assert first.startswith(f"{called}：{figure}")
    assert ("2025年6月1日起" in first) is (figure == AFTER)
    assert ("到2025年5月31日" in first) is (figure == BEFORE)
    assert ("按今天算：最多 2000 元" in below) is (figure == BEFORE)
    assert answers[line]["clauses"][0]["id"] == "kuaishou-shizaibao/7"


@pytest.mark.parametrize(
    ("line", "firsts"),
    [
        ("去年实在宝最多赔多少", ["按2025年1月到5月算", "按2025年6月到12月算"]),
        ("去年上半年实在宝最多赔多少", ["按2025年1月到5月算", "按2025年6月算"]),
        ("实在宝去年3月和今年3月的上限分别是多少", ["按2025年3月算", "按2026年3月算"]),
        ("我去年3月开的店，现在实在宝最多赔多少", ["按2025年3月算", "按2026年11月27日算"]),
        ("一年半以前实在宝最多赔多少", ["按2025年5月27日到31日算", "按2025年6月1日到7月11日算"]),
    ],
)
def test_a_time_in_which_the_figure_was_changed_is_told_in_two_lines(
    assistant: Assistant, line: str, firsts: list[str]
) -> None:
    """Which of the two is meant nobody knows, so neither is chosen."""
    answer, _ = assistant.reply(line, now=NOW)
    one, two = answer.headline.splitlines()

    assert [one.partition("：")[0], two.partition("：")[0]] == firsts
    assert (BEFORE in one, AFTER in two) == (True, True)


@pytest.mark.parametrize("line", ["实在宝最多赔多少", "这个月实在宝最多赔多少", "今年实在宝最多赔多少"])
def test_a_time_in_which_today_lies_is_now(assistant: Assistant, line: str) -> None:
    """Nothing is said of days that nobody asked about."""
    assert assistant.reply(line, now=NOW)[0].headline == "最多 2000 元，实付多少赔多少，到顶为止。"


@pytest.mark.parametrize("line", ["2021年入驻的，现在实在宝最多赔多少", "去年实在宝最多赔多少", "以前实在宝最多赔多少"])
def test_where_no_figure_has_changed_no_time_is_told(line: str) -> None:
    """As the shipped documents stand."""
    assert shipped.assistant().reply(line, now=NOW)[0].headline.startswith("最多 1000 元，实付")


# ---- results ----


def told(assistant: Assistant, *lines: str, now: datetime = NOW) -> tuple[str, Talk]:
    """Return the last answer of a talk, its notes below it, and the talk."""
    talk, text = NOTHING, ""
    for line in lines:
        answer, talk = assistant.reply(line, talk, now=now)
        text = "\n".join((answer.headline, *answer.steps, *answer.notes))
    return text, talk


def test_a_result_without_a_day_of_its_own_is_that_of_the_time_asked_about(assistant: Assistant) -> None:
    """With since when the figures hold, how it came about, and what it would be today."""
    text, _ = told(assistant, "去年3月买的，实付1288，主播虚假宣传，实在宝能赔多少")

    assert text.startswith("按2025年3月算：查实的话，可以赔 1000.00 元，已经到上限了" + UNTIL)
    assert "超过上限 1000.00 元" in text
    assert "按今天算：查实的话，可以赔 1288.00 元" in text


def test_a_result_of_a_time_with_a_change_is_told_for_both(assistant: Assistant) -> None:
    """The steps say for which of the two they are."""
    first, second, *below = told(assistant, "去年实付1288，主播虚假宣传，实在宝能赔多少")[0].splitlines()

    assert (first.partition("：")[0], "1000.00 元" in first) == ("按2025年1月到5月算", True)
    assert (second.partition("：")[0], "1288.00 元" in second) == ("按2025年6月到12月算", True)
    assert below[0] == "下面按2025年1月到5月的规则："


def test_the_time_stays_with_a_calculation_that_is_put_right(assistant: Assistant) -> None:
    """Also through a stored talk; a new case is one of today."""
    _, talk = told(assistant, "去年3月买的，实付1288，主播虚假宣传，实在宝能赔多少")
    talk = Talk.from_json(talk.as_json())
    right, talk = assistant.reply("说错了，是800", talk, now=NOW)
    again, _ = assistant.reply("再说一遍", talk, now=NOW)
    new, _ = told(assistant, "实付1288，主播虚假宣传，实在宝能赔多少")

    assert right.headline.startswith("按2025年3月算：查实的话，可以赔 800.00 元")
    assert again.headline == right.headline
    assert new.startswith("查实的话，可以赔 1288.00 元")


def test_what_speaks_against_a_result_does_so_today(assistant: Assistant) -> None:
    """A claim that is over is over, whichever ceiling there was."""
    text, _ = told(assistant, "2025年3月5日发货的，实付1288，主播虚假宣传，实在宝能赔多少")

    assert text.startswith("不能：商家点发货后 30 个自然日里没申请")
    assert "要是没有这个情形，查实的话，可以赔 1000.00 元" in text


# ---- which days a line names ----


@pytest.mark.parametrize(
    ("line", "first", "last", "called"),
    [
        ("去年5月20号晚上8点坏的", "2025-05-20", "2025-05-20", "2025年5月20日"),
        ("去年3月之前", "2025-02-28", "2025-02-28", "2025年2月28日"),
        ("去年3月以后", "2025-04-01", "2025-04-01", "2025年4月1日"),
        ("去年3月前后", "2025-03-01", "2025-03-31", "2025年3月"),
        ("去年今天", "2025-11-27", "2025-11-27", "2025年11月27日"),
        ("2024年", "2024-01-01", "2024-12-31", "2024年"),
        ("11月到1月", "2025-11-01", "2026-01-31", "2025年11月1日到2026年1月31日"),
        ("第三季度", "2026-07-01", "2026-09-30", "2026年7月到9月"),
        ("去年5月下旬", "2025-05-21", "2025-05-31", "2025年5月21日到31日"),
    ],
)
def test_the_days_of_a_line(line: str, first: str, last: str, called: str) -> None:
    """An exact one, or a stretch under the name that it has."""
    assert days_said(read(line, NOW)) == (Days(date.fromisoformat(first), date.fromisoformat(last), called),)


@pytest.mark.parametrize("line", ["", "这周", "最近30天", "第5天", "开了3年", "发货以前申请"])
def test_lines_that_name_no_other_time(line: str) -> None:
    """Lengths, the time in which today lies, and what is before a deed."""
    assert days_said(read(line, NOW)) == ()


@pytest.mark.parametrize("line", ["原来是多少", "调整之前多少", "没改的时候是多少", "老规则怎么算", "以前最多赔多少"])
def test_the_time_before_a_change(line: str) -> None:
    """Whenever that was."""
    assert days_said(read(line, NOW)) == (BEFORE_CHANGE,)


def test_stretches_are_cut_where_something_begins_and_kept_in_a_talk() -> None:
    """Both ends belong to a stretch; a day outside cuts nothing."""
    year = Days.between(date(2025, 1, 1), date(2025, 12, 31))
    parts = cut(year, [date(2025, 1, 1), date(2025, 6, 1), date(2026, 1, 1)])

    assert [(one.first, one.last) for one in parts] == [
        (date(2025, 1, 1), date(2025, 5, 31)),
        (date(2025, 6, 1), date(2025, 12, 31)),
    ]
    assert cut(year, []) == [year]
    assert len(cut(Days.between(date(9999, 1, 1), date.max), [date(9999, 6, 1)])) == 2
    assert unpacked(packed((year,))) == (year,)
