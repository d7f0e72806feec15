"""Telegram's limits on sending: so many messages in a window of time, overall, in a group and in a chat."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

IDLE_CHATS = 2000
MARGIN = 1.03
"""Windows are kept this much longer than Telegram counts, because messages do not all take equally long to get there."""


@dataclass(frozen=True)
class Limits:
    """Messages a second to everybody, a minute in one group, a second in one chat; 0 for no limit."""

    overall: float = 30
    group: int = 20
    chat: float = 1

    @property
    def lifted(self) -> bool:
        """Whether nothing is limited."""
        return not (self.overall or self.group or self.chat)


class Window:
    """At most `most` events in any `seconds`."""

    def __init__(self, most: float, seconds: float) -> None:
        """Start with none; a fraction of an event in a second is one event in so many seconds; 0 is no limit."""
        self._free = not most
        self._seconds = seconds * MARGIN * (max(1.0, 1 / most) if most else 1.0)
        self._at: deque[float] = deque(maxlen=max(1, int(most)))

    def wait(self) -> float:
        """Return the seconds until there is room for one more."""
        if self._free or len(self._at) < (self._at.maxlen or 0):
            return 0.0
        return self._at[0] + self._seconds - monotonic()

    def note(self) -> None:
        """Count one now."""
        if not self._free:
            self._at.append(monotonic())


@dataclass
class _Chat:
    windows: tuple[Window, ...]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Pace:
    """
    Makes senders wait for their turn.

    Within a chat messages go one after the other, in the order they were asked for; a chat that has to wait holds up no other. Each process
    keeps its own count: what replicas send together over the limit Telegram answers with 429, and that is waited for.
    """

    def __init__(self, limits: Limits) -> None:
        """Start with nothing sent."""
        self._limits = limits
        self._overall = Window(limits.overall, 1)
        self._gate = asyncio.Lock()
        self._chats: OrderedDict[int | str, _Chat] = OrderedDict()

    @asynccontextmanager
    async def turn(self, chat_id: int | str) -> AsyncIterator[None]:
        """Wait until a message may be sent to a chat; it is sent inside."""
        chat = self._chat(chat_id)
        chat.users += 1
        try:
            async with chat.turn:
                await asyncio.sleep(max(0.0, *(window.wait() for window in chat.windows)))
                await self._anybody()
                try:
                    yield
                finally:
                    # counted when it has arrived: the next one must not get there sooner than the window says
                    for window in chat.windows:
                        window.note()
        finally:
            chat.users -= 1

    async def _anybody(self) -> None:
        async with self._gate:
            wait = self._overall.wait()
            if wait > 0:
                await asyncio.sleep(wait)
            self._overall.note()

    def _chat(self, chat_id: int | str) -> _Chat:
        chat = self._chats.get(chat_id) or _Chat(self._windows(chat_id))
        self._chats[chat_id] = chat
        self._chats.move_to_end(chat_id)
        while len(self._chats) > IDLE_CHATS and not self._oldest_is_needed():
            self._chats.popitem(last=False)
        return chat

    def _oldest_is_needed(self) -> bool:
        oldest = next(iter(self._chats.values()))
        return oldest.users > 0 or any(window.wait() > 0 for window in oldest.windows)

    def _windows(self, chat_id: int | str) -> tuple[Window, ...]:
        mine = Window(self._limits.chat, 1)
        is_group = str(chat_id).startswith(("-", "@"))
        return (mine, Window(self._limits.group, 60)) if is_group else (mine,)
