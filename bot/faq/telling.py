"""What a table does to a document, in lines that an owner reads before and after it is taken in."""

import re

from bot.faq.document import Changes

_LONGEST = 40
_FIGURE = re.compile(r"[\d.,%:/+\- ]+")


def added(changes: Changes) -> list[str]:
    """Return the questions that are new."""
    return [entry.question for entry in changes.added]


def changed(changes: Changes) -> list[str]:
    """Return the questions that were there, each with its old answer and its new one."""
    return [
        f"{entry.question}（答案没变，问法有增减）"
        if entry.answer == former
        else f"{entry.question}：{_short(former)} → {_short(entry.answer)}"
        for entry, former in zip(changes.changed, changes.former, strict=True)
    ]


def bare(changes: Changes) -> list[str]:
    """Return the answers, of those that are new, that are no more than a figure, each with its question."""
    new = (*changes.added, *changes.changed)
    return [f"{entry.question}：{entry.answer}" for entry in new if _FIGURE.fullmatch(entry.answer.strip())]


def left(changes: Changes) -> list[str]:
    """Return the questions that the table says nothing of."""
    return [entry.question for entry in changes.left]


def dropped(changes: Changes) -> list[str]:
    """Return the ways of asking that were not taken, each with the entry that has it."""
    return [
        f"“{way}”，另有一条就是问这句的" if way == owner.question else f"“{way}”，已经归“{owner.question}”"
        for way, owner in changes.dropped
    ]


def united(changes: Changes) -> list[str]:
    """Return a line on the rows that ask the same as another one of the table, if there are any."""
    return [f"有 {changes.united} 行和表里别的行问的是同一句，合成了一条（答案以后面的为准）"] if changes.united else []


def _short(answer: str) -> str:
    line = " ".join(answer.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
