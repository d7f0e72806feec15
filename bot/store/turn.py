"""What is known while one update is answered: which it is, the conversations read for it, what is to be noted."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

Note = Callable[[Connection], Any]


class LaneLostError(Exception):
    """Another process has taken the update over: nothing more may be said about it from here."""


async def _held() -> None:
    """Hold nothing: no update is being answered."""


@dataclass
class Turn:
    """
    The answering of one update.

    `talks` holds by (chat key, person key) the conversations that were read or changed. `notes` are written in one
    transaction with the note that the update is answered, so that a process that dies says at most the message again
    that was on its way. `earlier` are the messages that an earlier try has sent, `sent` all of them so far. `hold`
    returns when the update is surely still this process's to answer, `worked_out` is to be called when the answer is
    there and only to be sent; `failure` is why it was not answered.
    """

    update_id: int
    talks: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    earlier: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    hold: Callable[[], Awaitable[None]] = _held
    worked_out: Callable[[], Awaitable[None]] = _held
    reached: Callable[["Turn"], Awaitable[None]] | None = None
    failure: Exception | None = None

    def sent_earlier(self) -> int | None:
        """Return the next message that an earlier try has sent, and count it; None where there is none left."""
        if not self.earlier:
            return None
        self.sent.append(self.earlier.pop(0))
        return self.sent[-1]

    async def say(self, message_id: int, *, more: bool) -> None:
        """Count a message that was sent; where `more` follow, it is noted at once."""
        self.sent.append(message_id)
        if more and self.reached is not None:
            await self.reached(self)


OUTSIDE = Turn(0)
"""No update is being answered; nothing is kept in it."""

current: ContextVar[Turn] = ContextVar("turn", default=OUTSIDE)
