"""Questions and answers as JSON lines: an object a line, its keys as the columns of a table."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.faq.decoding import decoded
from bot.faq.entries import BadRow, Entry
from bot.faq.rows import Collected, Columns
from bot.faq.unreadable import UnreadableTableError, without_columns


def read(content: bytes, most: int) -> Collected:
    """
    Return what stands in a file of JSON lines, at most so many lines and one more.

    Raises:
        UnreadableTableError: it is no text, or no key of any line names a question and an answer.
    """
    text = next(decoded(content), None)
    if text is None:
        raise UnreadableTableError("认不出编码，存成 UTF-8 再导入")
    result, keys = Collected(), dict[str, None]()
    named = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if result.count > most:
            break
        item = _object(line)
        columns = Columns.named(list(item)) if isinstance(item, dict) else None
        if isinstance(item, dict) and columns is not None:
            named = True
            _add(result, number, item, columns)
        else:
            keys |= dict.fromkeys(item if isinstance(item, dict) else ())
            result.count += 1
            result.bad.append(BadRow(number, item if isinstance(item, str) else "没有问题或答案"))
    if not named and keys:
        raise without_columns(keys)
    if not named:
        raise UnreadableTableError('每行要是一个 JSON 对象，例如 {"question": "…", "answer": "…"}')
    return result


def written(entries: Sequence[Entry]) -> bytes:
    """Return a file of JSON lines."""
    lines = (
        json.dumps(
            {"question": one.question, "answer": one.answer, "phrasings": one.phrasings, "title": one.title},
            ensure_ascii=False,
        )
        for one in entries
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _object(line: str) -> dict[str, Any] | str:
    """Return the object of a line, or what is wrong with it."""
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return "不是 JSON"
    return item if isinstance(item, dict) else "不是一个 JSON 对象"


def _add(result: Collected, number: int, item: Mapping[str, Any], columns: Columns) -> None:
    cells = [_texts(value) for value in item.values()]
    if any(texts is None for texts in cells):
        result.count += 1
        result.bad.append(BadRow(number, "值要是文字，或者文字的列表"))
        return
    row = ["\n".join(texts or ()) for texts in cells]
    result.add(
        number,
        columns.first(row, "question"),
        columns.first(row, "answer"),
        columns.cells(row, "phrasings"),
        columns.first(row, "title"),
    )


def _texts(value: object) -> list[str] | None:
    """Return the texts of a value; None where it is none."""
    if value is None:
        return []
    if isinstance(value, list):
        every = [_texts(one) for one in value if not isinstance(one, list)]
        return None if len(every) < len(value) or None in every else [text for one in every for text in one or ()]
    return [str(value)] if isinstance(value, str | int | float) and not isinstance(value, bool) else None
