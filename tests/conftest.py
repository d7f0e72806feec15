"""What several tests share: the shipped knowledge base, loaded once."""

import pytest

from knowledge.library import Library
from knowledge.load import load


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the shipped knowledge base."""
    return load()
