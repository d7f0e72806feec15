"""The application: every handler is registered here, and nowhere else. The first one that fits takes an update."""

from typing import Any

from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.constants import BotDescriptionLimit, UpdateType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.assistant.assistant import Assistant
from bot.settings import Settings
from bot.store import Store
from bot.telegram.handlers.actions import on_press
from bot.telegram.handlers.catalogue import KINDS, calculators, commands
from bot.telegram.handlers.edits import on_edit
from bot.telegram.handlers.failures import on_failure
from bot.telegram.handlers.group_settings import on_settings
from bot.telegram.handlers.groups import on_group_command, on_group_line, on_joined, on_membership, on_migration
from bot.telegram.handlers.inline import on_guest, on_inline
from bot.telegram.handlers.private import on_question, on_wordless
from bot.telegram.handlers.services import Services
from bot.telegram.handlers.slash import (
    on_answering_command,
    on_cancel,
    on_docs,
    on_forget,
    on_help,
    on_privacy,
    on_start,
    on_unknown_command,
)
from bot.telegram.pages.markup import cut
from bot.telegram.sending.bot import builder

ALLOWED: list[str] = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.GUEST_MESSAGE,
]
_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE & ~filters.VIA_BOT
_GROUP = _NEW & filters.ChatType.GROUPS
_WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
_LONGEST_DESCRIPTION = BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
_SHORT_DESCRIPTION = "查电商平台规则，算赔付、期限和资格。非官方，不是法律意见。"
_DESCRIPTION = f"{_SHORT_DESCRIPTION}收录的文件：{{names}}。直接发问题就行。"


# Updates reach `process_update` straight from the intake, which writes each down before Telegram may forget it, keeps a
# chat's updates in order and answers chats side by side; python-telegram-bot's own queue lives in memory, and an update
# in it would be lost with the process. So the application is built without an updater and is never started.
def build(settings: Settings, assistant: Assistant, store: Store) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return the application with all its handlers."""
    application: Application[Any, Any, Any, Any, Any, Any] = builder(settings, store.allowance).build()
    application.bot_data["services"] = Services(assistant, store, settings)
    application.add_handler(MessageHandler(_PRIVATE & _WORDS, on_question))
    _add_commands(application, assistant)
    _add_groups(application)
    application.add_handler(MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, on_wordless))
    application.add_handler(
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION), on_edit)
    )
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, on_guest))
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(on_failure)
    return application


def _add_commands(application: Application[Any, Any, Any, Any, Any, Any], assistant: Assistant) -> None:
    plain = {
        "start": on_start,
        "help": on_help,
        "docs": on_docs,
        "cancel": on_cancel,
        "privacy": on_privacy,
        "forget": on_forget,
        "settings": on_settings,
    }
    for name, handler in plain.items():
        application.add_handler(CommandHandler(name, handler, _NEW))
    answering = ["ask", "clause", *KINDS, *calculators(assistant.library)]
    application.add_handler(CommandHandler(answering, on_group_command, _GROUP))
    application.add_handler(CommandHandler(answering, on_answering_command, _PRIVATE))
    application.add_handler(MessageHandler(_NEW & filters.COMMAND, on_unknown_command))


def _add_groups(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    application.add_handler(MessageHandler(_GROUP & _WORDS, on_group_line))
    application.add_handler(MessageHandler(_GROUP & filters.StatusUpdate.MIGRATE, on_migration))
    joined = filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.CHAT_CREATED
    application.add_handler(MessageHandler(_GROUP & joined, on_joined))


async def prepare(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Tell Telegram the commands, in Chinese and for each kind of chat, and what the bot is."""
    menus = commands(application.bot_data["services"].assistant.library)
    bot = application.bot
    await bot.set_my_commands(menus["private"], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(menus["group"], BotCommandScopeAllGroupChats())
    await bot.set_my_commands(menus["admins"], BotCommandScopeAllChatAdministrators())
    await bot.set_my_commands(menus["private"], BotCommandScopeDefault())
    library = application.bot_data["services"].assistant.library
    names = "、".join(document.short for document in library.documents)
    await bot.set_my_description(cut(_DESCRIPTION.format(names=names), _LONGEST_DESCRIPTION))
    await bot.set_my_short_description(_SHORT_DESCRIPTION)
