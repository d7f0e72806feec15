"""The commands: their names, what Telegram's menu says about them, and how each is used."""

import re
from dataclasses import dataclass
from functools import lru_cache

from telegram import BotCommand

from bot.assistant import examples
from knowledge.language.script import normalise
from knowledge.library import Bound, Library

KINDS = {"payout": "算金额", "deadline": "算期限", "eligible": "看符不符合条件"}
_KIND_OF = {"payout": "payout", "deadline": "deadline", "eligible": "eligibility"}
# What people use most stands first. A calculator's own command is listed under the command of its kind.
_PRIVATE = {
    **KINDS,
    "docs": "翻看收录的规则",
    "clause": "看一条规则，写文档名和第几条",
    "cancel": "停下正在算的",
    "reminders": "等着发的提醒，可以取消",
    "help": "怎么用",
    "privacy": "我记住了什么",
    "forget": "删掉我的数据",
    "start": "从这里开始",
}
_GROUP = {"ask": "问我一句，或回复别人的话来问"} | {name: told for name, told in _PRIVATE.items() if name != "start"}
_ADMIN = {"settings": "本群设置"}
_OWNER = {
    "inbox": "没答好的问题",
    "stats": "大家在问什么",
    "changes": "改了和要改的数字",
    "status": "我运行得怎么样",
    "reload": "重新读一遍资料",
}
_USAGE = {
    "ask": "用法：/ask 问题，或者回复别人的一句话发 /ask",
    "clause": "用法：/clause 文档 条款号",
    "payout": "用法：/payout 说的是什么 数目",
    "deadline": "用法：/deadline 说的是什么 日期",
    "eligible": "用法：/eligible 说的是什么 情况",
}
_PAIR = re.compile("[\u4e00-\u9fff]{2}")


@dataclass(frozen=True)
class Chosen:
    """The calculators that some words may mean, best first, and the words left for their inputs."""

    names: tuple[str, ...]
    words: str


def command_of(calculator: str) -> str:
    """Return the command of a calculator."""
    return calculator.replace("-", "_")


@lru_cache(maxsize=1)
def calculators(library: Library) -> dict[str, str]:
    """Return the calculators by command."""
    return {command_of(name): name for name in library.calculations}


def usage(command: str, library: Library) -> str:
    """Return how a command is used, with one example; "" for a command that takes no words."""
    if name := calculators(library).get(command):
        calculation = library.calculations[name].calculation
        told = " ".join(field.label for field in calculation.inputs.values() if field.required)
        return f"用法：/{command} {told}\n例如：/{command} {calculation.example}".rstrip()
    told = _USAGE.get(command, "")
    example = _example(command, library) if told else ""
    return f"{told}\n例如：/{command} {example}" if example else told


def _example(command: str, library: Library) -> str:
    """Return words that a command understands: a question, a clause, or a calculation of its kind."""
    if command not in _KIND_OF:
        return examples.clause(library) if command == "clause" else examples.question(library)
    bound = examples.calculation(library, _KIND_OF[command])
    if bound is None:
        return ""
    calculation = bound.calculation
    name = examples.named(bound.place)
    title = calculation.title.replace(name, "").strip()
    # The document's name alone where it is enough to tell the calculation, else its title, too.
    ways = (f"{name} {calculation.example}", f"{name} {title} {calculation.example}")
    return next((way for way in ways if chosen(command, way, library).names == (calculation.name,)), ways[-1])


def of_kind(command: str, library: Library) -> list[str]:
    """Return the calculators behind /payout, /deadline or /eligible."""
    return [name for name, bound in library.calculations.items() if bound.calculation.kind == _KIND_OF[command]]


def chosen(command: str, words: str, library: Library) -> Chosen:
    """Return which calculators of a kind `words` speak of, and the words without the document's name."""
    told = normalise(words)
    scores = {name: _likeness(library.calculations[name], told) for name in of_kind(command, library)}
    most = max(scores.values(), default=0)
    names = tuple(name for name, score in scores.items() if score == most)
    return Chosen(names, _without_alias(told, library.calculations[names[0]]) if names and most else words)


def figured(words: str, library: Library) -> list[tuple[str, str]]:
    """Return the payouts and deadlines of the document that `words` name, each with the words left for its inputs."""
    told = normalise(words)
    found = [
        (name, _without_alias(told, library.calculations[name]))
        for kind in ("payout", "deadline")
        for name in of_kind(kind, library)
    ]
    return [(name, rest) for name, rest in found if rest != told]


def commands() -> dict[str, list[BotCommand]]:
    """Return the commands for private chats, groups, administrators and owners, as Telegram's menus show them."""
    lists = {"private": _PRIVATE, "group": _GROUP, "admins": _ADMIN | _GROUP, "owners": _OWNER | _PRIVATE}
    return {scope: [BotCommand(name, told) for name, told in menu.items()] for scope, menu in lists.items()}


def in_words(name: str, library: Library) -> str:
    """Return a calculator in one line: what it is called, its command with an example."""
    calculation = library.calculations[name].calculation
    return f"· {calculation.title}：/{command_of(name)} {calculation.example}".rstrip()


def _likeness(bound: Bound, told: str) -> float:
    """
    Return how well words fit a calculator.

    What counts is that its document is named, and how common their pairs of characters are in its title and
    questions.
    """
    rest = _without_alias(told, bound)
    ways = [normalise(way) for way in (bound.calculation.title, *bound.calculation.asked)]
    pairs = {pair for at in range(len(rest) - 1) if _PAIR.fullmatch(pair := rest[at : at + 2])}
    return 100 * (rest != told) + sum(sum(pair in way for way in ways) / len(ways) for pair in pairs)


def _without_alias(told: str, bound: Bound) -> str:
    for alias in sorted(bound.place.document.aliases, key=len, reverse=True):
        if normalise(alias) in told:
            return told.replace(normalise(alias), " ", 1).strip()
    return told
