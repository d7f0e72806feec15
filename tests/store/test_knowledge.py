"""What processes tell each other of the knowledge that they answer from, and of what is wrong with the files."""

import asyncio

import pytest

from bot.store import Store
from bot.store.knowledge import version_of

pytestmark = pytest.mark.asyncio


async def test_of_processes_that_notice_the_same_one_raises_the_mark(store: Store, replica: Store) -> None:
    """Both know it afterwards, and both what it was raised for."""
    before = await store.knowledge.mark()
    raised = await asyncio.gather(*(one.knowledge.raise_mark("aaaa", again=False) for one in (store, replica)))
    other, _ = await replica.knowledge.raise_mark("bbbb", again=False)
    both = [mark for mark, _ in raised]

    assert before == ""
    assert both[0] == both[1]
    assert sorted(ours for _, ours in raised) == [False, True]
    assert [version_of(mark) for mark in (*both, other)] == ["aaaa", "aaaa", "bbbb"]
    assert await store.knowledge.mark() == other


async def test_who_asks_for_it_raises_the_mark_each_time(store: Store) -> None:
    """So that those follow who had not seen the files yet."""
    first, ours = await store.knowledge.raise_mark("aaaa", again=True)
    second, again = await store.knowledge.raise_mark("aaaa", again=True)

    assert (ours, again) == (True, True)
    assert first != second
    assert version_of(first) == version_of(second)


async def test_a_problem_is_news_once_until_it_is_another_one_or_mended(store: Store, replica: Store) -> None:
    """Whichever process notes it."""
    news = [await one.knowledge.is_news("a: is missing") for one in (store, replica, store)]
    another = [await one.knowledge.is_news("b: is missing") for one in (replica, store)]
    mended = [await one.knowledge.mended() for one in (store, replica)]
    again = await replica.knowledge.is_news("b: is missing")

    assert news == [True, False, False]
    assert another == [True, False]
    assert mended == [True, False]
    assert again


async def test_two_processes_at_once_find_the_same_problem(store: Store, replica: Store) -> None:
    """One tells the owner."""
    for number in range(5):
        both = await asyncio.gather(*(one.knowledge.is_news(f"problem {number}") for one in (store, replica)))
        assert sorted(both) == [False, True]
