"""The `rulebot` command as a process of its own, for the tests that watch it from outside."""

import json
import os
from dataclasses import dataclass
from typing import Any

from tests import started
from tests.started import ROOT

__all__ = ["BAD_LINES", "ROOT", "Ended", "jsonl", "rulebot"]


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Return the one JSON value on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Return the JSON value of each line on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def refusal(self) -> str:
        """Return the one line on standard error, all there is to see."""
        assert (self.out, self.err.count("\n")) == ("", 1), self
        return self.err


# Lines of which every command that reads JSON lines says what is wrong.
BAD_LINES: tuple[Any, ...] = (
    b"{",
    b"",
    b'{"q": "\xff"}',
    [],
    {},
    {"q": None},
    {"q": ["a"]},
    {"q": "  "},
    {"q": "问" * 100_000},
    {"q": "\x00\x01"},
    b'{"q": "\\ud800"}',
    {"q": "a", "today": "tomorrow"},
    b"[" * 50_000,
)


def rulebot(*arguments: str | bytes, given: bytes = b"", environment: dict[str, str] | None = None) -> Ended:
    """Run the command in a process of its own, in a plain environment."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RULEBOT_")}
    done = started.run(arguments, plain | (environment or {}), given, timeout=180)
    ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ended.err, ended.err
    return ended


def jsonl(*items: Any) -> bytes:
    """Return items as lines of JSON; bytes stand for themselves."""
    return b"".join(
        (item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode()) + b"\n" for item in items
    )
