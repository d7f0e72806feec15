"""What is known while one update is handled: which it is, and the conversation that was read when it was taken."""

from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TalkRow:
    """A conversation as it is stored: now, and before the update that changed it last."""

    data: str = ""
    before: str = ""
    cause: int = 0

    def at(self, update_id: int) -> str:
        """Return what update `update_id` finds: when it is answered once more, what it found the first time."""
        return self.before if update_id and self.cause == update_id else self.data


@dataclass(frozen=True)
class Turn:
    """The handling of one update; `talks` holds by (chat key, person key) what was read or written under it."""

    update_id: int
    talks: dict[tuple[str, str], TalkRow] = field(default_factory=dict)


OUTSIDE = Turn(0)
"""No update is being handled; nothing is kept in it."""

current: ContextVar[Turn] = ContextVar("turn", default=OUTSIDE)
