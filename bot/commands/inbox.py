"""`rulebot inbox`: what people asked in vain, grouped by likeness; exported, and settled."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.command_line import DONE, CommandError
from bot.commands.common import moment, open_library, show, show_json, today_of
from bot.commands.stored import with_store

if TYPE_CHECKING:
    from bot.owner.grouping import Group
    from bot.store import Item, Store
    from bot.store.inbox import State

SHOWN, _LINE = 30, 40
_DAY = len("2026-11-01")
_SETTLED: "dict[str, State]" = {"done": "done", "outside": "outside", "open": "open"}


def inbox(arguments: Namespace) -> int:
    """List the questions of the inbox in groups, write them into a file, or settle some."""
    exports = [name for name in ("json", "jsonl", "csv", "cases") if getattr(arguments, name)]
    if arguments.action:
        if exports:
            raise CommandError(f"{arguments.action} 只改处理结果，不能和 --{exports[0]} 一起用")
        return _settle(_SETTLED[arguments.action], arguments.ids, alone=arguments.only)
    if arguments.limit is not None and arguments.limit < 1:
        raise CommandError("--limit 要是 1 以上的整数")
    since = _since(arguments.since) if arguments.since else None
    if arguments.cases and Path(arguments.cases).exists():
        raise CommandError(f"{arguments.cases} 已经有了，换个名字：里面可能有补好的答案")
    groups, more = _groups(None if arguments.state == "all" else arguments.state, since, arguments.why)
    limit = arguments.limit or (None if exports else SHOWN)
    _tell(groups[:limit], arguments, today_of(arguments), exports[0] if exports else "")
    left = len(groups) - len(groups[:limit])
    if left and not exports:
        show(f"还有 {left} 组没列出来，用 --limit 看更多")
    if more:
        print(f"rulebot: 只比较了最近的问题，更早的还有 {more} 条", file=sys.stderr)
    return DONE


def _since(text: str) -> datetime:
    """Return the moment that `--since` names; of a day its beginning."""
    at = moment(text)
    return at.replace(hour=0, minute=0) if len(text.strip()) <= _DAY else at


def _groups(state: "State | None", since: datetime | None, why: Any) -> "tuple[list[Group], int]":
    """Return the groups of the questions that are looked for, and how many are too many to be compared."""

    async def work(store: "Store") -> "tuple[list[Item], int]":
        from bot.owner.grouping import MOST

        items = await store.inbox.items(state, since=since, why=why, limit=MOST)
        return items, await store.inbox.count(state, since=since, why=why) - len(items)

    items, more = with_store(work)
    from bot.owner.grouping import Grouping

    return Grouping(open_library()).groups(items) if items else [], more


def _tell(groups: "Sequence[Group]", arguments: Namespace, now: datetime, how: str) -> None:
    from bot.owner import export

    if how == "json":
        show_json([export.as_json(group) for group in groups])
    elif how == "jsonl":
        for number, group in enumerate(groups, 1):
            for item in group.items:
                show_json(export.item_as_json(item, number))
    elif how == "csv":
        _write(arguments.csv, export.csv_text(groups), "utf-8-sig", groups)
    elif how == "cases":
        _write(arguments.cases, export.cases_text(groups, now.date()), "utf-8", groups)
    else:
        _show(groups)


def _write(file: str, text: str, encoding: str, groups: "Sequence[Group]") -> None:
    if file == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        Path(file).write_text(text, encoding=encoding, newline="")
    except OSError as error:
        raise CommandError(f"{file}：写不进去（{error.strerror}）") from error
    show(f"写好了 {file}：{len(groups)} 组，{sum(len(group.items) for group in groups)} 个问题")


def _show(groups: "Sequence[Group]") -> None:
    from bot.owner.labels import told, whys_of
    from bot.tables import show_table

    if not groups:
        show("没有这样的问题。")
        return
    rows = [
        (
            group.typical.id,
            len(group.items),
            told(group.last),
            whys_of(group),
            _question(group),
            _cut(group.typical.answered),
        )
        for group in groups
    ]
    heads = ("编号", "次数", "最近", "为什么", "问题", "当时怎么答的")
    show_table(heads, rows, wide=heads[3:])


def _question(group: "Group") -> str:
    others = len(group.wordings) - 1
    return f"{group.typical.question}（还有 {others} 种问法）" if others else group.typical.question


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"


def _settle(state: "State", numbers: Sequence[int], *, alone: bool) -> int:
    """Settle questions; of those that are open what is asked alike goes with them."""

    async def work(store: "Store") -> "tuple[list[int], list[Item]]":
        missing = [number for number in numbers if await store.inbox.item(number) is None]
        return missing, [] if missing or alone or state == "open" else await store.inbox.items()

    missing, opened = with_store(work)
    if missing:
        raise CommandError(f"没有编号 {'、'.join(map(str, missing))}，什么都没改；编号见 rulebot inbox")
    whole = sorted({*numbers, *_alike(numbers, opened)})
    with_store(lambda store: store.inbox.settle(whole, state))
    from bot.owner.labels import STATE

    listed = " ".join(map(str, whole))
    together = "，问法相近的一起" if len(whole) > len(set(numbers)) else ""
    back = "" if state == "open" else f"\n放回去：rulebot inbox open {listed}"
    show(f"记下了，{len(whole)} 个问题{together}：{STATE[state]}{back}")
    return DONE


def _alike(numbers: Sequence[int], opened: "Sequence[Item]") -> list[int]:
    """Return the open questions that are asked like some of these."""
    from bot.owner.grouping import MOST, Grouping

    if not {item.id for item in opened} & set(numbers):
        return []
    groups = Grouping(open_library()).groups(opened[:MOST])
    return [number for group in groups if set(group.numbers) & set(numbers) for number in group.numbers]
