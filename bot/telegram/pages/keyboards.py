"""The keyboard under an answer: what is asked for, what to choose from, what comes next, and whether it helped."""

from datetime import datetime, timedelta

from telegram import InlineKeyboardButton

from bot.assistant.answer import Answer, Ask
from bot.assistant.phrases import CANCEL, NONE_OF_THESE, UNKNOWN
from bot.telegram.pages.buttons import (
    CLAUSE,
    FEEDBACK,
    FILLED,
    OPTION,
    REMINDER,
    SAY,
    WATCH,
    Keyboard,
    asked_for,
    url_button,
)
from bot.telegram.pages.copying import copies
from bot.telegram.pages.last_days import last_day
from bot.telegram.pages.next_steps import calculators_after, related_to
from bot.telegram.pages.words import BAD, FULL, GOOD, RELATED, REMIND, WATCH_CHANGES, say
from knowledge.library import Library
from knowledge.resting import figures_of

_DAYS = {"今天": 0, "昨天": 1, "前天": 2}
_USUAL = {"bool": ("是", "否"), "date": tuple(_DAYS)}
_SHORT, _QUESTIONS = 6, 2


def answer_keys(answer: Answer, now: datetime, library: Library, *, card: bool = False) -> Keyboard:
    """Return the keyboard of a whole answer; a clause's own `card` needs no button to its text."""
    keys = Keyboard()
    _add_questions(keys, answer, now)
    for step in answer.next[:_QUESTIONS]:
        keys.row(keys.button(step.label, SAY, step.line))
    for filled in calculators_after(answer, library):
        keys.row(keys.button(say(f"🧮 {filled.title}", answer.traditional), FILLED, filled.payload))
    _add_clauses(keys, answer, library, card=card)
    add_copies(keys, answer)
    _add_reminder(keys, answer, now, library)
    _add_watch(keys, answer, library)
    _add_verdicts(keys, answer)
    return keys


def _add_clauses(keys: Keyboard, answer: Answer, library: Library, *, card: bool) -> None:
    row = []
    if answer.quotes and not card:
        row.append(keys.button(say(FULL, answer.traditional), CLAUSE, answer.quotes[0].id))
    related = None if answer.ask else related_to(answer, library)
    if related:
        row.append(keys.button(say(f"{RELATED}{related.cite}", answer.traditional), CLAUSE, related.id))
    _add_row(keys, row)


def add_copies(keys: Keyboard, answer: Answer) -> None:
    """Add what can be copied from a whole answer; a path in its clause where the answer itself tells none."""
    clause = (quote.shown for quote in answer.quotes[:1])
    _add_row(keys, copies(answer, (answer.headline, *answer.steps, answer.then, *clause)))


def _add_row(keys: Keyboard, row: list[InlineKeyboardButton]) -> None:
    if row:
        keys.row(*row)


def group_keys(answer: Answer, now: datetime, library: Library, link: str) -> Keyboard:
    """Return the keyboard of a short answer in a group; `link` leads to the full text in private."""
    keys = Keyboard()
    _add_questions(keys, answer, now)
    keys.row(url_button(say(FULL, answer.traditional), link))
    _add_row(keys, copies(answer, (answer.short,)))
    _add_reminder(keys, answer, now, library)
    _add_watch(keys, answer, library)
    _add_verdicts(keys, answer)
    return keys


def _add_questions(keys: Keyboard, answer: Answer, now: datetime) -> None:
    if answer.ask:
        _add_options(keys, answer.ask, now, in_traditional=answer.traditional)
    for choice in answer.choices:
        keys.row(keys.button(choice, SAY, choice))
    if answer.choices:
        keys.row(keys.button(say(NONE_OF_THESE, answer.traditional), SAY, NONE_OF_THESE))


def _add_options(keys: Keyboard, ask: Ask, now: datetime, *, in_traditional: bool) -> None:
    mark = asked_for(ask.calculator, ask.name)
    options = ask.options or _USUAL.get(ask.kind, ())
    shown = [_told(option, now, in_traditional) for option in options]
    wide = (
        3 if all(len(label) <= _SHORT or option in _DAYS for label, option in zip(shown, options, strict=True)) else 1
    )
    buttons = [
        keys.button(label, OPTION, f"{mark}:{_said(option, now)}") for label, option in zip(shown, options, strict=True)
    ]
    keys.grid(buttons, wide)
    keys.row(*(keys.button(say(word, in_traditional), OPTION, f"{mark}:{word}") for word in (UNKNOWN, CANCEL)))


def _told(option: str, now: datetime, in_traditional: bool) -> str:
    """Return the label of an option; a day says which one it is, so that the button means the same tomorrow."""
    if option not in _DAYS:
        return option
    day = now - timedelta(days=_DAYS[option])
    return say(f"{option}（{day.month}月{day.day}日）", in_traditional)


def _said(option: str, now: datetime) -> str:
    return (now - timedelta(days=_DAYS[option])).date().isoformat() if option in _DAYS else option


def is_answer(answer: Answer) -> bool:
    """Whether an answer can be judged: it answers or refuses a question, and is no greeting, question back or 好的."""
    return answer.status == "answered" or (
        answer.status == "no_answer" and (bool(answer.quotes) or answer.told == "outside")
    )


def _add_reminder(keys: Keyboard, answer: Answer, now: datetime, library: Library) -> None:
    found = last_day(answer.calculation, library)
    if found is not None and found.ends > now:
        keys.row(keys.button(say(REMIND, answer.traditional), REMINDER, ""))


def _add_watch(keys: Keyboard, answer: Answer, library: Library) -> None:
    if answer.status == "answered" and figures_of(library, answer.told):
        keys.row(keys.button(say(WATCH_CHANGES, answer.traditional), WATCH, ""))


def _add_verdicts(keys: Keyboard, answer: Answer) -> None:
    if is_answer(answer):
        keys.row(keys.button(GOOD, FEEDBACK, "+"), keys.button(BAD, FEEDBACK, "-"))
