"""The bot under test: the real program as a process of its own, against the stand-in."""

import os
import signal
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from standin import StandIn

from knowledge.calendar import SHANGHAI
from tests.started import ROOT, RULEBOT, Running, start

__all__ = ["ROOT", "RUN", "THURSDAY", "Rulebot"]

# The morning on which conversations take place.
THURSDAY = datetime(2023, 4, 20, 10, tzinfo=SHANGHAI)
RUN = (*RULEBOT, "run")
_SECONDS = 180.0


class Rulebot:
    """`rulebot run` with a database in `folder`; may be killed and started again."""

    ready = "getUpdates"
    """What it asks of Telegram as soon as it takes updates."""

    def __init__(self, telegram: StandIn, folder: Path, **settings: str) -> None:
        """Set its environment; rate limits are lifted, for their own test keeps them."""
        self.telegram = telegram
        self.log = folder / "rulebot.log"
        self._process: Running | None = None
        limits = {f"RULEBOT_LIMIT_{name}": "0" for name in ("OVERALL", "GROUP", "CHAT")}
        self._environment = (
            os.environ
            | limits
            | {
                "RULEBOT_TELEGRAM_TOKEN": telegram.token,
                "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url,
                "RULEBOT_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'rulebot.db'}",
                "RULEBOT_LOG_LEVEL": "WARNING",
                "RULEBOT_LOG_FORMAT": "text",
                **settings,
            }
        )

    def start(self) -> None:
        """Start, and wait until it takes updates."""
        before = len(self.telegram.calls(self.ready))
        self._process = start(["run"], self._environment, self.log)
        deadline = monotonic() + _SECONDS
        while len(self.telegram.calls(self.ready)) <= before:
            assert self._process.poll() is None, self.log.read_text()
            assert monotonic() < deadline, f"no {self.ready}; {self.log.read_text()}"
            sleep(0.02)

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator does."""
        self._end(signal.SIGTERM)

    def hang_up(self) -> None:
        """Have it take its knowledge anew, as an operator does."""
        assert self._process
        self._process.send_signal(signal.SIGHUP)

    def ended(self, seconds: float = _SECONDS) -> int:
        """Wait until it ends by itself, and return its code."""
        assert self._process
        code = self._process.wait(seconds)
        self._process = None
        return code

    def memory(self) -> float:
        """Return the MB that it holds."""
        assert self._process
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def errors(self) -> list[str]:
        """Return the lines of the log that speak of an error."""
        return [line for line in self.log.read_text().splitlines() if "ERROR" in line or "Traceback" in line]

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(_SECONDS)
            self._process = None
