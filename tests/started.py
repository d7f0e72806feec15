"""
Processes of `rulebot` for the tests, forked from one that has imported everything already.

Importing takes longer than most tests, and hundreds of processes are started. What is forked is a process like any
other: it reads its environment and its files, is killed, stopped and waited for. Where the environment is to change
how Python itself starts, and outside pytest, `python -m bot` is started instead.
"""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parent.parent
RULEBOT = (sys.executable, "-m", "bot")
_IMPORTED = ("bot.cli", "bot.telegram.process", "bot.commands.serving", "bot.commands.operating", "bot.commands.inbox")
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
_ADD = os.O_WRONLY | os.O_APPEND | os.O_CREAT
_READY: list[ForkServerContext] = []


class Running(Protocol):
    """A process, as `subprocess` and as this module give it."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit code (negative: the signal that ended it), None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when it has ended; `subprocess.TimeoutExpired` is raised when it does not."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""


class Forked:
    """A process forked from the one that waits for this."""

    def __init__(
        self,
        server: ForkServerContext,
        arguments: Sequence[str | bytes],
        environment: dict[str, str],
        streams: "Streams",
    ) -> None:
        """Start it."""
        words = tuple(os.fsdecode(one) for one in arguments)
        # a daemon: should a test forget it, it ends with the tests
        self._process = server.Process(target=_run, args=(words, environment, streams), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Return the exit code (negative: the signal that ended it), None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when it has ended; `subprocess.TimeoutExpired` is raised when it does not."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(RULEBOT, timeout or 0)
        return code

    def send_signal(self, sig: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)


Streams = tuple[str, str, str]
"""The files that standard input is read from, and standard output and error are added to."""


def prepare() -> None:
    """Have further processes forked from one that has imported everything; it is started with the first of them."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(list(_IMPORTED))
    _READY[:] = [server]


def start(arguments: Sequence[str | bytes], environment: dict[str, str], log: Path) -> Running:
    """Start `rulebot` with its output added to `log`."""
    if _READY and _like_ours(environment):
        return Forked(_READY[0], arguments, environment, (os.devnull, str(log), str(log)))
    with log.open("ab") as out:
        return subprocess.Popen([*RULEBOT, *arguments], cwd=ROOT, env=environment, stdout=out, stderr=out)


def run(
    arguments: Sequence[str | bytes], environment: dict[str, str], given: bytes, timeout: float
) -> "subprocess.CompletedProcess[bytes]":
    """Run `rulebot` to its end with `given` as its input."""
    if not _READY or not _like_ours(environment):
        return subprocess.run(
            [*RULEBOT, *arguments],
            input=given,
            capture_output=True,
            cwd=ROOT,
            env=environment,
            timeout=timeout,
            check=False,
        )
    with tempfile.TemporaryDirectory() as folder:
        read, out, err = (Path(folder) / name for name in ("in", "out", "err"))
        read.write_bytes(given)
        process = Forked(_READY[0], arguments, environment, (str(read), str(out), str(err)))
        try:
            code = process.wait(timeout)
        finally:
            process.send_signal(signal.SIGKILL)
        return subprocess.CompletedProcess(tuple(arguments), code, out.read_bytes(), err.read_bytes())


def _like_ours(environment: dict[str, str]) -> bool:
    """Return whether Python itself starts with it as it did here."""
    return _read_at_start(environment) == _read_at_start(os.environ)


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


def _run(arguments: Sequence[str], environment: dict[str, str], streams: Streams) -> None:
    """Be `rulebot`, in a process that has just been forked."""
    for number, (name, flags) in enumerate(zip(streams, (os.O_RDONLY, *2 * (_ADD,)), strict=True)):
        file = os.open(name, flags, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False))
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), line_buffering=True, errors="backslashreplace")
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["rulebot", *arguments]
    from bot.cli import main

    sys.exit(main())
