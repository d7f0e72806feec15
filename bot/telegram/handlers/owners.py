"""Who owns the bot: RULEBOT_OWNERS, in a private chat."""

from telegram import Chat, Update

from bot.telegram.handlers.services import Context, services


def is_owner(context: Context, user_id: int) -> bool:
    """Whether somebody is one of the bot's owners."""
    return user_id in services(context).settings.owners


def by_owner(update: Update, context: Context) -> bool:
    """Whether an owner wrote, in private: elsewhere others would read along."""
    chat, user = update.effective_chat, update.effective_user
    return chat is not None and user is not None and chat.type == Chat.PRIVATE and is_owner(context, user.id)
