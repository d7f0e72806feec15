"""👍 and 👎: one tap each, and one more for the reason."""

import contextlib

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.pages.buttons import FEEDBACK
from bot.telegram.pages.words import REASONS, THANKS, WHY, say

_UP, _DOWN = "+", "-"


async def on_verdict(context: Context, press: Press, payload: str) -> None:
    """Store a verdict; 👎 shows the reasons, a reason ends it."""
    in_traditional = press.traditional
    if payload == _UP:
        await notice(press.query, say(THANKS, in_traditional))
        await _keep(context, press, "up")
    elif payload == _DOWN:
        await notice(press.query, say(WHY, in_traditional))
        await _show(press, _reasons(in_traditional))
        await _keep(context, press, "down")
    elif payload.isdecimal() and int(payload) < len(REASONS):
        await notice(press.query, say(THANKS, in_traditional))
        await _show(press, [])
        await _keep(context, press, "down", REASONS[int(payload)])


async def _keep(context: Context, press: Press, verdict: str, reason: str = "") -> None:
    about = press.payload
    await services(context).store.feedback.keep(
        press.message.chat.id,
        press.message.message_id,
        press.query.from_user.id,
        "up" if verdict == "up" else "down",
        press.heard().now,
        reason=reason,
        question=str(about.get("question", "")),
        place=str(about.get("place", "")),
    )


async def _show(press: Press, instead: list[list[InlineKeyboardButton]]) -> None:
    """Put `instead` in the place of the verdict's buttons; the others stay."""
    rows = press.markup.inline_keyboard if press.markup else ()
    others = [list(row) for row in rows if not str(row[0].callback_data).startswith(f"{FEEDBACK}:")]
    with contextlib.suppress(BadRequest):
        await press.query.edit_message_reply_markup(InlineKeyboardMarkup(others + instead))


def _reasons(in_traditional: bool) -> list[list[InlineKeyboardButton]]:
    buttons = [
        InlineKeyboardButton(say(reason, in_traditional), callback_data=f"{FEEDBACK}:{number}")
        for number, reason in enumerate(REASONS)
    ]
    return [buttons[:2], buttons[2:]]
