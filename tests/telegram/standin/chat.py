"""The driver of one chat: what people do in it, and what the bot does in return."""

from collections.abc import Mapping
from datetime import datetime
from zlib import crc32

from .asking import GuestQuery, InlineQuery, Press
from .entities import Entity, found_entities, merged
from .membership import Membership
from .messages import MEDIA, Message
from .people import CHANNEL_POSTER, GROUP_ANONYMOUS, User
from .reactions import react
from .rooms import Room
from .views import BotMessage, number_of
from .watching import SECONDS
from .wire import Json, utf16

Target = Message | BotMessage | int


class Chat(Membership):
    """One chat, with a person at the keyboard."""

    def person(self, user: User | None = None) -> User:
        """Return who acts when the test names nobody: the first member."""
        if user or self.room.user:
            return user or self.room.user or self.world.bot
        return next(iter(self.room.members.values())).user

    def ask(self, text: str, user: User | None = None, timeout: float = SECONDS) -> BotMessage:
        """Say something, and return the bot's next message."""
        self.say(text, user)
        return self.answer(timeout)

    def say(
        self,
        text: str,
        user: User | None = None,
        *,
        reply_to: Target | None = None,
        thread: int = 0,
        at: datetime | None = None,
        anonymous: bool = False,
        as_channel: Room | None = None,
        mentions: Mapping[str, User] | None = None,
        media: str = "",
    ) -> Message:
        """
        Send a message as `user`.

        Args:
            text: What is said; with `media` it is the caption, and may be empty.
            user: Who says it; the first member when absent.
            reply_to: The message it answers.
            thread: The forum topic it is in.
            at: When; otherwise now by the stand-in's clock.
            anonymous: Whether an administrator speaks as the group.
            as_channel: The channel in whose name it is said.
            mentions: People without a username, by the words that mention them.
            media: `photo`, `sticker`, `voice` and the like; see `messages.MEDIA`.
        """
        with self.world.changed:
            self._spoken()
            return self.world.post(
                self.room,
                **self._sender(user, anonymous=anonymous, channel=as_channel),
                text=text,
                entities=_entities(text, mentions or {}),
                source=text,
                reply_to=number_of(reply_to),
                thread=thread,
                date=int(at.timestamp()) if at else None,
                extra={media: MEDIA[media]} if media else {},
            )

    def send_file(self, name: str, content: bytes, caption: str = "", user: User | None = None) -> Message:
        """Send a file."""
        with self.world.changed:
            self._spoken()
            number = f"documents/{len(self.world.files)}-{name}"
            self.world.files[number] = content
            document = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(content)}
            return self.world.post(
                self.room, sender=self.person(user), text=caption, source=caption, extra={"document": document}
            )

    def edit(self, message: Target, text: str, *, at: datetime | None = None) -> Message:
        """Edit a message of a person."""
        with self.world.changed:
            self._spoken()
            return self.world.alter(
                self.room.messages[number_of(message)],
                text=text,
                source=text,
                entities=_entities(text, {}),
                edited=int(at.timestamp()) if at else None,
            )

    def press(
        self,
        button: str,
        message: Target | None = None,
        user: User | None = None,
        *,
        forged: bool = False,
    ) -> Press:
        """
        Press a button, by its text or data, under `message` or else the bot's last with buttons.

        With `forged`, `button` is sent as data whether the message has it or not.
        """
        with self.world.changed:
            target = self.now(number_of(message)) if message else self._last_with_buttons()
            data = button if forged else target.button(button).data
            if not data:
                raise AssertionError(f"the button {button!r} sends no data to the bot")
            self._spoken()
            return self._pressed(target, data, self.person(user))

    def react(self, message: Target, *reactions: str, user: User | None = None, anonymous: bool = False) -> None:
        """Have just these reactions on a message, none to take them back; `anonymous` as the group."""
        with self.world.changed:
            self._spoken()
            by = None if anonymous else self.person(user)
            react(self.world, self.room, number_of(message), by, reactions)

    def start(self, parameter: str = "", user: User | None = None) -> Message:
        """Open the chat with the bot, by a deep link when there is a parameter."""
        return self.say(f"/start {parameter}".strip(), user)

    def inline(self, query: str, user: User | None = None, *, offset: str = "") -> InlineQuery:
        """Type `@bot query` here."""
        person = self.person(user)
        kind = "sender" if self.room.user else self.room.kind
        with self.world.changed:
            self._spoken()
            asked = self.world.queries.ask("inline", person, self.world.clock.now(), self.room)
            content = {"id": asked.id, "from": person.shown(), "chat_type": kind}
            content |= {"query": query[:256], "offset": offset}
            self.world.tell("inline_query", content, ("inline_query", person.id))
        return InlineQuery(self.world, asked, self._calls)

    def guest(self, text: str, user: User | None = None, *, reply_to: Target | None = None) -> GuestQuery:
        """Call the bot by mentioning it in a chat where it is no member."""
        person = self.person(user)
        with self.world.changed:
            self._spoken()
            asked = self.world.queries.ask("guest", person, self.world.clock.now(), self.room)
            message = self.world.post(
                self.room,
                sender=person,
                text=text,
                entities=_entities(text, {}),
                reply_to=number_of(reply_to),
                extra={"guest_query_id": asked.id},
            )
            self.world.tell("guest_message", message.shown(), ("guest_message", self.id))
        return GuestQuery(self.world, asked, self._calls)

    def upgrade(self) -> "Chat":
        """Turn the group into a supergroup, and return that."""
        self._spoken()
        return Chat(self.world, self._upgraded(), self._calls)

    def _sender(self, user: User | None, *, anonymous: bool, channel: Room | None) -> dict[str, User | Room | None]:
        if self.room.kind == "channel":
            return {"sender": None, "sender_room": self.room}
        if anonymous:
            return {"sender": GROUP_ANONYMOUS, "sender_room": self.room}
        if channel:
            return {"sender": CHANNEL_POSTER, "sender_room": channel}
        return {"sender": self.person(user)}

    def _last_with_buttons(self) -> BotMessage:
        found = [message for message in self.messages if message.rows]
        if not found:
            raise AssertionError(f"no message with buttons; {self._recent()}")
        return found[-1]

    def _pressed(self, target: BotMessage, data: str, user: User) -> Press:
        asked = self.world.queries.ask("callback", user, self.world.clock.now(), self.room)
        message = self.room.messages[target.id]
        content: Json = {
            "id": asked.id,
            "from": user.shown(),
            "chat_instance": str(crc32(str(self.id).encode()) * 1_000_003),
            "data": data,
        }
        if message.inline_id:
            content["inline_message_id"] = message.inline_id
        else:
            content["message"] = message.shown()
        self.world.tell("callback_query", content, ("callback_query", user.id))
        return Press(self.world, asked, self._calls)


def _entities(text: str, mentions: Mapping[str, User]) -> tuple[Entity, ...]:
    given = [
        Entity("text_mention", utf16(text[: text.index(words)]), utf16(words), user=user)
        for words, user in mentions.items()
    ]
    return merged(given, found_entities(text))
