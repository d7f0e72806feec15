"""PostgreSQL's own programs: they write a database to a file and read it back, whatever its size."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bot.operating.archive import BackupError
from bot.store.inspection import OF_THE_MOMENT, TABLES, surroundings

DUMP, RESTORE, SHELL = "pg_dump", "pg_restore", "psql"
_PLAIN = ("--no-owner", "--no-privileges")
_HOW = "装上 PostgreSQL 的客户端（Debian、Ubuntu：apt install postgresql-client）"


def dump(url: str, file: Path) -> None:
    """
    Write our tables to a new file, all as they stand at one moment.

    Raises:
        BackupError: the program is not there, or fails.
    """
    tables = [f"--table={name}" for name in TABLES]
    of_the_moment = [f"--exclude-table-data={name}" for name in OF_THE_MOMENT]
    by_hand = f"，或者在数据库那台机器上自己运行：{DUMP} -Fc -f {file.name} 数据库名"
    _run(_found(DUMP, by_hand), ["--format=custom", *_PLAIN, *tables, *of_the_moment, f"--file={file}"], url)


def load(url: str, file: Path, folder: Path) -> None:
    """
    Put the tables of a dump in place of ours, in one transaction; `folder` is for what is written meanwhile.

    Raises:
        BackupError: a program is not there, or fails; then nothing was altered.
    """
    restore, shell = _found(RESTORE), _found(SHELL)
    before, after = folder / "before.sql", folder / "after.sql"
    # of a database that was made by another version more may be there than the dump would put in place
    before.write_text("".join(f"DROP TABLE IF EXISTS {name} CASCADE;\n" for name in TABLES), encoding="utf-8")
    _run(restore, [*_PLAIN, f"--file={after}", str(file)], url)
    steps = (f"--file={before}", f"--file={after}")
    _run(shell, ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *steps], url)


def _found(program: str, otherwise: str = "") -> str:
    path = shutil.which(program)
    if path is None:
        raise BackupError(f"找不到 {program}：{_HOW}{otherwise}")
    return path


def _run(program: str, arguments: Sequence[str], url: str) -> None:
    """Run a program; where the database is, and the password, it learns from its environment."""
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, with names of ours
        [program, *arguments],
        env=os.environ | surroundings(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        words = next((line for line in done.stderr.splitlines() if line.strip()), f"code {done.returncode}")
        then = f"；{DUMP} 要和服务器同一版本或更新" if "version" in words else ""
        raise BackupError(f"{Path(program).name} 没有成功：{words.strip()}{then}")
