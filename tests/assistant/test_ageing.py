"""An answer whose document was compared with its page long ago says so, once, at its end."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.limits import LONGEST_IN_GROUP
from bot.terminal import Said, plain
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from knowledge.load import load
from tests.command import rulebot
from tests.lamps import HEAD
from tests.shipped import kept

MOST = 365
NOTE = "我们上次核对是{day}，之后页面可能改过。"
OWN = """
id: shop-faq
title: 小店问答
short: 小店问答
platform: 自己的店
kind: 问答
source: faq.csv
checked: 2025-01-01
clauses:
  - {locator: "1", title: 包邮, for: 买家, text: 满 99 元包邮。, questions: [小店几块钱包邮, 小店包邮吗]}
"""


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    """The shipped documents, of which an answer is old after a year."""
    return Assistant(library, kept=kept(), stale_days=MOST)


def checked(library: Library, document: str) -> datetime:
    """Return the noon of the day on which a document was compared."""
    found = next(one for one in library.documents if one.id == document)
    return datetime(found.checked.year, found.checked.month, found.checked.day, 12, tzinfo=SHANGHAI)


def note(day: datetime) -> str:
    """Return the note of a day."""
    return NOTE.format(day=f"{day.year}年{day.month}月{day.day}日")


@pytest.fixture
def day(library: Library) -> datetime:
    """The day on which the document of the questions below was compared."""
    return checked(library, "kuaishou-shizaibao")


def test_it_stands_at_the_end_from_the_first_day_beyond(assistant: Assistant, day: datetime) -> None:
    """On the last day it is not old yet; the day of asking counts, not one that is asked about."""
    line = "实在宝最多赔多少"
    last, old = (assistant.reply(line, now=day + timedelta(days=days))[0] for days in (MOST, MOST + 1))
    earlier, _ = assistant.reply("2023年5月1日实在宝最多赔多少", now=day + timedelta(days=MOST + 1))

    assert "核对" not in last.text
    assert old.text.endswith(f"\n\n{note(day)}")
    assert old.text.count("核对") == 1
    assert earlier.text.endswith(note(day))


def test_zero_days_is_never(library: Library, day: datetime) -> None:
    """As it is where nobody hands in an age."""
    for assistant in (Assistant(library, kept=kept(), stale_days=0), Assistant(library, kept=kept())):
        assert "核对" not in assistant.reply("实在宝最多赔多少", now=day + timedelta(days=3000))[0].text


def test_results_gaps_and_clauses_have_it_and_what_rests_on_nothing_has_not(
    assistant: Assistant, day: datetime
) -> None:
    """A question back that tells no rule is not an answer yet."""
    now = day + timedelta(days=MOST + 1)
    result, talk = assistant.reply("实付1288，主播虚假宣传，实在宝能赔多少", now=now)
    clause, named = (
        assistant.clause("实在宝第七条", now=now),
        assistant.calculate("shizaibao-payout", "1288", now=now)[0],
    )
    back, _ = assistant.calculate("shizaibao-payout", "", now=now)
    others = [assistant.reply(line, now=now)[0] for line in ("你好", "淘宝退货运费谁出", "谢谢")]
    again, _ = assistant.reply("再说一遍", talk, now=now)

    assert clause is not None
    assert [one.aged for one in (result, clause, named, again)] == [note(day)] * 4
    assert (back.status, back.aged) == ("needs_input", "")
    assert [one.aged for one in others] == [""] * 3


def test_several_questions_in_one_line_have_it_once(assistant: Assistant, day: datetime) -> None:
    """Below the last of them."""
    answer, _ = assistant.reply("实在宝最多赔多少？发货后几天内能申请实在宝？", now=day + timedelta(days=MOST + 1))

    assert len(answer.parts) == 2
    assert [one.aged for one in answer.parts] == ["", note(day)]
    assert answer.text.count("核对") == 1


def test_in_a_group_it_stands_only_where_the_answer_stays_short(assistant: Assistant, day: datetime) -> None:
    """The rule itself goes before it."""
    now = day + timedelta(days=MOST + 1)
    short, _ = assistant.reply("实在宝最多赔多少", now=now, mode="group")
    every = [assistant.clause(name, now=now) for name in assistant.library.places]
    told = [one for one in every if one is not None]
    long = [one for one in told if "核对" not in one.short]

    assert short.short.endswith(f"\n{note(day)}")
    assert all(len(one.short) <= LONGEST_IN_GROUP for one in told if "核对" in one.short)
    assert all(len(f"{one.short}\n{one.aged}") > LONGEST_IN_GROUP for one in long)


def test_it_follows_the_script_of_the_asker(assistant: Assistant, day: datetime) -> None:
    """As all of the answer."""
    answer, _ = assistant.reply("實在寶最多賠多少", now=day + timedelta(days=MOST + 1))

    assert answer.text.endswith("之後頁面可能改過。")


@pytest.mark.slow
def test_the_oldest_document_that_an_answer_rests_on_is_told(tmp_path: Path) -> None:
    """Of an owner's questions and answers, when they were last looked after."""
    (tmp_path / "lamps.yaml").write_text(
        HEAD
        + '  - {locator: "1", title: 寄回, for: 主播, text: 样灯要寄回。, questions: [样灯要寄回吗, 样灯寄回去吗]}\n',
        encoding="utf-8",
    )
    (tmp_path / "faq.yaml").write_text(OWN, encoding="utf-8")
    assistant = Assistant(load(tmp_path, kept=kept()), kept=kept(), stale_days=30)
    now = datetime(2026, 11, 27, 12, tzinfo=SHANGHAI)
    lamp, own, shipped = (
        assistant.reply(line, now=now)[0] for line in ("样灯要寄回吗", "小店几块钱包邮", "实在宝最多赔多少")
    )

    assert lamp.text.endswith("我们上次核对是2026年6月1日，之后页面可能改过。")
    assert own.text.endswith("这条是2025年1月1日更新的，之后情况可能变过。")
    assert shipped.aged == ""


