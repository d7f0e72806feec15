"""How a running bot does, as it tells its owners: what is well and what is not, from what it knows itself."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.operating import health
from bot.settings import Settings
from bot.store import Store
from bot.store.updates import Arrival
from knowledge.library import Library
from tests.databases import File

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Return an open store."""
    opened = await Store.open(File(tmp_path).url)
    yield opened
    await opened.close()


async def test_all_is_well_with_a_bot_that_has_nothing_to_do(store: Store, library: Library, tmp_path: Path) -> None:
    """A line each: since when, what waits, which knowledge base, which holidays, how much room."""
    settings = Settings(database_url=File(tmp_path).url)

    found = await health.state(store, library, settings, NOW)

    assert [one.name for one in found[:5]] == ["运行", "数据库", "知识库", "日历", "磁盘"]
    assert {one.ok for one in found[:4]} == {"ok"}
    assert found[1].says == "正常，没有消息在等"
    assert library.version in found[2].says


async def test_what_waits_is_told_once_it_waits_long(store: Store) -> None:
    """What is being answered just now is not told; what waits for minutes is a warning."""
    for number in (1, 2):
        await store.updates.accept(Arrival(number, 5, 5, "{}"), NOW)

    told = [health.waiting(await store.queue(), NOW + timedelta(seconds=seconds)) for seconds in (1, 30, 300)]

    assert [one.ok for one in told] == ["ok", "ok", "warn"]
    assert "没有" in told[0].says
    assert told[1].says == "2 条消息在等，最早的等了 30 秒"
    assert "5 分钟" in told[2].says
    assert told[2].then


async def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    """Its file was deleted; nobody waits for it."""
    store = await Store.open(File(tmp_path).url)
    File(tmp_path).path.unlink()
    found = health.waiting(await store.queue(), NOW)
    await store.close()

    assert found.ok == "bad"
    assert found.then


@pytest.mark.parametrize(
    ("day", "ok"), [(date(2026, 11, 30), "ok"), (date(2026, 12, 1), "warn"), (date(2027, 1, 1), "warn")]
)
async def test_a_holiday_notice_that_is_missing_is_a_warning(library: Library, day: date, ok: str) -> None:
    """From December on the next year's is asked for; the shipped tables end with 2026."""
    if 2027 in library.working_days.years:
        pytest.skip("the tables at hand know 2027 by now")

    assert health.calendar(library, day).ok == ok
