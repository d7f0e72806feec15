"""One thing that was looked at: how it is, and what to do where it is not as it should be."""

from dataclasses import asdict, dataclass
from typing import Literal

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@dataclass(frozen=True)
class Finding:
    """What was looked at (`name`), how it is, what there is to say, and what to do then (empty: nothing)."""

    name: str
    ok: Literal["ok", "warn", "bad"]
    says: str
    then: str = ""

    @property
    def line(self) -> str:
        """Return it as one line."""
        last = f"。{self.then}" if self.then else ""
        return " ".join(f"{MARKS[self.ok]} {self.name}：{self.says}{last}".split())

    def as_json(self) -> dict[str, str]:
        """Return it as data."""
        return asdict(self)


def good(name: str, says: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(name, "ok", says)


def warn(name: str, says: str, then: str = "") -> Finding:
    """Return that something should be looked after, though the bot runs."""
    return Finding(name, "warn", says, then)


def bad(name: str, says: str, then: str = "") -> Finding:
    """Return that something keeps the bot from running or answering."""
    return Finding(name, "bad", says, then)
