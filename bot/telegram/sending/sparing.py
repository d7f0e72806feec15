"""One line a minute about the same trouble, however often it comes."""

import logging
from time import monotonic

MINUTE = 60.0


class Sparing:
    """Warns about a trouble when it comes first, and then once a minute, with how often it came meanwhile."""

    def __init__(self, logger: logging.Logger, seconds: float = MINUTE) -> None:
        """Warn in `logger`, about the same words once in so many seconds."""
        self._logger, self._seconds = logger, seconds
        self._last: dict[str, tuple[float, int]] = {}

    def warn(self, words: str) -> None:
        """Log a trouble, or only count it."""
        now = monotonic()
        at, often = self._last.get(words, (now - self._seconds, 0))
        if now - at < self._seconds:
            self._last[words] = at, often + 1
            return
        # what was not seen for a while is told anew
        self._last = {known: seen for known, seen in self._last.items() if now - seen[0] < self._seconds}
        self._last[words] = now, 0
        self._logger.warning("%s%s", words, f" (and {often} times more meanwhile)" if often else "")
