"""`rulebot preview "question"`: the HTML and the keyboard of an answer, for a person to check."""

from datetime import datetime

from telegram import InlineKeyboardButton

from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.telegram.pages.sheets import Printer, Sheet

_USERNAME = "rulebot"


def preview(question: str, assistant: Assistant, now: datetime) -> str:
    """Return the pages and buttons that a private chat would show for `question`, asked at `now` (aware, Shanghai)."""
    answer, _ = assistant.reply(question, NOTHING, now=now)
    printer = Printer(_USERNAME, assistant.library, now)
    return "\n\n".join(_shown(printer.whole(one)) for one in answer.parts or (answer,))


def _shown(sheet: Sheet) -> str:
    rows = (
        "".join(f"[{button.text}]({_does(button, sheet.keys.kept)}) " for button in row).rstrip()
        for row in sheet.keys.rows
    )
    return "\n\n———\n\n".join(sheet.pages) + "\n\n" + "\n".join(rows)


def _does(button: InlineKeyboardButton, kept: list[str]) -> str:
    """Return what a button does: its link, its data, or what is stored for it."""
    data = str(button.callback_data or "")
    stored = kept[int(data[2:])] if data[1:2] == "@" else ""
    return button.url or f"{data} {stored}".strip().replace("\n", " ")
