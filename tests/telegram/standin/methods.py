"""The Bot API methods that the stand-in knows, by their lower-case names."""

from collections.abc import Callable
from typing import Any

from . import methods_bot, methods_chats, methods_messages, methods_queries
from .arguments import Arguments
from .world import World

Method = Callable[[World, Arguments], Any]

METHODS: dict[str, Method] = {
    "getme": methods_bot.get_me,
    "setmycommands": methods_bot.set_my_commands,
    "getmycommands": methods_bot.get_my_commands,
    "deletemycommands": methods_bot.delete_my_commands,
    "setmydescription": methods_bot.set_my_description,
    "setmyshortdescription": methods_bot.set_my_short_description,
    "setwebhook": methods_bot.set_webhook,
    "deletewebhook": methods_bot.delete_webhook,
    "getwebhookinfo": methods_bot.get_webhook_info,
    "close": methods_bot.close,
    "logout": methods_bot.log_out,
    "sendmessage": methods_messages.send_message,
    "getfile": methods_messages.get_file,
    "senddocument": methods_messages.send_document,
    "editmessagetext": methods_messages.edit_message_text,
    "editmessagereplymarkup": methods_messages.edit_message_reply_markup,
    "deletemessage": methods_messages.delete_message,
    "sendchataction": methods_messages.send_chat_action,
    "answercallbackquery": methods_queries.answer_callback_query,
    "answerinlinequery": methods_queries.answer_inline_query,
    "answerguestquery": methods_queries.answer_guest_query,
    "getchat": methods_chats.get_chat,
    "getchatmember": methods_chats.get_chat_member,
    "getchatadministrators": methods_chats.get_chat_administrators,
    "leavechat": methods_chats.leave_chat,
}
