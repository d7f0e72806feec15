"""`rulebot changes` and `rulebot stale`: figures that change, and documents to be compared with their pages again."""

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.command_line import DONE, CommandError
from bot.commands.common import moment, open_library, show, show_json, today_of
from bot.commands.stored import with_store

if TYPE_CHECKING:
    from bot.store import Store

SPAN = timedelta(days=30)
"""How far back changes are shown where no day is told; all to come are."""
_USED_DAYS = 90
_DATABASE = "RULEBOT_DATABASE_URL"
_NOTHING = "{span}没有数字改动。"
_FILE, _SOURCE, _USED = "文件", "出处", "最近 {days} 天答到几次"
_WHAT_TO_DO = (
    "怎么做：打开原来的页面，和文件对一遍。数字改了，加一个带 since 的值，旧的留着；对完把 checked 改成今天。"
    "自己的文件直接改；自带的文件写进 overlay.yaml 的 figures 和 checked。"
)
_OWN = "问答表是你自己的：看看还对不对，再导入一次，或改 checked。"
_FRESH = "没有 {days} 天以上没核对的文件。"


def changes(arguments: Namespace) -> int:
    """List the figures whose values begin in a span of days, and what that alters."""
    from bot.owner.changes import changes as changes_of
    from bot.owner.changes import lines_of

    today = today_of(arguments).date()
    until = _day(arguments.until, "--until") if arguments.until is not None else None
    usual = min(today, until or today) - SPAN
    since = _day(arguments.since, "--since") if arguments.since is not None else usual
    if until is not None and until < since:
        raise CommandError(f"--until {until} 在 --since {since} 前面")
    found = changes_of(open_library(), since, until)
    if arguments.json:
        show_json([change.as_json() for change in found])
    elif not found:
        show(_NOTHING.format(span=f"{since} 到 {until} 之间" if until else f"{since} 以后"))
    else:
        show("\n\n".join("\n  ".join(lines_of(change)) for change in found))
    return DONE


def _day(text: str, option: str) -> date:
    try:
        return moment(text).date()
    except CommandError as error:
        raise CommandError(f"{option}：{error}") from error


def stale(arguments: Namespace) -> int:
    """List the documents by how long ago they were compared with their pages, and by how much they are used."""
    from bot.owner.stale import by_age

    if arguments.days is not None and arguments.days < 0:
        raise CommandError("--days 要是 0 以上的整数")
    library, now = open_library(), today_of(arguments)
    told = _told(now)
    found = by_age(library, now.date(), told, arguments.days)
    if arguments.json:
        show_json([one.as_json() for one in found])
        return DONE
    if not found:
        show(_FRESH.format(days=arguments.days) if arguments.days is not None else "一份文件也没有。")
        return DONE
    from bot.tables import show_table

    used = {} if told is None else {_USED.format(days=_USED_DAYS): [one.told or 0 for one in found]}
    columns: dict[str, Sequence[object]] = {
        _FILE: [one.document.short for one in found],
        "核对日期": [one.document.checked.isoformat() for one in found],
        "几天前": [one.days for one in found],
        **used,
        _SOURCE: [one.document.source for one in found],
    }
    show_table(list(columns), zip(*columns.values(), strict=True), wide=(_FILE, _SOURCE))
    show(f"\n{_WHAT_TO_DO}")
    if any(one.document.verbatim for one in found):
        show(_OWN)
    return DONE


def _told(now: datetime) -> Mapping[str, int] | None:
    """Return how often each document was told lately; None where no database of the bot can be read."""

    async def work(store: "Store") -> dict[str, int]:
        return {one.name: one.served for one in await store.stats.by_document(_USED_DAYS, now)}

    try:
        return with_store(work)
    except CommandError as error:
        if os.environ.get(_DATABASE):
            print(f"rulebot: 没看用得多不多：{error}", file=sys.stderr)
        return None
