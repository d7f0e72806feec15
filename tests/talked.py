"""What a talk comes to: lines said one after another."""

from datetime import datetime

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING


def last(assistant: Assistant, now: datetime, *lines: str) -> Answer:
    """Return the answer to the last of some lines."""
    *before, line = lines
    talk = NOTHING
    for one in before:
        _, talk = assistant.reply(one, talk, now=now)
    return assistant.reply(line, talk, now=now)[0]
