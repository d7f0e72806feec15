"""A chat as Telegram keeps it: its members, its messages, its topics."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from .people import Member, User
from .wire import Json, filled

if TYPE_CHECKING:
    from .messages import Message

GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass
class Topic:
    """A forum topic; its id is that of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(eq=False)
class Room:
    """
    One chat.

    `bot` is what the bot is there, `known` whether it ever was a member; `sent` and `edits` are
    what it said, each message as it was then, `messages` all that stand now.
    """

    id: int
    kind: str
    bot: Member
    title: str = ""
    username: str = ""
    user: User | None = None
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    reactions: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    sent: "list[Message]" = field(default_factory=list)
    edits: "list[Message]" = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    known: bool = True
    started: bool = True
    muted: bool = False
    moved_to: int = 0

    @property
    def blocked(self) -> bool:
        """Whether the user of a private chat blocked the bot."""
        return self.kind == "private" and not self.bot.present

    @property
    def many(self) -> bool:
        """Whether it is a group of either kind."""
        return self.kind in ("group", "supergroup")

    def member(self, user_id: int) -> Member | None:
        """Return what the user is here, the bot included."""
        return self.bot if user_id == self.bot.user.id else self.members.get(user_id)

    def shown(self) -> Json:
        """Return the Bot API's Chat."""
        if self.user:
            person = self.user.shown()
            names = {name: person.get(name) for name in ("first_name", "last_name", "username")}
            return {"id": self.id, **filled(names), "type": "private"}
        chat: Json = {"id": self.id, "title": self.title, "type": self.kind}
        if self.kind == "group":
            chat["all_members_are_administrators"] = False
        return chat | filled({"username": self.username, "is_forum": self.forum})

    def full(self) -> Json:
        """Return the Bot API's ChatFullInfo."""
        chat = self.shown() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(GIFTS, False),
        }
        if self.many:
            chat["permissions"] = dict.fromkeys(PERMISSIONS, True)
        if self.username:
            chat["active_usernames"] = [self.username]
        return chat
