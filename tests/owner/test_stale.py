"""Documents to be compared with their pages again: `rulebot stale`, with and without a database."""

import asyncio
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.owner.stale import by_age
from bot.store import Hit, Store
from knowledge.calendar import SHANGHAI
from knowledge.library import Library
from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests.command import rulebot
from tests.shipped import kept

NOW = datetime(2027, 1, 1, 12, tzinfo=SHANGHAI)
TODAY = ("--today", "2027-01-01")
OLD, LESS, USED = "kuaishou-works", "xingtu-cancellation", "kuaishou-shizaibao"
CHECKED = f"checked: {{{OLD}: 2024-01-01, {LESS}: 2026-01-01, {USED}: 2026-01-01}}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An owner's folder that says when three shipped documents were compared."""
    made = tmp_path_factory.mktemp("own")
    (made / "overlay.yaml").write_text(CHECKED, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A bot's database in which one document was told three times lately, another once long ago."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('bot') / 'rulebot.db'}"

    async def fill() -> None:
        store = await Store.open(url)
        for _ in range(3):
            await store.stats.count([Hit(f"{USED}/7", "answered", "private")], NOW)
        await store.stats.count([Hit(f"{LESS}/4.2", "needs_input", "group")], NOW)
        await store.stats.count([Hit(f"{LESS}/4.2", "no_answer", "group")], NOW)
        await store.stats.count([Hit(f"{OLD}/1", "answered", "private")], NOW.replace(year=2025))
        await store.close()

    asyncio.run(fill())
    return url


def test_the_longest_ago_first_then_what_is_told_most(folder: Path) -> None:
    """As many days as lie between the two."""
    library = load(folder, kept=kept())
    found = by_age(library, date(2027, 1, 1), {USED: 3, LESS: 1})

    assert [(one.document.id, one.days, one.told) for one in found[:3]] == [
        (OLD, 1096, 0),
        (USED, 365, 3),
        (LESS, 365, 1),
    ]
    assert [one.document.id for one in by_age(library, date(2027, 1, 1), beyond=364)] == [OLD, USED, LESS]
    assert [one.document.id for one in by_age(library, date(2027, 1, 1), beyond=365)] == [OLD]


def test_the_command_works_without_a_database(folder: Path, tmp_path: Path) -> None:
    """And then says nothing of use, but why in one line; what to do stands below."""
    nowhere = f"sqlite+aiosqlite:///{tmp_path / 'none.db'}"
    ended = rulebot("stale", *TODAY, environment={"RULEBOT_KNOWLEDGE": str(folder), "RULEBOT_DATABASE_URL": nowhere})
    lines = ended.out.splitlines()

    assert (ended.code, ended.err.count("\n")) == (0, 1)
    assert "RULEBOT_DATABASE_URL" in ended.err
    assert "答到几次" not in lines[0]
    assert lines[2].split()[:3] == ["快手作品消失说明", "2024-01-01", "1096"]
    assert "checked" in lines[-1]
    assert len(lines) == 2 + 9 + 2
    assert list(tmp_path.iterdir()) == []


def test_with_one_it_counts_how_often_each_was_told(folder: Path, database: str) -> None:
    """Of the last ninety days; what was not answered is not told."""
    environment = {"RULEBOT_KNOWLEDGE": str(folder), "RULEBOT_DATABASE_URL": database}
    ended = rulebot("stale", *TODAY, "--json", environment=environment)
    shown = rulebot("stale", *TODAY, environment=environment)

    assert [(one["document"], one["days"], one["told"]) for one in ended.data[:3]] == [
        (OLD, 1096, 0),
        (USED, 365, 3),
        (LESS, 365, 1),
    ]
    assert list(ended.data[0]) == ["document", "title", "kind", "source", "checked", "days", "told"]
    assert "最近 90 天答到几次" in shown.out.splitlines()[0]


def test_a_database_that_cannot_be_read_is_no_obstacle(tmp_path: Path) -> None:
    """The rest is told as without one."""
    (tmp_path / "other.db").write_bytes(b"no database" * 100)
    ended = rulebot(
        "stale", *TODAY, "--json", environment={"RULEBOT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"}
    )

    assert (ended.code, ended.err.count("\n")) == (0, 1)
    assert {one["told"] for one in ended.data} == {None}


def test_only_those_older_than_so_many_days(folder: Path) -> None:
    """None is said in a line."""
    environment = {"RULEBOT_KNOWLEDGE": str(folder)}
    older = rulebot("stale", *TODAY, "--days", "365", "--json", environment=environment)
    none = rulebot("stale", *TODAY, "--days", "5000", environment=environment)

    assert [one["document"] for one in older.data] == [OLD]
    assert (none.code, none.out) == (0, "没有 5000 天以上没核对的文件。\n")


@pytest.mark.parametrize("arguments", [("--days", "-1"), ("--days", "x"), ("--today", "then"), ("now",)])
def test_a_wrong_use_is_one_line(arguments: tuple[str, ...]) -> None:
    """On standard error."""
    ended = rulebot("stale", *arguments)

    assert ended.code == 2
    assert ended.refusal


def test_an_overlay_says_when_a_document_was_compared(folder: Path, library: Library, tmp_path: Path) -> None:
    """Which nobody could say of a shipped one otherwise; of one that is not there it is refused."""
    laid = {one.id: one.checked for one in load(folder, kept=kept()).documents}
    (tmp_path / "overlay.yaml").write_text("checked: {no-such: 2026-01-01}", encoding="utf-8")

    assert laid[USED] == date(2026, 1, 1)
    assert {one.checked for one in library.documents if one.id == USED} != {date(2026, 1, 1)}
    with pytest.raises(KnowledgeError, match="no-such"):
        load(tmp_path, kept=kept())
