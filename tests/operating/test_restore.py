"""`rulebot restore`: what was kept is back and the talk goes on; what stood there stays beside. Or nothing happens."""

import hashlib
import io
import json
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn

from tests.command import Ended, rulebot
from tests.databases import Server
from tests.operating.servers import with_programs, without_programs
from tests.operating.settled import LONG, contents, settings

pytestmark = pytest.mark.slow
ASKS, AMOUNT, PAYS = "实在宝能赔多少", "1288", "1000"


def kept(telegram: StandIn, bot: Rulebot, folder: Path, **more: str) -> tuple[Chat, Path]:
    """Let somebody be in the middle of a calculation, and take a backup beside the running bot."""
    chat = telegram.private()
    for line in ("你好", ASKS):
        chat.ask(line, timeout=LONG)
    telegram.private().ask("你好", timeout=LONG)
    file = folder / "kept.tar.gz"
    taken = rulebot("backup", str(file), environment=settings(telegram, folder) | more)
    assert taken.code == 0, taken
    return chat, file


def test_in_an_empty_place_the_talk_goes_on(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """On another machine, with the owner's folder; people notice nothing."""
    own, place = tmp_path / "own", tmp_path / "new" / "home"
    own.mkdir()
    (own / "owner.yaml").write_text("contact: 找店长\n", encoding="utf-8")
    chat, file = kept(telegram, bot, tmp_path, RULEBOT_KNOWLEDGE=str(own))
    bot.stop()
    wanted = settings(telegram, place, RULEBOT_KNOWLEDGE=str(place / "rules"))

    ended = rulebot("restore", str(file), environment=wanted)
    moved = Rulebot(telegram, place, **wanted)
    moved.start()
    answer = chat.ask(AMOUNT, timeout=LONG).text
    moved.stop()

    assert (ended.code, ended.err) == (0, "")
    assert str(file) in ended.out.splitlines()[0]
    assert PAYS in answer.replace(",", "")
    assert (place / "rules" / "owner.yaml").read_text(encoding="utf-8") == "contact: 找店长\n"
    assert stat.S_IMODE((place / "rules" / "owner.yaml").stat().st_mode) == 0o644
    assert moved.errors() == []


def test_what_stood_there_is_kept_beside_it_each_time(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """Twice, and what a killed bot had not yet written into the file is kept with it."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "owner.yaml").write_text("contact: 一\n", encoding="utf-8")
    wanted = settings(telegram, tmp_path, RULEBOT_KNOWLEDGE=str(own))
    chat, file = kept(telegram, bot, tmp_path, RULEBOT_KNOWLEDGE=str(own))
    (own / "owner.yaml").write_text("contact: 二\n", encoding="utf-8")
    chat.ask("取消", timeout=LONG)
    chat.ask("你好", timeout=LONG)
    bot.kill()
    refused = rulebot("restore", str(file), environment=wanted)

    first = rulebot("restore", str(file), "--force", environment=wanted)
    second = rulebot("restore", str(file), "--force", environment=wanted)
    bot.start()
    chat.say(AMOUNT)
    # what Telegram had not heard of as taken comes again
    chat.wait_until(lambda message: PAYS in message.text.replace(",", ""), LONG)
    bot.stop()

    assert (refused.code, first.code, second.code) == (2, 0, 0)
    assert "--force" in refused.refusal
    assert (own / "owner.yaml").read_text(encoding="utf-8") == "contact: 一\n"
    aside = [tmp_path / f"own.before-restore{more}" / "owner.yaml" for more in ("", "-2")]
    assert [path.read_text(encoding="utf-8") for path in aside] == ["contact: 二\n", "contact: 一\n"]
    assert f"原来的还在：{tmp_path / 'rulebot.db.before-restore'}" in first.out
    assert f"原来的还在：{tmp_path / 'rulebot.db.before-restore-2'}" in second.out
    with closing(sqlite3.connect(tmp_path / "rulebot.db.before-restore")) as before:
        assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert before.execute("SELECT count(*) FROM replicas").fetchone() == (1,)
        assert before.execute("SELECT count(*) FROM updates").fetchone() == (5,)


def test_while_a_bot_runs_on_the_database_nothing_is_restored(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """Not even by force; once it has stopped, or was killed on this machine, there is nothing to wait for."""
    chat, file = kept(telegram, bot, tmp_path)
    refused = rulebot("restore", str(file), "--force", environment=settings(telegram, tmp_path))
    answer = chat.ask(AMOUNT, timeout=LONG).text
    bot.kill()
    done = rulebot("restore", str(file), "--force", environment=settings(telegram, tmp_path))

    assert refused.code == 2
    assert "1 个机器人在用" in refused.refusal
    assert PAYS in answer.replace(",", "")
    assert done.code == 0


def test_a_replica_of_another_machine_counts_until_its_time_is_over(
    telegram: StandIn, bot: Rulebot, tmp_path: Path
) -> None:
    """Whether it lives only its beat tells."""
    _, file = kept(telegram, bot, tmp_path)
    bot.stop()

    def told(until: str) -> Ended:
        with closing(sqlite3.connect(tmp_path / "rulebot.db")) as connection:
            connection.execute(f"INSERT INTO replicas VALUES ('elsewhere-7/1/aa', {until})")
            connection.commit()
        return rulebot("restore", str(file), "--force", environment=settings(telegram, tmp_path))

    lives = told("(julianday('now') - 2440587.5) * 86400000 + 60000")
    with closing(sqlite3.connect(tmp_path / "rulebot.db")) as connection:
        connection.execute("DELETE FROM replicas")
        connection.commit()
    over = told("(julianday('now') - 2440587.5) * 86400000 - 1000")

    assert (lives.code, over.code) == (2, 0)


def test_what_waited_is_answered_after_the_restore(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """It is told how much that is."""
    telegram.hang(60, "sendMessage", times=None)
    chat = telegram.private()
    chat.say("你好")
    telegram.wait_for_calls("sendMessage", 1, LONG)
    file = tmp_path / "kept.tar.gz"
    rulebot("backup", str(file), environment=settings(telegram, tmp_path))
    bot.kill()
    telegram.calm()
    (tmp_path / "new").mkdir()
    wanted = settings(telegram, tmp_path / "new")
    ended = rulebot("restore", str(file), environment=wanted)
    moved = Rulebot(telegram, tmp_path / "new", **wanted)
    moved.start()
    text = chat.answer(LONG).text
    moved.stop()

    assert "1 条消息还没回答" in ended.out
    assert text
    assert len(chat.messages) == 1


def test_a_damaged_database_is_what_one_restores_for(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """It is moved aside like any other."""
    chat, file = kept(telegram, bot, tmp_path)
    bot.stop()
    (tmp_path / "rulebot.db").write_text("坏了，" * 2000, encoding="utf-8")
    refused = rulebot("restore", str(file), environment=settings(telegram, tmp_path))
    done = rulebot("restore", str(file), "--force", environment=settings(telegram, tmp_path))
    bot.start()
    answer = chat.ask(AMOUNT, timeout=LONG).text

    assert (refused.code, done.code) == (2, 0)
    assert PAYS in answer.replace(",", "")
    assert (tmp_path / "rulebot.db.before-restore").read_text(encoding="utf-8").startswith("坏了")


def test_somebody_elses_database_is_left_as_it_is(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """Even by force."""
    _, file = kept(telegram, bot, tmp_path)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()
    before = other.read_bytes()
    wanted = settings(telegram, tmp_path, RULEBOT_DATABASE_URL=f"sqlite+aiosqlite:///{other}")
    ended = rulebot("restore", str(file), "--force", environment=wanted)

    assert ended.code == 2
    assert "别的程序" in ended.refusal
    assert other.read_bytes() == before


# ---- folders ----


def test_folders_go_where_the_settings_say_as_many_as_were_kept(
    telegram: StandIn, bot: Rulebot, tmp_path: Path
) -> None:
    """Otherwise one line says which they were, and that the database can come alone."""
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        (folder / "owner.yaml").write_text(f"contact: {folder.name}\n", encoding="utf-8")
    _, file = kept(telegram, bot, tmp_path, RULEBOT_KNOWLEDGE=":".join(map(str, folders)))
    bot.stop()
    place = tmp_path / "new"

    few = rulebot("restore", str(file), environment=settings(telegram, place))
    nothing = place.exists()
    alone = rulebot("restore", str(file), "--database-only", environment=settings(telegram, place))
    both = ":".join(str(place / name) for name in ("one", "two"))
    again = rulebot("restore", str(file), "--force", environment=settings(telegram, place, RULEBOT_KNOWLEDGE=both))

    assert (few.code, nothing, alone.code, again.code) == (2, False, 0, 0)
    assert ":".join(map(str, folders)) in few.refusal
    assert "--database-only" in few.refusal
    assert [(place / name / "owner.yaml").read_text(encoding="utf-8") for name in ("one", "two")] == [
        "contact: a\n",
        "contact: b\n",
    ]


def test_a_folder_with_files_is_left_unless_it_may_be_moved_aside(
    telegram: StandIn, bot: Rulebot, tmp_path: Path
) -> None:
    """The database is not put there either."""
    own = tmp_path / "own"
    own.mkdir()
    _, file = kept(telegram, bot, tmp_path, RULEBOT_KNOWLEDGE=str(own))
    (own / "owner.yaml").write_text("contact: 我\n", encoding="utf-8")
    wanted = settings(telegram, tmp_path / "new", RULEBOT_KNOWLEDGE=str(own))

    refused = rulebot("restore", str(file), environment=wanted)

    assert refused.code == 2
    assert str(own) in refused.refusal
    assert not (tmp_path / "new").exists()


# ---- files that are none ----


def changed(file: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """Return a backup like another one, but for what `change` does to its members."""
    with tarfile.open(file, "r:gz") as tar:
        members = {one.name: taken.read() for one in tar.getmembers() if (taken := tar.extractfile(one))}
    change(members)
    other = file.with_name("changed.tar.gz")
    with tarfile.open(other, "w:gz") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return other


def told(inside: dict[str, bytes], **more: Any) -> None:
    """Let the manifest say something else."""
    inside["manifest.json"] = json.dumps(json.loads(inside["manifest.json"]) | more).encode()


def as_if_told(members: dict[str, bytes], name: str) -> None:
    """Add a member that the manifest tells of."""
    data = b"evil"
    known = json.loads(members["manifest.json"])["members"]
    told(members, members=known | {name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}})
    members[name] = data


BROKEN: dict[str, Callable[[dict[str, bytes]], Any]] = {
    "a byte of the database": lambda all_: all_.update({"rulebot.db": all_["rulebot.db"][:-1] + b"\x01"}),
    "a shorter database": lambda all_: all_.update({"rulebot.db": all_["rulebot.db"][:4096]}),
    "no database": lambda all_: all_.pop("rulebot.db"),
    "no manifest": lambda all_: all_.pop("manifest.json"),
    "a manifest that is none": lambda all_: all_.update({"manifest.json": b"[]"}),
    "another format": lambda all_: told(all_, format=2),
    "an unknown member": lambda all_: all_.update({"knowledge/0/more.yaml": b"x"}),
    "a newer version": lambda all_: told(all_, schema_version="9999"),
    "another version than it has": lambda all_: told(all_, schema_version="0001"),
    "a way out": lambda all_: as_if_told(all_, "knowledge/0/../../../evil"),
    "an absolute way": lambda all_: as_if_told(all_, "/tmp/evil"),
    "another place": lambda all_: as_if_told(all_, "evil"),
    "a name with a backslash": lambda all_: as_if_told(all_, "knowledge/0/..\\evil"),
}


def test_what_is_no_backup_or_a_broken_one_alters_nothing(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """One line each, exit code 2; not a file is written, inside or out."""
    _, file = kept(telegram, bot, tmp_path)
    bot.stop()
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(tmp_path / "rulebot.db", home / "rulebot.db")
    before = contents(home)
    files = tmp_path / "files"
    files.mkdir()
    for number, (name, change) in enumerate(BROKEN.items()):
        shutil.move(changed(file, change), files / f"{number} {name}.tar.gz")
    whole = file.read_bytes()
    (files / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (files / "empty.tar.gz").write_bytes(b"")
    (files / "text.tar.gz").write_text("你好", encoding="utf-8")
    (files / "turned.tar.gz").write_bytes(whole[: len(whole) // 2] + b"\x00" * 50 + whole[len(whole) // 2 + 50 :])
    (files / "link.tar.gz").write_bytes(_with_a_link(file))

    for one in [*sorted(files.iterdir()), files / "nowhere.tar.gz", files]:
        ended = rulebot("restore", str(one), "--force", environment=settings(telegram, home))

        assert ended.code == 2, one
        assert str(one) in ended.refusal, one
        assert contents(home) == before, one
    assert not (tmp_path / "evil").exists()
    assert not Path("/tmp/evil").exists()
    assert sorted(path.name for path in home.iterdir()) == ["rulebot.db"]


def _with_a_link(file: Path) -> bytes:
    """Return a backup in which a member is a link to somewhere else."""

    def pretend(members: dict[str, bytes]) -> None:
        as_if_told(members, "knowledge/0/link.yaml")
        members.pop("knowledge/0/link.yaml")

    other = changed(file, pretend)
    with tarfile.open(other, "r:gz") as tar:
        entries = [(one, taken.read()) for one in tar.getmembers() if (taken := tar.extractfile(one))]
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for entry, data in entries:
            tar.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("knowledge/0/link.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    other.unlink()
    return made.getvalue()


# ---- PostgreSQL ----


def test_postgresql_goes_on_where_it_was(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """Into an empty database, and over one that is there, of which a dump is kept; not while a bot runs on it."""
    programs = with_programs()
    first, second = postgres.fresh().url, postgres.fresh().url
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=first)
    process.start()
    wanted = settings(telegram, tmp_path, RULEBOT_DATABASE_URL=first) | programs
    chat, file = kept(telegram, process, tmp_path, RULEBOT_DATABASE_URL=first, **programs)
    running = rulebot("restore", str(file), "--force", environment=wanted)
    process.stop()
    there = rulebot("restore", str(file), environment=wanted)
    empty = rulebot("restore", str(file), environment=wanted | {"RULEBOT_DATABASE_URL": second})
    forced = rulebot("restore", str(file), "--force", environment=wanted)
    without = rulebot("restore", str(file), "--force", environment=wanted | without_programs(tmp_path))
    moved = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=second)
    moved.start()
    answer = chat.ask(AMOUNT, timeout=LONG).text
    moved.stop()

    assert [one.code for one in (running, there, empty, forced, without)] == [2, 2, 0, 0, 2]
    assert "1 个机器人在用" in running.refusal
    assert "--force" in there.refusal
    assert (empty.err, forced.err) == ("", "")
    assert PAYS in answer.replace(",", "")
    assert f"原来的还在：{tmp_path / 'rulebot.pgdump.before-restore'}" in forced.out
    assert (tmp_path / "rulebot.pgdump.before-restore").read_bytes().startswith(b"PGDMP")
    assert "pg_" in without.refusal
    assert moved.errors() == []


def test_a_backup_goes_back_to_its_own_kind_of_database(
    telegram: StandIn, bot: Rulebot, tmp_path: Path, postgres: Server
) -> None:
    """One line says which that is."""
    _, file = kept(telegram, bot, tmp_path)
    wanted = settings(telegram, tmp_path, RULEBOT_DATABASE_URL=postgres.fresh().url)

    ended = rulebot("restore", str(file), environment=wanted)

    assert ended.code == 2
    assert "SQLite" in ended.refusal


def test_a_dump_that_cannot_be_read_back_alters_nothing(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """Neither the database nor the folders; all of it, or nothing."""
    programs, database = with_programs(), postgres.fresh().url
    own = tmp_path / "own"
    own.mkdir()
    (own / "owner.yaml").write_text("contact: 我\n", encoding="utf-8")
    wanted = settings(telegram, tmp_path, RULEBOT_DATABASE_URL=database, RULEBOT_KNOWLEDGE=str(own)) | programs
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database)
    process.start()
    chat, file = kept(
        telegram, process, tmp_path, RULEBOT_DATABASE_URL=database, RULEBOT_KNOWLEDGE=str(own), **programs
    )
    process.stop()

    def cut(members: dict[str, bytes]) -> None:
        data = members["rulebot.pgdump"][: len(members["rulebot.pgdump"]) * 2 // 3]
        members["rulebot.pgdump"] = data
        known = json.loads(members["manifest.json"])["members"]
        digest = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        told(members, members=known | {"rulebot.pgdump": digest})

    broken = changed(file, cut)
    ended = rulebot("restore", str(broken), "--force", environment=wanted)
    process.start()
    answer = chat.ask(AMOUNT, timeout=LONG).text
    process.stop()

    assert ended.code == 2
    assert ended.refusal
    assert PAYS in answer.replace(",", "")
    assert sorted(path.name for path in tmp_path.iterdir() if "before-restore" in path.name) == []
    assert (own / "owner.yaml").read_text(encoding="utf-8") == "contact: 我\n"
