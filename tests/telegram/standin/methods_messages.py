"""Bot API methods that say something: send, edit, delete, chat action."""

from typing import Any

from .access import Right, check_posting, message_in, room_for, topic_in
from .arguments import Arguments
from .keyboards import check_markup, markup_argument
from .messages import Message
from .refusals import NOT_MODIFIED, bad_request
from .rooms import Room
from .texts import Formatted, caption_argument, sendable, text_argument
from .wire import Json
from .world import World

ACTIONS = frozenset(
    {
        "cancel",
        "choose_sticker",
        "find_location",
        "record_audio",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_audio",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)
DELETABLE_SECONDS = 48 * 3600
LARGEST_FILE = 20_000_000


def send_message(world: World, arguments: Arguments) -> Json:
    """Send a text."""
    content = text_argument(arguments)
    reply = _reply_parameters(arguments)
    markup = markup_argument(arguments)
    room = room_for(world, arguments.text("chat_id"), Right.WRITE)
    thread = topic_in(room, arguments.integer("message_thread_id"))
    target = _reply_target(world, room, reply)
    content = sendable(content)
    check_markup(markup, room.kind)
    thread = thread or (target.thread if target and room.forum else 0)
    check_posting(room, thread)
    message = world.post(
        room,
        sender=None if room.kind == "channel" else world.bot,
        sender_room=room if room.kind == "channel" else None,
        text=content.text,
        entities=content.entities,
        source=content.source,
        reply_to=target.id if target and target.room is room else 0,
        thread=thread,
        markup=markup,
        outgoing=True,
        silent=arguments.flag("disable_notification"),
        preview=_preview(arguments),
    )
    return message.shown()


def send_document(world: World, arguments: Arguments) -> Json:
    """Send a file with a caption."""
    name, content = arguments.file("document")
    caption = caption_argument(arguments)
    reply = _reply_parameters(arguments)
    markup = markup_argument(arguments)
    room = room_for(world, arguments.text("chat_id"), Right.WRITE)
    thread = topic_in(room, arguments.integer("message_thread_id"))
    target = _reply_target(world, room, reply)
    check_markup(markup, room.kind)
    thread = thread or (target.thread if target and room.forum else 0)
    check_posting(room, thread)
    world.files[name] = content
    document = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": len(content)}
    message = world.post(
        room,
        sender=None if room.kind == "channel" else world.bot,
        sender_room=room if room.kind == "channel" else None,
        text=caption.text,
        entities=caption.entities,
        source=caption.source,
        reply_to=target.id if target and target.room is room else 0,
        thread=thread,
        markup=markup,
        outgoing=True,
        extra={"document": document},
    )
    return message.shown()


def get_file(world: World, arguments: Arguments) -> Json:
    """Return where a file can be fetched."""
    name = arguments.text("file_id")
    if name not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[name])
    if size > LARGEST_FILE:
        raise bad_request("file is too big")
    return {"file_id": name, "file_unique_id": name, "file_size": size, "file_path": name}


def edit_message_text(world: World, arguments: Arguments) -> Json | bool:
    """Edit a text."""
    content = text_argument(arguments)
    markup = markup_argument(arguments)
    message = _to_edit(world, arguments)
    if message.kind != "text":
        raise bad_request("There is no text in the message to edit")
    return _edit(world, message, sendable(content), markup)


def edit_message_reply_markup(world: World, arguments: Arguments) -> Json | bool:
    """Edit a keyboard, or take it away."""
    markup = markup_argument(arguments)
    message = _to_edit(world, arguments)
    return _edit(world, message, Formatted(message.text, message.entities, message.source), markup)


def delete_message(world: World, arguments: Arguments) -> bool:
    """Delete a message."""
    if "chat_id" not in arguments:
        raise bad_request("Chat identifier is not specified")
    if not arguments.integer("message_id"):
        raise bad_request("Message identifier is not specified")
    room = room_for(world, arguments.text("chat_id"), Right.WRITE)
    message = message_in(room, arguments.integer("message_id"), "message to delete")
    fresh = world.now() - message.date < DELETABLE_SECONDS
    own = message.outgoing or room.kind == "private"
    if not room.bot.admin and not (fresh and own):
        raise bad_request("message can't be deleted")
    world.remove(message)
    return True


def send_chat_action(world: World, arguments: Arguments) -> bool:
    """Show that the bot is typing."""
    if arguments.text("action").lower() not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    room = room_for(world, arguments.text("chat_id"), Right.WRITE)
    check_posting(room)
    return True


def _to_edit(world: World, arguments: Arguments) -> Message:
    if "chat_id" not in arguments and not arguments.integer("message_id"):
        if "inline_message_id" not in arguments:
            raise bad_request("Message identifier is not specified")
        found = world.inline.get(arguments.text("inline_message_id"))
        if found is None:
            raise bad_request("Invalid inline message identifier specified")
        return found
    room = room_for(world, arguments.text("chat_id"), Right.EDIT)
    message = message_in(room, arguments.integer("message_id"), "message to edit")
    if not message.outgoing:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, content: Formatted, markup: Json | None) -> Json | bool:
    check_markup(markup, message.room.kind, only_inline=True)
    before = (message.text, message.entities, message.markup)
    if before == (content.text, content.entities, markup):
        raise bad_request(NOT_MODIFIED)
    altered = world.alter(
        message,
        text=content.text,
        entities=content.entities,
        source=content.source,
        markup=markup,
    )
    return True if message.inline_id else altered.shown()


def _reply_parameters(arguments: Arguments) -> Json:
    if "reply_parameters" not in arguments:
        names = {"message_id": arguments.integer("reply_to_message_id")}
        return names | {"allow_sending_without_reply": arguments.flag("allow_sending_without_reply")}
    given = arguments.structure("reply_parameters", "reply parameters")
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply parameters")
    if given and "message_id" not in given:
        raise bad_request('Can\'t find field "message_id"')
    if not str(given.get("message_id", 0)).lstrip("-").isdecimal():
        raise bad_request('Field "message_id" must be a valid Number')
    return given


def _reply_target(world: World, room: Room, reply: Json) -> Message | None:
    number = int(reply.get("message_id", 0))
    if number <= 0:
        return None
    where = room
    if reply.get("chat_id") and str(reply["chat_id"]) != str(room.id):
        where = room_for(world, str(reply["chat_id"]), Right.READ)
    target = where.messages.get(number)
    if target is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    if reply.get("quote") and str(reply["quote"]) not in target.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return target


def _preview(arguments: Arguments) -> bool:
    given: Any = arguments.structure("link_preview_options", "link preview options")
    if given is None:
        return not arguments.flag("disable_web_page_preview")
    if not isinstance(given, dict):
        raise bad_request("Object expected as link preview options")
    return not given.get("is_disabled", False)
