"""A question that two documents answer alike: which one is meant is asked, with buttons; none of them is one, too."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from rulebot import THURSDAY, Rulebot
from standin import Chat, StandIn

LAMPS = Path(__file__).parent / "lamps"
UNCLEAR = "样灯押金几时退"
NUMBERS = count(8_700_000_001)


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a Telegram of its own for another bot."""
    with StandIn() as running:
        running.clock.set(THURSDAY)
        yield running


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return the bot with two documents more."""
    process = Rulebot(telegram, tmp_path_factory.mktemp("rulebot"), RULEBOT_KNOWLEDGE=str(LAMPS))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot) -> Chat:
    """Return the private chat with somebody new."""
    return telegram.private(next(NUMBERS))


def test_each_document_is_a_button_and_so_is_none_of_these(chat: Chat) -> None:
    """A choice is answered when pressed."""
    asked = chat.ask(UNCLEAR)

    assert sum(UNCLEAR in button for button in asked.buttons) == 2
    assert asked.buttons[-1] == "都不是"
    chat.press("都不是").wait()
    assert "换个说法" in chat.answer().text


@pytest.mark.parametrize(("lamp", "days"), [("台灯", "7"), ("吊灯", "30")])
def test_the_one_that_is_pressed_is_answered_and_an_old_choice_still_is(chat: Chat, lamp: str, days: str) -> None:
    """Once, and again after something else was asked."""
    asked = chat.ask(UNCLEAR)
    button = next(one for one in asked.buttons if lamp in one)
    chat.press(button, asked).wait()
    first = chat.answer()
    chat.ask("实在宝最多能赔多少钱")
    chat.press(button, asked).wait()

    assert f"{days} 个自然日" in first.text
    assert "<blockquote expandable>" in first.html
    assert chat.answer().text == first.text
