"""The application: every handler is registered here, and nowhere else. The first one that fits takes an update."""

from contextlib import nullcontext, suppress
from typing import Any

from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Message,
)
from telegram.constants import BotDescriptionLimit, UpdateType
from telegram.error import BadRequest, Forbidden
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from bot.assistant.assistant import Assistant
from bot.owner.reloads import Outcome
from bot.settings import Settings
from bot.store import Store
from bot.telegram.handlers.actions import on_press
from bot.telegram.handlers.catalogue import KINDS, calculators, commands
from bot.telegram.handlers.changes import on_changes
from bot.telegram.handlers.edits import on_edit
from bot.telegram.handlers.failures import on_failure
from bot.telegram.handlers.figures import on_stats, on_status
from bot.telegram.handlers.group_settings import on_settings
from bot.telegram.handlers.groups import on_group_command, on_group_line, on_joined, on_membership, on_migration
from bot.telegram.handlers.inbox import on_inbox
from bot.telegram.handlers.inline import on_guest, on_inline
from bot.telegram.handlers.private import on_question, on_wordless
from bot.telegram.handlers.reactions import on_reaction
from bot.telegram.handlers.reload_command import on_reload
from bot.telegram.handlers.reminding import on_reminders
from bot.telegram.handlers.services import Reload, Services, renew
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
from bot.telegram.incoming import command_in
from bot.telegram.pages.markup import cut
from bot.telegram.sending.bot import builder

ALLOWED: list[str] = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.GUEST_MESSAGE,
    UpdateType.MESSAGE_REACTION,
]
_REACTED = MessageReactionHandler.MESSAGE_REACTION_UPDATED
_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE & ~filters.VIA_BOT
_GROUP = _NEW & filters.ChatType.GROUPS
_WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
_LONGEST_DESCRIPTION = BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
_SHORT_DESCRIPTION = "查电商平台规则，算赔付、期限和资格。非官方，不是法律意见。"
_DESCRIPTION = f"{_SHORT_DESCRIPTION}收录的文件：{{names}}。直接发问题就行。"


class _Calculators(filters.MessageFilter):
    """The commands of calculators; which there are changes with the knowledge, so they are looked up as they come."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        super().__init__()
        self._application = application

    def filter(self, message: Message) -> bool:
        """Whether a message is such a command, and for this bot."""
        library = self._application.bot_data["services"].assistant.library
        return command_in(message.text or "", self._application.bot.username)[0] in calculators(library)


# Updates reach `process_update` straight from the intake, which writes each down before Telegram may forget it, keeps a
# chat's updates in order and answers chats side by side; python-telegram-bot's own queue lives in memory, and an update
# in it would be lost with the process. So the application is built without an updater and is never started.
def build(
    settings: Settings, assistant: Assistant, store: Store, reload: Reload
) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return the application with all its handlers; `reload` takes the knowledge anew."""
    application: Application[Any, Any, Any, Any, Any, Any] = builder(settings, store.allowance).build()

    async def renewed(asked_by: int, *, quietly: bool = False) -> Outcome:
        outcome = await reload(asked_by, quietly=quietly)
        renew(application)
        return outcome

    application.bot_data["services"] = Services(assistant, store, settings, renewed)
    application.add_handler(MessageHandler(_PRIVATE & _WORDS, on_question))
    _add_commands(application)
    _add_groups(application)
    application.add_handler(MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, on_wordless))
    application.add_handler(
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION), on_edit)
    )
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, on_guest))
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(MessageReactionHandler(on_reaction, message_reaction_types=_REACTED))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(on_failure)
    return application


def _add_commands(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    plain = {
        "start": on_start,
        "help": on_help,
        "docs": on_docs,
        "cancel": on_cancel,
        "privacy": on_privacy,
        "forget": on_forget,
        "settings": on_settings,
        "reminders": on_reminders,
        "inbox": on_inbox,
        "changes": on_changes,
        "stats": on_stats,
        "status": on_status,
        "reload": on_reload,
    }
    for name, handler in plain.items():
        application.add_handler(CommandHandler(name, handler, _NEW))
    answering = ["ask", "clause", *KINDS]
    application.add_handler(CommandHandler(answering, on_group_command, _GROUP))
    application.add_handler(CommandHandler(answering, on_answering_command, _PRIVATE))
    calculating = filters.COMMAND & _Calculators(application)
    application.add_handler(MessageHandler(_GROUP & calculating, on_group_command))
    application.add_handler(MessageHandler(_PRIVATE & calculating, on_answering_command))
    application.add_handler(MessageHandler(_NEW & filters.COMMAND, on_unknown_command))


def _add_groups(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    application.add_handler(MessageHandler(_GROUP & _WORDS, on_group_line))
    application.add_handler(MessageHandler(_GROUP & filters.StatusUpdate.MIGRATE, on_migration))
    joined = filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.CHAT_CREATED
    application.add_handler(MessageHandler(_GROUP & joined, on_joined))


async def prepare(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Tell Telegram the commands, in Chinese and for each kind of chat, and what the bot is; each once."""
    menus, bot, services = commands(), application.bot, application.bot_data["services"]
    told: dict[object, object] = application.bot_data.setdefault("told", {})
    scopes = [
        (menus["private"], BotCommandScopeAllPrivateChats()),
        (menus["group"], BotCommandScopeAllGroupChats()),
        (menus["admins"], BotCommandScopeAllChatAdministrators()),
        (menus["private"], BotCommandScopeDefault()),
        *((menus["owners"], BotCommandScopeChat(owner)) for owner in sorted(services.settings.owners)),
    ]
    for menu, scope in scopes:
        if told.get(scope) != menu:
            # an owner who never wrote to the bot has no chat with it
            with suppress(BadRequest, Forbidden) if isinstance(scope, BotCommandScopeChat) else nullcontext():
                await bot.set_my_commands(menu, scope)
            told[scope] = menu
    names = "、".join(document.short for document in services.assistant.library.documents)
    description = cut(_DESCRIPTION.format(names=names), _LONGEST_DESCRIPTION)
    if told.get("description") != description:
        await bot.set_my_description(description)
        await bot.set_my_short_description(_SHORT_DESCRIPTION)
        told["description"] = description
