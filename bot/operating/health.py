"""How the bot does, as it can tell itself while it runs: for its owners in a chat, and for `rulebot doctor`."""

import shutil
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic

from bot.cache import folder
from bot.operating.findings import Finding, bad, good, warn
from bot.operating.metrics import METRICS
from bot.settings import Settings
from bot.store import Store
from bot.store.inspection import Queue, file_of
from knowledge.calendar import SHANGHAI
from knowledge.library import Library

DATABASE, KNOWLEDGE, CALENDAR, DISK = "数据库", "知识库", "日历", "磁盘"
LITTLE, TOO_LITTLE = 500_000_000, 50_000_000
"""Bytes of free room below which there is a warning, and below which writing may fail soon."""
LONG = timedelta(minutes=2)
"""How long the oldest update may wait before something is wrong."""
JUST_NOW = timedelta(seconds=5)
_DECEMBER = 12
_KB, _MB, _GB = 10**3, 10**6, 10**9
_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600


async def state(store: Store, library: Library, settings: Settings, now: datetime) -> list[Finding]:
    """Return how a running bot does: since when it runs, its database, knowledge base, calendar and disk."""
    return [
        good("运行", f"已经跑了{told(running())}"),
        waiting(await store.queue(), now),
        knowledge(library),
        calendar(library, now.astimezone(SHANGHAI).date()),
        *disk(places(settings).values()),
    ]


def running() -> timedelta:
    """Return for how long this process has been running."""
    return timedelta(seconds=monotonic() - METRICS.begun)


def waiting(queue: Queue | None, now: datetime) -> Finding:
    """Return what waits to be answered; None for a database that does not say."""
    if queue is None:
        return bad(DATABASE, "现在连不上", "日志里写着原因；恢复后会接着回答")
    since = max(now - queue.oldest, timedelta(0)) if queue.oldest else timedelta(0)
    if since < JUST_NOW:
        # what is being answered just now, the question how the bot does among it, waits for nothing
        return good(DATABASE, "正常，没有消息在等")
    says = f"{queue.waiting} 条消息在等，最早的等了{told(since)}"
    return warn(DATABASE, says, "看看日志：Telegram 连得上吗") if since > LONG else good(DATABASE, says)


def knowledge(library: Library) -> Finding:
    """Return which knowledge base is answered from."""
    return good(KNOWLEDGE, f"{len(library.documents)} 份文件，{len(library.places)} 条条款，版本 {library.version}")


def calendar(library: Library, day: date) -> Finding:
    """Return whether the holiday notice is known: of this year, and in December of the next one."""
    wanted = range(day.year, day.year + (2 if day.month == _DECEMBER else 1))
    missing = [str(year) for year in wanted if year not in library.working_days.years]
    if not missing:
        return good(CALENDAR, f"{'、'.join(map(str, wanted))} 年的放假安排有了")
    then = "国务院的通知出来后，把放假和调休的日子写进知识文件夹里的 holidays.yaml；在那之前，算工作日时会说明"
    return warn(CALENDAR, f"还没有 {'、'.join(missing)} 年的放假安排", then)


def places(settings: Settings) -> dict[str, Path]:
    """Return where the bot writes on this machine: its database, and what it keeps between starts."""
    file = file_of(settings.database_url)
    found = {"数据库": file.parent if file else None, "缓存": folder()}
    return {name: path for name, path in found.items() if path}


def disk(wanted: Iterable[Path], little: int = LITTLE, too_little: int = TOO_LITTLE) -> list[Finding]:
    """Return how much room is left for each of the places; of places on one disk the first is told."""
    by_disk: dict[int, Path] = {}
    for place in map(existing, wanted):
        by_disk.setdefault(place.stat().st_dev, place)
    return [_room(place, little, too_little) for place in by_disk.values()]


def _room(place: Path, little: int, too_little: int) -> Finding:
    free = shutil.disk_usage(place).free
    says, then = f"{place} 还剩 {size(free)}", "清理这块磁盘，或者把数据库和缓存放到别处"
    if free < too_little:
        return bad(DISK, says, then)
    return warn(DISK, says, then) if free < little else good(DISK, says)


def existing(place: Path) -> Path:
    """Return the folder itself, or the nearest one above it that is there."""
    whole = place.absolute()
    return next(folder for folder in (whole, *whole.parents) if folder.is_dir())


def size(count: int) -> str:
    """
    Return a number of bytes as people say it.

    >>> size(3_767), size(1_234_567), size(80_000_000_000)
    ('4 KB', '1.2 MB', '80.0 GB')
    """
    if count < _MB:
        return f"{count / _KB:.0f} KB"
    return f"{count / _GB:.1f} GB" if count >= _GB else f"{count / _MB:.1f} MB"


def told(length: timedelta) -> str:
    """
    Return a length of time as people say it.

    >>> told(timedelta(seconds=40)), told(timedelta(minutes=90)), told(timedelta(days=3, hours=2))
    (' 40 秒', ' 1 小时 30 分钟', ' 3 天 2 小时')
    """
    seconds = int(length.total_seconds())
    if seconds < _MINUTE:
        return f" {seconds} 秒"
    if seconds < _HOUR:
        return f" {seconds // _MINUTE} 分钟"
    if seconds < _DAY:
        return f" {seconds // _HOUR} 小时 {seconds % _HOUR // _MINUTE} 分钟"
    return f" {seconds // _DAY} 天 {seconds % _DAY // _HOUR} 小时"
