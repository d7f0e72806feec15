"""An answer as Telegram messages: headline first, then steps, clause, and what stays open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from telegram import InlineKeyboardMarkup

from bot.assistant.answer import Answer, Quote
from bot.assistant.phrases import MIND, OUTSIDE
from bot.telegram.pages.buttons import Keyboard
from bot.telegram.pages.keyboards import answer_keys, group_keys
from bot.telegram.pages.links import clause_parameter, start_link
from bot.telegram.pages.markup import Block, bold, cut, link, pages, quote
from bot.telegram.pages.receipts import IN_STORE, Receipt, parameter, receipt_for
from bot.telegram.pages.words import RECEIPT, REPLY_HERE, say
from knowledge.library import Library

_GROUP_LENGTH = 600


@dataclass(frozen=True)
class Sheet:
    """One answer ready to be sent: its pages, the buttons under the last one, and the receipt to be stored, if any."""

    pages: list[str]
    keys: Keyboard = field(default_factory=Keyboard)
    answer: Answer | None = None
    stored: tuple[str, Receipt] | None = None

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """Return the keyboard of the last page."""
        return self.keys.markup


@dataclass(frozen=True)
class Printer:
    """What printing an answer needs besides it: the bot's name, the knowledge, the time, a key for a stored receipt."""

    username: str
    library: Library
    now: datetime
    new_key: str = ""

    def whole(self, answer: Answer, *, first: str = "", last: str = "", card: bool = False) -> Sheet:
        """Return the full answer; `first` and `last` are lines around it."""
        told, stored = self._receipt(answer)
        blocks = [Block(first), *_blocks(answer)]
        if told:
            blocks.append(link(say(RECEIPT, answer.traditional), start_link(self.username, told)))
        return Sheet(
            pages([*blocks, Block(last)]), answer_keys(answer, self.now, self.library, card=card), answer, stored
        )

    def short(self, answer: Answer, *, last: str = "") -> Sheet:
        """Return the answer for a group: headline, clause number, one line, a button to the full text in private."""
        told, stored = self._receipt(answer)
        target = told or (clause_parameter(answer.quotes[0].id) if answer.quotes else "")
        keys = group_keys(answer, self.now, start_link(self.username, target or "help"))
        return Sheet(pages(_short_blocks(answer, last)), keys, answer, stored)

    def _receipt(self, answer: Answer) -> tuple[str, tuple[str, Receipt] | None]:
        receipt = receipt_for(answer.calculation, self.now, self.library)
        if receipt is None:
            return "", None
        told = parameter(receipt)
        if told or not self.new_key:
            return told or "", None
        return f"{IN_STORE}{self.new_key}", (self.new_key, receipt)


def said(*lines: str, keys: Keyboard | None = None) -> Sheet:
    """Return a sheet of our own words, a paragraph each."""
    return Sheet(pages(Block(line) for line in lines), keys or Keyboard())


def _blocks(answer: Answer) -> Iterator[Block]:
    if not (answer.headline or answer.quotes or answer.steps):
        yield Block(answer.text)
        return
    yield bold(answer.headline) if answer.quotes or answer.ask else Block(answer.headline)
    yield from _listed(answer.steps)
    yield Block(answer.then)
    yield from _titled(say(MIND, answer.traditional), answer.notes)
    yield from (quote(_quoted(one, say(one.title, answer.traditional))) for one in answer.quotes)
    if answer.ask and answer.ask.prompt != answer.headline:
        yield bold(answer.ask.prompt)
    yield from _titled(say(OUTSIDE, answer.traditional), answer.supplements)


def _short_blocks(answer: Answer, last: str) -> Iterator[Block]:
    head, _, rest = (answer.short or answer.headline or answer.text).partition("\n")
    yield Block(cut(head, _GROUP_LENGTH), "<b>", "</b>")
    yield Block(cut(rest, _GROUP_LENGTH), tight=True)
    if answer.quotes and answer.quotes[0].heading not in answer.short:
        yield Block(answer.quotes[0].heading, tight=True)
    if answer.ask:
        if answer.ask.prompt not in answer.short:
            yield Block(answer.ask.prompt)
        yield Block(say(REPLY_HERE, answer.traditional), "<i>", "</i>", tight=True)
    yield Block(last)


def _listed(lines: Iterable[str]) -> Iterator[Block]:
    yield Block("\n".join(f"· {line}" for line in lines))


def _titled(title: str, lines: tuple[str, ...]) -> Iterator[Block]:
    if lines:
        yield Block(f"{title}\n" + "\n".join(f"· {line}" for line in lines), "<i>", "</i>")


def _quoted(one: Quote, title: str) -> str:
    standing = f"（{one.standing}）" if one.standing else ""
    return f"{one.heading}{standing}\n{title}：{one.shown}" if one.shown else f"{one.heading}{standing}\n{title}"
