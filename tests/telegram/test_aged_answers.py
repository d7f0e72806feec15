"""An answer from a document that nobody has compared for long says so below it, in Telegram as well."""

from datetime import datetime

from standin import Chat, StandIn, User

from knowledge.calendar import SHANGHAI

LATE = datetime(2029, 1, 1, 12, tzinfo=SHANGHAI)
LINE = "实在宝最多赔多少"
LONGEST = 300


def test_below_an_answer_in_private_once_it_is_a_year_old(telegram: StandIn, chat: Chat) -> None:
    """The last line of the text, once."""
    early = chat.ask(LINE).text
    telegram.clock.set(LATE)
    late = chat.ask(LINE).text

    assert "上次核对" not in early
    assert late.splitlines()[-1].startswith("我们上次核对是")
    assert late.count("上次核对") == 1


def test_below_a_short_answer_in_a_group_and_in_no_inline_title(telegram: StandIn, group: Chat, asker: User) -> None:
    """What is chosen from a list is the answer's first line alone."""
    telegram.clock.set(LATE)
    group.say(f"@{telegram.bot.username} {LINE}", asker)
    short = group.answer().text
    found = telegram.group(bot="left", members=[telegram.person()]).inline(LINE).wait(30)

    assert "上次核对" in short
    assert len(short) < LONGEST
    assert found.results
    assert [one.title for one in found.results if "核对" in one.title] == []
