"""The one thread that an SQLite file is used from."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

MOST_AT_ONCE = 50
_PAUSE = 0.02
BUSY_SECONDS = 20
"""How long to wait while another process writes into the file."""


@dataclass(frozen=True)
class _Job:
    work: Callable[[Connection], Any]
    done: asyncio.Future[Any]
    writes: bool


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
        self._engine = create_engine(url.set(drivername="sqlite"), poolclass=StaticPool, connect_args=options)
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._connection: Connection | None = None
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="sqlite", daemon=True)
        self._thread.start()

    def put(self, work: Callable[[Connection], Any], done: "asyncio.Future[Any]", *, writes: bool) -> None:
        """Have `work` done; its result goes to `done`, on the loop of that."""
        self._jobs.put(_Job(work, done, writes))

    def stop(self) -> None:
        """Return when all is done."""
        self._jobs.put(None)
        self._thread.join()
        if self._connection is not None:
            self._connection.close()
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
        return self._connection

    def _waiting(self) -> list[_Job]:
        """Return the jobs that wait, at least one; none when it is time to stop."""
        jobs = [self._jobs.get()]
        while jobs[-1] is not None and len(jobs) < MOST_AT_ONCE:
            try:
                jobs.append(self._jobs.get_nowait())
            except Empty:
                break
        if jobs[-1] is None and len(jobs) > 1:
            self._jobs.put(None)
        return [job for job in jobs if job is not None]

    def _together(self, jobs: Sequence[_Job]) -> list[_Result]:
        try:
            connection = self._opened()
            connection.info["reading"] = not any(job.writes for job in jobs)
            with connection.begin():
                return [_Result(job, job.work(connection)) for job in jobs]
        except Exception as error:  # noqa: BLE001 - whatever it is goes to whoever asked
            if len(jobs) == 1:
                return [_Result(jobs[0], error=error)]
            # one of them is at fault, the others must not suffer: nothing was committed, so each is done alone
            return [result for job in jobs for result in self._together([job])]


def _prepare(connection: Any, _: object) -> None:
    # the driver's own BEGIN is deferred, and fails when a read turns into a write beside another process; see _begin
    connection.isolation_level = None
    for setting in ("journal_mode=WAL", "synchronous=NORMAL"):
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
