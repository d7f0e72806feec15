"""An answer as it is drawn in a terminal: the headline strong, the clause as a quotation, the rest as lists."""

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.assistant.answer import Answer, NextStep
from bot.assistant.phrases import ALSO, GO_ON, MAY_REPLY, MIND, NONE_OF_THESE, OUTSIDE, WORKED_OUT
from bot.assistant.written import said_in

_FRAME, _INDENT = 4, 4
# What stays together at the end of a line: a Latin word or one character, with the punctuation that belongs to it.
_PIECE = re.compile(r"[“‘（《【]*(?:[!-~]+|.)[，。；：、！？”’）》】…]*", re.DOTALL)


def folded(text: str, width: int) -> str:
    """
    Return `text` broken into lines of at most `width` cells.

    It is broken between any two Chinese characters but not before punctuation.
    """
    return "\n".join(line for paragraph in text.splitlines() for line in _lines(paragraph, width))


def _lines(paragraph: str, width: int) -> list[str]:
    lines = [""]
    for piece in _PIECE.findall(paragraph):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def draw(answer: Answer, steps: Sequence[NextStep], console: Console) -> None:
    """Draw `answer`, and the steps that a number picks."""
    console.print(Text(folded(answer.headline, console.width), style="bold"))
    _list(console, said_in(answer, WORKED_OUT) if answer.calculation else "", answer.steps)
    if answer.then:
        console.print(f"\n{folded(answer.then, console.width)}")
    _list(console, said_in(answer, MIND), answer.notes)
    _quotes(console, answer)
    _list(console, said_in(answer, OUTSIDE), answer.supplements)
    if answer.aged:
        console.print(Text(f"\n{folded(answer.aged, console.width)}", style="dim"))
    _offers(console, answer, steps)
    console.print()


def _list(console: Console, title: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        if not number:
            console.print(f"\n{title}" if title else "", style="cyan")
        hanging = folded(line, console.width - _INDENT).replace("\n", "\n  ")
        console.print(Padding(Text(f"· {hanging}"), (0, 0, 0, 2)))


def _quotes(console: Console, answer: Answer) -> None:
    shown = answer.quotes[:1]
    for quote in shown:
        title, foot = Text(f"{quote.heading}　{said_in(answer, quote.title)}"), Text(quote.standing)
        body = Text(folded(quote.shown, console.width - _FRAME))
        console.print()
        console.print(
            Panel(body, title=title, subtitle=foot, title_align="left", subtitle_align="right", border_style="dim")
        )
    if answer.quotes[len(shown) :]:
        others = "、".join(
            f"{quote.heading}（{said_in(answer, quote.title)}）" for quote in answer.quotes[len(shown) :]
        )
        console.print(Text(folded(f"{said_in(answer, ALSO)}：{others}", console.width), style="dim"))


def _offers(console: Console, answer: Answer, steps: Sequence[NextStep]) -> None:
    if answer.choices:
        _numbered(
            console, said_in(answer, "选一个（打编号或直接说）"), (*answer.choices, said_in(answer, NONE_OF_THESE))
        )
    if answer.ask and answer.ask.options:
        if answer.ask.kind == "enum":
            _numbered(console, said_in(answer, f"{MAY_REPLY}（打编号或直接说）"), answer.ask.options)
        else:
            console.print(
                f"\n{said_in(answer, MAY_REPLY)}：{' / '.join(answer.ask.options)}", style="cyan", markup=False
            )
    _numbered(console, said_in(answer, f"{GO_ON}（打编号）"), [step.label for step in steps])


def _numbered(console: Console, title: str, labels: Iterable[str]) -> None:
    for number, label in enumerate(labels, start=1):
        if number == 1:
            console.print(f"\n{title}" if title else "", style="cyan")
        console.print(f"  {number}. {label}", markup=False)
