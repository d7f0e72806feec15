"""Questions of the inbox that have an answer by now: one imported, taught or changed since they were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.owner.grouping import Group
from bot.store.inbox import Item
from bot.store.keys import masked

MOST_TRIED = 200
"""Groups whose questions are asked again after something was taken in."""


@dataclass(frozen=True)
class AnsweredNow:
    """What a group is answered now: the `text` of that, its `target`, and the `numbers` of the questions it is to."""

    text: str
    target: str
    numbers: tuple[int, ...]


def answered_now(assistant: Assistant, group: Group, now: datetime) -> AnsweredNow | None:
    """Return what the questions of a group are answered from a clause; None where that is nothing, or as it was."""
    told = _told(assistant, group.typical, now)
    if told is None:
        return None
    same = [one.id for one in group.others if (other := _told(assistant, one, now)) and other.told == told.told]
    return AnsweredNow(told.headline or told.text, told.told, (group.typical.id, *same))


def how_many(assistant: Assistant, groups: Sequence[Group], now: datetime) -> int:
    """Return how many groups, of the first ones, have an answer by now."""
    return sum(_told(assistant, group.typical, now) is not None for group in groups[:MOST_TRIED])


def _told(assistant: Assistant, item: Item, now: datetime) -> Answer | None:
    """Return another answer than the one that brought a question here."""
    answer, _ = assistant.reply(item.question, NOTHING, now=now, mode="addressed")
    told = answer.parts[0] if answer.parts else answer
    # what was answered is kept with its long numbers masked, and cut
    if told.status != "answered" or not told.quotes or (item.answered and _said(told).startswith(item.answered)):
        return None
    return told


def _said(answer: Answer) -> str:
    return masked((answer.headline or answer.text).partition("\n")[0])
