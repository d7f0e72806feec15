"""👍 and 👎: one tap each, and one more for the reason."""

from datetime import datetime

from telegram import InlineKeyboardButton

from bot.store import Found, Store
from bot.store.feedback import Verdict
from bot.telegram.handlers.press import Press, notice, put_in_place
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
        await put_in_place(press, FEEDBACK, reasons(in_traditional))
        await _keep(context, press, "down")
    elif payload.isdecimal() and int(payload) < len(REASONS):
        await notice(press.query, say(THANKS, in_traditional))
        await put_in_place(press, FEEDBACK, [])
        await _keep(context, press, "down", REASONS[int(payload)])


async def _keep(context: Context, press: Press, verdict: Verdict, reason: str = "") -> None:
    here = (press.message.chat.id, press.message.message_id)
    await keep(
        services(context).store, here, press.row, press.query.from_user.id, verdict, press.heard().now, reason=reason
    )


async def keep(
    store: Store,
    here: tuple[int, int],
    row: Found | None,
    person: int,
    verdict: Verdict,
    now: datetime,
    *,
    reason: str = "",
) -> None:
    """Store what a person thinks of the answer in a chat's message, whose row is `row`."""
    about = row.payload if row else {}
    await store.feedback.keep(
        *here,
        person,
        verdict,
        now,
        reason=reason,
        question=str(about.get("question", "")),
        place=str(about.get("place", "")),
        answered=str(about.get("first", "")),
        askers=row.askers if row else (),
    )


def reasons(in_traditional: bool) -> list[list[InlineKeyboardButton]]:
    """Return the rows of buttons that ask what is wrong."""
    buttons = [
        InlineKeyboardButton(say(reason, in_traditional), callback_data=f"{FEEDBACK}:{number}")
        for number, reason in enumerate(REASONS)
    ]
    return [buttons[:2], buttons[2:]]
