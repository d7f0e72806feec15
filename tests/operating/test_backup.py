"""`rulebot backup`: one file with the database as it stands at one moment and the owner's folders, whatever runs."""

import json
import shutil
import sqlite3
import stat
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from rulebot import Rulebot
from standin import StandIn

from tests.command import rulebot
from tests.databases import Server
from tests.operating.servers import with_programs, without_programs
from tests.operating.settled import LONG, QUESTION, contents, settings

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder of an owner's."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "owner.yaml").write_text("contact: 找店长\n", encoding="utf-8")
    (folder / "notes.txt").write_text("随手记\n", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref\n", encoding="utf-8")
    return folder


def members(file: Path) -> dict[str, bytes]:
    """Return what is in a backup."""
    with tarfile.open(file, "r:gz") as tar:
        return {one.name: taken.read() for one in tar.getmembers() if (taken := tar.extractfile(one))}


def test_a_backup_is_taken_while_people_are_answered(
    telegram: StandIn, bot: Rulebot, tmp_path: Path, own: Path
) -> None:
    """Consistent, with what was answered before and the folders; the bot answers on, and only its owner reads it."""
    file, wanted = tmp_path / "rulebot.tar.gz", settings(telegram, tmp_path, RULEBOT_KNOWLEDGE=str(own))
    first = telegram.private()
    first.ask(QUESTION, timeout=LONG)
    chats, stop = [telegram.private() for _ in range(5)], threading.Event()

    def ask_on() -> None:
        while not stop.is_set():
            for chat in chats:
                chat.ask("你好", timeout=LONG)

    asking = threading.Thread(target=ask_on)
    asking.start()
    ended = rulebot("backup", str(file), environment=wanted)
    stop.set()
    asking.join()

    assert (ended.code, ended.err) == (0, "")
    assert str(file) in ended.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = members(file)
    manifest = json.loads(found["manifest.json"])
    assert set(found) == {"manifest.json", "rulebot.db", "knowledge/0/owner.yaml", "knowledge/0/notes.txt"}
    assert set(manifest["members"]) == set(found) - {"manifest.json"}
    assert (manifest["folders"], manifest["format"]) == ([str(own)], 1)
    (tmp_path / "copy.db").write_bytes(found["rulebot.db"])
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (manifest["schema_version"],)
        assert copy.execute("SELECT count(*) FROM talks").fetchone()[0] >= 1
        assert copy.execute("SELECT count(*) FROM replicas").fetchone() == (0,)
        assert copy.execute("SELECT value FROM about WHERE name = 'salt'").fetchone()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    assert bot.errors() == []


def test_a_bot_that_was_killed_loses_nothing_by_it(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """What stands in the log beside the file, not yet in the file, is in the copy."""
    chat = telegram.private()
    for line in (QUESTION, "你好"):  # the second is answered once the first is noted
        chat.ask(line, timeout=LONG)
    bot.kill()
    rulebot("backup", str(tmp_path / "a.tar.gz"), environment=settings(telegram, tmp_path))

    (tmp_path / "copy.db").write_bytes(members(tmp_path / "a.tar.gz")["rulebot.db"])
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM talks").fetchone() == (1,)


def test_a_file_that_is_there_is_left_unless_it_is_to_be_overwritten(
    telegram: StandIn, bot: Rulebot, tmp_path: Path
) -> None:
    """One line, exit code 2."""
    bot.stop()
    file = tmp_path / "rulebot.tar.gz"
    file.write_bytes(b"mine")
    refused = rulebot("backup", str(file), environment=settings(telegram, tmp_path))
    before = file.read_bytes()
    done = rulebot("backup", str(file), "--force", environment=settings(telegram, tmp_path))

    assert (refused.code, before, done.code) == (2, b"mine", 0)
    assert "--force" in refused.refusal
    assert "rulebot.db" in members(file)


def test_what_cannot_be_written_or_read_is_one_line(telegram: StandIn, bot: Rulebot, tmp_path: Path, own: Path) -> None:
    """And leaves nothing behind."""
    bot.stop()
    plain = settings(telegram, tmp_path)
    other, none = tmp_path / "other.db", tmp_path / "none.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()
    none.write_text("这不是数据库，" * 200, encoding="utf-8")
    before = contents(tmp_path)

    def said(file: str, **more: str) -> str:
        ended = rulebot("backup", file, environment=plain | more)
        assert ended.code == 2
        return ended.refusal

    database, address = "RULEBOT_DATABASE_URL", "sqlite+aiosqlite:///"
    goes = str(tmp_path / "a.tar.gz")
    assert "标准输出" in said("-")
    assert "文件夹" in said(str(tmp_path))
    assert "没有文件夹" in said(str(tmp_path / "nowhere" / "a.tar.gz"))
    assert "知识文件夹" in said(str(own / "a.tar.gz"), RULEBOT_KNOWLEDGE=str(own))
    assert "还没有" in said(goes, **{database: f"{address}{tmp_path / 'nobody.db'}"})
    assert "别的程序" in said(goes, **{database: f"{address}{other}"})
    assert "打不开" in said(goes, **{database: f"{address}{none}"})
    assert "内存" in said(goes, **{database: "sqlite+aiosqlite://"})
    assert "RULEBOT_DATABASE_URL=***" in said(goes, **{database: "mysql://anna:hidden@db/x"})
    assert "RULEBOT_KNOWLEDGE=" in said(goes, RULEBOT_KNOWLEDGE="/nowhere/at/all")
    assert contents(tmp_path) == before


def test_a_damaged_database_gives_no_backup(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """An operator learns of it, and keeps the last good one."""
    for _ in range(20):
        telegram.private().ask("你好", timeout=LONG)
    bot.stop()
    file = tmp_path / "rulebot.db"
    data = bytearray(file.read_bytes())
    for page in range(4, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(data)

    ended = rulebot("backup", str(tmp_path / "a.tar.gz"), environment=settings(telegram, tmp_path))

    assert ended.code == 2
    assert ended.refusal
    assert not (tmp_path / "a.tar.gz").exists()


def test_links_in_a_folder_are_followed(telegram: StandIn, bot: Rulebot, tmp_path: Path, own: Path) -> None:
    """What the bot reads is what is kept."""
    bot.stop()
    (tmp_path / "far.txt").write_text("远处", encoding="utf-8")
    (own / "near.txt").symlink_to(tmp_path / "far.txt")
    wanted = settings(telegram, tmp_path, RULEBOT_KNOWLEDGE=str(own))
    rulebot("backup", str(tmp_path / "a.tar.gz"), environment=wanted)

    assert members(tmp_path / "a.tar.gz")["knowledge/0/near.txt"].decode() == "远处"


@pytest.mark.parametrize(
    "name", ["a\\b.yaml", "a\nb.yaml", "\udc80.yaml"], ids=["a backslash", "a new line", "no UTF-8"]
)
def test_a_name_that_could_not_be_unpacked_is_told(
    telegram: StandIn, bot: Rulebot, tmp_path: Path, own: Path, name: str
) -> None:
    """Before there is a backup that is good for nothing."""
    bot.stop()
    (own / name).write_text("x", encoding="utf-8")
    wanted = settings(telegram, tmp_path, RULEBOT_KNOWLEDGE=str(own))

    ended = rulebot("backup", str(tmp_path / "a.tar.gz"), environment=wanted)

    assert ended.code == 2
    assert "名字" in ended.refusal
    assert not (tmp_path / "a.tar.gz").exists()


def test_other_settings_that_are_wrong_do_not_matter(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """Nor is a token needed."""
    bot.stop()
    wanted = settings(telegram, tmp_path, RULEBOT_TELEGRAM_TOKEN="", RULEBOT_LISTEN="8080")

    assert rulebot("backup", str(tmp_path / "a.tar.gz"), environment=wanted).code == 0


def test_postgresql_writes_its_own_file(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """While the bot runs; without the program one line says what to run, and the password is nowhere."""
    database = postgres.fresh()
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    process.start()
    telegram.private().ask(QUESTION, timeout=LONG)
    wanted = settings(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    done = rulebot("backup", str(tmp_path / "a.tar.gz"), environment=wanted | with_programs())
    without = rulebot("backup", str(tmp_path / "b.tar.gz"), environment=wanted | without_programs(tmp_path))
    process.stop()

    assert (done.code, done.err) == (0, "")
    assert members(tmp_path / "a.tar.gz")["rulebot.pgdump"].startswith(b"PGDMP")
    assert without.code == 2
    assert "pg_dump -Fc" in without.refusal
    assert shutil.which("pg_dump", path=without_programs(tmp_path)["PATH"]) is None
    assert not (tmp_path / "b.tar.gz").exists()
