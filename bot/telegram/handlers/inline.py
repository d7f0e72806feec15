"""Inline queries and guest messages: short answers in chats where the bot is no member."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.assistant.answer import Answer
from bot.assistant.assistant import Assistant
from bot.assistant.talk import NOTHING
from bot.assistant.written import in_traditional, said_in
from bot.telegram.handlers.catalogue import figured
from bot.telegram.handlers.for_owners import leave_inline
from bot.telegram.handlers.services import Context, services
from bot.telegram.incoming import answered_message, dated, without_mention, words_of
from bot.telegram.pages.markup import cut
from bot.telegram.pages.sheets import Printer
from bot.telegram.pages.words import TO_PRIVATE, say
from knowledge.calendar import SHANGHAI
from knowledge.language.script import writes_traditional
from knowledge.library import Place

_MOST, _MOST_COMPUTED = 20, 3
_CLAUSES_SECONDS, _COMPUTED_SECONDS, _NOTHING_SECONDS = 3600, 60, 300
_TITLE, _DESCRIPTION = 60, 120
_MORE = "要补充情况的话，点下面的按钮去私聊里接着问。"


async def on_inline(update: Update, context: Context) -> None:
    """Answer an inline query in one round trip: the computed answer first, then the clauses that fit."""
    query = update.inline_query
    assert query
    assistant = services(context).assistant
    printer = Printer(context.bot.username, assistant.library, datetime.now(SHANGHAI))
    words = query.query.strip()
    computed = _computed(assistant, words, printer.now)
    results = [*_shown(computed, words, printer), *_clauses(assistant, words, printer)][:_MOST]
    seconds = _COMPUTED_SECONDS if computed else _CLAUSES_SECONDS if results else _NOTHING_SECONDS
    button = None if results else _to_private(words)
    await query.answer(results, cache_time=seconds, is_personal=False, button=button)
    # what is still being typed is no question, and counts as none
    await leave_inline(services(context).store, computed[:1], printer.now)


async def on_guest(update: Update, context: Context) -> None:
    """Answer a message to the bot in a chat where it is no member: short, as in a group."""
    message = update.guest_message
    if message is None or message.guest_query_id is None:
        return
    assistant = services(context).assistant
    printer = Printer(context.bot.username, assistant.library, dated(message))
    text = without_mention(words_of(message), context.bot.username)
    replied = answered_message(message)
    if not text and replied:
        text = words_of(replied)
    answer, _ = assistant.reply(text, NOTHING, now=printer.now, mode="addressed")
    first = answer.parts[0] if answer.parts else answer
    await context.bot.answer_guest_query(
        message.guest_query_id, _article(first, printer, "guest", first.headline or "规则助手")
    )
    await leave_inline(services(context).store, [first], printer.now)


def _computed(assistant: Assistant, words: str, now: datetime) -> list[Answer]:
    """Return what can be computed from a query: a whole question, or a subject and a figure."""
    every = _answers(assistant, words, now)
    every = map(in_traditional, every) if writes_traditional(words) else every
    answers = [answer for answer in every if answer.calculation and answer.calculation.outcome == "computed"]
    return answers[:_MOST_COMPUTED]


def _shown(answers: list[Answer], words: str, printer: Printer) -> list[InlineQueryResultArticle]:
    mark = sha256(words.encode()).hexdigest()[:16]
    return [_article(answer, printer, f"={number}{mark}", answer.headline) for number, answer in enumerate(answers)]


def _answers(assistant: Assistant, words: str, now: datetime) -> Iterator[Answer]:
    if not words:
        return
    answer, _ = assistant.reply(words, NOTHING, now=now, mode="private")
    yield answer
    if answer.calculation is None and any(character.isdigit() for character in words):
        for name, rest in figured(words, assistant.library):
            yield assistant.calculate(name, rest, NOTHING, now=now)[0]


def _useful(assistant: Assistant) -> list[Place]:
    """Return the clauses that something can be computed from, and then the others."""
    places = assistant.library.places.values()
    return sorted(places, key=lambda place: not place.clause.calculations)[:_MOST]


def _clauses(assistant: Assistant, words: str, printer: Printer) -> Iterator[InlineQueryResultArticle]:
    """Yield the clauses that fit a query, in its script."""
    places = [hit.place for hit in assistant.search(words, limit=_MOST)] if words else _useful(assistant)
    for place in places:
        answer = assistant.clause(place.id, now=printer.now)
        if answer:
            shown = in_traditional(answer) if writes_traditional(words) else answer
            title = said_in(shown, f"{place.document.short}{place.cite} {place.clause.title}")
            yield _article(replace(shown, ask=None), printer, sha256(place.id.encode()).hexdigest()[:32], title)


def _to_private(words: str) -> InlineQueryResultsButton:
    """Return the button to the private chat, in the script of a query that found nothing."""
    return InlineQueryResultsButton(say(TO_PRIVATE, writes_traditional(words)), start_parameter="inline")


def _article(answer: Answer, printer: Printer, identifier: str, title: str) -> InlineQueryResultArticle:
    """Return an answer as a result: its title in the list, the short answer when chosen, a button to the full text."""
    more = said_in(answer, _MORE) if answer.ask or answer.choices else ""
    sheet = printer.short(replace(answer, ask=None, choices=()), last=more)
    urls = [button for row in sheet.keys.rows for button in row if button.url]
    described = said_in(answer, answer.quotes[0].text) if answer.quotes else answer.text
    return InlineQueryResultArticle(
        id=identifier,
        title=cut(title, _TITLE),
        description=cut(" ".join(described.split()), _DESCRIPTION),
        input_message_content=InputTextMessageContent(
            sheet.pages[0], parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=InlineKeyboardMarkup([urls]) if urls else None,
    )
