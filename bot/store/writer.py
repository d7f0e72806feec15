"""The one thread that an SQLite file is used from."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from bot.store.trouble import DatabaseGoneError, is_away

MOST_AT_ONCE = 50
_PAUSE, _GLANCE_MS = 0.02, 50
BUSY_SECONDS = 4.0
"""How long to wait while another process writes into the file."""
STOP_SECONDS = 0.5
"""How long to wait for the thread to end."""


@dataclass(frozen=True)
class _Job:
    work: Callable[[Connection], Any]
    done: asyncio.Future[Any]
    writes: bool | None


@dataclass(frozen=True)
class _Result:
    job: _Job
    value: Any = None
    error: Exception | None = None


class Writer:
    """Does what is put, in order; reads in between see every write before them."""

    def __init__(self, url: URL) -> None:
        """Start the thread; the file is opened when there is something to do."""
        options = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        self._engine = create_engine(
            url.set(drivername="sqlite"), poolclass=StaticPool, connect_args=options, hide_parameters=True
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._connection: Connection | None = None
        self._path = url.database or ""
        self._file: tuple[int, int] | None = None
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="sqlite", daemon=True)
        self._thread.start()

    def put(self, work: Callable[[Connection], Any], done: "asyncio.Future[Any]", *, writes: bool | None) -> None:
        """
        Have `work` done; its result goes to `done`, on the loop of that.

        It reads, writes, or (None) is done without a transaction.
        """
        self._jobs.put(_Job(work, done, writes))

    def stop(self) -> None:
        """Return when all is done, or when that takes too long: a file that another process holds fast is left."""
        self._jobs.put(None)
        self._thread.join(STOP_SECONDS)
        if not self._thread.is_alive():
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()

    def _work(self) -> None:
        while jobs := self._waiting():
            results = self._together(jobs)
            try:
                # one call for all of them: waking the loop costs more than most writes
                jobs[0].done.get_loop().call_soon_threadsafe(_settle, results)
            except RuntimeError:  # the loop was closed meanwhile: nobody waits any more
                continue

    def _opened(self) -> Connection:
        # kept open: taking it from a pool and giving it back costs a third of a small write
        if self._connection is None:
            self._connection = self._engine.connect()
            self._file = _identity(self._path)
        elif _identity(self._path) != self._file:
            raise DatabaseGoneError(f"{self._path} was deleted, moved or replaced")
        return self._connection

    def _waiting(self) -> list[_Job]:
        """Return the jobs that wait, at least one; none when it is time to stop."""
        jobs = [self._jobs.get()]
        while jobs[-1] is not None and jobs[-1].writes is not None and len(jobs) < MOST_AT_ONCE:
            try:
                jobs.append(self._jobs.get_nowait())
            except Empty:
                break
        if jobs[-1] is None and len(jobs) > 1:
            self._jobs.put(None)
        return [job for job in jobs if job is not None]

    def _together(self, jobs: Sequence[_Job]) -> list[_Result]:
        if not jobs:
            return []
        if jobs[-1].writes is None:
            return [*self._together(jobs[:-1]), self._alone(jobs[-1])]
        try:
            connection = self._opened()
            connection.info["reading"] = not any(job.writes for job in jobs)
            with connection.begin():
                return [_Result(job, job.work(connection)) for job in jobs]
        except Exception as error:  # noqa: BLE001 - whatever it is goes to whoever asked
            if len(jobs) == 1 or is_away(error):
                return [_Result(job, error=error) for job in jobs]
            # one of them is at fault, the others must not suffer: nothing was committed, so each is done alone
            return [result for job in jobs for result in self._together([job])]

    def _alone(self, job: _Job) -> _Result:
        """Do something outside of any transaction."""
        try:
            return _Result(job, job.work(self._opened()))
        except Exception as error:  # noqa: BLE001 - whatever it is goes to whoever asked
            return _Result(job, error=error)


def _prepare(connection: Any, _: object) -> None:
    # the driver's own BEGIN is deferred, and fails when a read turns into a write beside another process; see _begin
    connection.isolation_level = None
    # auto_vacuum holds in files that are new; what is deleted is overwritten, not only marked as free
    for setting in ("auto_vacuum=INCREMENTAL", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        _set(connection, setting)


def _set(connection: Any, setting: str) -> None:
    # turning to WAL does not wait for another process that does the same at that moment
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {setting}")
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(_PAUSE)
        else:
            return


def _identity(path: str) -> tuple[int, int] | None:
    """Return what tells a file from another one of its name; None for no file."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def tidied(connection: Connection) -> None:
    """Bring what was written into the database itself, empty the log of it, and give back free pages."""
    raw: Any = connection.connection.driver_connection
    # somebody who is reading just now is not waited for: there is a next time
    raw.execute(f"PRAGMA busy_timeout={_GLANCE_MS}")
    try:
        raw.executescript("PRAGMA incremental_vacuum")  # by itself it gives back one page
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(BUSY_SECONDS * 1000)}")


def _begin(connection: Connection) -> None:
    # a transaction that only reads needs no lock
    connection.exec_driver_sql("BEGIN" if connection.info.get("reading") else "BEGIN IMMEDIATE")


def _settle(results: Sequence[_Result]) -> None:
    for result in results:
        if result.job.done.done():  # cancelled: what it wrote stays written
            continue
        if result.error:
            result.job.done.set_exception(result.error)
        else:
            result.job.done.set_result(result.value)
