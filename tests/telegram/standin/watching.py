"""Waiting for what the bot does, with a complaint that tells what it did instead."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

from .log import Call
from .world import World

T = TypeVar("T")
SHOWN = 6
SECONDS = 20.0
"""How long the bot is waited for where a test does not say; much else may be going on."""


def wait_until(world: World, look: Callable[[], T | None], timeout: float, complaint: Callable[[], str]) -> T:
    """
    Return what `look` finds, as soon as it is not None.

    Raises:
        AssertionError: it finds nothing for `timeout` seconds.
    """
    deadline = monotonic() + timeout
    with world.changed:
        while (found := look()) is None:
            left = deadline - monotonic()
            if left <= 0:
                raise AssertionError(f"after {timeout:g} s: {complaint()}")
            world.changed.wait(left)
    return found


def recent(calls: Sequence[Call]) -> str:
    """Return the latest requests, but for polls, in one line for a complaint."""
    shown = [call for call in calls if call.method != "getupdates"][-SHOWN:]
    words = [
        f"{call.method} {call.status or call.fault}" + (f" {call.description!r}" if call.status != 200 else "")
        for call in shown
    ]
    return "; ".join(words) or "the bot asked for nothing"
