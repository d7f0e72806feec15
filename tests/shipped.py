"""The shipped knowledge base, read once by each process of the tests, and an assistant over it."""

from functools import cache

from bot.assistant.assistant import Assistant
from bot.cache import folder
from knowledge.kept import Kept, Remembering
from knowledge.library import Library
from knowledge.load import load


@cache
def kept() -> Kept:
    """Return what keeps all that was worked out, so that a test that loads works out only what differs."""
    return Remembering(folder())


@cache
def library() -> Library:
    """Return the shipped knowledge base."""
    return load(kept=kept())


@cache
def assistant() -> Assistant:
    """Return the assistant over the shipped knowledge base."""
    return Assistant(library(), kept=kept())
