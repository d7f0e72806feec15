"""Reminders follow their case: where a calculation is put right, what was to be reminded of moves with it."""

from dataclasses import replace

from bot.assistant.assistant import Assistant
from bot.assistant.talk import Talk
from bot.store import Store
from bot.store.reminders import Moved
from bot.telegram.handlers.answering import Reply
from bot.telegram.incoming import Heard
from bot.telegram.pages.last_days import LastDay, last_day, moment_told
from bot.telegram.pages.words import MOVED, MOVED_AWAY, say
from knowledge.language.corrections import corrects


async def moved(store: Store, assistant: Assistant, to: Heard, before: Talk, reply: Reply) -> Reply:
    """Return the reply to a line that puts a calculation right, its reminders moved, with a line that says so."""
    new = reply.sheets[0].last_day if reply.sheets else None
    if new is None or not corrects(to.text):
        return reply
    answer = assistant.again(before, now=to.now)
    old = last_day(answer.calculation, assistant.library) if answer else None
    return await follow(store, to, old.case if old else "", new, reply)


async def follow(store: Store, to: Heard, case: str, new: LastDay, reply: Reply) -> Reply:
    """Let the reminders of a case go on as those of `new`, and say so under the first sheet."""
    waiting = await store.reminders.of_case(to.talker, to.chat, case) if case and case != new.case else []
    if not waiting:
        return reply
    to_new = Moved(new.case, new.data, new.ends, new.times(to.now))
    await store.reminders.move(to.talker, to.chat, waiting, to_new)
    times = sorted({at for one in waiting if (at := to_new.time_of(one))})
    line = MOVED.format(at="、".join(moment_told(at, to.now) for at in times)) if times else MOVED_AWAY
    first, *others = reply.sheets
    return replace(reply, sheets=[first.with_line(say(line, to.traditional)), *others])
