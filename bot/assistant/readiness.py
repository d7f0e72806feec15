"""Making an assistant ready before anybody asks it."""

from datetime import datetime

from bot.assistant import examples
from bot.assistant.assistant import Assistant


def make_ready(assistant: Assistant, now: datetime) -> None:
    """
    Make what is otherwise made for the first line that needs it: indexes, patterns, the words of inputs.

    A first answer takes up to a hundred times as long as the next one. `now` is aware, Shanghai.
    """
    assistant.finder.ready()
    kinds = {bound.calculation.kind: None for bound in assistant.library.calculations.values()}
    calculated = (examples.calculation(assistant.library, kind) for kind in kinds)
    for line in (examples.question(assistant.library), *(one.calculation.example for one in calculated if one)):
        assistant.reply(line, now=now)
