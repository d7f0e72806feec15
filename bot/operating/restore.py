"""`rulebot restore`: a backup back in its place; what stood there is kept under another name."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.operating import postgres
from bot.operating.archive import KNOWLEDGE, POSTGRES, SQLITE, BackupError, Manifest, read
from bot.operating.backup import UnreadableError, checked, looked_at, scratch
from bot.operating.health import existing
from bot.store.inspection import BESIDE, file_of, is_postgres, of_file, versions
from knowledge.calendar import SHANGHAI

ASIDE = ".before-restore"
_FOLDER, _FILE, _DATABASE = 0o755, 0o644, 0o600


@dataclass(frozen=True)
class Target:
    """Where to: the address of the database and the owner's folders in order; None where those stay as they are."""

    url: str
    folders: tuple[Path, ...] | None


@dataclass(frozen=True)
class Swap:
    """Something new that takes a place; what stands there is kept aside, with what belongs to it (by its endings)."""

    new: Path
    place: Path
    endings: tuple[str, ...] = ("",)

    def aside(self) -> list[tuple[Path, Path]]:
        """Return what stands there now, each with the name under which it is kept."""
        kept = _free(self.place.with_name(f"{self.place.name}{ASIDE}"), self.endings)
        pairs = [(_ending(self.place, ending), _ending(kept, ending)) for ending in self.endings]
        return [(old, aside) for old, aside in pairs if os.path.lexists(old)]


def restore(file: Path, target: Target, *, force: bool = False) -> list[str]:
    """
    Put a backup in place of what there is, and return what is to be told about it.

    Raises:
        BackupError: it cannot be put back; then nothing was altered.
    """
    if not file.is_file():
        raise BackupError(f"没有备份文件 {file}")
    _refuse_what_is_used(target, force=force)
    home = file_of(target.url)
    with ExitStack() as rooms:
        room = rooms.enter_context(scratch(existing(home.parent) if home else None))
        inside = room / "inside"
        inside.mkdir()
        manifest = read(file, inside)
        _refuse_what_does_not_fit(manifest, target, file)
        swaps = list(_folders(target, inside, rooms))
        if home:
            _check_file(inside / SQLITE, manifest, file)
            _owned(inside / SQLITE, home, _DATABASE)
            kept = _swapped([Swap(inside / SQLITE, home, ("", *BESIDE)), *swaps])
        else:
            kept = _server(target.url, inside / POSTGRES, swaps, file.absolute().parent)
    return [*_told(manifest, target, file), *(f"原来的还在：{one}" for one in kept)]


def _told(manifest: Manifest, target: Target, file: Path) -> Iterator[str]:
    yield f"恢复好了：{file}，{manifest.made.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 的备份"
    if target.folders:
        yield f"知识文件夹：{'、'.join(map(str, target.folders))}"
    if waiting := looked_at(target.url).queue.waiting:
        yield f"备份时有 {waiting} 条消息还没回答，启动后会回答"


def _refuse_what_is_used(target: Target, *, force: bool) -> None:
    """
    Look at what stands there now.

    Raises:
        BackupError: somebody uses it, or it holds something and nobody said that this may be moved aside.
    """
    if _holds_something(target.url) and not force:
        raise BackupError("数据库里已经有数据；确定要恢复就加 --force，原来的会改名留着")
    for folder in target.folders or ():
        if folder.exists() and not folder.is_dir():
            raise BackupError(f"RULEBOT_KNOWLEDGE：{folder} 不是文件夹")
        if folder.is_dir() and any(folder.iterdir()) and not force:
            raise BackupError(f"知识文件夹 {folder} 里已经有文件；确定要恢复就加 --force，原来的会改名留着")


def _holds_something(url: str) -> bool:
    """
    Return whether there is anything in a database already.

    Raises:
        BackupError: a bot works on it, it is another program's, or the server cannot be reached.
    """
    home = file_of(url)
    if home and not home.exists():
        return False
    try:
        seen = looked_at(url)
    except UnreadableError:
        if home is None:
            raise
        # a damaged file is what one restores for: it is moved aside like any other
        return True
    if seen.running:
        then = "先停掉再恢复；要是它刚被强制结束，等 10 秒再来"
        raise BackupError(f"还有 {seen.running} 个机器人在用这个数据库，{then}")
    return bool(seen.version)


