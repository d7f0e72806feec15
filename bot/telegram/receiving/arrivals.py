"""An update as it comes in: whose it is, whether it may wait, and how much of its kind may wait with it."""

from typing import Any

from telegram import Chat, Message, Update

from bot.store.updates import Arrival, Backlog
from bot.telegram.incoming import command_in, heard, speaker, words_of

LARGEST_NUMBER = 2**63 - 1
_PRIVATE, _GROUP, _OVERHEARD = Backlog(waiting=20), Backlog(waiting=5, a_minute=8), Backlog(waiting=20)
# The last one is what somebody thinks: it is passed over only where nobody could have meant so many.
_REACTIONS = Backlog(waiting=100)
_URGENT = ("cancel", "forget")


def arrival(update: Update, body: str, username: str) -> Arrival:
    """Return what the store needs to know of an update for the bot called `username`; `body` is it as it came."""
    message = update.message or update.edited_message
    chat, user = update.effective_chat, update.effective_user
    person = speaker(message) if message else user.id if user else None
    place = chat.id if chat else 0
    if update.message_reaction:
        # says what somebody thinks, and waits for nothing
        return Arrival(update.update_id, place, person, body, asks=False, backlog=_REACTIONS)
    if message is None:
        # presses, inline queries and news of the chat itself
        return Arrival(update.update_id, place, person, body, urgent=True)
    urgent = command_in(words_of(message), username)[0] in _URGENT
    asks, backlog = _kind(message, username)
    return Arrival(update.update_id, place, person, body, urgent=urgent, asks=asks, backlog=backlog)


def _kind(message: Message, username: str) -> tuple[bool, Backlog]:
    """Return whether somebody waits for an answer to a message, and how much of the kind may wait."""
    if message.chat.type == Chat.PRIVATE:
        return True, _PRIVATE
    if heard(message, username).mode == "addressed":
        return True, _GROUP
    return False, _OVERHEARD


def number_of(data: Any) -> int | None:
    """Return the number of an update as Telegram sent it; None where it has none that can be."""
    number = data.get("update_id") if isinstance(data, dict) else None
    return number if type(number) is int and 0 <= number <= LARGEST_NUMBER else None
