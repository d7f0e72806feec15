"""`rulebot backup`: the database as it stands at one moment, and the owner's folders, in one file."""

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.operating import postgres
from bot.operating.archive import (
    FORMAT,
    KNOWLEDGE,
    MODE,
    POSTGRES,
    SQLITE,
    BackupError,
    Manifest,
    digest,
    may_be_called,
    write,
)
from bot.operating.health import size
from bot.operating.program import version
from bot.store.inspection import OF_THE_MOMENT, InspectionError, Standing, file_of, is_postgres, standing
from knowledge.calendar import SHANGHAI

__all__ = ["BackupError", "UnreadableError", "backup", "checked", "looked_at", "scratch"]


class UnreadableError(BackupError):
    """A database cannot be looked at."""


def backup(file: Path, url: str, folders: Sequence[Path], *, force: bool = False) -> list[str]:
    """
    Write a backup, and return what is to be told about it; whether the bot runs does not matter.

    Raises:
        BackupError: it cannot be written; then nothing was.
    """
    target = _target(file, folders, force=force)
    seen = looked_at(url)
    if not seen.version:
        raise BackupError("还没有可以备份的数据库：机器人在 RULEBOT_DATABASE_URL 上还没启动过")
    with scratch(target.parent) as room:
        inside = room / "inside"
        inside.mkdir()
        _copy_database(url, inside)
        _copy_folders(folders, inside)
        members = {
            path.relative_to(inside).as_posix(): digest(path) for path in sorted(inside.rglob("*")) if path.is_file()
        }
        manifest = Manifest(
            format=FORMAT,
            rulebot=version(),
            made=datetime.now(SHANGHAI),
            schema_version=seen.version,
            folders=tuple(str(folder.absolute()) for folder in folders),
            members=members,
        )
        write(room / "whole", manifest, inside)
        (room / "whole").chmod(MODE)
        _placed(room / "whole", target, force=force)
    own = len(members) - 1
    besides = f"，{len(folders)} 个知识文件夹（{own} 个文件）" if folders else ""
    lines = [f"备份好了：{file}，{size(target.stat().st_size)}。里面有数据库{besides}"]
    return [*lines, "里面有大家的对话，别给外人看；恢复用 rulebot restore"]


def looked_at(url: str) -> Standing:
    """
    Return what a database is like.

    Raises:
        UnreadableError: it cannot be looked at.
        BackupError: it is another program's, or lives in memory.
    """
    if not is_postgres(url) and file_of(url) is None:
        raise BackupError("RULEBOT_DATABASE_URL 是内存里的数据库，没有可以备份或恢复的")
    try:
        seen = asyncio.run(standing(url))
    except InspectionError as error:
        raise UnreadableError(f"RULEBOT_DATABASE_URL：数据库打不开（{error}）") from error
    if seen.foreign and not is_postgres(url):
        raise BackupError(f"RULEBOT_DATABASE_URL：{file_of(url)} 是别的程序的数据库，没有动它")
    return seen


@contextmanager
def scratch(beside: Path | None) -> Iterator[Path]:
    """
    Return a folder of one's own, gone in the end, on the disk of `beside` where that is given.

    Raises:
        BackupError: something inside could not be read or written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".rulebot-", dir=beside) as name:
            yield Path(name)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        raise BackupError(f"{where}{error.strerror or error}；检查权限和剩余空间") from error


def checked(file: Path) -> None:
    """
    Let SQLite look through a whole file.

    Raises:
        BackupError: it is damaged.
    """
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise BackupError(f"数据库是坏的（{' '.join(str(found).split())}），没有继续")


def _target(file: Path, folders: Sequence[Path], *, force: bool) -> Path:
    """Return where to write, if that can be."""
    if str(file) == "-":
        raise BackupError("不能写到标准输出，给一个文件名，例如 rulebot.tar.gz")
    whole = file.absolute()
    if whole.is_dir():
        raise BackupError(f"{file} 是文件夹，给一个文件名，例如 {file / 'rulebot.tar.gz'}")
    if not whole.parent.is_dir():
        raise BackupError(f"没有文件夹 {whole.parent}，先建好它")
    if whole.exists() and not force:
        raise BackupError(f"{file} 已经有了；换个名字，或者加 --force 覆盖")
    for folder in folders:
        if whole.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"{file} 在知识文件夹 {folder} 里面，换个地方")
    return whole


def _copy_database(url: str, inside: Path) -> None:
    source = file_of(url)
    if source is None:
        postgres.dump(url, inside / POSTGRES)
        return
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(inside / SQLITE)) as copy,
        ):
            # in one step it is one moment, whatever is written meanwhile
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table in there & set(OF_THE_MOMENT):
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
            copy.commit()
    except sqlite3.Error as error:
        raise BackupError(f"{source}：读不出来（{error}）") from error
    checked(inside / SQLITE)


def _copy_folders(folders: Sequence[Path], inside: Path) -> None:
    for number, folder in enumerate(folders):
        for path in sorted(folder.rglob("*")):
            within = path.relative_to(folder)
            # what a link leads to is what the bot reads; what is hidden (.git) it does not
            if path.is_file() and not any(part.startswith(".") for part in within.parts):
                name = f"{KNOWLEDGE}/{number}/{within.as_posix()}"
                if not may_be_called(name):
                    raise BackupError(f"知识文件夹 {folder} 里有个文件的名字不能用（{str(within)!a}），改个名字再备份")
                copy = inside / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)


def _placed(made: Path, target: Path, *, force: bool) -> None:
    """Give what was made its name, unless somebody has taken it meanwhile."""
    if force:
        made.replace(target)
        return
    try:
        os.link(made, target)
    except FileExistsError as error:
        raise BackupError(f"{target} 已经有了；换个名字，或者加 --force 覆盖") from error
    except OSError:  # a disk that knows no second name for a file
        made.replace(target)
