"""An answer as Telegram messages: headline first, then steps, clause, and what stays open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from telegram import ForceReply, InlineKeyboardMarkup

from bot.assistant.answer import Answer, Quote
from bot.assistant.phrases import MIND, OUTSIDE
from bot.telegram.pages.buttons import TELL, Keyboard
from bot.telegram.pages.keyboards import answer_keys, group_keys, is_answer
from bot.telegram.pages.last_days import LastDay, last_day
from bot.telegram.pages.links import clause_parameter, start_link
from bot.telegram.pages.markup import LIMIT, Block, bold, cut, link, pages, quote, safe, utf16
from bot.telegram.pages.receipts import IN_STORE, Receipt, parameter, receipt_for
from bot.telegram.pages.words import RECEIPT, REPLY_HERE, TELL_ME, say
from knowledge.library import Library

_GROUP_LENGTH = 600
# An owner's answer may be long; what is all bold stands out no more.
_LONGEST_BOLD = 200


@dataclass(frozen=True)
class Sheet:
    """
    One answer ready to be sent.

    It has its pages, the buttons under the last one, the receipt to be stored and the last day to be reminded of,
    where there are any.
    """

    pages: list[str]
    keys: Keyboard = field(default_factory=Keyboard)
    answer: Answer | None = None
    stored: tuple[str, Receipt] | None = None
    last_day: LastDay | None = None

    @property
    def markup(self) -> InlineKeyboardMarkup | ForceReply | None:
        """Return the keyboard of the last page, or that it waits for a reply."""
        return self.keys.markup

    @property
    def buttons(self) -> InlineKeyboardMarkup | None:
        """Return the keyboard of the last page, where it has one."""
        return self.markup if isinstance(self.markup, InlineKeyboardMarkup) else None

    def with_line(self, line: str) -> "Sheet":
        """Return the sheet with a paragraph more below everything."""
        *before, last = self.pages
        longer = f"{last}\n\n{safe(line)}"
        return replace(self, pages=[*before, longer] if utf16(longer) <= LIMIT else [*self.pages, safe(line)])


@dataclass(frozen=True)
class Printer:
    """
    What printing an answer needs besides it: the bot's name, the knowledge, the time, a key for a stored receipt.

    With `owned` there is somebody who reads what was asked in vain, and may answer it.
    """

    username: str
    library: Library
    now: datetime
    new_key: str = ""
    owned: bool = False

    def whole(self, answer: Answer, *, first: str = "", last: str = "", card: bool = False) -> Sheet:
        """Return the full answer; `first` and `last` are lines around it."""
        told, stored = self._receipt(answer)
        blocks = [Block(first), *_blocks(answer)]
        if told:
            blocks.append(link(say(RECEIPT, answer.traditional), start_link(self.username, told)))
        keys = answer_keys(answer, self.now, self.library, card=card)
        self._add_telling(keys, answer)
        return Sheet(pages([*blocks, Block(last)]), keys, answer, stored, last_day(answer.calculation, self.library))

    def short(self, answer: Answer, *, last: str = "") -> Sheet:
        """Return the answer for a group: headline, clause number, one line, a button to the full text in private."""
        told, stored = self._receipt(answer)
        target = told or (clause_parameter(answer.quotes[0].id) if answer.quotes else "")
        keys = group_keys(answer, self.now, self.library, start_link(self.username, target or "help"))
        self._add_telling(keys, answer)
        blocks = _short_blocks(answer, last)
        return Sheet(pages(blocks), keys, answer, stored, last_day(answer.calculation, self.library))

    def _add_telling(self, keys: Keyboard, answer: Answer) -> None:
        if self.owned and answer.status == "no_answer" and (is_answer(answer) or answer.told == "none"):
            keys.row(keys.button(say(TELL_ME, answer.traditional), TELL, ""))

    def _receipt(self, answer: Answer) -> tuple[str, tuple[str, Receipt] | None]:
        # a link computes by the rule of its own day, not by that of another one which the line asks about
        receipt = None if answer.at else receipt_for(answer.calculation, self.now, self.library)
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
    yield _first(answer.headline) if answer.quotes or answer.ask else Block(answer.headline)
    yield from _listed(answer.steps)
    yield Block(answer.then)
    yield from _titled(say(MIND, answer.traditional), answer.notes)
    yield from (quote(_quoted(one, say(one.title, answer.traditional))) for one in answer.quotes)
    if answer.ask and answer.ask.prompt != answer.headline:
        yield bold(answer.ask.prompt)
    yield from _titled(say(OUTSIDE, answer.traditional), answer.supplements)
    yield Block(answer.aged, "<i>", "</i>")


def _first(headline: str) -> Block:
    """Return a headline, bold; of a long one of several lines only the first is, where that is short."""
    if len(headline) <= _LONGEST_BOLD:
        return bold(headline)
    return Block(headline, headed="\n" in headline and len(headline.partition("\n")[0]) <= _LONGEST_BOLD)


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
