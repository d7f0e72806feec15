"""
The assistant of a running bot: built at its start, and anew beside the one that answers, without holding that up.

Building takes seconds of a processor, and Python lets one thread compute at a time. So a process of its own works out
what takes long and leaves it in the cache (`python -m bot.rebuilding FOLDER…` is that process); this one takes it from
there in a thread, a fifth of the work, and makes nothing again of files that have not changed.
"""

import asyncio
import gc
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from bot import cache
from bot.assistant.assistant import Assistant
from bot.knowing import known
from bot.meanings import meanings
from knowledge.kept import Kept, Remembering
from knowledge.plain_yaml import KnowledgeError

logger = logging.getLogger(__name__)

NICE = 5
"""How far the other process stands back where there are not enough processors."""
SWITCH_SECONDS = 0.0005
"""How long the thread may go on computing while somebody waits to be answered; Python's own measure is tenfold."""


class Builder:
    """Builds over the shipped documents and those of some folders."""

    def __init__(self, folders: Sequence[Path], stale_days: int = 0) -> None:
        """Build nothing yet; after `stale_days` a document counts as old, never after 0."""
        self._folders, self._stale_days = tuple(folders), stale_days
        self._kept = Remembering(cache.folder())

    def at_start(self) -> Assistant:
        """
        Return the assistant to begin with.

        Raises:
            KnowledgeError: a file is broken; names file, clause and field.
            NoEncoderError: an encoder is wanted that is not installed.
        """
        with self._kept.once():
            return _assistant(self._folders, self._kept, self._stale_days)

    async def beside(self) -> Assistant:
        """
        Return a new assistant, while another one answers.

        Raises:
            KnowledgeError: a file is broken, or cannot be read.
        """
        with _handing_over(self._kept.folder) as folder:
            if folder is not None:
                await _worked_out(self._folders, folder)
            return await _in_a_thread(lambda: self._taken(folder))

    def _taken(self, folder: Path | None) -> Assistant:
        """Return an assistant made of what stands in `folder`; what is missing there is worked out here."""
        before = self._kept.folder
        self._kept.folder = folder
        try:
            with _standing_back(), self._kept.once():
                assistant = _assistant(self._folders, self._kept, self._stale_days)
                assistant.finder.ready()
                return assistant
        except OSError as error:
            raise KnowledgeError(f"{error.filename}: {error.strerror}") from error
        finally:
            self._kept.folder = before


def _assistant(folders: Sequence[Path], kept: Kept, stale_days: int = 0) -> Assistant:
    return Assistant(known(folders, kept), kept=kept, meanings=meanings(), stale_days=stale_days)


async def _worked_out(folders: Sequence[Path], folder: Path) -> None:
    """
    Return when another process has left in `folder` what takes long.

    Raises:
        KnowledgeError: a file is broken, or cannot be read.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, *map(str, folders)),
        env=os.environ | {cache.VARIABLE: str(folder)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        told, trouble = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        if problem := json.loads(told)["problem"]:
            raise KnowledgeError(problem)
        return
    why = trouble.decode(errors="replace").strip().rpartition("\n")[2] or f"it ended with {process.returncode}"
    logger.warning("the knowledge could not be worked out in a process of its own (%s), and is worked out here", why)


async def _in_a_thread(work: Callable[[], Assistant]) -> Assistant:
    """Return what a thread of its own works out; a stop need not wait for it."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Assistant] = loop.create_future()

    def settle(assistant: Assistant | None, error: Exception | None) -> None:
        if done.done():  # given up
            return
        if assistant is not None:
            done.set_result(assistant)
        elif error is not None:
            done.set_exception(error)

    def run() -> None:
        found, why = None, None
        try:
            found = work()
        except Exception as error:  # noqa: BLE001 - whatever it is goes to whoever waits
            why = error
        with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(settle, found, why)

    Thread(target=run, name="knowledge", daemon=True).start()
    return await done


@contextmanager
def _handing_over(folder: Path | None) -> Iterator[Path | None]:
    """Give a folder that can be written: the cache, one for the time being, or None where there is neither."""
    if folder is not None and _can_be_written(folder):
        yield folder
        return
    try:
        passing = tempfile.TemporaryDirectory(prefix="rulebot-")
    except OSError:
        yield None
        return
    with passing as name:
        yield Path(name)


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@contextmanager
def _standing_back() -> Iterator[None]:
    """Let others go on answering while a thread computes inside."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    # what is made inside stays: that the garbage collector looks through it would hold everybody up
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(before)


def main(folders: Sequence[str]) -> None:
    """Work out what takes long, and tell what is broken as JSON."""
    with suppress(OSError):
        os.nice(NICE)
    problem = ""
    try:
        _assistant([Path(folder) for folder in folders], cache.kept()).finder.ready()
    except KnowledgeError as error:
        problem = str(error)
    except OSError as error:
        problem = f"{error.filename}: {error.strerror}"
    print(json.dumps({"problem": problem}))


if __name__ == "__main__":
    main(sys.argv[1:])
