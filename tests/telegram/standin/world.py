"""Everything there is: the bot, the users, the chats, and what happened."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from .messages import Message
from .people import Member, User
from .privacy import Privacy, hidden
from .queries import Queries
from .rooms import Room
from .updates import Lane, Updates
from .wire import Clock, Json

FIRST_PERSON = 7_000_000_001
FIRST_GROUP = -4_500_001
FIRST_SUPERGROUP = -1_002_000_000_001


@dataclass
class Webhook:
    """Where updates are posted, and how that went last."""

    url: str
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_date: int = 0


@dataclass
class World:
    """The state of the stand-in; whoever reads or changes it holds `changed`."""

    bot: User
    token: str
    privacy: Privacy
    clock: Clock = field(default_factory=Clock)
    rooms: dict[int, Room] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    inline: dict[str, Message] = field(default_factory=dict)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    queries: Queries = field(default_factory=Queries)
    webhook: Webhook | None = None
    logged_out: bool = False
    listeners: list[Callable[[], None]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        """Number people and chats far apart; private chats and groups share one counter."""
        self.shared = count(101)
        self.numbers = {
            "person": count(FIRST_PERSON),
            "group": count(FIRST_GROUP, -1),
            "supergroup": count(FIRST_SUPERGROUP, -1),
            "inline": count(1),
        }

    def now(self) -> int:
        """Return the moment, in Unix seconds."""
        return int(self.clock.now())

    def person(self, user_id: int | None = None, **names: Any) -> User:
        """Return a user, new when unknown."""
        number = next(self.numbers["person"]) if user_id is None else user_id
        if names or number not in self.users:
            self.users[number] = User(number, **names)
        return self.users[number]

    def open_room(self, kind: str, **about: Any) -> Room:
        """Return a new group, supergroup or channel; the bot is no member yet."""
        lane = "group" if kind == "group" else "supergroup"
        bot = Member(self.bot, "left")
        numbers = self.shared if kind == "group" else count(2)  # 1 told that the chat was made
        room = Room(next(self.numbers[lane]), kind, bot, known=False, numbers=numbers, **about)
        self.rooms[room.id] = room
        return room

    def private_room(self, user: User, *, started: bool) -> Room:
        """Return the private chat with `user`."""
        room = self.rooms.get(user.id)
        if room is None:
            members = {user.id: Member(user)}
            room = Room(user.id, "private", Member(self.bot), user=user, members=members)
            room.numbers, room.started = self.shared, False
            self.rooms[room.id] = room
        room.started = room.started or started
        return room

    def post(self, room: Room, **content: Any) -> Message:
        """Put a message into `room`; the bot hears of it when it is not its own."""
        number = content.pop("id", 0) or next(room.numbers)
        date = content.pop("date", None) or self.now()
        thread = content.pop("thread", 0) or _reply_thread(room, content.get("reply_to", 0))
        message = Message(number, room, date=date, thread=thread, **content)
        room.messages[message.id] = message
        if message.outgoing:
            room.sent.append(message)
        else:
            self._tell("channel_post" if room.kind == "channel" else "message", message)
        self.changed.notify_all()
        return message

    def alter(self, message: Message, **content: Any) -> Message:
        """Put the edited `message` in the place of the old one."""
        altered = replace(message, edited=content.pop("edited", None) or self.now(), **content)
        message.room.messages[message.id] = altered
        if altered.inline_id:
            self.inline[altered.inline_id] = altered
        if message.outgoing or message.inline_id:
            message.room.edits.append(altered)
        else:
            channel = message.room.kind == "channel"
            self._tell("edited_channel_post" if channel else "edited_message", altered)
        self.changed.notify_all()
        return altered

    def remove(self, message: Message) -> None:
        """Take `message` out of its chat, at the bot's wish."""
        del message.room.messages[message.id]
        self.changed.notify_all()

    def tell(self, kind: str, content: Json, lane: Lane) -> None:
        """Queue an update for the bot."""
        self.updates.add(kind, content, lane)
        for listener in self.listeners:
            listener()

    def inline_number(self) -> str:
        """Return a fresh inline_message_id."""
        return f"AAAAstandin{next(self.numbers['inline']):08d}"

    def _tell(self, kind: str, message: Message) -> None:
        room = message.room
        if room.bot.present and not room.moved_to and not hidden(message, self.privacy):
            self.tell(kind, message.shown(), ("message", room.id))


def _reply_thread(room: Room, reply_to: int) -> int:
    """In a supergroup without topics, replies carry the id of the message they all go back to."""
    target = room.messages.get(reply_to)
    if target is None or room.kind != "supergroup" or room.forum:
        return 0
    return target.thread or target.id
