"""What every part shares: JSON values, UTF-16 lengths, and the clock the chats live by."""

import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]


def utf16(text: str) -> int:
    """Return the length of `text` in UTF-16 units, as Telegram counts offsets and limits."""
    return len(text) + sum(character > "\uffff" for character in text)


def filled(fields: Mapping[str, Any]) -> Json:
    """Return `fields` without those that are empty: Telegram leaves them out."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], (), 0)}


class Clock:
    """The time messages are dated by; a test may move it."""

    def __init__(self) -> None:
        """Start at the present."""
        self._ahead = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the chats' time as Unix seconds."""
        return time.time() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let `by` pass."""
        with self._lock:
            self._ahead += by.total_seconds()

    def set(self, moment: datetime) -> None:
        """Make it `moment` now; the clock goes on from there."""
        with self._lock:
            self._ahead = moment.timestamp() - time.time()
