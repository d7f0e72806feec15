"""One bot and one Telegram for all conversations; a module that kills the bot, or starts it otherwise, has its own."""

from collections.abc import Iterator
from itertools import count

import pytest
from rulebot import THURSDAY, Rulebot
from standin import Chat, StandIn, User

from bot.assistant.assistant import Assistant

PEOPLE = count(8_000_000_001)


@pytest.fixture(scope="session")
def telegram() -> Iterator[StandIn]:
    """Return the stand-in for Telegram, on the morning of 20 April 2023."""
    with StandIn() as running:
        running.clock.set(THURSDAY)
        yield running


@pytest.fixture(scope="session")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return the running bot."""
    process = Rulebot(telegram, tmp_path_factory.mktemp("rulebot"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot) -> Iterator[Chat]:
    """
    Return the private chat with somebody new.

    Afterwards nothing that Telegram refuses may have been asked, and nothing have failed. An edit that turns out to
    change nothing is no harm: what a message shows is not stored.
    """
    telegram.clock.set(THURSDAY)
    refused, errors = len(telegram.refused), len(rulebot.errors())
    yield telegram.private(next(PEOPLE))
    unexpected = [call for call in telegram.refused[refused:] if "not modified" not in call.description]
    assert unexpected == []
    assert rulebot.errors()[errors:] == []


@pytest.fixture(scope="session")
def question_back(assistant: Assistant) -> str:
    """Return a question of which the bot needs to know a day."""
    question = "帮我算算实在宝最晚哪天能申请"
    ask = assistant.reply(question, now=THURSDAY, mode="addressed")[0].ask
    assert ask is not None
    assert "昨天" in ask.options
    return question


@pytest.fixture
def asker(telegram: StandIn) -> User:
    """Return somebody with a question."""
    return telegram.person(next(PEOPLE), first_name="阿芳")


@pytest.fixture
def other(telegram: StandIn) -> User:
    """Return somebody else."""
    return telegram.person(next(PEOPLE), first_name="老周")


@pytest.fixture
def admin(telegram: StandIn) -> User:
    """Return the group's administrator."""
    return telegram.person(next(PEOPLE), first_name="群主")


@pytest.fixture
def group(telegram: StandIn, rulebot: Rulebot, asker: User, other: User, admin: User) -> Chat:
    """Return a group with all of them, and the bot."""
    return telegram.group(members=[asker, other], admins=[admin])
