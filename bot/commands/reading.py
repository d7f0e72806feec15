"""`rulebot facts`: the figures, days, yes or no and roles read in a line, for people who teach it and for measuring."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.command_line import DONE, WRONG_USE, CommandError, said
from bot.commands.common import moment, show, show_json
from bot.commands.lines import objects, text_field
from knowledge.language.reader import as_json, read

_HOW = {"exact": "", "about": "大约", "more": "不止或至少", "less": "不到或至多", "between": "之间"}
_POLARITY = {"yes": "是", "no": "否", "unsure": "说不准"}


def facts(arguments: Namespace) -> int:
    """Show what is read in one line, or in each of those on standard input."""
    if arguments.jsonl:
        if arguments.text:
            raise CommandError("--jsonl 从标准输入读句子，命令行上不用再写")
        moment(arguments.today)
        return _lines(sys.stdin.buffer, arguments.today)
    text, now = " ".join(arguments.text), moment(arguments.today)
    said(text, "句子")
    found = facts_of(text, now)
    if arguments.json:
        show_json(found)
    else:
        show("\n".join(map(_told, found["facts"])) or "没有读到数字、日期、是否或身份。")
    return DONE


def facts_of(text: str, now: datetime) -> dict[str, Any]:
    """Return the facts of a line as other programs read them."""
    reading = read(text, now)
    return {"facts": [as_json(fact, reading) for fact in sorted(reading.facts, key=lambda fact: fact.start)]}


def _lines(lines: Iterable[bytes], today: str | None) -> int:
    code = DONE
    for found in _each(lines, today):
        code = WRONG_USE if "error" in found else code
        show_json(found)
    if code:
        print("rulebot: 有的行读不了，见输出里的 error", file=sys.stderr)
    return code


def _each(lines: Iterable[bytes], today: str | None) -> Iterator[dict[str, Any]]:
    for number, item in objects(lines):
        if isinstance(item, str):
            yield {"error": item, "line": number}
            continue
        try:
            text = text_field(item, "q")
            said(text, "句子")
            yield facts_of(text, moment(text_field(item, "today", "") or today))
        except CommandError as error:
            yield {"error": str(error), "line": number}


def _told(fact: dict[str, Any]) -> str:
    """Return a fact in one line for people."""
    if fact["kind"] == "bool":
        value = _POLARITY[fact["polarity"]]
    elif fact["low"] == fact["high"]:
        value = fact["low"] or "看不准"
    else:
        value = f"{fact['low'] or '…'} 到 {fact['high'] or '…'}"
    parts = [
        fact["kind"],
        value,
        _HOW[fact["how"]] if fact["low"] != fact["high"] else "",
        fact["unit"],
        fact["event"] and f"@{fact['event']}",
    ]
    return f"“{fact['said']}”　{' '.join(part for part in parts if part)}"
