"""An owner sends a table in private: shown what it would add and change, taken in by a button."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from telegram import Document as File
from telegram import Update

from bot.faq import telling
from bot.faq.document import Changes, FaqDocument, FaqDocumentError
from bot.faq.entries import BadRow, Entry
from bot.faq.tables import MOST_BYTES, form_of, read_table, too_large
from bot.faq.unreadable import UnreadableTableError
from bot.telegram.handlers.conversation import show
from bot.telegram.handlers.delivery import keep_sent, send
from bot.telegram.handlers.inbox import answered_by_now
from bot.telegram.handlers.owners import by_owner, is_owner
from bot.telegram.handlers.press import Press, notice, put_in_place
from bot.telegram.handlers.reload_command import reloaded
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import Heard, heard
from bot.telegram.pages.buttons import IMPORT, Keyboard
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import STALE, TAKING

DOCUMENT = "faq"
"""The document that tables sent in a chat go to."""
_FILE = "file"
_MOST = 8
_NO_FOLDER = "没有可以写的规则文件夹：启动前把 RULEBOT_KNOWLEDGE 设成一个文件夹，问答就存在那里。"
_WOULD = "{name}：会新增 {added} 条，改动 {changed} 条，没变 {same} 条。"
_BAD = "有 {count} 行没收：\n{rows}"
_ADDED, _CHANGED = "会新增：\n{rows}", "会改动：\n{rows}"
_DROPPED = "没收的问法：\n{rows}"
_NOTHING = "没有要新增或改动的。"
_BARE = "这 {count} 条的答案只是一个数，买家看到的就只是它，最好写成一句话：\n{rows}"
_STAY = "表里没有的 {count} 条照旧留着：\n{rows}"
_TAKE_IT, _REPLACE = "+", "="
_TAKE, _LEAVE, _INSTEAD = "✅ 收进去，马上生效", "不要了", "🔁 以这张表为准，表里没有的 {count} 条删掉"
_TAKEN = "收好了，已经生效：新增 {added} 条，改动 {changed} 条{gone}。试着问一句看看。"
_GONE = "，删掉 {count} 条"
_BY_NOW = "收件箱里有 {count} 组问题现在答得上了：发 /inbox，打了 ✓ 的就是。"
_LEFT = "好，什么都没改。"


async def on_file(update: Update, context: Context) -> bool:
    """Show an owner what a table would add and change; return whether it was an owner's table."""
    message = update.message
    if message is None or message.document is None or not by_owner(update, context):
        return False
    to = heard(message, context.bot.username)
    folder = _folder(context)
    if folder is None:
        await show(context, to, said(_NO_FOLDER))
        return True
    kept = {"id": message.document.file_id, "name": message.document.file_name or ""}
    try:
        entries, bad = await _read(context, message.document)
        _, changes = _merged(folder, entries, to.now.date(), kept["name"])
    except (UnreadableTableError, FaqDocumentError) as error:
        await show(context, to, said(str(error)))
        return True
    sheet = _would(kept["name"], changes, bad)
    store = services(context).store
    for messages in await send(context.bot, store, to, [sheet]):
        await keep_sent(store, to, sheet, messages, {_FILE: kept})
    return True


async def on_import(context: Context, press: Press, payload: str) -> None:
    """Take a table in, or leave it."""
    kept = press.payload.get(_FILE)
    folder = _folder(context)
    if press.in_group or not is_owner(context, press.query.from_user.id) or not kept or folder is None:
        await notice(press.query, STALE, alert=True)
        return
    takes = payload in (_TAKE_IT, _REPLACE)
    await notice(press.query, TAKING if takes else "")
    await put_in_place(press, IMPORT, [])
    to = press.heard()
    if not takes:
        await show(context, to, said(_LEFT))
        return
    await show(context, to, await _taken(context, to, folder, kept, instead=payload == _REPLACE))


async def _taken(context: Context, to: Heard, folder: Path, kept: dict[str, str], *, instead: bool) -> Sheet:
    """Take a table in, `instead` of all that is there or beside it; return what to say."""
    path = folder / f"{DOCUMENT}.yaml"
    before = path.read_bytes() if path.exists() else None
    try:
        file = File(kept["id"], kept["id"], file_name=kept["name"])
        entries, _ = await _read(context, file)
        document, changes = _merged(folder, entries, to.now.date(), kept["name"])
        (document.without(changes.left) if instead else document).write(path)
    except (UnreadableTableError, FaqDocumentError) as error:
        return said(str(error))
    outcome = await reloaded(context, to.talker)
    if outcome.problem:
        path.unlink() if before is None else path.write_bytes(before)
        await reloaded(context, to.talker)
        return said(f"没有收，知识库会读不进去：{outcome.why}")
    gone = _GONE.format(count=len(changes.left)) if instead else ""
    taken = _TAKEN.format(added=len(changes.added), changed=len(changes.changed), gone=gone)
    by_now = await answered_by_now(context, to.now)
    return said(taken, _BY_NOW.format(count=by_now) if by_now else "")


async def _read(context: Context, document: File) -> tuple[list[Entry], list[BadRow]]:
    name = document.file_name or ""
    form_of(name)
    if (document.file_size or 0) > MOST_BYTES:
        raise UnreadableTableError(f"{name}：{too_large()}")
    file = await context.bot.get_file(document.file_id)
    content = bytes(await file.download_as_bytearray())
    return await asyncio.to_thread(read_table, name, content)


def _merged(folder: Path, entries: Sequence[Entry], today: date, source: str) -> tuple[FaqDocument, Changes]:
    path = folder / f"{DOCUMENT}.yaml"
    known = FaqDocument.read(path) if path.exists() else FaqDocument.new(DOCUMENT, checked=today, source=source)
    return replace(known, checked=today, source=source).merged(entries)


def _would(name: str, changes: Changes, bad: Sequence[BadRow]) -> Sheet:
    counts = {"added": len(changes.added), "changed": len(changes.changed), "same": len(changes.same)}
    lines = [_WOULD.format(name=name, **counts)]
    lines += telling.united(changes)
    parts = (
        (_ADDED, telling.added),
        (_CHANGED, telling.changed),
        (_BARE, telling.bare),
        (_STAY, telling.left),
        (_DROPPED, telling.dropped),
    )
    lines += [head.format(rows=_listed(rows), count=len(rows)) for head, told in parts if (rows := told(changes))]
    if bad:
        told = [f"第 {row.number} 行：{row.why}" for row in sorted(bad, key=lambda row: row.number)]
        lines.append(_BAD.format(count=len(bad), rows=_listed(told)))
    keys = Keyboard()
    if changes.added or changes.changed:
        keys.row(keys.button(_TAKE, IMPORT, _TAKE_IT), keys.button(_LEAVE, IMPORT, "-"))
    else:
        lines.append(_NOTHING)
    if changes.left:
        keys.row(keys.button(_INSTEAD.format(count=len(changes.left)), IMPORT, _REPLACE))
    return said(*lines, keys=keys)


def _listed(lines: Sequence[str]) -> str:
    more = [f"……还有 {len(lines) - _MOST} 条"] if len(lines) > _MOST else []
    return "\n".join(f"· {line}" for line in (*lines[:_MOST], *more))


def _folder(context: Context) -> Path | None:
    return next(iter(services(context).settings.knowledge), None)
