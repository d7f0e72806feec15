"""A database that cannot be used for a while: what counts as that, and one line in the log for each time."""

import logging
import sqlite3
from time import monotonic

from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.operating.metrics import METRICS

logger = logging.getLogger(__name__)

_SQLITE = ("locked", "busy", "disk i/o", "unable to open", "readonly", "is full", "not a database", "malformed")
# SQLSTATE classes of PostgreSQL: no connection, out of resources, stopped by somebody, trouble of its system; and a
# transaction that met another one, or a server that only reads for now.
_CLASSES, _STATES = ("08", "53", "57", "58"), ("40001", "40P01", "25006")


class DatabaseAwayError(Exception):
    """The database cannot be used now: nothing was written, and what was to be done may be done again later."""


class DatabaseGoneError(DatabaseAwayError):
    """The file is not the one that was opened any more: it was deleted, moved or replaced."""


def is_away(error: BaseException) -> bool:
    """Return whether an error tells of the database being away, and not of something wrong with what was asked."""
    if isinstance(error, DatabaseAwayError | PoolTimeoutError | InterfaceError | OSError | TimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.OperationalError):
        return any(words in str(error.orig).lower() for words in _SQLITE)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state.startswith(_CLASSES) or state in _STATES


def first_line(error: BaseException) -> str:
    """Return what an error says in one line, without the statement and its parameters."""
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [""])[0] or type(cause).__name__


class Outage:
    """Whether the database is there, since when, and the two lines of the log about each time that it is not."""

    def __init__(self) -> None:
        """Begin with a database that is there, as far as anybody knows."""
        self._was_there = False
        self._since: float | None = None
        self._steady = float("-inf")

    @property
    def steady(self) -> float:
        """Return for how many seconds the database has been there without a break; infinite without any break."""
        return 0.0 if self._since is not None else monotonic() - self._steady

    def begins(self, error: BaseException, begun: float) -> None:
        """
        Note that the database did not work for what was `begun` at a moment.

        What was begun before it came back tells nothing new; one that never worked is told of where it is opened.
        """
        if self._was_there and self._since is None and begun > self._steady:
            self._since = monotonic()
            METRICS.outages.inc()
            logger.error("the database is away (%s); what comes in waits for it", first_line(error))

    def ends(self) -> None:
        """Note that it did."""
        self._was_there = True
        if self._since is not None:
            self._steady = monotonic()
            METRICS.away.inc(self._steady - self._since)
            logger.warning("the database is back after %.0f s", self._steady - self._since)
            self._since = None
