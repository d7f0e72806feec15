"""A pressed button: who pressed it where, when that counts as, and the notice that answers it."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from telegram import CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message
from telegram.error import BadRequest

from bot.assistant.talk import Talk
from bot.store import THREAD, Found, Sent
from bot.telegram.incoming import Heard, speaker, topic_of
from knowledge.calendar import SHANGHAI

_LONG_AGO = timedelta(days=30)
Rows = Sequence[Sequence[InlineKeyboardButton]]


@dataclass(frozen=True)
class Press:
    """A button that was pressed: its message, and the stored row of that message where there is one."""

    query: CallbackQuery
    message: MaybeInaccessibleMessage
    row: Found | None

    @property
    def payload(self) -> dict[str, Any]:
        """Return what is stored with the message."""
        return self.row.payload if self.row else {}

    @property
    def traditional(self) -> bool:
        """Whether the answer that the button stands under is written in Traditional characters."""
        return bool(self.payload.get("traditional"))

    @property
    def in_group(self) -> bool:
        """Whether others see the button too."""
        return self.message.chat.type != Chat.PRIVATE

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """Return the keyboard that the button belongs to."""
        return self.message.reply_markup if isinstance(self.message, Message) else None

    def sent(self, kept: list[str]) -> Sent:
        """Return the row of the message after it was edited in place: the same askers, other lines."""
        payload = {**self.payload, "kept": kept}
        return Sent(self.message.chat.id, self.message.message_id, None, self.heard().askers, payload)

    def heard(self, text: str = "") -> Heard:
        """Return the press as if `text` had been typed; in a group it is shown as a reply to the question."""
        question = self.message.reply_to_message if isinstance(self.message, Message) and self.in_group else None
        presser = self.query.from_user.id
        talker = speaker(question) if question else presser
        shared = self.row.askers if self.row and THREAD in self.payload else ()
        return Heard(
            chat=self.message.chat.id,
            talker=self.payload.get(THREAD, talker),
            askers=shared or (talker,),
            text=text,
            now=pressed_at(self.message),
            mode="addressed" if self.in_group else "private",
            reply_to=(question or self.message).message_id if self.in_group else None,
            topic=topic_of(self.message) if isinstance(self.message, Message) else None,
            under_traditional=self.traditional,
        )


def pressed_at(message: MaybeInaccessibleMessage, talk: Talk | None = None) -> datetime:
    """
    Return when a button counts as pressed: as Telegram does not say, the clock's time, but never before the message.

    A press on what is older than a month belongs to the day of its message, so that its 今天 stays the day that was
    meant.
    """
    clock = datetime.now(SHANGHAI)
    anchor = message.date.astimezone(SHANGHAI) if isinstance(message, Message) else clock
    if talk and talk.pending:
        anchor = talk.pending.since.astimezone(SHANGHAI)
    return clock if timedelta(0) <= clock - anchor <= _LONG_AGO else anchor


def dated_press(to: Heard, press: Press, talk: Talk) -> Heard:
    """Return `to` at the time that the press counts as in its conversation."""
    return replace(to, now=pressed_at(press.message, talk))


async def notice(query: CallbackQuery, text: str = "", *, alert: bool = False, url: str | None = None) -> None:
    """Answer a press; one that is too old to be answered is none the worse for it."""
    with contextlib.suppress(BadRequest):
        await query.answer(text or None, show_alert=alert, url=url)


async def put_in_place(press: Press, verb: str, instead: Rows) -> None:
    """Show `instead` in the place of the rows whose buttons do `verb`; the others stay where they are."""
    rows = press.markup.inline_keyboard if press.markup else ()
    with contextlib.suppress(BadRequest):
        await press.query.edit_message_reply_markup(in_place(rows, verb, instead))


def in_place(rows: Rows, verb: str, instead: Rows) -> InlineKeyboardMarkup:
    """Return a keyboard with `instead` in the place of the rows whose buttons do `verb`, else below all."""
    mine = [str(row[0].callback_data).startswith(f"{verb}:") for row in rows]
    at = mine.index(True) if any(mine) else len(mine)
    others = [list(row) for row, own in zip(rows, mine, strict=True) if not own]
    return InlineKeyboardMarkup([*others[:at], *instead, *others[at:]])
