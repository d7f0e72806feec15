"""`rulebot preview "question"`: the HTML and the keyboard of an answer, for a person to check."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from telegram import InlineKeyboardButton

from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.telegram.pages.sheets import Printer, Sheet

_USERNAME = "rulebot"


def preview(question: str, assistant: Assistant, now: datetime) -> str:
    """Return the pages and buttons that a private chat would show for `question`, asked at `now` (aware, Shanghai)."""
    return "\n\n".join(_shown(sheet) for _, sheets in conversation([question], assistant, now) for sheet in sheets)


def conversation(lines: Sequence[str], assistant: Assistant, now: datetime) -> Iterator[tuple[str, list[Sheet]]]:
    """Yield each line of a private conversation at `now` (aware, Shanghai) with the sheets that answer it."""
    talk, printer = NOTHING, Printer(_USERNAME, assistant.library, now)
    for line in lines:
        answer, talk = assistant.reply(line, talk, now=now)
        yield line, [printer.whole(one) for one in answer.parts or (answer,)]


def _shown(sheet: Sheet) -> str:
    rows = (
        "".join(f"[{button.text}]({_does(button, sheet.keys.kept)}) " for button in row).rstrip()
        for row in sheet.keys.rows
    )
    return "\n\n———\n\n".join(sheet.pages) + "\n\n" + "\n".join(rows)


def _does(button: InlineKeyboardButton, kept: list[str]) -> str:
    """Return what a button does: its link, what it copies, its data, or what is stored for it."""
    data = str(button.callback_data or "")
    stored = kept[int(data[2:])] if data[1:2] == "@" else ""
    copied = f"copy {button.copy_text.text}" if button.copy_text else ""
    return button.url or copied or f"{data} {stored}".strip().replace("\n", " ")
