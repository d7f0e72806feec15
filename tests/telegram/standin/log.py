"""Every request that arrived: what it asked, when, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any


@dataclass
class Call:
    """One request; `status` is 0 while it runs, and when nobody got an answer."""

    method: str
    arguments: Mapping[str, Any]
    at: float = field(default_factory=monotonic)
    status: int = 0
    description: str = ""
    fault: str = ""
    carried_out: bool = False

    def __getitem__(self, name: str) -> Any:
        """Return an argument, JSON decoded, numbers as the text they came in; None if absent."""
        return self.arguments.get(name)

    @property
    def refused(self) -> bool:
        """Whether Telegram said no, not counting faults that the test ordered."""
        return self.status >= 400 and not self.fault
