"""Telegram's limits on sending: so many messages in a window of time, overall, in a group and in a chat."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from bot.store.allowance import Allowance
from bot.store.allowance import Window as Shared

IDLE_CHATS = 2000
ON_ITS_WAY = 2.0
"""Seconds after which a message has arrived even if no answer came: one that hangs must not take a place for ever."""
GLANCE = 0.02
BURST = 3
"""Messages that a chat may get at once, and seconds in which it then gets no more: Telegram allows short bursts."""
MARGIN = 1.03
"""Windows are kept this much longer than Telegram counts, because clocks do not all run alike."""
TOGETHER = 1.15
"""The same for what several processes send: each message takes another while from the count to Telegram."""


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


@dataclass
class Mark:
    """One message: when it set out and, once its answer is there, when it must have arrived."""

    started: float = field(default_factory=monotonic)
    arrived: float | None = None

    def arrive(self) -> None:
        """Note that it has arrived."""
        self.arrived = monotonic()


class Window:
    """
    At most `most` messages in any `seconds`, as Telegram counts them: by their arrival.

    When exactly that is nobody knows here, only that it lies before the answer; so a message takes its place until
    `seconds` after the answer.
    """

    def __init__(self, most: float, seconds: float) -> None:
        """Start with none; a fraction of a message in a second is one message in so many seconds; 0 is no limit."""
        self._seconds = seconds * MARGIN * (max(1.0, 1 / most) if most else 1.0)
        self._marks: deque[Mark] | None = deque(maxlen=max(1, int(most))) if most else None

    def wait(self) -> float:
        """Return the seconds after which to ask again; 0 when there is room for one more."""
        if self._marks is None or len(self._marks) < (self._marks.maxlen or 0):
            return 0.0
        oldest, now = self._marks[0], monotonic()
        if oldest.arrived is None and now - oldest.started < ON_ITS_WAY:
            return GLANCE
        arrived = oldest.started + ON_ITS_WAY if oldest.arrived is None else oldest.arrived
        return max(0.0, arrived + self._seconds - now)

    def add(self, mark: Mark) -> None:
        """Count a message that sets out."""
        if self._marks is not None:
            self._marks.append(mark)


@dataclass
class _Chat:
    windows: tuple[Window, ...]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Pace:
    """
    Makes senders wait for their turn.

    Within a chat messages go one after the other, in the order they were asked for; a chat that has to wait holds up
    no other. Where several processes send, they count together in the database as well.
    """

    def __init__(self, limits: Limits, allowance: Allowance | None = None) -> None:
        """Start with nothing sent; `allowance` is what all processes share."""
        self._limits = limits
        self._allowance = allowance
        self._overall = Window(limits.overall, 1)
        self._gate = asyncio.Lock()
        self._chats: OrderedDict[int | str, _Chat] = OrderedDict()

    @asynccontextmanager
    async def turn(self, chat_id: int | str) -> AsyncIterator[None]:
        """Wait until a message may be sent to a chat; it is sent inside."""
        chat, mark = self._chat(chat_id), Mark()
        chat.users += 1
        try:
            async with chat.turn:
                await _room(*chat.windows)
                await self._together(self._of_chat(chat_id))
                async with self._gate:
                    await _room(self._overall)
                    await self._together(self._of_all())
                    mark.started = monotonic()
                    for window in (*chat.windows, self._overall):
                        window.add(mark)
                try:
                    yield
                finally:
                    mark.arrive()
        finally:
            chat.users -= 1

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

    async def _together(self, wanted: Mapping[str, Shared]) -> None:
        """Return when all processes together have room for one more message."""
        allowance = self._allowance
        if allowance is None or not allowance.shared or not wanted:
            return
        while (wait := await allowance.take(wanted)) > 0:  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(wait)

    def _of_all(self) -> dict[str, Shared]:
        most = self._limits.overall
        return {"": Shared(max(1, int(most)), TOGETHER * max(1.0, 1 / most))} if most else {}

    def _of_chat(self, chat_id: int | str) -> dict[str, Shared]:
        limits, wanted = self._limits, dict[str, Shared]()
        if limits.chat:
            wanted[f"chat {chat_id}"] = Shared(max(1, int(limits.chat * BURST)), MARGIN * max(BURST, 1 / limits.chat))
        if limits.group and _is_group(chat_id):
            wanted[f"group {chat_id}"] = Shared(limits.group, MARGIN * 60)
        return wanted

    def _windows(self, chat_id: int | str) -> tuple[Window, ...]:
        mine = Window(self._limits.chat * BURST, BURST)
        return (mine, Window(self._limits.group, 60)) if _is_group(chat_id) else (mine,)


def _is_group(chat_id: int | str) -> bool:
    return str(chat_id).startswith(("-", "@"))


async def _room(*windows: Window) -> None:
    """Return when every window has room."""
    while (wait := max(window.wait() for window in windows)) > 0:  # noqa: ASYNC110 - time is what is waited for
        await asyncio.sleep(wait)
