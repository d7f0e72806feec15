"""Whether the bot may do what it asks for, in the order and words of Telegram's server."""

from enum import Enum

from .messages import Message
from .refusals import UPGRADED, bad_request, forbidden
from .rooms import Room
from .world import World


class Right(Enum):
    """What a method needs of a chat."""

    READ = 1
    READ_MEMBERS = 2
    EDIT = 3
    WRITE = 4


def room_for(world: World, chat_id: str, right: Right) -> Room:
    """
    Return the chat that `chat_id` names.

    Raises:
        Refused: there is none, or the bot has no such right in it.
    """
    if not chat_id:
        raise bad_request("chat_id is empty")
    room = _named(world, chat_id)
    if room is None or not room.known:
        raise bad_request("chat not found")
    _check_group(room, right)
    return room


def message_in(room: Room, message_id: int, what: str) -> Message:
    """Return the message of `room`; `what` names it in the refusal."""
    found = room.messages.get(message_id)
    if found is None:
        raise bad_request(f"{what} not found")
    return found


def topic_in(room: Room, thread: int) -> int:
    """Return `thread` when `room` has topics, 0 where Telegram ignores it."""
    if not thread or (not room.forum and room.kind != "private"):
        return 0
    if thread not in room.topics:
        raise bad_request("message thread not found")
    return thread


def check_posting(room: Room, thread: int = 0) -> None:
    """Refuse a message that the chat would not take from the bot."""
    if room.user and room.blocked:
        raise forbidden("bot was blocked by the user")
    if room.user and room.user.is_bot:
        raise forbidden("The bot can't send messages to the bot")
    if room.user and not room.started:
        raise forbidden("Bot can't initiate conversation with a user")
    if room.kind == "channel" and not room.bot.admin:
        raise bad_request("Need administrator rights in the channel chat")
    if room.muted and not room.bot.admin:
        raise bad_request("Not enough rights to send text messages to the chat")
    topic = room.topics.get(thread)
    if topic and topic.closed and not room.bot.admin:
        raise bad_request("TOPIC_CLOSED")


def _named(world: World, chat_id: str) -> Room | None:
    if chat_id.startswith("@"):
        name = chat_id[1:].lower()
        return next((r for r in world.rooms.values() if r.username.lower() == name), None)
    number = int(chat_id) if chat_id.lstrip("-").isdecimal() else 0
    if number not in world.rooms and number in world.users:
        return world.private_room(world.users[number], started=False)
    return world.rooms.get(number)


def _check_group(room: Room, right: Right) -> None:
    if room.kind == "private" or (room.bot.present and not room.moved_to):
        return
    if room.moved_to:
        if right in (Right.WRITE, Right.READ_MEMBERS):
            raise bad_request(UPGRADED, migrate_to_chat_id=room.moved_to)
        return
    kicked = room.bot.status == "kicked"
    open_to_all = bool(room.username) and not kicked
    if right is not Right.READ or not (room.kind == "group" or open_to_all):
        state = "bot was kicked from" if kicked else "bot is not a member of"
        raise forbidden(f"{state} the {room.kind} chat")
