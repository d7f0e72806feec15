"""A stand-in for Telegram and a bot for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rulebot import Rulebot
from standin import StandIn


@pytest.fixture
def telegram() -> Iterator[StandIn]:
    """Return a stand-in of its own."""
    with StandIn() as running:
        yield running


@pytest.fixture
def bot(telegram: StandIn, tmp_path: Path) -> Iterator[Rulebot]:
    """Return a bot that is running, on a database of its own."""
    process = Rulebot(telegram, tmp_path)
    try:
        process.start()
        yield process
    finally:
        process.stop()
