"""Opening, migrating, writing side by side, and being killed."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Store, StoreError
from bot.store.database import database
from bot.store.migrate import SCRIPTS
from bot.store.schema import METADATA

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


async def test_the_migrations_make_exactly_the_tables_that_the_code_uses(store: Store) -> None:
    """Whoever changes a table without a migration is told here."""

    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    assert await store._database.read(differences) == []


async def test_several_processes_may_start_on_an_empty_database_at_once(url: str) -> None:
    """One migrates, the others wait; they share the salt."""
    stores = await asyncio.gather(*(Store.open(url) for _ in range(4)))
    keys = {store._keys(1) for store in stores}
    for store in stores:
        await store.close()

    assert len(keys) == 1


async def test_a_failing_write_does_not_hurt_those_that_wait_with_it(store: Store) -> None:
    """Each of them gets its own result, though they share a transaction."""

    def fail(connection: Connection) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    def keep(name: str) -> Any:
        return store._database.write(
            lambda connection: connection.execute(text("INSERT INTO about VALUES (:n, '')"), {"n": name})
        )

    results = await asyncio.gather(keep("a"), store._database.write(fail), keep("b"), return_exceptions=True)

    count = text("SELECT count(*) FROM about WHERE name IN ('a', 'b')")
    assert isinstance(results[1], SQLAlchemyError)
    assert await store._database.read(lambda connection: connection.execute(count).scalar_one()) == 2


async def test_sqlite_is_in_wal_mode_and_two_processes_write_into_one_file(tmp_path: Path) -> None:
    """Nobody sees `database is locked`."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'shared.db'}"
    stores = await asyncio.gather(Store.open(url), Store.open(url))

    writes = [store.talks.keep(1, n * 2 + i, {"n": n}, NOW) for n in range(200) for i, store in enumerate(stores)]
    await asyncio.gather(*writes)

    mode = await stores[0]._database.read(
        lambda connection: connection.execute(text("PRAGMA journal_mode")).scalar_one()
    )
    count = await stores[1]._database.read(
        lambda connection: connection.execute(text("SELECT count(*) FROM talks")).scalar_one()
    )
    for store in stores:
        await store.close()
    assert (mode, count) == ("wal", 400)


KILLED = """
import asyncio, sys
from datetime import datetime, UTC
from bot.store import Store

async def main():
    store = await Store.open(sys.argv[1])
    number = 0
    while True:
        number += 1
        await store.talks.keep(1, number, {"n": number}, datetime.now(UTC))
        print(number, flush=True)

asyncio.run(main())
"""


async def test_what_was_written_survives_kill_9(tmp_path: Path) -> None:
    """Everything that was said to be kept is there, and the file is sound."""
    file = tmp_path / "killed.db"
    command = [sys.executable, "-c", KILLED, f"sqlite+aiosqlite:///{file}"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(200):
        last = int(await process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    last = max(last, *(int(line) for line in (await process.stdout.read()).split()), 0)
    await process.wait()

    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    kept = [await store.talks.load(1, number) for number in range(1, last + 1)]
    await store.close()

    assert kept == [{"n": number} for number in range(1, last + 1)]
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("sqlite+aiosqlite:////nowhere/at/all.db", "unable to open"),
        ("postgresql+asyncpg://anna:secret@127.0.0.1:9/x", "onnect"),
        ("mysql+nothing://x", "mysql"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_one_line_without_the_password(url: str, word: str) -> None:
    """An operator can read it, and paste it anywhere."""
    with pytest.raises(StoreError) as raised:
        await Store.open(url)

    assert word in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


async def test_a_database_of_the_first_version_is_brought_up_to_date(url: str) -> None:
    """What it holds stays: a question that waits is answered, a conversation goes on."""

    def as_it_was(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        update = "INSERT INTO updates (id, lane, body, state, tries, at) VALUES (1, 'old', 'a question', 0, 0, 0)"
        talk = "INSERT INTO talks (chat, person, data, before, cause, at) VALUES ('c', 'p', '{\"a\": 1}', '', 0, 0)"
        for statement in (update, talk):
            connection.execute(text(statement))

    way = database(url)
    await way.write(as_it_was)
    await way.close()
    store = await Store.open(url)
    [waiting] = await store.updates.leftover()
    talks = await store._database.read(lambda connection: list(connection.execute(METADATA.tables["talks"].select())))
    await store.updates.finish(waiting)
    await store.close()

    assert (waiting.update_id, waiting.body) == (1, "a question")
    assert [row.data for row in talks] == ['{"a": 1}']
