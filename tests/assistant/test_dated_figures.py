"""A question's day chooses the figure of an own rule told without a calculator; the answer says since when it holds."""

from datetime import datetime

import pytest

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from knowledge.load import load
from tests.lamps import HEAD
from tests.shipped import kept

NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
RULE = (
    HEAD
    + """  - locator: "1"
    title: 样灯坏了怎么赔
    for: 商家
    text: 样灯在主播手里坏了，商家最多可以要求赔 {cap}。运费由主播出。
    parameters:
      cap:
        unit: yuan
        history:
          - {value: 500, at: "1", since: 2025-01-01}
          - {value: 800, at: "1", since: 2026-06-01}
          - {value: 900, at: "1", since: 2027-03-01}
    questions: [样灯坏了最多赔多少, 样灯摔坏了赔多少钱]
  - locator: "2"
    title: 样灯寄回的时间
    for: 主播
    text: 样灯要在拍摄结束后 {days} 内寄回。
    parameters:
      days: {unit: natural_day, history: [{value: 7, at: "2", since: 2025-01-01}]}
    questions: [样灯什么时候寄回, 样灯几天内要寄回去]
gaps:
  - id: price
    at: "1"
    missing: 规则没写样灯的价钱由谁来定。
    certain: 能定的只有上限：{cap}。
    questions: [样灯的价钱由谁来定, 样灯值多少钱谁说了算]
"""
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that knows a rule whose ceiling has changed and will change again."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "lamps.yaml").write_text(RULE, encoding="utf-8")
    return Assistant(load(folder, kept=kept()), kept=kept())


def answer(assistant: Assistant, line: str, now: datetime = NOW) -> Answer:
    """Return the answer to a line that stands alone, which rests on the rule."""
    found, _ = assistant.reply(line, now=now)
    assert [quote.id for quote in found.quotes][:1] == ["lamp-rules/1"], found.text
    assert found.calculation is None
    return found


@pytest.mark.parametrize(
    ("line", "day", "figure", "since"),
    [
        ("样灯2026年5月20日坏了最多赔多少", "2026年5月20日", "500 元", "2025年1月1日起执行，到2026年5月31日为止"),
        ("2026-05-31 坏的样灯最多赔多少", "2026年5月31日", "500 元", "2025年1月1日起"),
        ("2026年6月1日坏的样灯最多赔多少", "2026年6月1日", "800 元", "2026年6月1日起"),
        ("样灯5月20号坏了最多赔多少", "2026年5月20日", "500 元", "2025年1月1日起"),
        ("去年5月20号样灯坏了最多赔多少", "2025年5月20日", "500 元", "2025年1月1日起"),
        ("样灯前天坏了最多赔多少", "2026年11月24日", "800 元", "2026年6月1日起执行，到2027年2月28日为止"),
        ("样灯2027年5月20日坏的话最多赔多少", "2027年5月20日", "900 元", "2027年3月1日起执行）"),
        ("6月1日之前坏的样灯最多赔多少", "2026年5月31日", "500 元", "2025年1月1日起"),
        ("5月31日以后坏的样灯最多赔多少", "2026年6月1日", "800 元", "2026年6月1日起"),
        ("样灯5月坏了最多赔多少", "2026年5月", "500 元", "2025年1月1日起执行，到2026年5月31日为止"),
    ],
)
def test_a_day_in_the_question_chooses_the_figure_and_the_answer_says_since_when(
    assistant: Assistant, line: str, day: str, figure: str, since: str
) -> None:
    """The first line stands alone: day, figure, and from when to when it is so; the clause is quoted as of that day."""
    told = answer(assistant, line)

    assert told.headline.startswith(f"按{day}算：")
    assert figure in told.headline
    assert since in told.headline
    assert "\n" not in told.headline
    assert figure in told.quotes[0].text
    assert told.headline in told.short


@pytest.mark.parametrize("line", ["样灯坏了最多赔多少", "样灯这个月坏了最多赔多少", "样灯坏了好久了最多赔多少"])
def test_without_another_day_the_figure_of_today_is_told(assistant: Assistant, line: str) -> None:
    """Nothing about days is said that nobody asked for."""
    told = answer(assistant, line)

    assert told.headline == "样灯在主播手里坏了，商家最多可以要求赔 800 元。"
    assert "算：" not in told.text
    assert "执行" not in told.text.replace("施行", "")


@pytest.mark.parametrize(
    ("now", "figure"), [("2026-05-31T23:59:59+08:00", "500 元"), ("2026-06-01T00:00:00+08:00", "800 元")]
)
def test_a_relative_day_is_counted_from_now(assistant: Assistant, now: str, figure: str) -> None:
    """Today is a day as well, and changes at midnight in Shanghai."""
    told = answer(assistant, "样灯今天坏了最多赔多少", datetime.fromisoformat(now).astimezone(SHANGHAI))

    assert figure in told.headline


def test_two_days_of_one_period_have_one_figure(assistant: Assistant) -> None:
    """Whichever of the two decides, the answer is the same."""
    told = answer(assistant, "5月20号寄的样灯，5月28号坏了，最多赔多少")

    assert told.headline.startswith("按2026年5月20日、2026年5月28日算：")
    assert told.headline.count("500 元") == 1
    assert "800 元" not in told.headline


def test_two_days_of_two_periods_are_told_both_each_with_its_day(assistant: Assistant) -> None:
    """Which of the two decides the rule does not say, so neither is chosen."""
    told = answer(assistant, "5月20号寄的样灯，7月1号坏了，最多赔多少")

    first, second = told.headline.splitlines()
    assert (first.startswith("按2026年5月20日算："), "500 元" in first) == (True, True)
    assert (second.startswith("按2026年7月1日算："), "800 元" in second) == (True, True)
    assert "500 元" in told.quotes[0].text
    assert "800 元" in told.quotes[0].text


def test_a_day_before_the_first_figure_is_told_to_be_so(assistant: Assistant) -> None:
    """The figure is not said to have been in force on that day."""
    told = answer(assistant, "样灯2024年5月20日坏了最多赔多少")

    assert told.headline.startswith("2024年5月20日还没开始执行：")
    assert "2025年1月1日起" in told.headline


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("样灯2026年5月20日坏了最多赔多少", True),
        ("样灯2027年5月20日坏的话最多赔多少", True),
        ("样灯前天坏了最多赔多少", False),
    ],
)
def test_the_figure_of_today_is_noted_where_it_is_another(assistant: Assistant, line: str, noted: bool) -> None:
    """Who asks about an earlier or later day learns what holds now."""
    told = answer(assistant, line)

    assert (
        "按今天算：样灯在主播手里坏了，商家最多可以要求赔 800 元（2026年6月1日起执行，到2027年2月28日为止）。"
        in told.notes
    ) == noted


