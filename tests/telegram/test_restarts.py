"""What survives: a calculation in the middle, old buttons, group settings; and what happens when something breaks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from time import sleep

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn

from knowledge.calendar import SHANGHAI
from knowledge.prose import day_text

NUMBERS = count(9_100_000_001)
PAYOUT = "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a Telegram where it is today: what is older than the days it is kept for would be deleted at the start."""
    with StandIn() as running:
        yield running


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return a bot that may be killed."""
    process = Rulebot(telegram, tmp_path_factory.mktemp("rulebot"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot) -> Chat:
    """Return the private chat with somebody new."""
    return telegram.private(next(NUMBERS))


def last_day() -> str:
    """Return the last day to claim for what was shipped yesterday, as an answer tells it."""
    return day_text((datetime.now(SHANGHAI) + timedelta(days=29)).date())


def restart(bot: Rulebot) -> None:
    """Kill it as the machine does, when it has noted what it said, and start it again."""
    sleep(0.5)
    bot.kill()
    bot.start()


def test_a_calculation_goes_on_after_kill_minus_nine(chat: Chat, rulebot: Rulebot) -> None:
    """The next message is the amount."""
    chat.ask("/shizaibao_payout")
    restart(rulebot)

    assert "888.00 元" in chat.ask("888").text


def test_buttons_sent_before_a_restart_still_work(telegram: StandIn, chat: Chat, rulebot: Rulebot) -> None:
    """Next steps, a question back, feedback, the documents, in a group for the asker alone."""
    asker, other = telegram.person(next(NUMBERS)), telegram.person(next(NUMBERS))
    group = telegram.group(members=[asker, other])
    group.say("/shizaibao_claim_deadline", asker)
    asked_there = group.answer()
    answer = chat.ask(PAYOUT)
    docs = chat.ask("/docs")
    asked = chat.ask("/shizaibao_claim_deadline")
    restart(rulebot)

    chat.press("昨天", asked).wait()
    assert last_day() in chat.answer().text
    chat.press(answer.buttons[0], answer).wait()
    assert "第" in chat.answer().text
    assert "谢谢" in chat.press("👍", answer).wait().text
    chat.press("实在宝规则", docs).wait()
    assert "共" in chat.wait_for_edit().text
    assert group.press("昨天", asked_there, other).wait().alert
    group.press("昨天", asked_there, asker).wait()
    assert last_day() in group.answer().text


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x:1",
        "s@7",
        "n:3",
        "a:abcdef:1",
        "v:nothing/1",
        "d:nothing:0",
        "d:kuaishou-shizaibao:-1",
        "m:nothing",
        "i:nothing",
        "k:nothing",
        "g:auto:1",
        "c@0",
    ],
)
def test_a_button_that_cannot_be_served_any_more_says_so(chat: Chat, data: str) -> None:
    """Whatever an older version may have put into it."""
    answer = chat.ask(PAYOUT)

    notice = chat.press(data or "?", answer, forged=True).wait()

    assert notice.alert
    assert notice.text


def test_a_clause_button_whose_clause_is_gone_says_so(chat: Chat) -> None:
    """With the way to ask for another."""
    notice = chat.press("c:nothing/1", chat.ask(PAYOUT), forged=True).wait()

    assert notice.alert
    assert "/docs" in notice.text


def test_an_edit_after_a_restart_edits_the_answer(chat: Chat, rulebot: Rulebot) -> None:
    """What is needed for it is stored."""
    question = chat.say("/shizaibao_payout 1288")
    answer = chat.answer()
    restart(rulebot)
    chat.edit(question, "/shizaibao_payout 100")

    assert chat.wait_for_edit().id == answer.id