def test_a_terminal_shows_it_before_what_to_go_on_with(assistant: Assistant, day: datetime) -> None:
    """Plain lines as well as a drawn answer."""
    from rich.console import Console

    from bot.screen import draw

    answer, _ = assistant.reply("实在宝最多赔多少", now=day + timedelta(days=MOST + 1))
    console = Console(width=60, record=True, file=StringIO())
    draw(answer, answer.next, console)
    drawn = console.export_text()
    piped = plain(Said(answer=answer, steps=answer.next))

    assert "上次核对" in drawn
    assert drawn.index("上次核对") < drawn.index("接着问")
    assert piped.index("上次核对") < piped.index("接着问")


# ---- the setting ----

LATE = ("ask", "--today", "2029-01-01", "实在宝最多赔多少")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "noted"),
    [({}, True), ({"RULEBOT_STALE_DAYS": "100000"}, False), ({"RULEBOT_STALE_DAYS": "0"}, False)],
)
def test_the_command_notes_it_after_a_year_unless_set_otherwise(environment: dict[str, str], noted: bool) -> None:
    """The terminal and JSON lines read the same setting as the bot."""
    ended = rulebot(*LATE, environment=environment)

    assert ended.code == 0
    assert ("上次核对" in ended.out) is noted


@pytest.mark.slow
@pytest.mark.parametrize("value", ["-1", "one", "1.5", "9" * 9, "３６５"])
def test_a_setting_that_is_no_number_of_days_is_one_line(value: str) -> None:
    """With the variable and the value."""
    ended = rulebot(*LATE, environment={"RULEBOT_STALE_DAYS": value})

    assert ended.code == 2
    assert "RULEBOT_STALE_DAYS" in ended.refusal
    assert value in ended.refusal


def test_an_answer_as_json_keeps_its_shape(assistant: Assistant, day: datetime) -> None:
    """The note is a part of the text."""
    answer: Answer = assistant.reply("实在宝最多赔多少", now=day + timedelta(days=MOST + 1))[0]

    assert list(answer.as_json()) == ["question", "status", "text", "clauses", "calculation", "choices", "confidence"]
