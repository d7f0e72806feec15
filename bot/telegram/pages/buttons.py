"""Callback data: a verb and all it needs, or a place in the stored row of the message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from telegram import CopyTextButton, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from bot.telegram.pages.markup import cut, plain

DATA_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
COPY_CHARACTERS = int(InlineKeyboardButtonLimit.MAX_COPY_TEXT)
_LABEL = 48

SAY, OPTION, CLAUSE, CALCULATOR, FILLED, KIND = "s", "a", "c", "m", "i", "k"
DOCUMENTS, VIEW, ASKED, FEEDBACK, SETTINGS, REMINDER = "d", "v", "e", "f", "g", "r"
INBOX, TELL, IMPORT = "n", "t", "u"
WATCH, CHANGES = "w", "h"
CANCEL_REMINDER = "x"
"""A button about reminders that cancels one."""
TAKE_BACK, LISTED, NO_MORE = "x", "l", "o"
"""Buttons about watches: under the answer, in the list, under what somebody was told."""


@dataclass
class Keyboard:
    """
    The buttons under one message.

    `kept` is what did not fit into their data and belongs in the message's row; with `hint` there are none, and the
    message waits for a reply such as that.
    """

    rows: list[list[InlineKeyboardButton]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    hint: str = ""

    def button(self, label: str, verb: str, payload: str) -> InlineKeyboardButton:
        """Return a button that does `verb` with `payload` when pressed."""
        payload = plain(payload)
        data = f"{verb}:{payload}"
        if len(data.encode()) > DATA_BYTES:
            data = f"{verb}@{len(self.kept)}"
            self.kept.append(payload)
        return InlineKeyboardButton(labelled(label), callback_data=data)

    def row(self, *buttons: InlineKeyboardButton) -> None:
        """Add one row."""
        self.rows.append(list(buttons))

    def grid(self, buttons: list[InlineKeyboardButton], wide: int) -> None:
        """Add rows of `wide` buttons."""
        self.rows.extend(buttons[at : at + wide] for at in range(0, len(buttons), wide))

    @property
    def as_json(self) -> list[list[dict[str, Any]]]:
        """Return the rows as they are stored, for Telegram does not show a bot what stands under its messages."""
        return [[button.to_dict() for button in row] for row in self.rows]

    @property
    def markup(self) -> InlineKeyboardMarkup | ForceReply | None:
        """Return the keyboard, or None without buttons."""
        if self.hint:
            return ForceReply(selective=True, input_field_placeholder=self.hint)
        return InlineKeyboardMarkup(self.rows) if self.rows else None


def labelled(label: str) -> str:
    """Return a label that Telegram takes: something to read, not too long."""
    return cut(" ".join(plain(label).split()), _LABEL) or "…"


def url_button(label: str, url: str) -> InlineKeyboardButton:
    """Return a button that opens `url`."""
    return InlineKeyboardButton(labelled(label), url=url)


def copy_button(label: str, text: str) -> InlineKeyboardButton:
    """Return a button that copies `text`, which is not longer than Telegram takes; old clients show none."""
    return InlineKeyboardButton(labelled(label), copy_text=CopyTextButton(text))


def rows_of(stored: Any) -> Sequence[Sequence[InlineKeyboardButton]]:
    """Return the rows of a keyboard that was stored."""
    markup = InlineKeyboardMarkup.de_json({"inline_keyboard": stored or []}, None)
    return markup.inline_keyboard


def read_data(data: str, row: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """Return verb and payload of a pressed button; None when its row is gone or it is none of ours."""
    verb, rest, place = data[:1], data[1:2], data[2:]
    if rest == ":":
        return verb, place
    kept = (row or {}).get("kept", [])
    if rest == "@" and place.isdecimal() and int(place) < len(kept):
        return verb, str(kept[int(place)])
    return None


def asked_for(calculator: str, name: str) -> str:
    """Return the short mark of an input of a calculator, by which its buttons know whether it is still asked for."""
    return sha256(f"{calculator}/{name}".encode()).hexdigest()[:6]
