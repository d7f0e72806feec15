"""Opens the knowledge base for every face: the shipped documents and an owner's, the calculations checked."""

from collections.abc import Sequence
from pathlib import Path

from bot.cache import kept
from calculators.bindings import problems
from knowledge.kept import Kept
from knowledge.library import Library
from knowledge.load import load


def known(folders: Sequence[Path], keeping: Kept | None = None) -> Library:
    """
    Return the knowledge base with the documents of `folders` added; what is worked out goes to the cache, or `keeping`.

    Raises:
        KnowledgeError: a file is broken, or a calculation does not fit its rule; names file, clause and field.
    """
    return load(*folders, kept=keeping or kept(), checks=(problems,))
