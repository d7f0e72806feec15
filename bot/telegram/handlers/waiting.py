"""What somebody has waiting, to be cancelled: reminders, and changes that they want to be told of."""

from datetime import datetime

from bot.store.reminders import Reminder
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.services import Context, services
from bot.telegram.pages.buttons import CANCEL_REMINDER, LISTED, REMINDER, WATCH, Keyboard
from bot.telegram.pages.last_days import moment_told
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import NO_REMINDERS, WAITING


async def listed(context: Context, person: int, chat: int | None, now: datetime) -> Sheet:
    """Return what a person has waiting, in one chat or everywhere, each with a button that cancels it."""
    keys, store = Keyboard(), services(context).store
    for one in await store.reminders.of(person, chat):
        label = f"✕ {moment_told(one.at, now)} · {title_of(context, one)}"
        keys.row(keys.button(label, REMINDER, f"{CANCEL_REMINDER}{one.id}"))
    for watch in await store.watches.of(person, chat):
        keys.row(keys.button(f"✕ 🔔 {watch.question}", WATCH, f"{LISTED}{watch.id}"))
    return said(WAITING if keys.rows else NO_REMINDERS, keys=keys)


async def relisted(context: Context, press: Press) -> None:
    """Show in a list that was pressed what is left of it."""
    await notice(press.query)
    here, now = press.message.chat.id if press.in_group else None, press.heard().now
    sheet = await listed(context, press.query.from_user.id, here, now)
    await edit(context.bot, press.message.chat.id, press.message.message_id, sheet)
    await services(context).store.sent.keep(press.sent(sheet.keys.kept), now)


def title_of(context: Context, one: Reminder) -> str:
    """Return what the last day of a reminder is called; "" where its calculator is there no more."""
    bound = services(context).assistant.library.calculations.get(str(one.data.get("calculator")))
    return bound.calculation.title if bound else ""
