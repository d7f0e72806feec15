"""A stand-in for each test, and a bot that fetches and sends when told to."""

from collections.abc import Iterator

import pytest
from standin import StandIn
from standin.probe import Probe


@pytest.fixture
def telegram() -> Iterator[StandIn]:
    """Return a stand-in of its own."""
    with StandIn() as running:
        yield running


@pytest.fixture
def bot(telegram: StandIn) -> Iterator[Probe]:
    """Return a bot to which things happen."""
    with Probe(telegram) as probe:
        yield probe
