"""JSON lines from outside: each is an object, or one sentence about what is wrong with it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.command_line import CommandError

_LONGEST = 100_000


def objects(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield the number of each line, from 1, with its object or with what is wrong."""
    for number, line in enumerate(lines, start=1):
        yield number, _object(line)


def _object(line: bytes) -> dict[str, Any] | str:
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return "这一行不是有效的 UTF-8"
    if not text:
        return "这一行是空的"
    if len(text) > _LONGEST:
        return f"这一行太长了，最多 {_LONGEST} 个字"
    try:
        item = json.loads(text)
    except (ValueError, RecursionError):
        return "这一行不是 JSON"
    return item if isinstance(item, dict) else "这一行的 JSON 不是一个对象（{…}）"


def text_field(item: dict[str, Any], name: str, default: str | None = None) -> str:
    """
    Return the text under `name`; a number stands for its digits, null for nothing.

    Raises:
        CommandError: there is none and no `default`, or it is no text.
    """
    value = item.get(name)
    if value is None:
        value = default
    if value is None:
        raise CommandError(f"缺少 {name}")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise CommandError(f"{name} 要是文字")
    return str(value)
