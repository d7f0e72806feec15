"""The half of a chat's driver that listens: the bot's messages, in order, or its silence."""

from collections.abc import Callable, Sequence
from time import monotonic

from .log import Call
from .messages import Message
from .rooms import Room
from .views import BotMessage, number_of, view
from .watching import SECONDS, recent, wait_until
from .world import World


class Listening:
    """Hears what the bot says in one chat; each message is handed out once."""

    def __init__(self, world: World, room: Room, calls: Sequence[Call]) -> None:
        """Begin with the first thing the bot says here."""
        self.world = world
        self.room = room
        self._calls = calls
        self._heard = 0
        self._edits_heard = 0
        self._edits_before = 0

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.room.id

    @property
    def messages(self) -> list[BotMessage]:
        """All messages of the bot, as they stand now."""
        with self.world.changed:
            own = [one for one in self.room.messages.values() if one.outgoing]
            return [view(message) for message in own]

    @property
    def last(self) -> BotMessage:
        """The bot's latest message, as it stands now."""
        own = self.messages
        if not own:
            raise AssertionError(f"the bot has said nothing here; {recent(self._calls)}")
        return own[-1]

    def now(self, message: BotMessage | int) -> BotMessage:
        """Return a message of the bot as it stands now."""
        with self.world.changed:
            return view(self.room.messages[number_of(message)])

    def exists(self, message: "BotMessage | Message | int") -> bool:
        """Whether a message is still there."""
        with self.world.changed:
            return number_of(message) in self.room.messages

    def wait_for(self, n: int = 1, timeout: float = SECONDS) -> list[BotMessage]:
        """Return the next `n` messages of the bot, each as it was sent."""
        found = self._next(self.room.sent, self._heard, n, timeout)
        self._heard += n
        return [view(message) for message in found]

    def answer(self, timeout: float = SECONDS) -> BotMessage:
        """Return the bot's next message."""
        return self.wait_for(1, timeout)[0]

    def wait_for_edit(self, timeout: float = SECONDS) -> BotMessage:
        """Return the next message that the bot edited, as edited."""
        [found] = self._next(self.room.edits, self._edits_heard, 1, timeout)
        self._edits_heard += 1
        return view(found)

    def wait_until(self, holds: Callable[[BotMessage], bool], timeout: float = SECONDS) -> BotMessage:
        """Return the first message of the bot, as it stands, of which `holds` is true."""
        return wait_until(
            self.world,
            lambda: next((one for one in self.messages if holds(one)), None),
            timeout,
            lambda: f"no such message among {[m.text for m in self.messages]}; {self._recent()}",
        )

    def wait_until_deleted(self, message: BotMessage | int, timeout: float = SECONDS) -> None:
        """Wait until the bot has deleted a message."""
        wait_until(
            self.world,
            lambda: None if self.exists(message) else True,
            timeout,
            lambda: f"message {number_of(message)} still stands; {self._recent()}",
        )

    def quiet(self, seconds: float = 0.3) -> None:
        """Assert that the bot says and edits nothing that was not yet handed out."""
        deadline = monotonic() + seconds
        with self.world.changed:
            while True:
                if words := self._unheard():
                    raise AssertionError(f"the bot was not quiet: {words}")
                left = deadline - monotonic()
                if left <= 0:
                    return
                self.world.changed.wait(left)

    def _unheard(self) -> list[str]:
        """Return what was sent and not handed out, or edited since the test last spoke."""
        edits = self.room.edits[max(self._edits_heard, self._edits_before) :]
        return [message.text for message in self.room.sent[self._heard :] + edits]

    def _spoken(self) -> None:
        """Remember that the test spoke just now."""
        self._edits_before = len(self.room.edits)

    def _next(self, said: list[Message], after: int, n: int, timeout: float) -> list[Message]:
        return wait_until(
            self.world,
            lambda: said[after : after + n] if len(said) >= after + n else None,
            timeout,
            lambda: (
                f"{len(said) - after} of {n} messages in chat {self.id}: "
                f"{[message.text for message in said[after:]]}; {self._recent()}"
            ),
        )

    def _recent(self) -> str:
        return f"latest requests: {recent(self._calls)}"
