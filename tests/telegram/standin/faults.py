"""What goes wrong on the way to Telegram, when a test wants it to."""

import threading
from dataclasses import dataclass, field
from typing import Any

from .arguments import Arguments
from .refusals import Refused, too_many_requests

PHRASES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
QUIET_METHODS = frozenset({"getupdates"})


@dataclass(eq=False)
class Fault:
    """
    One thing that goes wrong, `times` times (None: until `stop`).

    `kind` is `fail`, `hang` or `drop`; `before_handling` tells whether the request is then
    carried out at all (`fail`, `drop`), or when (`hang`). `hits` counts.
    """

    kind: str
    method: str = ""
    times: int | None = 1
    before_handling: bool = True
    chat_id: str = ""
    status: int = 500
    retry_after: int = 0
    seconds: float = 0.0
    body: bytes | None = None
    hits: int = field(default=0, init=False)

    def concerns(self, method: str, arguments: Arguments) -> bool:
        """Whether this request is to go wrong; without a method, all but getUpdates are."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.chat_id and arguments.text("chat_id") != self.chat_id:
            return False
        return method == self.method if self.method else method not in QUIET_METHODS

    def refusal(self) -> Refused:
        """Return what a failing request is answered."""
        if self.status == 429:
            return too_many_requests(self.retry_after or 1)
        phrase = PHRASES.get(self.status, "Error")
        extra: dict[str, Any] = {"retry_after": self.retry_after} if self.retry_after else {}
        return Refused(self.status, phrase, **extra)

    def stop(self) -> None:
        """Let nothing more go wrong."""
        self.times = self.hits


class Faults:
    """The faults of one stand-in, first come first served."""

    def __init__(self) -> None:
        """Start with none."""
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    def plan(self, fault: Fault) -> Fault:
        """Let `fault` happen; its method may be written as in the documentation."""
        fault.method = fault.method.lower()
        with self._lock:
            self._planned.append(fault)
        return fault

    def take(self, method: str, arguments: Arguments) -> Fault | None:
        """Return what happens to this request."""
        with self._lock:
            for fault in self._planned:
                if fault.concerns(method, arguments):
                    fault.hits += 1
                    return fault
        return None

    def clear(self) -> None:
        """Let nothing more go wrong."""
        with self._lock:
            self._planned.clear()
