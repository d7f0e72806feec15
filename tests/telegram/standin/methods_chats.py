"""Bot API methods about chats and who is in them."""

from dataclasses import replace

from .access import Right, room_for
from .arguments import Arguments
from .people import Member
from .refusals import bad_request
from .wire import Json
from .world import World


def get_chat(world: World, arguments: Arguments) -> Json:
    """Tell about a chat."""
    return room_for(world, arguments.text("chat_id"), Right.READ).full()


def get_chat_member(world: World, arguments: Arguments) -> Json:
    """Tell what a user is in a chat."""
    user_id = arguments.integer("user_id")
    if user_id <= 0:
        raise bad_request("Invalid user_id specified")
    right = Right.READ if user_id == world.bot.id else Right.READ_MEMBERS
    room = room_for(world, arguments.text("chat_id"), right)
    member = room.member(user_id)
    if member is None and user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return (member or Member(world.users[user_id], "left")).shown()


def get_chat_administrators(world: World, arguments: Arguments) -> list[Json]:
    """List the administrators of a chat, without other bots."""
    room = room_for(world, arguments.text("chat_id"), Right.READ_MEMBERS)
    if room.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    others = arguments.flag("return_bots")
    people = [one for one in room.members.values() if others or not one.user.is_bot]
    return [member.shown() for member in [*people, room.bot] if member.admin]


def leave_chat(world: World, arguments: Arguments) -> bool:
    """Leave a group or channel."""
    room = room_for(world, arguments.text("chat_id"), Right.READ)
    if room.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    was, room.bot = room.bot, replace(room.bot, status="left")
    change = {
        "chat": room.shown(),
        "from": world.bot.shown(),
        "date": world.now(),
        "old_chat_member": was.shown(),
        "new_chat_member": room.bot.shown(),
    }
    world.tell("my_chat_member", change, ("my_chat_member", room.id))
    return True
