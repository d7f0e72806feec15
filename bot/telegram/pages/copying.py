"""What people copy from an answer: the amount that it comes to, and the way through the menus that it tells."""

import re
from collections.abc import Iterable

from telegram import InlineKeyboardButton

from bot.assistant.answer import Answer
from bot.telegram.pages.buttons import COPY_CHARACTERS, copy_button
from bot.telegram.pages.markup import utf16
from bot.telegram.pages.words import COPY_AMOUNT, COPY_PATH, say
from calculators.outcome import Yuan

# A step is one name in brackets, or words up to their last quotation (页面右下角“客服”), or to the next stop.
_NAME = r"【[^【】\n]++】|「[^「」\n]++」|『[^『』\n]++』"
_LETTER = r"[^\s，。；：、！？（）,;:!?()\[\]【】「」『』“”→⇒›»>＞-]"
_WORDS = rf"(?:{_LETTER}*+“[^“”\n]++”)++|{_LETTER}++"
_ARROW = r"[ \u3000]?(?:→|⇒|›|»|->|[>＞])[ \u3000]?"
_PATH = re.compile(rf"(?:{_NAME}|(?<!”)(?<!{_LETTER})(?:{_WORDS}))(?:{_ARROW}(?:{_NAME}|{_WORDS}))++")
_QUOTING = re.compile("[【「『“]")


def copies(answer: Answer, texts: Iterable[str]) -> list[InlineKeyboardButton]:
    """Return the buttons that copy the amount that an answer tells first, and the first path in its `texts`."""
    buttons = []
    if amount := _amount(answer):
        buttons.append(copy_button(say(COPY_AMOUNT.format(amount=amount), answer.traditional), amount))
    if path := next((found for text in texts if (found := path_in(text))), ""):
        buttons.append(copy_button(say(COPY_PATH, answer.traditional), path))
    return buttons


def path_in(text: str) -> str:
    """
    Return the first way through menus in a text, "" where it tells none.

    That is steps with arrows between them, of which one at least is quoted as it stands on the screen: what only comes
    one after the other, or is more than something else, is none.

    >>> path_in("在电脑小店后台【权益中心】→【实在宝服务】里，用微信扫。")
    '【权益中心】→【实在宝服务】'
    >>> path_in("流程是下单→付款→发货。")
    ''
    """
    paths = (found[0] for found in _PATH.finditer(text))
    return next((path for path in paths if _QUOTING.search(path) and utf16(path) <= COPY_CHARACTERS), "")


def _amount(answer: Answer) -> str:
    """Return the amount that stands first in the headline of a calculation that came to one, as figures alone."""
    outcome = answer.calculation
    if outcome is None or outcome.outcome != "computed":
        return ""
    amounts = {f"{value:.2f}" for value in outcome.result.values() if isinstance(value, Yuan) and value > 0}
    told = re.findall(r"(?<![\d.])\d+\.\d\d(?= ?元)", answer.headline)
    return next((amount for amount in told if amount in amounts), "")
