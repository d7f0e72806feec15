"""A method whose latest results are remembered while its object lives."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

T = TypeVar("T")


def once(method: Callable[[str], T], most: int) -> Callable[[str], T]:
    """
    Return a bound `method` that remembers what it returned for `most` texts.

    It does not keep the method's object alive: a knowledge base that is replaced is gone at once, and need not wait
    for a garbage collector that looks through everything.
    """
    of_object = WeakMethod(method)

    @lru_cache(maxsize=most)
    def remembered(text: str) -> T:
        own = of_object()
        assert own is not None, "called through its object alone"
        return own(text)

    return remembered