def test_a_day_changes_nothing_where_no_figure_has_changed(assistant: Assistant) -> None:
    """A clause with one figure for all times is told as ever."""
    told, _ = assistant.reply("2026年5月20日寄来的样灯，几天内要寄回去", now=NOW)

    assert [quote.id for quote in told.quotes] == ["lamp-rules/2"]
    assert told.headline == told.quotes[0].text == "样灯要在拍摄结束后 7 个自然日内寄回。"


def test_what_is_certain_beside_a_gap_is_of_the_day_too(assistant: Assistant) -> None:
    """The figure beside what the rule does not say follows the day as well."""
    told, _ = assistant.reply("2026年5月20日坏的样灯的价钱由谁来定", now=NOW)

    assert told.headline == "规则没写样灯的价钱由谁来定。"
    assert told.notes == ("按2026年5月20日算：能定的只有上限：500 元（2025年1月1日起执行，到2026年5月31日为止）。",)


def test_the_day_reaches_groups_and_later_lines_of_a_talk(assistant: Assistant) -> None:
    """Overheard in a group, and in “那…呢”, where the new day is told beside the first."""
    overheard, _ = assistant.reply("样灯2026年5月20日坏了最多赔多少", now=NOW, mode="group")
    _, talk = assistant.reply("样灯坏了最多赔多少", now=NOW)
    later, _ = assistant.reply("那5月20日坏的呢", talk, now=NOW)

    assert "500 元" in overheard.short
    assert later.headline.startswith("按2026年5月20日算：")
    assert "500 元" in later.headline


def test_a_traditional_line_is_told_the_day_in_its_own_script(assistant: Assistant) -> None:
    """The words around the day follow the asker."""
    told = answer(assistant, "樣燈2026年5月20日壞了最多賠多少")

    assert "500 元（2025年1月1日起執行，到2026年5月31日為止）" in told.headline
