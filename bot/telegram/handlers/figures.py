"""/stats and /status for owners: what was asked and told, and how the bot does."""

from collections.abc import Sequence

from telegram import Update

from bot.operating import health
from bot.store.stats import Tally
from bot.telegram.handlers.conversation import show
from bot.telegram.handlers.owners import by_owner
from bot.telegram.handlers.services import Context, services
from bot.telegram.handlers.slash import on_unknown_command
from bot.telegram.incoming import heard
from bot.telegram.pages.sheets import said
from knowledge.library import Library

_DAYS, _WEEK, _MOST = 30, 7, 8
_NOTHING = "最近 {days} 天还没有人问过。"
_WHOLE = "最近 {days} 天：问了 {asked} 次，答上 {share:.0%}，收件箱里还有 {open} 个问题（/inbox）。"
_BY_DAY, _BY_DOCUMENT, _BY_CLAUSE = "最近几天", "按文件", "问得最多的条款"
_MARKS = {"ok": "✓", "warn": "！", "bad": "✗"}


async def on_stats(update: Update, context: Context) -> None:
    """Tell an owner what was asked lately."""
    if not by_owner(update, context):
        await on_unknown_command(update, context)
        return
    assert update.message
    to, known = heard(update.message, context.bot.username), services(context)
    stats, library = known.store.stats, known.assistant.library
    days = await stats.by_day(_DAYS, to.now)
    asked, served = sum(day.asked for day in days), sum(day.served for day in days)
    if not asked:
        await show(context, to, said(_NOTHING.format(days=_DAYS)))
        return
    waiting = await known.store.inbox.count()
    head = _WHOLE.format(days=_DAYS, asked=asked, share=served / asked, open=waiting)
    documents, clauses = await stats.by_document(_DAYS, to.now), await stats.by_clause(_DAYS, to.now)
    parts = [
        _listed(_BY_DAY, [(day.name, day) for day in days[-_WEEK:]]),
        _listed(_BY_DOCUMENT, [(_document(library, one.name), one) for one in documents[:_MOST]]),
        _listed(_BY_CLAUSE, [(_clause(library, one.name), one) for one in clauses[:_MOST]]),
    ]
    await show(context, to, said(head, *parts))


async def on_status(update: Update, context: Context) -> None:
    """Tell an owner how the bot does."""
    if not by_owner(update, context):
        await on_unknown_command(update, context)
        return
    assert update.message
    to, known = heard(update.message, context.bot.username), services(context)
    found = await health.state(known.store, known.assistant.library, known.settings, to.now)
    lines = [f"{_MARKS[one.ok]} {one.name}：{one.says}" + (f"。{one.then}" if one.then else "") for one in found]
    await show(context, to, said("\n".join(lines)))


def _listed(title: str, rows: Sequence[tuple[str, Tally]]) -> str:
    lines = [f"· {name}：{one.asked} 次，答上 {one.share:.0%}" for name, one in rows]
    return "\n".join((title, *lines)) if lines else ""


def _document(library: Library, name: str) -> str:
    found = next((one for one in library.documents if one.id == name), None)
    return found.short if found else name or "没有对上条款"


def _clause(library: Library, name: str) -> str:
    place = library.places.get(name)
    return f"{place.document.short}{place.cite} {place.clause.title}" if place else name
