"""
Questions and answers as Markdown.

`## ` begins a question, bullets right under it are other ways of asking (`- 也问：…`) and its title (`- 标题：…`), what
stands below up to the next heading is the answer. What stands before the first question is passed over, and so is a
heading with one `#`. A line of an answer that would be taken for one of these has a backslash before it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.faq.decoding import decoded
from bot.faq.entries import Entry, with_plain_breaks
from bot.faq.rows import Collected
from bot.faq.unreadable import UnreadableTableError
from bot.faq.words import Part, words

_QUESTION, _HEADING = re.compile(r"##(?!#)(.*)", re.DOTALL), re.compile(r"#(?!#)(?:\s|$)")


def read(content: bytes, most: int) -> Collected:
    """
    Return what stands in a Markdown file, at most so many questions and one more.

    Raises:
        UnreadableTableError: it is no text, or holds no question.
    """
    text = next(decoded(content), None)
    if text is None:
        raise UnreadableTableError("认不出编码，存成 UTF-8 再导入")
    result = Collected()
    for number, question, lines in _sections(with_plain_breaks(text).split("\n")):
        told, at = _bullets(lines)
        answer = "\n".join(map(_bare, lines[at:]))
        result.add(number, question, answer, told["phrasings"], next(iter(told["title"]), ""))
        if result.count > most:
            break
    if not result.count:
        raise UnreadableTableError("没找到问题；每个问题写成一行“## 问题”，下面写答案")
    return result


def written(entries: Sequence[Entry]) -> bytes:
    """Return a Markdown file."""
    return "\n".join(line for entry in entries for line in _lines(entry)).encode()


def _lines(entry: Entry) -> Iterator[str]:
    yield f"## {entry.question}"
    bullets: dict[Part, tuple[str, ...]] = {
        "phrasings": entry.phrasings,
        "title": (entry.title,) if entry.title else (),
    }
    for part, told in bullets.items():
        yield from (f"- {words().bullets[part][0]}：{one}" for one in told)
    yield ""
    yield from (f"\\{line}" if _is_ours(line.lstrip("\\")) else line for line in entry.answer.split("\n"))
    yield ""


def _is_ours(line: str) -> bool:
    return bool(_QUESTION.match(line) or _HEADING.match(line) or _bullet().match(line))


def _bare(line: str) -> str:
    """Return a line of an answer without the backslash that guards it."""
    return line[1:] if line.startswith("\\") and _is_ours(line.lstrip("\\")) else line


def _sections(lines: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield the number of each question's line, the question, and the lines below it."""
    number, question, below = 0, "", list[str]()
    for at, line in enumerate(lines, start=1):
        heading = _QUESTION.match(line)
        if not heading and not _HEADING.match(line):
            below.append(line)
            continue
        if number:
            yield number, question, below
        number, question, below = (at, heading[1].strip(), []) if heading else (0, "", [])
    if number:
        yield number, question, below


def _bullets(lines: Sequence[str]) -> tuple[dict[Part, list[str]], int]:
    """Return what the bullets right under a question tell, and how many lines there are up to the last one."""
    told: dict[Part, list[str]] = {part: [] for part in words().bullets}
    last = 0
    for at, line in enumerate(lines, start=1):
        bullet = _bullet().match(line)
        if bullet is not None:
            part = next(part for part, names in words().bullets.items() if bullet[1].lower() in names)
            told[part].append(bullet[2])
            last = at
        elif line.strip():
            break
    return told, last


@cache
def _bullet() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for names in words().bullets.values() for name in names)
    return re.compile(rf"\s*[-*+]\s*({names})\s*[：:]\s*(.*)", re.IGNORECASE)
