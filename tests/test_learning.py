"""The lines to learn from: that their targets exist, and that a library can be told them and made to forget them."""

from collections import Counter

import pytest

from knowledge.library import Library
from knowledge.search.found import BESIDE, TURNS
from tools.with_lines import Line, read_lines, with_lines, without_lines

LEAST_LINES, LEAST_WRITERS, LEAST_BESIDE = 8_000, 20, 3


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """Return all of them."""
    return read_lines()


def test_each_line_has_targets_that_exist(lines: list[Line], library: Library) -> None:
    """An aspect, a calculator, or what is none of ours."""
    known = {bound.id for of_one in library.aspects.values() for bound in of_one}
    known |= {f"={name}" for name in library.calculations} | {*BESIDE, *TURNS}

    assert [line for line in lines if not line.targets or line.targets - known] == []


def test_there_are_enough_lines_by_enough_writers_and_enough_of_them_not_ours(lines: list[Line]) -> None:
    """At least 8,000 lines; a quarter and more of them outside, talk or orders."""
    beside = sum(bool(line.targets & set(BESIDE)) for line in lines)

    assert len(lines) >= LEAST_LINES
    assert len({line.writer for line in lines}) >= LEAST_WRITERS
    assert beside * (LEAST_BESIDE + 1) >= len(lines)


def test_no_writer_says_a_line_twice(lines: list[Line]) -> None:
    """A line counts once a writer."""
    said = Counter((line.writer, line.text) for line in lines)

    assert [line for line, times in said.items() if times > 1] == []


def test_what_a_library_was_told_it_can_forget(library: Library, lines: list[Line]) -> None:
    """Without the lines none of them is a way of asking; told again, those of one target are, where they belong."""
    bare = without_lines(library, lines)
    told = with_lines(bare, lines)
    texts = {line.text for line in lines}
    one = next(line for line in lines if len(line.targets) == 1 and ":" in min(line.targets))
    target = min(one.targets)

    assert not texts & {example.q for place in bare.places.values() for example in place.clause.asked}
    assert not texts & {line for kind in BESIDE for line in bare.beside[kind]}
    assert one.text in {
        example.q
        for bound in told.aspects[target.rpartition(":")[0]]
        if bound.id == target
        for example in bound.aspect.asked
    }


def test_a_line_that_may_be_meant_of_several_is_a_way_of_asking_for_none(library: Library) -> None:
    """It would lead astray."""
    several = Line("随便说一句试试看", frozenset({"kuaishou-shizaibao/7:how-much", "outside"}), "nobody")

    assert with_lines(library, [several]).aspects == library.aspects
