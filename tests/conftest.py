"""What several tests share: the shipped knowledge base, loaded once."""

import pytest

from bot.assistant.assistant import Assistant
from knowledge.library import Library
from knowledge.load import load


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the shipped knowledge base."""
    return load()


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """Return the assistant over the shipped knowledge base."""
    return Assistant(library)
