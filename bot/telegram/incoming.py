"""A message as the assistant needs it: who asks what, where, when, and whether the bot is spoken to."""

import re
from dataclasses import dataclass
from datetime import datetime

from telegram import Chat, Message, MessageEntity, User
from telegram.constants import ChatID

from bot.assistant.assistant import Mode
from bot.store.keys import Person
from knowledge.calendar import SHANGHAI
from knowledge.language.script import writes_traditional

# Below the ids of all people and chats.
_THREADS = -(1 << 60)
_COMMAND = re.compile(r"/([A-Za-z0-9_]++)(?:@([A-Za-z0-9_]++))?(?![/<>@])[\s,，:：]*")


@dataclass(frozen=True)
class Heard:
    """
    One line said to the bot or near it.

    `talker` is whose conversation it belongs to (or one of two people, see `thread_of`), `askers` who may press the
    buttons (ids, or keys where only these are known), `question` the message that is
    answered, `reply_to` the one that the answer is shown as a reply to. With `under_traditional` it is a button under
    an answer in Traditional characters.
    """

    chat: int
    talker: int
    askers: tuple[Person, ...]
    text: str
    now: datetime
    mode: Mode = "private"
    question: int | None = None
    reply_to: int | None = None
    topic: int | None = None
    under_traditional: bool = False

    @property
    def traditional(self) -> bool:
        """Whether Traditional characters are expected of the answer."""
        return self.under_traditional or writes_traditional(self.text)

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.mode != "private"


def heard(message: Message, username: str) -> Heard:
    """Return what `message` says to the bot called `username`, or near it."""
    talker = speaker(message)
    group = message.chat.type != Chat.PRIVATE
    mode: Mode = ("addressed" if spoken_to(message, username) else "group") if group else "private"
    return Heard(
        chat=message.chat.id,
        talker=talker,
        askers=(talker,),
        text=without_mention(words_of(message), username) if group else words_of(message),
        now=dated(message),
        mode=mode,
        question=message.message_id,
        reply_to=message.message_id if group else None,
        topic=topic_of(message),
    )


def speaker(message: Message) -> int:
    """Return who speaks: a person, or the chat in whose name somebody does."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat.id


def thread_of(message: Message) -> int:
    """Return what stands for the talker of a conversation that belongs to two people and begins with a message."""
    return _THREADS - message.message_id


def is_thread(talker: int) -> bool:
    """Whether a conversation belongs to two people, whom an /ask brought together, and not to one."""
    return talker <= _THREADS


def dated(message: Message) -> datetime:
    """Return when the message was written, or edited last, in Shanghai."""
    return (message.edit_date or message.date).astimezone(SHANGHAI)


def topic_of(message: Message) -> int | None:
    """Return the forum topic of a message; None in the General one and outside forums."""
    return message.message_thread_id if message.is_topic_message else None


def words_of(message: Message) -> str:
    """Return the text or caption of a message."""
    return message.text or message.caption or ""


def answered_message(message: Message) -> Message | None:
    """Return the message that this one replies to; the one that opened a forum topic does not count."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def spoken_to(message: Message, username: str) -> bool:
    """Whether a message in a group is for the bot: a command, a mention, or a reply to it."""
    replied = answered_message(message)
    if replied and replied.from_user and replied.from_user.username == username:
        return True
    if command := _COMMAND.match(words_of(message)):
        return (command[2] or username).lower() == username.lower()
    return any(_mentions(message, entity, username) for entity in (*message.entities, *message.caption_entities))


def without_mention(text: str, username: str) -> str:
    """Return `text` without the bot's name, except in a command."""
    if text.startswith("/"):
        return text
    return re.sub(rf"@{re.escape(username)}(?!\w)", " ", text, flags=re.IGNORECASE).strip()


def command_in(text: str, username: str = "") -> tuple[str, str]:
    """Return the command that starts `text`, in lower case, and the words behind it; ("", text) where there is none."""
    found = _COMMAND.match(text)
    if not found or (found[2] and username and found[2].lower() != username.lower()):
        return "", text
    return found[1].lower(), text[found.end() :].strip()


def is_person(message: Message) -> bool:
    """Whether a person wrote the message, be it in a group's or a channel's name, and not a bot or Telegram itself."""
    if message.is_automatic_forward or message.via_bot:
        return False
    if message.sender_chat:
        return True
    return _human(message.from_user)


def is_anonymous(message: Message) -> bool:
    """Whether an administrator wrote in the group's own name."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _human(user: User | None) -> bool:
    return user is not None and not user.is_bot and user.id != ChatID.SERVICE_CHAT


def _mentions(message: Message, entity: MessageEntity, username: str) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.username == username
    if entity.type != MessageEntity.MENTION:
        return False
    told = message.parse_entity(entity) if message.text else message.parse_caption_entity(entity)
    return told.lower() == f"@{username.lower()}"
