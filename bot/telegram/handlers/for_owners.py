"""What an answer leaves for the bot's owners: a question for their inbox, and a count of what was told."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.assistant.answer import Answer
from bot.assistant.phrases import NONE_OF_THESE
from bot.assistant.talk import Talk
from bot.store import Asked, Hit, Store
from bot.store.inbox import LONGEST
from bot.telegram.incoming import Heard
from bot.telegram.pages.keyboards import is_answer

_ORDERED = "order"
"""What a line is taken for that tells the bot to do something; now and then it is a question after all."""
Told = tuple[Answer, int]
"""An answer, and the message under which its buttons are."""


async def leave(store: Store, to: Heard, before: Talk, told: Sequence[Told]) -> None:
    """Note what was answered to a line, in the talk `before` it; written when the update is answered."""
    for answer, message in told:
        if asked := question_for_inbox(to, before, answer, message):
            await store.inbox.add(asked, to.now)
    mode = "group" if to.in_group else "private"
    await store.stats.count([Hit(place, answer.status, mode) for answer, place in counted(told)], to.now)


async def leave_silence(store: Store, to: Heard) -> None:
    """Count a line in a group that was passed over; nothing else is kept of it."""
    await store.stats.count([Hit("", "silent", "group")], to.now)


async def leave_inline(store: Store, answers: Sequence[Answer], now: datetime) -> None:
    """Count what was answered in a chat where the bot is no member; nothing else is kept of it."""
    told = counted([(answer, 0) for answer in answers])
    await store.stats.count([Hit(place, answer.status, "inline") for answer, place in told], now)


def question_for_inbox(to: Heard, before: Talk, answer: Answer, message: int) -> Asked | None:
    """Return the question that was refused, or that nothing of what was offered answers; None for any other answer."""
    if answer.status != "no_answer":
        return None
    if is_answer(answer) or answer.told == _ORDERED:
        place = answer.quotes[0].id if answer.quotes else ""
        return Asked(answer.question, "refused", to.chat, message, to.askers, first_line(answer), place)
    if answer.told == "none" and before.choices and before.question not in ("", NONE_OF_THESE):
        offered = "、".join(label for label, _ in before.choices)
        return Asked(before.question, "none", to.chat, message, to.askers, offered, status="choose")
    return None


def counted(told: Sequence[Told]) -> Iterator[tuple[Answer, str]]:
    """Yield the answers to questions with the clause that each stands on: small talk and 取消 are none."""
    for answer, _ in told:
        if answer.status != "no_answer" or is_answer(answer):
            yield answer, answer.quotes[0].id if answer.quotes else ""


def first_line(answer: Answer) -> str:
    """Return what was said first."""
    return (answer.headline or answer.text).partition("\n")[0][:LONGEST]
