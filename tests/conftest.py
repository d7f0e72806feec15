"""What several tests share: the shipped knowledge base, loaded once, and a cache folder of the checkout's own."""

import os
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.cache import kept
from knowledge.library import Library
from knowledge.load import load

# Processes that tests start keep what they work out here, not where the user's own is.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).parent.parent / ".pytest_cache" / "home")


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the shipped knowledge base."""
    return load(kept=kept())


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """Return the assistant over the shipped knowledge base."""
    return Assistant(library, kept=kept())
