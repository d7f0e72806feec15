"""The inbox for other programs: JSON, a table for a spreadsheet, cases for `rulebot eval`."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from bot.owner.grouping import Group
from bot.owner.labels import STATE, told, why_of, whys_of
from bot.store import Item
from knowledge.calendar import SHANGHAI

_HEAD = ("组", "编号", "时间", "为什么", "问题", "当时怎么答的", "条款", "处理", "归到")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INTRODUCTION = """\
# 收件箱里的题，{day} 导出：{groups} 组，{wordings} 种问法。
# 每题先按“应该答得上”算。补上 doc（哪份文件）、at（哪一条）和 first（第一句里要有的话）；
# 不归我们答的，改成 kind: oos。写法见 README 的 write a question or a talk。
"""
_OPEN = ("# doc: []", "# at: []", '# first: [["…"]]')


def as_json(group: Group) -> dict[str, Any]:
    """Return a group as an object: how often, since when, why, and all its questions."""
    return {
        "count": len(group.items),
        "since": _moment(group.since),
        "last": _moment(group.last),
        "why": dict(Counter(item.why for item in group.items)),
        "question": group.typical.question,
        "ids": group.numbers,
        "questions": [item_as_json(item) for item in group.items],
    }


def item_as_json(item: Item, group: int | None = None) -> dict[str, Any]:
    """Return a question as an object, with the number of its `group` where there is one."""
    numbered = {} if group is None else {"group": group}
    return numbered | {
        "id": item.id,
        "at": _moment(item.at),
        "why": item.why,
        "reason": item.reason,
        "question": item.question,
        "answered": item.answered,
        "place": item.place,
        "state": item.state,
        "target": item.target,
    }


def csv_text(groups: Sequence[Group]) -> str:
    """Return a row for each question, groups numbered from 1; what a spreadsheet would compute is shown as text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEAD)
    for number, group in enumerate(groups, 1):
        for item in group.items:
            writer.writerow([number, item.id, *map(_as_text, _cells(item))])
    return text.getvalue()


def cases_text(groups: Sequence[Group], day: date) -> str:
    """Return the questions as a question file, each wording once; what is expected is left to the owner."""
    wordings = sum(len(group.wordings) for group in groups)
    parts = [_INTRODUCTION.format(day=day.isoformat(), groups=len(groups), wordings=wordings)]
    parts += ["\n".join(_cases(group)) for group in groups]
    return "\n".join(parts) if groups else f"{parts[0]}[]\n"


def _cases(group: Group) -> Iterator[str]:
    yield f"# {len(group.items)} 次，最近 {told(group.last)}，{whys_of(group)}"
    if answered := group.typical.answered:
        yield f"# 当时答的：{' '.join(answered.split())}"
    asked = {item.question: item for item in reversed(group.items)}
    for question in group.wordings:
        item = asked[question]
        yield f"- id: IN-{item.id}"
        yield f"  q: {_quoted(question)}"
        yield f'  today: "{item.at.astimezone(SHANGHAI).date().isoformat()}"'
        yield from (f"  {line}" for line in _expected(item))
    yield ""


def _expected(item: Item) -> Sequence[str]:
    """Return what is known of the right answer: what the question belongs to, that it is none of ours, or nothing."""
    if item.state == "outside":
        return ("kind: oos",)
    if item.target.startswith("="):
        return ("kind: calc", f"calc: {_quoted(item.target[1:])}")
    place = item.target.rpartition(":")[0] or item.target
    document, slash, locator = place.partition("/")
    if slash:
        return (f"doc: [{_quoted(document)}]", f"at: [{_quoted(locator)}]")
    document = place.partition("#")[0]
    return (f"doc: [{_quoted(document)}]",) if document else _OPEN


def _cells(item: Item) -> Sequence[str]:
    words = (item.question, item.answered, item.place)
    return (told(item.at), why_of(item), *words, STATE[item.state], item.target)


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat()


def _quoted(text: str) -> str:
    """Return a text in quotes, as YAML reads it."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in written)
