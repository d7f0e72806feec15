"""The nine documents have every place of their sources, and say since when they hold."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.audit.sentences import plain, sentences
from knowledge.library import Library

LOCATORS = {
    "kuaishou-shizaibao": (
        "0 1 1.1 1.2 1.3 2 3 3.1 3.2 3.3 4 4.1 4.2 5 6 7 8 9"
        " 10 10.1 10.2 10.3 10.4 10.5 10.6 10.7 10.8 11 12 13 14 15 15.1 15.2 16"
    ),
    "kuaishou-works": "1.1 1.2 1.3 2 2.1 2.2",
    "douyin-feige": (
        "0.1 0.2 0.3 1 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.10.1 2.10.2 2.10.3 2.10.4 2.10.5 3 4.1 4.2.1 4.2.2"
    ),
    "xingtu-cancellation": (
        "0 1 2.1.1 2.1.2 2.1.3 2.2.1 2.2.2 2.2.3 2.2.4 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.2 3.3 4.1 4.2 4.3.1 4.3.2 4.3.3"
    ),
    "kuaishou-used-3c": "0 1.1 1.2 1.3 2 3.1 3.2 4.1 4.2 4.3 5.1 5.2",
    "doudian-provider-infringement": "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    "doudian-provider-removal": "0 1 2 2.1 2.1.1 2.1.2 2.1.3 2.1.4 2.2 2.2.1 2.2.2 2.3",
    "doudian-shop-operation": "0 1 2 3 4 5 6 7",
    "doudian-agency": "0 1 2",
}
IN_FORCE = {"kuaishou-shizaibao": date(2023, 3, 20), "doudian-provider-removal": date(2022, 8, 15)}


@pytest.mark.parametrize("name", LOCATORS)
def test_a_document_has_every_place_of_its_source(library: Library, name: str) -> None:
    """Each locator of the source's own numbering is a clause."""
    assert [locator for locator in LOCATORS[name].split() if f"{name}/{locator}" not in library.places] == []


def test_only_documents_that_state_a_day_have_one_from_which_they_hold(library: Library) -> None:
    """The others say when the page was posted, where that is known."""
    assert {document.id: document.in_force for document in library.documents if document.in_force} == IN_FORCE
    assert set(LOCATORS) == {document.id for document in library.documents}


def test_opinion_is_not_passed_off_as_a_rule(library: Library) -> None:
    """Essays and advice are marked as such."""
    opinion = {document.id for document in library.documents if document.kind == "经验文章"}

    assert opinion == {"kuaishou-works", "doudian-provider-infringement", "doudian-shop-operation", "doudian-agency"}


def test_every_text_can_be_told_with_its_figures(library: Library) -> None:
    """No placeholder is left in a clause, a reading, a gap or a conflict."""
    day = date(2026, 1, 1)
    told = [
        library.told(place, text, day)
        for place in library.places.values()
        for text in (place.clause.text, *place.clause.reading.values())
    ]
    told += [library.told(place, gap.missing + gap.certain, day) for place, gap in library.gaps.values()]
    told += [library.told(places[0], conflict.says, day) for places, conflict in library.conflicts.values()]

    assert [text for text in told if "{" in text or "}" in text] == []


def test_a_reading_in_brackets_is_undone_and_a_real_bracket_stays() -> None:
    """Two sources carry pinyin behind characters, and three are in Traditional characters."""
    assert plain("賠償時(shí)長(zhǎng)為30個(gè)自然日(MCN)") == "赔偿时长为30个自然日(MCN)"


def test_sentences_carry_their_line_and_number(tmp_path: Path) -> None:
    """Blank lines count as lines; a list item in the middle of a line is a sentence of its own."""
    path = tmp_path / "page.txt"
    path.write_text("第一句。第二句;第三句\n\n要求:(1)甲;(2)乙。", encoding="utf-8-sig")

    assert [(one.place, one.text) for one in sentences(path)] == [
        ("1.1", "第一句。"),
        ("1.2", "第二句;"),
        ("1.3", "第三句"),
        ("3.1", "要求:"),
        ("3.2", "(1)甲;"),
        ("3.3", "(2)乙。"),
    ]
