"""Reactions on messages: who set which, and what Telegram tells the bot of a change."""

from collections.abc import Sequence

from .people import Member, User
from .rooms import Room
from .wire import Json
from .world import World

_OFFERED = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
EMOJI = frozenset(_OFFERED.split())
MOST = 3
"""Reactions of one person on one message; one without Telegram Premium."""


def react(world: World, room: Room, message_id: int, by: User | None, wanted: Sequence[str]) -> None:
    """
    Let somebody have just the `wanted` reactions on a message; without `by` in the group's own name.

    The bot hears of a change where it asked for such updates, and in a group only as one of its administrators.

    Raises:
        AssertionError: there is no such message, or Telegram offers no such reaction.
    """
    if message_id not in room.messages:
        raise AssertionError(f"there is no message {message_id} to react to")
    if len(wanted) > MOST or len(set(wanted)) < len(wanted):
        raise AssertionError(f"nobody can react with {wanted}")
    key = (message_id, by.id if by else room.id)
    before, after = room.reactions.get(key, ()), tuple(wanted)
    change = {
        "chat": room.shown(),
        "message_id": message_id,
        **({"user": by.shown()} if by else {"actor_chat": room.shown()}),
        "date": world.now(),
        "old_reaction": [_shown(one) for one in before],
        "new_reaction": [_shown(one) for one in after],
    }
    room.reactions[key] = after
    if before != after and _tells(room.bot, room):
        world.tell("message_reaction", change, ("message_reaction", room.id))


def _tells(bot: Member, room: Room) -> bool:
    """Whether the bot hears of reactions here."""
    return bot.admin if room.kind != "private" else bot.present


def _shown(reaction: str) -> Json:
    """Return the Bot API's ReactionType: a number is that of a custom emoji, `paid` a star."""
    if reaction == "paid":
        return {"type": "paid"}
    if reaction.isdecimal():
        return {"type": "custom_emoji", "custom_emoji_id": reaction}
    if reaction not in EMOJI:
        raise AssertionError(f"Telegram offers no reaction {reaction!r}")
    return {"type": "emoji", "emoji": reaction}
