"""The conversation in a terminal: edited and rendered where a person sits, plain lines where something is piped in."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.assistant import examples
from bot.assistant.answer import Answer, NextStep
from bot.assistant.assistant import Assistant
from bot.assistant.phrases import GO_ON
from bot.assistant.talk import NOTHING
from bot.assistant.written import said_in
from bot.command_line import DONE, WRONG_USE, CommandError, said

if TYPE_CHECKING:
    from rich.console import Console

PROMPT = "你> "
_WELCOME = "电商规则助手：直接问就行，例如“{question}”。/help 看能做什么，/quit 退出。"
_QUIT = {"/quit", "/exit", "/q"}
_HELP = """\
直接打字问规则，例如：{question}
它反问时，直接回答它问的那一项；“说错了，是1500”改上一项，“不知道”看各种情况，“取消”不算了。
列出来的选项和“接着问”可以只打编号。

/clause 条款      看一条，例如 /clause {clause}
/计算器 内容      直接算，例如 {calculator}
/help             显示这些
/quit             退出（也可以按 Ctrl-D）

计算器："""


@dataclass(frozen=True)
class Said:
    """What the terminal says to a line: an answer with the steps that a number picks, or plain words."""

    words: str = ""
    answer: Answer | None = None
    steps: tuple[NextStep, ...] = ()


class Conversation:
    """One conversation: keeps the talk, and knows what a slash or a number means here."""

    def __init__(self, assistant: Assistant, clock: Callable[[], datetime]) -> None:
        """Talk with `assistant`; `clock` says when a line is said."""
        self.assistant, self._clock = assistant, clock
        self._talk = NOTHING
        self._steps: tuple[NextStep, ...] = ()
        self.calculators = {f"/{name.replace('-', '_')}": name for name in assistant.library.calculations}

    @property
    def welcome(self) -> str:
        """Return what is said first."""
        return _WELCOME.format(question=examples.question(self.assistant.library))

    @property
    def commands(self) -> list[str]:
        """Return every word that may follow a slash, with its slash."""
        return ["/help", "/quit", "/clause", *self.calculators]

    def say(self, line: str) -> list[Said]:
        """Return what is said to `line`; several answers where it holds several questions."""
        line = self._picked(line.strip())
        if line.startswith("/"):
            return self._command(*line.partition(" ")[::2])
        answer, self._talk = self.assistant.reply(line, self._talk, now=self._clock())
        return self._shown(answer)

    def _picked(self, line: str) -> str:
        """Return the line that a number stands for, where next steps are on offer."""
        number = int(line) if line.isascii() and line.isdecimal() and len(line) == 1 else 0
        return self._steps[number - 1].line if 1 <= number <= len(self._steps) else line

    def _shown(self, answer: Answer) -> list[Said]:
        answers = answer.parts or (answer,)
        free = self._talk.pending is None and not answer.choices
        self._steps = answers[-1].next if free else ()
        return [Said(answer=one, steps=self._steps if one is answers[-1] else ()) for one in answers]

    def _command(self, name: str, words: str) -> list[Said]:
        if name == "/help":
            return [Said(self._help())]
        if name == "/clause":
            answer = self.assistant.clause(words, now=self._clock())
            return (
                self._shown(answer)
                if answer
                else [Said(f"没有这一条，写法像 /clause {examples.clause(self.assistant.library)}")]
            )
        calculator = self.calculators.get(name.replace("-", "_"))
        if calculator is None:
            return [Said(f"没有 {name} 这个命令，/help 列出全部。")]
        answer, self._talk = self.assistant.calculate(calculator, words, self._talk, now=self._clock())
        return self._shown(answer)

    def _help(self) -> str:
        library = self.assistant.library
        calculations = library.calculations
        simplest = examples.calculation(library, "payout") or next(iter(calculations.values()), None)
        told = f"/{simplest.calculation.name.replace('-', '_')} {simplest.calculation.example}" if simplest else ""
        return "\n".join(
            (
                _HELP.format(question=examples.question(library), clause=examples.clause(library), calculator=told),
                *(f"  {command}　{calculations[name].calculation.title}" for command, name in self.calculators.items()),
            )
        )


def converse(conversation: Conversation) -> int:
    """Talk until the end of the input or /quit; return the exit code."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _at_terminal(conversation)
    return _piped(conversation, sys.stdin.buffer)


def _piped(conversation: Conversation, lines: Iterable[bytes]) -> int:
    code = DONE
    for number, raw in enumerate(lines, start=1):
        try:
            line = _read(raw)
        except CommandError as error:
            print(f"rulebot: 第 {number} 行：{error}", file=sys.stderr, flush=True)
            code = WRONG_USE
            continue
        if line in _QUIT:
            break
        for one in conversation.say(line):
            print(plain(one), end="\n\n", flush=True)
    return code


def _read(raw: bytes) -> str:
    try:
        return said(raw.decode("utf-8"), "这一行")
    except UnicodeDecodeError as error:
        raise CommandError("不是有效的 UTF-8") from error


def plain(one: Said) -> str:
    """Return what is said as plain text."""
    if one.answer is None or not one.steps:
        return one.answer.text if one.answer else one.words
    return "\n\n".join((one.answer.text, _steps_text(said_in(one.answer, f"{GO_ON}："), one.steps)))


def _steps_text(title: str, steps: tuple[NextStep, ...]) -> str:
    return "\n".join((title, *(f"{number}. {step.label}" for number, step in enumerate(steps, start=1))))


def _at_terminal(conversation: Conversation) -> int:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from rich.console import Console

    console = Console(highlight=False)
    completer = WordCompleter(conversation.commands, sentence=True)
    session: PromptSession[str] = PromptSession(PROMPT, completer=completer, complete_while_typing=False)
    console.print(conversation.welcome, style="dim")
    while True:
        try:
            line = session.prompt().strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            break
        if line in _QUIT:
            break
        if line:
            _answer_on(console, conversation, line)
    return DONE


def _answer_on(console: "Console", conversation: Conversation, line: str) -> None:
    from bot.screen import draw

    try:
        replies = conversation.say(said(line, "这一行"))
    except CommandError as error:
        console.print(str(error), style="yellow", markup=False)
        return
    for one in replies:
        console.print()
        if one.answer:
            draw(one.answer, one.steps, console)
        else:
            console.print(one.words, markup=False)
