"""What a bot in privacy mode gets to read in a group."""

from enum import Enum

from .entities import text_of
from .messages import Message


class Privacy(Enum):
    """
    How much of a group the bot sees, unless it administers the group.

    ON follows Telegram's list: service messages, commands, replies to the bot, messages via the
    bot. A plain @mention is not on it, and bots do not get it, whatever BotFather says.
    """

    OFF = "everything"
    WITH_MENTIONS = "what is on Telegram's list, and messages that mention the bot"
    ON = "what is on Telegram's list"


def hidden(message: Message, privacy: Privacy) -> bool:
    """Whether privacy mode keeps `message` from the bot."""
    room = message.room
    if privacy is Privacy.OFF or not room.many or room.bot.admin or message.kind == "service":
        return False
    bot = room.bot.user
    target = room.messages.get(message.reply_to)
    if (target and target.sender == bot) or message.via_bot == bot:
        return False
    words = [(entity.type, text_of(message.text, entity)) for entity in message.entities]
    if any(kind == "bot_command" and _for(word, bot.username) for kind, word in words):
        return False
    mentioned = ("mention", f"@{bot.username}".lower()) in [(k, w.lower()) for k, w in words]
    return not (mentioned and privacy is Privacy.WITH_MENTIONS)


def _for(command: str, username: str) -> bool:
    _, at, addressee = command.partition("@")
    return not at or addressee.lower() == username.lower()
