"""`rulebot inbox` and `rulebot stats` used wrongly, on what is not there, on hostile words; at home on PostgreSQL."""

import asyncio
import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.evaluation.cases import read_cases
from bot.store import Asked, Hit, Store
from tests.command import Ended, rulebot
from tests.databases import File, Server

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://x")',
    "两行\n的问题 \x1b[31m红 \u2028😀 '引号' \"x\": y # z",
    "[bold]方括号[/bold]",
    "长" * 3000,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return File(tmp_path).url
    server: Server = request.getfixturevalue("postgres")
    return server.fresh().url


def on(url: str, *arguments: str) -> Ended:
    """Run the command on a database."""
    return rulebot(*arguments, environment={"RULEBOT_DATABASE_URL": url})


def fill(url: str, *questions: str) -> None:
    """Put questions into an inbox, the later ones settled one way or the other, and count some answers."""

    async def work() -> None:
        store = await Store.open(url)
        for number, question in enumerate(questions, 1):
            await store.inbox.add(Asked(question, "refused", number, number, (number,), "这个没写到。"), NOW)
        await store.stats.count([Hit("gone-document/1", "answered", "private"), Hit("", "silent", "group")], NOW)
        await store.close()

    asyncio.run(work())


def settle(url: str, number: int, target: str) -> None:
    """Let a question belong to something, as a press in Telegram does."""

    async def work() -> None:
        store = await Store.open(url)
        await store.inbox.settle([number], "belongs", target)
        await store.close()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("inbox", "12"), "done"),
        (("inbox", "done"), "编号"),
        (("inbox", "done", "x"), "x"),
        (("inbox", "--json", "done", "3"), "--json"),
        (("inbox", "--json", "--csv", "-"), "not allowed"),
        (("inbox", "--since", "yesterday"), "yesterday"),
        (("inbox", "--state", "nothing"), "nothing"),
        (("inbox", "--why", "nothing"), "nothing"),
        (("inbox", "--limit", "0"), "--limit"),
        (("inbox", "--cases", "pyproject.toml"), "已经有了"),
        (("stats", "--days", "0"), "--days"),
        (("stats", "--days", "many"), "many"),
        (("stats", "--today", "tomorrow"), "tomorrow"),
    ],
)
def test_a_wrong_use_is_one_line_and_exit_code_two(arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    """Before any database is looked for."""
    ended = on(File(tmp_path).url, *arguments)

    assert ended.code == 2
    assert told in ended.refusal
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["inbox", "stats"])
def test_a_database_that_is_not_there_is_not_made(command: str, tmp_path: Path) -> None:
    """Nor is another program's changed, or the password told."""
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = foreign.read_bytes()

    missing = on(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", command)
    theirs = on(f"sqlite+aiosqlite:///{foreign}", command)
    away = on("postgresql+asyncpg://anna:secret@127.0.0.1:9/x", command)
    wrong = on("mysql://anna:secret@host/x", command)

    assert [one.code for one in (missing, theirs, away, wrong)] == [2, 2, 2, 2]
    assert "还没有数据库" in missing.refusal
    assert "another program" in theirs.refusal
    assert all("secret" not in one.refusal for one in (away, wrong))
    assert {path.name for path in tmp_path.iterdir()} == {"foreign.db"}
    assert foreign.read_bytes() == before


def test_an_empty_inbox_says_so(url: str, tmp_path: Path) -> None:
    """In every shape."""
    fill(url)
    cases = tmp_path / "cases.yaml"

    assert "没有这样的问题" in on(url, "inbox").out
    assert on(url, "inbox", "--json").data == []
    assert on(url, "inbox", "--jsonl").out == ""
    assert on(url, "inbox", "--csv", "-").out.splitlines() == ["组,编号,时间,为什么,问题,当时怎么答的,条款,处理,归到"]
    assert on(url, "inbox", "--cases", str(cases)).code == 0
    assert read_cases([cases]) == []


def test_hostile_words_harm_neither_terminal_nor_spreadsheet_nor_cases(url: str, tmp_path: Path) -> None:
    """They are shown as they are, without what would steer or be computed."""
    fill(url, *HOSTILE)
    cases = tmp_path / "cases.yaml"
    table = on(url, "inbox").out
    rows = list(csv.DictReader(io.StringIO(on(url, "inbox", "--csv", "-").out, newline="")))
    on(url, "inbox", "--cases", str(cases))
    lines = on(url, "inbox", "--jsonl").out.removesuffix("\n").split("\n")
    asked = {json.loads(line)["question"] for line in lines}

    assert "\x1b" not in table
    assert "[bold]方括号[/bold]" in table
    assert {row["问题"] for row in rows} == {f"'{HOSTILE[0]}", *HOSTILE[1:]}
    assert {case.q for case in read_cases([cases])} == set(HOSTILE) == asked


def test_cases_know_what_a_question_belongs_to(url: str, tmp_path: Path) -> None:
    """A clause, a calculation, a gap, nothing of ours; of the others nothing is known."""
    fill(url, "问题甲怎么办", "飞鸽回复率", "押金退多少", "明天下雨吗", "星图接单")
    settle(url, 1, "kuaishou-shizaibao/7:how-much")
    settle(url, 2, "=shizaibao-payout")
    settle(url, 3, "doudian-provider-removal#deposit-refund:how-much-back")
    on(url, "inbox", "outside", "4")
    file = tmp_path / "cases.yaml"
    on(url, "inbox", "--state", "all", "--cases", str(file))
    cases = {case.q: case for case in read_cases([file])}

    assert (cases["问题甲怎么办"].doc, cases["问题甲怎么办"].at) == (("kuaishou-shizaibao",), ("7",))
    assert cases["飞鸽回复率"].calc == ("shizaibao-payout",)
    assert (cases["押金退多少"].doc, cases["押金退多少"].at) == (("doudian-provider-removal",), ())
    assert cases["明天下雨吗"].kind == "oos"
    assert (cases["星图接单"].kind, cases["星图接单"].doc) == ("fact", ())


def test_a_document_that_is_gone_is_counted_by_its_id(url: str) -> None:
    """And silence is no question."""
    fill(url)
    ended = on(url, "stats", "--today", "2026-03-02")

    assert "1 个问题，答上 1 个（100%" in ended.out
    assert "gone-document/1" in ended.out
