"""A stand-in for Telegram for each module."""

from collections.abc import Iterator

import pytest
from standin import StandIn


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a running stand-in."""
    with StandIn() as running:
        yield running
