"""The updates waiting for the bot: numbered, in order, until they are confirmed."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .wire import Json

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "guest_message",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction",
        "message_reaction_count",
    }
)
Lane = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Update:
    """One update; a webhook gets those of one lane one after the other."""

    id: int
    kind: str
    content: Json
    lane: Lane

    def shown(self) -> Json:
        """Return the Bot API's Update."""
        return {"update_id": self.id, self.kind: self.content}


class Updates:
    """The queue of one bot."""

    def __init__(self) -> None:
        """Start empty, with the update types Telegram sends by default."""
        self.allowed = KINDS - UNASKED
        self._next = 510_000_001
        self._order: deque[Update] = deque()
        self._lanes: dict[Lane, deque[Update]] = defaultdict(deque)
        self._gone: set[int] = set()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._order) - len(self._gone)

    def allow(self, kinds: Any) -> None:
        """Take the update types the bot asked for; None keeps the previous ones."""
        if isinstance(kinds, list):
            known = KINDS.intersection(str(kind).lower() for kind in kinds)
            self.allowed = known or KINDS - UNASKED

    def add(self, kind: str, content: Json, lane: Lane) -> Update | None:
        """Queue an update; None when the bot did not ask for its kind."""
        if kind not in self.allowed:
            return None
        update = Update(self._next, kind, content, lane)
        self._next += 1
        self._order.append(update)
        self._lanes[lane].append(update)
        return update

    def take(self, offset: int, limit: int) -> list[Update]:
        """Return the next updates from `offset` on, and forget those before it."""
        if offset < 0:
            offset = self._next + offset
        while self._order and (self._order[0].id < offset or self._order[0].id in self._gone):
            self._forget(self._order.popleft())
        waiting = (update for update in self._order if update.id not in self._gone)
        return [update for update, _ in zip(waiting, range(limit), strict=False)]

    def heads(self) -> Iterator[Update]:
        """Return the first waiting update of each lane."""
        return iter([lane[0] for lane in self._lanes.values() if lane])

    def done(self, update: Update) -> None:
        """Forget `update`, which was delivered."""
        if update in self._lanes.get(update.lane, ()):
            self._gone.add(update.id)
            self._leave_lane(update)

    def clear(self) -> None:
        """Forget all that wait."""
        self._order.clear()
        self._lanes.clear()
        self._gone.clear()

    def _forget(self, update: Update) -> None:
        if update.id in self._gone:
            self._gone.discard(update.id)
        else:
            self._leave_lane(update)

    def _leave_lane(self, update: Update) -> None:
        lane = self._lanes[update.lane]
        lane.remove(update)
        if not lane:
            del self._lanes[update.lane]


def shown(updates: Iterable[Update]) -> list[Json]:
    """Return the Bot API's list of updates."""
    return [update.shown() for update in updates]
