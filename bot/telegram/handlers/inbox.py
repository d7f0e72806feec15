"""/inbox for owners: what was asked in vain, group by group; answered, sorted or put away in the chat."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from telegram import Update

from bot.assistant.phrases import CANCEL
from bot.owner import belonging, teaching
from bot.owner.answered_now import AnsweredNow, answered_now, how_many
from bot.owner.grouping import MOST, Group, Grouping
from bot.owner.teaching import Taught, TeachingError
from bot.store.inbox import State
from bot.telegram.handlers.conversation import show
from bot.telegram.handlers.delivery import edit
from bot.telegram.handlers.owners import by_owner, is_owner
from bot.telegram.handlers.press import Press, notice
from bot.telegram.handlers.reload_command import reloaded
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.slash import on_unknown_command
from bot.telegram.incoming import Heard, heard
from bot.telegram.pages import inbox as pages
from bot.telegram.pages.inbox import AGREE, AGREED, ALONE, ANSWER, BELONGS, DONE, OPEN, OUTSIDE, PAGE, TARGET
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import STALE, TAKING
from knowledge.library import Library

_ANSWERING = -(1 << 61)
"""In whose name the question that an owner is answering is kept beside their conversation."""
_WAITS = timedelta(hours=1)
_WRITE = "“{question}” 的答案是什么？下一条消息就当作答案，马上生效；不答了发“取消”。"
_NO_FOLDER = "没有可以写的规则文件夹：启动前把 RULEBOT_KNOWLEDGE 设成一个文件夹，答案就存在那里。"
_LIVE = "上线了：问“{question}”这类问题，现在这样答：\n{answer}"
_SORTED = "记下了：以后这样问，就由“{label}”来答。"
_LEFT = "好，先不答。"
_GONE = "这个问题已经处理过了。"


async def on_inbox(update: Update, context: Context) -> None:
    """Show the inbox to an owner."""
    if not by_owner(update, context):
        await on_unknown_command(update, context)
        return
    assert update.message
    to = heard(update.message, context.bot.username)
    await show(context, to, await _overview(context, await _groups(context), 0, to.now))


async def answered_by_now(context: Context, now: datetime) -> int:
    """Return how many groups of the inbox the knowledge that is served now has an answer to."""
    groups = await _groups(context)
    return await asyncio.to_thread(how_many, services(context).assistant, groups, now)


async def on_inbox_press(context: Context, press: Press, payload: str) -> None:
    """Turn a page, open a group, or do something about it."""
    if press.in_group or not is_owner(context, press.query.from_user.id):
        await notice(press.query, STALE, alert=True)
        return
    verb, (number, _, target) = payload[:1], payload[1:].partition("\n")
    number, alone = number.removesuffix(ALONE), number.endswith(ALONE)
    if not number.isdecimal():
        await notice(press.query, STALE, alert=True)
        return
    groups, now = await _groups(context), press.heard().now
    group = _group(groups, int(number), alone=alone)
    if verb == PAGE:
        await _turn(context, press, await _overview(context, groups, int(number), now))
    elif group is None:
        await notice(press.query, _GONE, alert=True)
        await _turn(context, press, await _overview(context, groups, 0, now))
    else:
        await _about(context, press, group, verb, target, alone=alone)


def _group(groups: Sequence[Group], number: int, *, alone: bool) -> Group | None:
    """Return the group of a question, or that question `alone`; None where it is settled."""
    group = next((one for one in groups if number in one.numbers), None)
    return group.alone(number) if group and alone else group


async def _about(context: Context, press: Press, group: Group, verb: str, target: str, *, alone: bool) -> None:
    """Open a group, or do something about it."""
    if verb == OPEN:
        await _open(context, press, group, await _by_now(context, group, press.heard().now), alone=alone)
    elif verb == AGREE:
        await _agree(context, press, group, target, alone=alone)
    elif verb == BELONGS:
        found = belonging.targets(services(context).assistant, group.typical.question)
        await _turn(context, press, pages.targets(group, found, int(target) if target.isdecimal() else 0, alone=alone))
    elif verb in (OUTSIDE, DONE):
        await _put_away(context, press, group, "outside" if verb == OUTSIDE else "done")
    elif verb == ANSWER:
        await _begin(context, press, group, alone=alone)
    elif verb == TARGET:
        await _sort(context, press, group, target)


async def answered(context: Context, to: Heard) -> bool:
    """Take an owner's message as the answer to the question they are answering; return whether they are."""
    if to.in_group or not is_owner(context, to.talker):
        return False
    store = services(context).store
    waiting = await store.talks.load(to.chat, _ANSWERING)
    if not waiting or to.now - datetime.fromisoformat(waiting["since"]) > _WAITS:
        return False
    await store.talks.keep(to.chat, _ANSWERING, None, to.now)
    group = _group(await _groups(context), waiting["item"], alone=bool(waiting.get("alone")))
    if to.text.strip() == CANCEL or group is None:
        await show(context, to, said(_GONE if group is None else _LEFT))
        return True
    await _teach(context, to, group, to.text)
    return True


