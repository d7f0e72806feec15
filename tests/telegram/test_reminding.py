"""提醒我: offered under a last day that is still ahead, set by a button, a time or a line; listed, moved, cancelled."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from rulebot import Rulebot
from standin import Chat, StandIn, User
from standin.views import BotMessage

from bot.store.reminders import MOST
from knowledge.calendar import SHANGHAI

DAYS = 30
"""Days after the dispatch that the rule of the questions below allows."""


def now() -> datetime:
    """Return the moment."""
    return datetime.now(SHANGHAI)


def told(day: datetime) -> str:
    """Return a day as people write it."""
    year = "" if day.year == now().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def asked(day: datetime) -> str:
    """Return a question about the last day of a claim, dispatched on a day."""
    return f"{day.year}年{day.month}月{day.day}号发的货，实在宝最晚哪天能申请"


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot, chat: Chat) -> Iterator[Chat]:
    """Return a private chat of today."""
    telegram.clock.set(now())
    errors = len(rulebot.errors())
    yield chat
    assert rulebot.errors()[errors:] == []


def listed(chat: Chat) -> list[str]:
    """Return the reminders that /reminders lists."""
    return [label for label in chat.ask("/reminders").buttons if label.startswith("✕")]


def set_by(chat: Chat, button: str) -> str:
    """Press 提醒我 and one of its times; return what the notice says."""
    chat.press("⏰").wait()
    chat.wait_for_edit()
    notice = chat.press(button).wait().text
    chat.wait_for_edit()
    return notice


def test_the_morning_of_the_day_before_and_of_the_day_itself(chat: Chat) -> None:
    """Each is told with its date, kept, and listed in order."""
    sent = now() - timedelta(days=10)
    last = sent + timedelta(days=DAYS)
    answer = chat.ask(asked(sent))
    assert told(last) in answer.text
    chat.press("⏰").wait()
    options = chat.wait_for_edit().buttons
    assert f"前一天 {told(last - timedelta(days=1))} 9:00" in options
    assert f"当天 {told(last)} 9:00" in options
    assert "👎" in options

    chat.press("当天").wait()
    chat.wait_for_edit()
    notice = set_by(chat, "前一天")

    assert f"{told(last - timedelta(days=1))} 9:00" in notice
    rows = listed(chat)
    assert [told(last - timedelta(days=1)) in rows[0], told(last) in rows[1]] == [True, True]
    assert "已经记下" in set_by_again(chat, answer, "前一天")
    assert len(listed(chat)) == 2


def set_by_again(chat: Chat, answer: BotMessage, button: str) -> str:
    """Set a reminder under an answer that stands further up."""
    chat.press("⏰", answer).wait()
    chat.wait_for_edit()
    return chat.press(button, answer).wait().text


def test_no_offer_where_nothing_is_ahead(chat: Chat) -> None:
    """Neither under a day that is over nor under an amount."""
    over = chat.ask(asked(now() - timedelta(days=DAYS + 20)))
    amount = chat.ask("我在快手实付1288元，主播虚假宣传，实在宝能赔多少")

    assert "最" in over.text
    assert not [label for label in (*over.buttons, *amount.buttons) if "⏰" in label]


def test_a_time_of_ones_own_is_told_by_replying(chat: Chat) -> None:
    """What cannot be read, is over, or comes after the end is asked again."""
    sent = now() - timedelta(days=10)
    last = sent + timedelta(days=DAYS)
    chat.ask(asked(sent))
    chat.press("⏰").wait()
    chat.wait_for_edit()
    chat.press("自己定时间").wait()
    question = chat.answer()
    assert question.wants_reply
    for line, word in (
        ("随便吧", "没看懂"),
        ("昨天", "过去"),
        (f"{(last + timedelta(days=2)):%Y-%m-%d}", "期限已经过了"),
    ):
        chat.say(line, reply_to=question)
        question = chat.answer()
        assert word in question.text
        assert question.wants_reply
    chat.say("提前两天早上8点", reply_to=question)

    assert f"好，{told(last - timedelta(days=2))} 8:00" in chat.answer().text
    assert [f"{told(last - timedelta(days=2))} 8:00" in one for one in listed(chat)] == [True]


@pytest.mark.parametrize(
    ("line", "back", "clock"),
    [
        ("到时候提前一天提醒我一下", 1, "9:00"),
        ("当天提醒我", 0, "9:00"),
        ("提前三天晚上8点叫我", 3, "20:00"),
        ("當天早上8點提醒我", 0, "8:00"),
    ],
)
def test_a_line_that_only_asks_for_it(chat: Chat, line: str, back: int, clock: str) -> None:
    """After a last day was told."""
    sent = now() - timedelta(days=10)
    chat.ask(asked(sent))
    day = told(sent + timedelta(days=DAYS - back))

    assert f"{day} {clock}" in chat.ask(line).text
    assert [f"{day} {clock}" in one for one in listed(chat)] == [True]


def test_a_line_without_a_time_gets_the_times_to_choose_from(chat: Chat) -> None:
    """And one before anything was computed is asked of what."""
    assert "什么期限" in chat.ask("到时候提醒我").text
    chat.ask(asked(now() - timedelta(days=10)))
    offer = chat.ask("能提醒我吗")
    assert [label.split()[0] for label in offer.buttons] == ["前一天", "当天", "自己定时间", "📅"]

    assert "好，" in chat.press("当天").wait().text


def test_questions_about_reminders_of_others_are_questions(chat: Chat) -> None:
    """Who does the reminding makes the difference."""
    chat.ask(asked(now() - timedelta(days=10)))

    for line in ("平台会提醒我发货吗", "商家要不要提醒买家申请"):
        assert "⏰" not in "".join(chat.ask(line).buttons[:1])
    assert listed(chat) == []


def test_it_moves_with_a_calculation_that_is_put_right(chat: Chat) -> None:
    """By a line, and says so; another case leaves it alone."""
    sent = now() - timedelta(days=10)
    chat.ask(asked(sent))
    set_by(chat, "当天")
    right = sent - timedelta(days=3)
    moved = chat.ask(f"说错了，是{right.month}月{right.day}号发的")
    assert f"提醒也跟着改了：{told(right + timedelta(days=DAYS))} 9:00" in moved.text
    other = sent - timedelta(days=5)
    chat.ask(f"另一单是{other.month}月{other.day}号发货的呢")

    assert [told(right + timedelta(days=DAYS)) in one for one in listed(chat)] == [True]


def test_it_moves_with_a_question_that_is_edited(chat: Chat) -> None:
    """Or is dropped, with a word, where nothing is ahead any more."""
    sent = now() - timedelta(days=10)
    question = chat.say(asked(sent))
    chat.answer()
    set_by(chat, "前一天")
    chat.edit(question, asked(sent - timedelta(days=2)))
    assert f"提醒也跟着改了：{told(sent + timedelta(days=DAYS - 3))} 9:00" in chat.wait_for_edit().text
    assert len(listed(chat)) == 1
    chat.edit(question, asked(sent - timedelta(days=60)))

    assert "提醒取消了" in chat.wait_for_edit().text
    assert listed(chat) == []


def test_cancelling_takes_it_off_the_list(chat: Chat) -> None:
    """A second press on the same button does nothing."""
    chat.ask(asked(now() - timedelta(days=10)))
    set_by(chat, "当天")
    chat.ask("/reminders")
    chat.press("✕").wait()

    assert "没有等着发的提醒" in chat.wait_for_edit().text
    assert listed(chat) == []


def test_twenty_at_most(chat: Chat) -> None:
    """One more is refused with what to do."""
    for number in range(MOST):
        chat.ask(asked(now() - timedelta(days=number)))
        assert "好，" in set_by(chat, "当天")
    chat.ask(asked(now() - timedelta(days=MOST)))

    assert "/reminders" in set_by(chat, "当天")
    assert len(listed(chat)) == MOST


def test_forgetting_deletes_them(chat: Chat) -> None:
    """All of them."""
    chat.ask(asked(now() - timedelta(days=10)))
    set_by(chat, "当天")
    chat.ask("/forget")

    assert listed(chat) == []


def test_a_calendar_file_holds_the_day_the_clause_and_an_alarm(telegram: StandIn, chat: Chat) -> None:
    """As phones open it."""
    sent = now() - timedelta(days=10)
    last = sent + timedelta(days=DAYS)
    chat.ask(asked(sent))
    chat.press("⏰").wait()
    chat.wait_for_edit()
    chat.press("📅").wait()
    assert chat.answer().document == "last-day.ics"
    event = Calendar.from_ical(telegram.world.files["last-day.ics"]).walk("VEVENT")[0]

    assert event.decoded("dtstart") == last.date()
    assert "实在宝" in event.decoded("summary")
    described = event.decoded("description")
    assert told(last).split("年")[-1] in described
    assert "主播实在宝" in described
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(hours=-15)


def test_in_a_group_only_the_asker_sets_one_and_it_keeps_to_its_topic(
    telegram: StandIn, rulebot: Rulebot, asker: User, other: User
) -> None:
    """What others have waiting there is not listed."""
    telegram.clock.set(now())
    group = telegram.group(members=[asker, other], forum=True)
    topic = group.topic("规则")
    sent = now() - timedelta(days=10)
    group.say(f"@{telegram.bot.username} {asked(sent)}", asker, thread=topic)
    answer = group.answer()
    assert group.press("⏰", answer, other).wait().alert
    group.press("⏰", answer, asker).wait()
    group.wait_for_edit()
    group.press("当天", answer, asker).wait()
    group.wait_for_edit()
    group.say(f"/reminders@{telegram.bot.username}", other, thread=topic)
    assert group.answer().buttons == []
    group.say(f"/reminders@{telegram.bot.username}", asker, thread=topic)

    assert len(group.answer().buttons) == 1