def _refuse_what_does_not_fit(manifest: Manifest, target: Target, file: Path) -> None:
    if is_postgres(target.url) != (manifest.database == POSTGRES):
        kind, wanted = ("PostgreSQL", "postgresql+asyncpg://…")
        if manifest.database == SQLITE:
            kind, wanted = ("SQLite", "sqlite+aiosqlite:///rulebot.db")
        raise BackupError(f"{file} 是 {kind} 的备份，RULEBOT_DATABASE_URL 不是；设成 {wanted} 再恢复")
    if manifest.schema_version not in versions():
        raise BackupError(f"{file} 是更新的 rulebot 做的（{manifest.schema_version}），先装那个版本再恢复")
    if target.folders is not None and len(target.folders) != len(manifest.folders):
        before = f"（原来是 {':'.join(manifest.folders)}）" if manifest.folders else ""
        raise BackupError(
            f"备份里有 {len(manifest.folders)} 个知识文件夹{before}，RULEBOT_KNOWLEDGE 里有 {len(target.folders)} 个；"
            "按同样的顺序设成一样多，或者加 --database-only 只恢复数据库"
        )


def _check_file(database: Path, manifest: Manifest, file: Path) -> None:
    checked(database)
    if of_file(database).version != manifest.schema_version:
        raise BackupError(f"{file} 里的数据库和说明对不上；换一个备份")


def _folders(target: Target, inside: Path, rooms: ExitStack) -> Iterator[Swap]:
    """Yield the owner's folders, each laid out on the disk where it goes."""
    for number, folder in enumerate(target.folders or ()):
        whole = folder.absolute()
        new = rooms.enter_context(scratch(existing(whole.parent))) / whole.name
        found = inside / KNOWLEDGE / str(number)
        shutil.copytree(found, new) if found.is_dir() else new.mkdir()
        for one in (new, *new.rglob("*")):
            _owned(one, whole, _FOLDER if one.is_dir() else _FILE)
        yield Swap(new, whole)


def _owned(new: Path, place: Path, mode: int) -> None:
    """Give to what is new the owner of what it replaces: who restores may be another one than who runs the bot."""
    old = (place if place.exists() else existing(place.parent)).stat()
    new.chmod(old.st_mode & 0o777 if place.exists() and place.is_dir() == new.is_dir() else mode)
    with suppress(PermissionError):
        os.chown(new, old.st_uid, old.st_gid)


def _server(url: str, dump: Path, swaps: Sequence[Swap], folder: Path) -> list[Path]:
    """Put a dump in place of what is on a server, which is kept as a dump in `folder`; return what is kept."""
    kept = [_free(folder / f"{POSTGRES}{ASIDE}")] if looked_at(url).version else []
    try:
        for one in kept:
            postgres.dump(url, one)
        return kept + _swapped(swaps, lambda: postgres.load(url, dump, dump.parent))
    except BaseException:
        for one in kept:
            one.unlink(missing_ok=True)
        raise


def _free(name: Path, endings: Sequence[str] = ("",)) -> Path:
    """Return a name that is free with each of the endings; a number is put behind it where it is not."""
    numbered = (name if number == 1 else _ending(name, f"-{number}") for number in count(1))
    return next(one for one in numbered if not any(os.path.lexists(_ending(one, ending)) for ending in endings))


def _ending(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def _swapped(swaps: Sequence[Swap], then: Callable[[], None] = lambda: None) -> list[Path]:
    """Let all that is new take its place, and `then` do what is left; all of it, or nothing. Return what is kept."""
    done: list[tuple[Path, Path]] = []

    def moved(one: Path, to: Path) -> None:
        one.rename(to)
        done.append((one, to))

    kept: list[Path] = []
    try:
        for swap in swaps:
            for old, aside in swap.aside():
                moved(old, aside)
                kept += [aside] if old == swap.place else []
            swap.place.parent.mkdir(parents=True, exist_ok=True)
            moved(swap.new, swap.place)
        then()
    except BaseException:
        for one, to in reversed(done):
            to.rename(one)
        raise
    return kept
