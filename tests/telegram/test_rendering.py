"""Rendering: whatever the words are, Telegram takes every page, and nothing of them is lost."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rulebot import THURSDAY
from standin.keyboards import check_markup
from standin.texts import read_text, sendable
from standin.wire import utf16

from bot.assistant.answer import Answer, Ask, NextStep, Quote
from bot.assistant.assistant import Assistant
from bot.telegram.pages.buttons import read_data
from bot.telegram.pages.markup import LIMIT, Block, bold, cut, link, pages, quote
from bot.telegram.pages.preview import preview
from bot.telegram.pages.sheets import Printer, Sheet
from tests.shipped import library

LIBRARY = library()
NASTY = st.one_of(
    st.text(),
    st.text("<>&\"'/ab=;#!\n\t\x00\x1b\u200b\ud800🙂中"),
    st.sampled_from(["<b>", "</b>", "&lt;", "&", "<a href='x'>", "</blockquote>", "&#x1F600;", "<!--", "]]>"]),
    st.sampled_from(["🙂" * 3000, "字" * 5000, "\ud83d", " \n "]),
)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=3000)
SHORT = st.one_of(st.text(max_size=60), NASTY)


def accepted(html: str) -> str:
    """Return the text of a page as Telegram reads it; it refuses what it refuses."""
    return sendable(read_text(html, "HTML", None)).text


def checked(sheet: Sheet) -> None:
    """Check every page and the keyboard as Telegram does."""
    for page in sheet.pages:
        assert utf16(accepted(page)) <= LIMIT
    if sheet.markup:
        check_markup(json.loads(sheet.markup.to_json()), "private")


@settings(max_examples=2000, deadline=None)
@given(NASTY, NASTY)
def test_no_words_break_a_page(words: str, others: str) -> None:
    """Bold, in a quote, as a link's label, plain: two thousand strings."""
    for page in pages(
        [bold(words), Block(others), quote(f"{words}\n{others}"), link(words, "https://t.me/x?start=y"), Block("完")]
    ):
        assert 0 < utf16(accepted(page)) <= LIMIT


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(50, 300))
def test_nothing_is_lost_where_a_text_is_split(texts: list[str], limit: int) -> None:
    """All characters are there, in order, on pages within the limit."""
    split = [accepted(page) for page in pages([Block(text, "<i>", "</i>") for text in texts], limit)]

    assert "".join(split).replace("\n", "") == "".join(texts)
    assert all(utf16(page) <= limit for page in split)


def test_a_long_text_is_split_where_a_paragraph_ends() -> None:
    """And each page carries its own tags."""
    split = pages([bold("标题"), *(quote(f"{number}\n" + "规则。" * 300) for number in range(9))])

    assert len(split) > 1
    assert all(page.endswith("</blockquote>") for page in split)
    assert split[1].startswith("<blockquote expandable><b>")


def test_a_paragraph_longer_than_a_page_is_split_after_a_sentence() -> None:
    """Never within a word's surrogate pair."""
    first, second = pages([Block("一二三四五六七八九。" * 500)])
    assert first.endswith("。")
    assert second.startswith("一")
    assert [utf16(page) for page in pages([Block("🙂" * 3000)])] == [4096, 1904]


@settings(max_examples=300, deadline=None)
@given(SHORT, SHORT, SHORT, st.lists(SHORT, max_size=4), st.booleans())
def test_no_answer_breaks_a_message_or_a_keyboard(
    head: str, text: str, heading: str, lines: list[str], asks: bool
) -> None:
    """Words from users, from YAML and from Telegram names stand everywhere."""
    answer = Answer(
        question=head,
        status="needs_input" if asks else "answered",
        headline=head,
        text=text,
        steps=tuple(lines),
        notes=tuple(lines),
        supplements=tuple(lines[:1]),
        quotes=(Quote("kuaishou-shizaibao/7", "kuaishou-shizaibao", "7", head, text, heading, head),),
        choices=tuple(lines),
        ask=Ask("shizaibao-payout", "paid", "money", text, tuple(lines)) if asks else None,
        next=tuple(NextStep(line, text) for line in lines),
        short=text,
    )
    printer = Printer("rulebot", LIBRARY, THURSDAY)

    checked(printer.whole(answer, first=head, last=text))
    checked(printer.short(answer, last=text))


@given(st.text(max_size=64), st.one_of(st.none(), st.fixed_dictionaries({"kept": st.lists(st.text(), max_size=2)})))
def test_no_callback_data_breaks_the_reading(data: str, row: dict[str, list[str]] | None) -> None:
    """It means something, or it is refused."""
    assert read_data(data, row) is None or data


def test_every_clause_makes_pages_and_keyboards_that_telegram_takes(assistant: Assistant) -> None:
    """All of the shipped documents, whole and short, in both scripts."""
    printer = Printer("rulebot", assistant.library, THURSDAY)
    for place in assistant.library.places:
        answer = assistant.clause(place, now=THURSDAY)
        assert answer
        for one in (answer, replace(answer, traditional=True)):
            checked(printer.whole(one))
            checked(printer.short(one))


@pytest.mark.parametrize(
    ("text", "most", "short"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("🙂🙂", 3, "🙂…"), ("", 3, "")]
)
def test_a_text_is_cut_to_telegrams_units(text: str, most: int, short: str) -> None:
    """An emoji counts twice."""
    assert cut(text, most) == short


def test_a_preview_shows_the_html_and_the_keyboard(assistant: Assistant) -> None:
    """So that a person can check how an answer looks."""
    shown = preview(
        "我在快手实付1288元，主播虚假宣传，实在宝能赔多少", assistant, datetime(2023, 4, 20, 10, tzinfo=THURSDAY.tzinfo)
    )

    assert "<b>" in shown
    assert "<blockquote expandable>" in shown
    assert "[👍](f:+) [👎](f:-)" in shown
