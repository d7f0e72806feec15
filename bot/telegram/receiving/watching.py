"""Watching the folders of an owner: what is saved there, renamed, put in or taken out, once it is quiet."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from typing import NamedTuple

from watchfiles import awatch

from bot.telegram.sending.sparing import Sparing

logger = logging.getLogger(__name__)

QUIET, LONGEST = 0.3, 10.0
"""Seconds in which nothing may happen before a change counts as done, and how long that is waited for."""
LOOK_EVERY = 5.0
"""Seconds after which one looks without being told: some file systems tell of nothing, and a folder may be replaced."""
_STEP_MS = 100
_READ = (".yaml", ".yml")


class Seen(NamedTuple):
    """A folder, or what stands in it and is read; another one, or another content, looks different."""

    path: str
    inode: int
    size: int
    changed: int


State = tuple[Seen, ...]


class Folders:
    """The folders of one process; nothing is watched where there are none."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Watch nothing yet."""
        self._paths = tuple(paths)
        self._trouble = Sparing(logger)

    async def state(self) -> State:
        """Return what is seen of the folders now, by which one knows whether something has changed."""
        return await asyncio.to_thread(lambda: tuple(seen for path in self._paths for seen in _seen(path)))

    async def changes(self) -> AsyncIterator[State]:
        """Tell what is seen whenever something may have changed, and every few seconds."""
        while self._paths:
            folders = _folders(await self.state())
            try:
                events = awatch(
                    *(one.path for one in folders),
                    watch_filter=None,
                    step=_STEP_MS,
                    rust_timeout=round(LOOK_EVERY * 1000),
                    yield_on_timeout=True,
                    recursive=False,
                )
                async with aclosing(events):
                    async for _ in events:
                        state = await self.state()
                        yield state
                        if _folders(state) != folders:
                            # one is gone, is back, or is another one of the same name
                            break
            except OSError as error:
                self._trouble.warn(f"the folders of documents cannot be watched ({error}); they are looked at instead")
                await asyncio.sleep(LOOK_EVERY)
                yield await self.state()

    async def quiet(self) -> None:
        """Return when nothing has changed for a moment: what was being written is written."""
        clock = asyncio.get_running_loop()
        begun, seen = clock.time(), await self.state()
        while clock.time() - begun < LONGEST:
            await asyncio.sleep(QUIET)
            before, seen = seen, await self.state()
            if seen == before:
                return


def _folders(state: State) -> list[Seen]:
    """Return the folders themselves, whatever stands in them."""
    return [one._replace(size=0, changed=0) for one in state if one.size < 0]


def _seen(path: Path) -> Iterator[Seen]:
    with suppress(OSError):
        yield Seen(str(path), path.stat().st_ino, -1, 0)
        for one in sorted(os.scandir(path), key=lambda entry: entry.name):
            if one.name.startswith(".") or not (one.is_dir() or one.name.endswith(_READ)):
                continue
            # a link that leads nowhere is seen, too: it cannot be read
            told = one.stat() if Path(one.path).exists() else one.stat(follow_symlinks=False)
            yield Seen(one.path, told.st_ino, max(told.st_size, 0), told.st_mtime_ns)
