"""Answering one line in its conversation: read what was said before, answer, remember. The same way for every chat."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from bot.assistant.talk import NOTHING, Talk
from bot.operating.metrics import METRICS
from bot.store import THREAD, Store
from bot.telegram.handlers import for_owners
from bot.telegram.handlers.answering import Reply, Turn
from bot.telegram.handlers.delivery import keep_sent, send
from bot.telegram.handlers.moving import moved
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import Heard, is_thread
from bot.telegram.pages.keyboards import is_answer
from bot.telegram.pages.sheets import Printer, Sheet


async def respond(context: Context, to: Heard) -> None:
    """Answer a line."""
    known = services(context)
    before = await talk_of(known.store, to)
    await deliver(context, to, before, turn(context, to, before).understood())


async def deliver(context: Context, to: Heard, before: Talk, reply: Reply) -> None:
    """Send a reply, and note it and the conversation after it; both are written when the update is answered."""
    known = services(context)
    store, after = known.store, told(reply.talk)
    reply = await moved(store, known.assistant, to, before, reply)
    sent = await send(context.bot, store, to, reply.sheets)
    for sheet in reply.sheets if sent else ():
        METRICS.answered(sheet.answer.status if sheet.answer else "")
    await keep_talk(store, to, after)
    await remember(store, to, before, reply, sent, mark(after))


async def remember(store: Store, to: Heard, before: Talk, reply: Reply, sent: list[list[int]], after: str) -> None:
    """
    Store what was sent, when it is to be deleted, and what it leaves for the owners.

    `after` marks the conversation after them.
    """
    for sheet, messages in zip(reply.sheets, sent, strict=False):
        await keep_sent(store, to, sheet, messages, about(to, before, after, sheet))
    answers = [(sheet.answer, ids[-1]) for sheet, ids in zip(reply.sheets, sent, strict=False) if sheet.answer and ids]
    await for_owners.leave(store, to, before, answers)
    if to.in_group and sent:
        await delete_later(store, to, [message for messages in sent for message in messages])


async def delete_later(store: Store, to: Heard, messages: list[int]) -> None:
    """Let the bot's messages in a group be deleted when its administrators want that."""
    minutes = (await store.groups.load(to.chat)).delete_after
    for message in messages if minutes else ():
        await store.due.add(to.chat, message, to.now + timedelta(minutes=minutes))


async def show(context: Context, to: Heard, *sheets: Sheet) -> None:
    """Send sheets that change nothing in the conversation."""
    before = await talk_of(services(context).store, to)
    await deliver(context, to, before, Reply(before, list(sheets)))


def about(to: Heard, before: Talk, after: str, sheet: Sheet) -> dict[str, Any]:
    """Return what is kept with a sent answer: the question, its clause, and the conversation it was asked in."""
    answer = sheet.answer
    kept: dict[str, Any] = {"after": after}
    if answer:
        kept |= {"question": answer.question, "place": answer.quotes[0].id if answer.quotes else ""}
        kept |= {"told": answer.told} if answer.told else {}
        kept |= {"first": for_owners.first_line(answer), "keyboard": sheet.keys.as_json} if is_answer(answer) else {}
    if before != NOTHING:
        kept["before"] = before.as_json()
    if sheet.last_day:
        kept["remind"] = sheet.last_day.data
    if answer and answer.traditional:
        kept["traditional"] = True
    if is_thread(to.talker):
        kept[THREAD] = to.talker
    return kept


def told(talk: Talk) -> dict[str, Any] | None:
    """Return a conversation as it is stored, None where there is nothing to remember."""
    return None if talk == NOTHING else talk.as_json()


def mark(talk: dict[str, Any] | None) -> str:
    """
    Return a short mark of a stored conversation, by which one knows whether it has gone on since.

    What is masked when stored is left out.
    """
    words = {name: value for name, value in (talk or {}).items() if name not in ("question", "earlier")}
    return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:12]


def printer(context: Context, to: Heard) -> Printer:
    """Return what prints the answers to one line."""
    known = services(context)
    key, owned = known.store.receipts.new_key(), bool(known.settings.owners)
    return Printer(context.bot.username, known.assistant.library, to.now, key, owned)


def turn(context: Context, to: Heard, before: Talk) -> Turn:
    """Return a line with all that answering it takes."""
    return Turn(to, before, services(context).assistant, printer(context, to))


async def talk_of(store: Store, to: Heard) -> Talk:
    """Return the conversation that a line belongs to."""
    data = await store.talks.load(to.chat, to.talker)
    return Talk.from_json(data) if data else NOTHING


async def keep_talk(store: Store, to: Heard, talk: dict[str, Any] | None) -> None:
    """Store a conversation; None deletes it."""
    await store.talks.keep(to.chat, to.talker, talk, to.now)
