"""Who administers a group: asked of Telegram, remembered for some seconds."""

from time import monotonic

from telegram import ChatMember
from telegram.error import BadRequest, Forbidden

from bot.telegram.handlers.services import Context

_SECONDS = 20.0
_MOST = 1000
_ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


class Administrators:
    """The answers of the last seconds; a process that has none asks again."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    def get(self, chat: int, user: int) -> bool | None:
        """Return what Telegram said a moment ago, None when it was not asked."""
        until, answer = self._known.get((chat, user), (0.0, False))
        return answer if until > monotonic() else None

    def keep(self, chat: int, user: int, *, answer: bool) -> None:
        """Remember an answer for a while."""
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[chat, user] = (monotonic() + _SECONDS, answer)


async def is_administrator(context: Context, chat: int, user: int) -> bool:
    """Whether a user administers a group, by Telegram's word."""
    cache = context.application.bot_data.setdefault("administrators", Administrators())
    known = cache.get(chat, user)
    if known is None:
        known = await _ask(context, chat, user)
        cache.keep(chat, user, answer=known)
    return bool(known)


async def _ask(context: Context, chat: int, user: int) -> bool:
    try:
        member = await context.bot.get_chat_member(chat, user)
    except (BadRequest, Forbidden):
        return False
    return member.status in _ADMINISTRATORS


async def reads_everything(context: Context, chat: int) -> bool:
    """Whether the bot gets every line of a group: without privacy mode, or as its administrator."""
    me = await context.bot.get_me()
    return bool(me.can_read_all_group_messages) or await _ask(context, chat, me.id)
