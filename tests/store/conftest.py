"""Databases to test with: a real SQLite file, and a real PostgreSQL that is started for the tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store import Store
from tests.databases import File, Server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return File(tmp_path).url
    server: Server = request.getfixturevalue("postgres")
    return server.fresh().url


@pytest_asyncio.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """Return an open store."""
    opened = await Store.open(url)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def replica(url: str, store: Store) -> AsyncIterator[Store]:
    """Return a second store over the same database, as another process has it."""
    del store  # opened first
    opened = await Store.open(url)
    yield opened
    await opened.close()
