"""
The assistant of a running bot: built at its start, and anew beside the one that answers, without holding that up.

Building takes seconds of a processor, and Python lets one thread compute at a time. So a process of its own works out
what takes long and hands it over in files (`python -m bot.rebuilding` is that process); this one takes them in a
thread, a tenth of the work, and makes nothing again of documents that have not changed.
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
from time import perf_counter, sleep

from bot import cache, clock
from bot.assistant.assistant import Assistant
from bot.assistant.readiness import make_ready
from bot.knowing import known
from bot.meanings import meanings
from knowledge.kept import Kept, Remembering
from knowledge.plain_yaml import KnowledgeError

logger = logging.getLogger(__name__)

_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there is the user's alone
NICE = 5
"""How far the other process stands back where there are not enough processors."""
RUN_SECONDS, PAUSE_SECONDS, SWITCH_SECONDS = 0.002, 0.004, 0.0005
"""
How long the thread computes at a time while somebody is being answered, and then stands back; and after how long it
lets somebody in who comes meanwhile.
"""


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
            assistant = _assistant(self._folders, self._kept, self._stale_days)
            # the first question is not to wait for what is there before anybody asks
            make_ready(assistant, clock.now())
            return assistant

    async def beside(self, busy: Callable[[], bool]) -> Assistant:
        """
        Return a new assistant, while another one answers; it makes way while that is `busy`.

        Raises:
            KnowledgeError: a file is broken, or cannot be read.
        """
        with _passing(self._kept.folder) as passing:
            if passing is not None or self._kept.folder is not None:
                await _worked_out(self._folders, passing)
                logger.debug("the knowledge is worked out, and is taken")
            return await _in_a_thread(lambda: self._taken(passing, busy))

    def _taken(self, passing: Path | None, busy: Callable[[], bool]) -> Assistant:
        """Return an assistant made of what another process hands over; what is missing there is worked out here."""
        self._kept.passing = passing
        try:
            with _standing_back(busy), self._kept.once():
                assistant = _assistant(self._folders, self._kept, self._stale_days)
                make_ready(assistant, clock.now())
                return assistant
        except OSError as error:
            raise KnowledgeError(f"{error.filename}: {error.strerror}") from error
        finally:
            self._kept.passing = None


def _assistant(folders: Sequence[Path], kept: Kept, stale_days: int = 0) -> Assistant:
    return Assistant(known(folders, kept), kept=kept, meanings=meanings(), stale_days=stale_days)


async def _worked_out(folders: Sequence[Path], passing: Path | None) -> None:
    """
    Return when another process has worked out what takes long, and left it in `passing` or in the cache.

    Raises:
        KnowledgeError: a file is broken, or cannot be read.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, str(passing or ""), *map(str, folders)),
        # in a session of its own it takes its share of the processors from everybody, not from the bot alone
        start_new_session=True,
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
def _passing(folder: Path | None) -> Iterator[Path | None]:
    """
    Give a folder by which a process hands over to another; None where the cache in `folder` has to do.

    In memory it disturbs nobody: a disk that takes tens of megabytes keeps a database waiting.
    """
    memory = _MEMORY if _can_be_written(_MEMORY) else None
    try:
        if memory is None and folder is not None and _can_be_written(folder):
            yield None
            return
        made = tempfile.TemporaryDirectory(prefix="rulebot-", dir=memory, ignore_cleanup_errors=True)
    except OSError:
        yield None
        return
    with made as name:
        yield Path(name)


def _can_be_written(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@contextmanager
def _standing_back(busy: Callable[[], bool]) -> Iterator[None]:
    """
    Let others go on answering while this thread computes inside.

    Python gives each thread that computes its share, and an answer, which waits for its turn dozens of times, takes
    three times as long beside one. So at each call inside it is looked whether somebody is being answered, and then
    paused again and again.
    """
    until = perf_counter() + RUN_SECONDS

    def give_way(*_: object) -> None:
        nonlocal until
        if perf_counter() > until:
            if busy():
                sleep(PAUSE_SECONDS)
            until = perf_counter() + RUN_SECONDS

    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    # what is made inside stays: that the garbage collector looks through it would hold everybody up
    gc.disable()
    sys.setprofile(give_way)
    try:
        yield
    finally:
        sys.setprofile(None)
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(before)


def main(passing: str, folders: Sequence[str]) -> None:
    """Work out what takes long, leave it in the cache or, what is large, in `passing`; tell what is broken as JSON."""
    with suppress(OSError):
        os.nice(NICE)
    problem = ""
    try:
        kept = Kept(cache.folder(), Path(passing) if passing else None)
        _assistant([Path(folder) for folder in folders], kept).finder.ready()
    except KnowledgeError as error:
        problem = str(error)
    except OSError as error:
        problem = f"{error.filename}: {error.strerror}"
    print(json.dumps({"problem": problem}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