async def _teach(context: Context, to: Heard, group: Group, text: str) -> None:
    folder = _folder(context)
    if folder is None:
        await show(context, to, said(_NO_FOLDER))
        return
    try:
        taught = teaching.answer(folder, group.wordings, text, to.now.date())
    except TeachingError as error:
        await show(context, to, said(str(error)))
        return
    head = _LIVE.format(question=group.typical.question, answer=text)
    await show(context, to, await _live(context, group, taught, "answered", head, to))


async def _begin(context: Context, press: Press, group: Group, *, alone: bool) -> None:
    await notice(press.query)
    to = press.heard()
    if _folder(context) is None:
        await show(context, to, said(_NO_FOLDER))
        return
    waiting = {"item": group.typical.id, "alone": alone, "since": to.now.isoformat()}
    await services(context).store.talks.keep(to.chat, _ANSWERING, waiting, to.now)
    await show(context, to, said(_WRITE.format(question=group.typical.question)))


async def _sort(context: Context, press: Press, group: Group, target: str) -> None:
    await notice(press.query, TAKING)
    to, folder = press.heard(), _folder(context)
    if folder is None:
        await show(context, to, said(_NO_FOLDER))
        return
    try:
        taught = teaching.belongs(
            folder, group.wordings, target, belonging.ways(services(context).assistant.library, target)
        )
    except TeachingError as error:
        await show(context, to, said(str(error)))
        return
    head = _SORTED.format(label=belonging.label(services(context).assistant.library, target))
    await show(context, to, await _live(context, group, taught, "belongs", head, to))


async def _live(context: Context, group: Group, taught: Taught, state: State, head: str, to: Heard) -> Sheet:
    """Serve what was written; return that it is served and what else it changes, or why it cannot be."""
    known, owner = services(context), to.talker
    outcome = await reloaded(context, owner)
    if outcome.problem:
        taught.undo()
        await reloaded(context, owner)
        return said(outcome.why)
    after = context.application.bot_data["services"]
    await known.store.inbox.settle(group.numbers, state, taught.target)
    flips = await asyncio.to_thread(teaching.flips, known.assistant, after.assistant, group.wordings, to.now)
    return pages.live(head, flips)


async def _put_away(context: Context, press: Press, group: Group, state: State) -> None:
    await services(context).store.inbox.settle(group.numbers, state)
    await _turn(context, press, await _overview(context, await _groups(context), 0, press.heard().now))


async def _open(context: Context, press: Press, group: Group, by_now: AnsweredNow | None, *, alone: bool) -> None:
    waiting = await services(context).store.to_tell.waiting(group.numbers)
    await _turn(context, press, pages.opened(group, waiting, by_now, alone=alone))


async def _agree(context: Context, press: Press, group: Group, target: str, *, alone: bool) -> None:
    """Let a group be answered as it is by now, unless that is another answer than the owner has read."""
    now = press.heard().now
    found = await _by_now(context, group, now)
    if found is None or found.target != target:
        await notice(press.query, STALE, alert=True)
        await _open(context, press, group, found, alone=alone)
        return
    await notice(press.query, AGREED)
    await services(context).store.inbox.settle(found.numbers, "answered", target)
    await _turn(context, press, await _overview(context, await _groups(context), 0, now))


async def _by_now(context: Context, group: Group, now: datetime) -> AnsweredNow | None:
    return await asyncio.to_thread(answered_now, services(context).assistant, group, now)


async def _overview(context: Context, groups: Sequence[Group], page: int, now: datetime) -> Sheet:
    found = [one for one in pages.on_page(groups, page) if await _by_now(context, one, now)]
    return pages.overview(groups, page, found)


async def _turn(context: Context, press: Press, sheet: Sheet) -> None:
    await notice(press.query)
    await edit(context.bot, press.message.chat.id, press.message.message_id, sheet)
    await services(context).store.sent.keep(press.sent(sheet.keys.kept), press.heard().now)


async def _groups(context: Context) -> list[Group]:
    known = services(context)
    items = await known.store.inbox.items("open", limit=MOST)
    return await asyncio.to_thread(_grouping(known.assistant.library).groups, items)


@lru_cache(maxsize=1)
def _grouping(library: Library) -> Grouping:
    return Grouping(library)


def _folder(context: Context) -> Path | None:
    """Return the folder that what is taught goes to."""
    return next(iter(services(context).settings.knowledge), None)
