"""Telegram's limits on sending, as its documentation words them."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from time import monotonic

from .arguments import Arguments
from .refusals import too_many_requests

COUNTED = frozenset({"sendmessage", "editmessagetext", "editmessagereplymarkup"})


@dataclass(frozen=True)
class Limits:
    """
    So many messages in any window of so many seconds; the default is what Telegram documents.

    A chat gets one a second, with the short bursts that Telegram allows: three in any three seconds.

    `slack` is the part of a window that is forgiven, because the way here takes time.
    """

    overall: int = 30
    overall_seconds: float = 1.0
    group: int = 20
    group_seconds: float = 60.0
    chat: int = 3
    chat_seconds: float = 3.0
    slack: float = 0.03


class Gate:
    """Counts what was sent, and refuses what is too much."""

    def __init__(self, limits: Limits) -> None:
        """Start with nothing sent."""
        self.limits = limits
        self.refused = 0
        self._sent: dict[str, deque[float]] = defaultdict(deque)

    def check(self, method: str, arguments: Arguments) -> None:
        """
        Count a message.

        Raises:
            Refused: 429, with the seconds until there is room again.
        """
        if method not in COUNTED:
            return
        windows = list(self._windows(arguments.text("chat_id")))
        wait = max(self._wait(*window) for window in windows)
        if wait > 0:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        for name, _, _ in windows:
            self._sent[name].append(monotonic())

    def _windows(self, chat_id: str) -> list[tuple[str, int, float]]:
        limits = self.limits
        windows = [("", limits.overall, limits.overall_seconds)]
        if chat_id:
            windows.append((f"chat {chat_id}", limits.chat, limits.chat_seconds))
        if chat_id.startswith(("-", "@")):
            windows.append((f"group {chat_id}", limits.group, limits.group_seconds))
        return windows

    def _wait(self, name: str, most: int, seconds: float) -> float:
        sent, now = self._sent[name], monotonic()
        window = seconds * (1 - self.limits.slack)
        while sent and sent[0] <= now - window:
            sent.popleft()
        return sent[0] + window - now if len(sent) >= most else 0.0
