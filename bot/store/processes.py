"""The processes that share a database: what each is called, and whether one of this machine still runs."""

import os
import socket
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Select, select

_OURS: set[str] = set()
"""The names under which this very process works, so that it does not take itself for a dead one of the same number."""


class Processes:
    """The processes of this machine, and this one among them."""

    def __init__(self) -> None:
        """Give it a name of its own."""
        self._place = f"{socket.gethostname()[:40]}-{_numbering()}"
        self.name = f"{self._place}/{os.getpid()}/{token_hex(8)}"
        _OURS.add(self.name)

    def beside(self, column: "ColumnElement[str]") -> "Select[Any]":
        """Return a query for the names in a column that are of this machine."""
        return select(column).distinct().where(column.startswith(f"{self._place}/", autoescape=True))

    @staticmethod
    def alive(name: str) -> bool:
        """
        Return whether the process that calls itself `name`, on this machine, still runs.

        Our own number under another name is dead.
        """
        number = int(name.split("/")[1])
        if number == os.getpid():
            return name in _OURS
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def _numbering() -> int:
    """Return what tells apart containers that share a host's name but number their processes each for itself."""
    try:
        return Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return 0
