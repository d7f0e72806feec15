"""One bot and one Telegram for all the conversations of a module."""

from collections.abc import Iterator
from itertools import count

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn

PEOPLE = count(8_000_000_001)


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return the stand-in for Telegram."""
    with StandIn() as running:
        yield running


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return the running bot."""
    process = Rulebot(telegram, tmp_path_factory.mktemp("rulebot"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot) -> Iterator[Chat]:
    """Return the private chat with somebody new; afterwards nothing that Telegram refuses may have been asked."""
    refused, errors = len(telegram.refused), len(rulebot.errors())
    yield telegram.private(next(PEOPLE))
    assert telegram.refused[refused:] == []
    assert rulebot.errors()[errors:] == []
