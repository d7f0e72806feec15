"""
A reaction on an answer counts as the buttons 👍 and 👎 do; nothing is said to it.

Everybody's counts, for what people think is kept for each of them; only who may press the buttons is asked what is
wrong. Telegram tells a bot of reactions in private chats, and in groups where it is an administrator.
"""

import contextlib
from collections.abc import Iterable

from telegram import InlineKeyboardMarkup, ReactionType, ReactionTypeEmoji, Update
from telegram.error import BadRequest, Forbidden

from bot.store import Found
from bot.store.feedback import Verdict
from bot.telegram.handlers.feedback import keep, reasons
from bot.telegram.handlers.press import in_place
from bot.telegram.handlers.services import Context, services
from bot.telegram.pages.buttons import FEEDBACK, rows_of
from knowledge.calendar import SHANGHAI

# An angry or sad face may be about the case that somebody tells of, and is no word on the answer.
_MEANS: dict[str, Verdict] = {**dict.fromkeys("👍❤🔥👏🎉💯👌🙏🏆", "up"), **dict.fromkeys("👎💩🤮", "down")}
_VARIANT = "\ufe0f"


async def on_reaction(update: Update, context: Context) -> None:
    """Note what a changed reaction says of an answer; one on anything else, or in nobody's name, is passed over."""
    changed = update.message_reaction
    if changed is None or changed.user is None:
        return
    before, after = verdict(changed.old_reaction), verdict(changed.new_reaction)
    if before == after:
        return
    store, chat, person = services(context).store, changed.chat.id, changed.user.id
    row = await store.sent.answer_of(chat, changed.message_id)
    if row is None or "keyboard" not in row.payload:
        return
    if after:
        now = changed.date.astimezone(SHANGHAI)
        await keep(store, (chat, row.message_id), row, person, after, now)
    elif before:
        await store.feedback.take_back(chat, row.message_id, person, before)
    if "down" in (before, after) and row.may_press(person):
        await _ask(context, chat, row, why=after == "down")


def verdict(reactions: Iterable[ReactionType]) -> Verdict | None:
    """Return what the reactions of one person say; None where they say nothing, or both."""
    emoji = (one.emoji.replace(_VARIANT, "") for one in reactions if isinstance(one, ReactionTypeEmoji))
    told = {_MEANS[one] for one in emoji if one in _MEANS}
    return told.pop() if len(told) == 1 else None


async def _ask(context: Context, chat: int, row: Found, *, why: bool) -> None:
    """Show the reasons under an answer, or what stood there before; nothing where it is gone."""
    rows = rows_of(row.payload["keyboard"])
    asking = reasons(bool(row.payload.get("traditional")))
    shown = in_place(rows, FEEDBACK, asking) if why else InlineKeyboardMarkup(rows)
    with contextlib.suppress(BadRequest, Forbidden):
        await context.bot.edit_message_reply_markup(chat, row.message_id, reply_markup=shown)
