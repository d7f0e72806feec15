"""Sending sheets, and keeping what later edits, presses and links need: after the sending, never before."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from telegram import Bot, InputFile, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.store import PART, Sent, Store
from bot.store.turn import current
from bot.telegram.incoming import Heard
from bot.telegram.pages.sheets import Sheet

log = logging.getLogger(__name__)
_SAME = "not modified"
_NOT_ALLOWED = (
    *("not enough rights", "have no rights", "chat_write_forbidden", "need administrator rights"),
    *("topic_closed", "topic_deleted", "message thread not found", "chat not found"),
)


async def send(bot: Bot, store: Store, to: Heard, sheets: Sequence[Sheet]) -> list[list[int]]:
    """
    Send `sheets` and return the message ids of each.

    Nothing where the bot may not speak, and then nowhere else either.
    """
    try:
        return [await _send_one(bot, to, sheet, last=sheet is sheets[-1]) for sheet in sheets]
    except Forbidden as error:
        log.info("a chat is closed to the bot: %s", error)
        await store.chats.gone(to.chat, to.now)
    except ChatMigrated as moved:
        await store.migrate(to.chat, moved.new_chat_id)
        return await send(bot, store, replace(to, chat=moved.new_chat_id, reply_to=None, topic=None), sheets)
    except BadRequest as error:
        if not any(reason in str(error).lower() for reason in _NOT_ALLOWED):
            raise
        log.info("a chat does not let the bot write: %s", error)
    return []


async def _send_one(bot: Bot, to: Heard, sheet: Sheet, *, last: bool) -> list[int]:
    """Send the pages of a sheet, but those that an earlier try to answer has sent; after the `last` nothing follows."""
    turn = current.get()
    reply = ReplyParameters(to.reply_to, allow_sending_without_reply=True) if to.reply_to else None
    sent = []
    for number, page in enumerate(sheet.pages, 1):
        if earlier := turn.sent_earlier():
            sent.append(earlier)
            continue
        message = await bot.send_message(
            to.chat,
            page,
            reply_parameters=reply if number == 1 else None,
            reply_markup=sheet.markup if number == len(sheet.pages) else None,
            message_thread_id=to.topic,
        )
        sent.append(message.message_id)
        await turn.say(message.message_id, more=not last or number < len(sheet.pages))
    return sent


async def send_file(bot: Bot, store: Store, to: Heard, name: str, content: bytes) -> None:
    """Send a file; nothing where the bot may not speak, or an earlier try has sent it."""
    turn = current.get()
    if turn.sent_earlier():
        return
    reply = ReplyParameters(to.reply_to, allow_sending_without_reply=True) if to.reply_to else None
    try:
        message = await bot.send_document(
            to.chat, InputFile(content, name), reply_parameters=reply, message_thread_id=to.topic
        )
    except Forbidden as error:
        log.info("a chat is closed to the bot: %s", error)
        await store.chats.gone(to.chat, to.now)
        return
    await turn.say(message.message_id, more=False)


async def replace_messages(
    bot: Bot, store: Store, to: Heard, sheets: Sequence[Sheet], old: Sequence[int]
) -> list[list[int]]:
    """Put `sheets` in place of the messages `old`: edit what is there, send what is more, delete what is left over."""
    left, sent = list(old), list[list[int]]()
    for sheet in sheets:
        ids: list[int] = []
        while left and len(ids) < len(sheet.pages):
            number = len(ids)
            if not await edit(bot, to.chat, left[0], sheet, number):
                break
            ids.append(left.pop(0))
        missing = Sheet(sheet.pages[len(ids) :], sheet.keys)
        sent.append(ids + [one for more in await send(bot, store, to, [missing]) for one in more])
    for message in left:
        await remove(bot, to.chat, message)
        await store.sent.drop(to.chat, message)
    return sent


async def edit(bot: Bot, chat: int, message: int, sheet: Sheet, number: int = 0) -> bool:
    """Let a message of the bot show a page of `sheet`; False when the message is gone."""
    last = number == len(sheet.pages) - 1
    try:
        await bot.edit_message_text(
            sheet.pages[number],
            chat,
            message,
            reply_markup=sheet.buttons if last else None,
        )
    except (BadRequest, Forbidden) as error:
        if _SAME in str(error).lower():
            return True
        log.info("message %s cannot be edited: %s", message, error)
        return False
    return True


async def remove(bot: Bot, chat: int, message: int) -> None:
    """Delete a message of the bot, if that is still possible."""
    try:
        await bot.delete_message(chat, message)
    except (BadRequest, Forbidden) as error:
        log.info("message %s cannot be deleted: %s", message, error)


async def keep_sent(store: Store, to: Heard, sheet: Sheet, messages: Sequence[int], more: dict[str, Any]) -> None:
    """Store what the messages of one sheet need later: the edit of the question, a press, the receipt."""
    for message in messages:
        payload = {**more, "kept": sheet.keys.kept} if message == messages[-1] else {PART: messages[-1]}
        await store.sent.keep(Sent(to.chat, message, to.question, to.askers, payload, to.topic), to.now)
    if sheet.stored:
        key, receipt = sheet.stored
        await store.receipts.keep(key, to.askers[0], receipt.as_json(), to.now)
