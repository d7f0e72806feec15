"""`rulebot stats`: how many questions there were, how many of them were answered, and which clauses were told."""

from argparse import Namespace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.command_line import DONE, CommandError
from bot.commands.common import open_library, show, show_json, today_of
from bot.commands.stored import with_store

if TYPE_CHECKING:
    from bot.store import Store, Tally

SHOWN, LONGEST = 30, 3650


def stats(arguments: Namespace) -> int:
    """Tell how many questions there were by day and document, and which clauses were told."""
    days, now = arguments.days, today_of(arguments)
    if not 1 <= days <= LONGEST:
        raise CommandError(f"--days 要在 1 到 {LONGEST} 之间")

    async def work(store: "Store") -> "dict[str, list[Tally]]":
        return {
            "day": await store.stats.by_day(days, now),
            "document": await store.stats.by_document(days, now),
            "clause": await store.stats.by_clause(days, now),
            "mode": await store.stats.by_mode(days, now),
        }

    counted = with_store(work)
    if arguments.json:
        show_json(_as_json(counted, now - timedelta(days=days - 1), now))
    else:
        _show_stats(counted, days)
    return DONE


def _whole(counted: "dict[str, list[Tally]]") -> "Tally":
    from bot.store import Tally

    return sum(counted["day"], Tally(""))


def _as_json(counted: "dict[str, list[Tally]]", since: datetime, now: datetime) -> dict[str, Any]:
    lists = {f"by_{name}": [{name: one.name} | _object(one) for one in many] for name, many in counted.items()}
    return {"since": since.date().isoformat(), "until": now.date().isoformat(), **_object(_whole(counted)), **lists}


def _object(one: "Tally") -> dict[str, Any]:
    from bot.store.stats import OUTCOMES

    counts = {outcome: one.counts.get(outcome, 0) for outcome in OUTCOMES}
    return {"asked": one.asked, "share": round(one.share, 4), **counts}


def _show_stats(counted: "dict[str, list[Tally]]", days: int) -> None:
    from bot.tables import show_table

    whole = _whole(counted)
    if not counted["day"]:
        show(f"最近 {days} 天没有人问过。")
        return
    library = open_library()
    documents = {document.id: document.short for document in library.documents}
    titles = {place.id: f"{place.document.short}{place.cite} {place.clause.title}" for place in library.places.values()}
    show(f"最近 {days} 天：{whole.asked} 个问题，答上 {whole.served} 个（{whole.share:.0%}，含先反问的）\n")
    heads = ("问题", "答上", "先反问", "让人选", "没答上", "群里没出声")
    show_table(("日期", *heads), [(one.name, *_numbers(one)) for one in counted["day"]])
    named = [(documents.get(one.name, one.name) or "（没对上文件）", *_numbers(one)) for one in counted["document"]]
    show("")
    show_table(("文件", *heads), named, wide=("文件",))
    told = [(titles.get(one.name, one.name), one.asked) for one in counted["clause"][:SHOWN]]
    show("")
    show_table(("条款", "命中"), told, wide=("条款",))


def _numbers(one: "Tally") -> tuple[int, ...]:
    from bot.store.stats import OUTCOMES

    return (one.asked, *(one.counts.get(outcome, 0) for outcome in OUTCOMES))
