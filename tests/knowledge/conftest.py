"""What the audit's tests share: a knowledge base with one clause changed, and where the source files are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.audit.sources import Pages
from knowledge.library import Library
from knowledge.model import Clause

Change = Callable[[Clause], dict[str, object]]
WithClause = Callable[[Library, str, Change], Library]


@pytest.fixture(scope="session")
def sources() -> Path:
    """Return the folder of the source files; without them the test is skipped."""
    folder = Path(__file__).parents[2] / "../shared/sources"
    if not folder.is_dir():
        pytest.skip("the five source files are not part of this repository")
    return folder


@pytest.fixture(scope="session")
def pages(library: Library, sources: Path) -> Pages:
    """Return the source files' sentences."""
    return Pages.read(library, sources)


def _with_clause(library: Library, place: str, change: Change) -> Library:
    """Return `library` with one clause changed."""
    name, locator = place.split("/")

    def changed(clause: Clause) -> Clause:
        return clause.model_copy(update=change(clause)) if clause.locator == locator else clause

    documents = tuple(
        document.model_copy(update={"clauses": tuple(changed(clause) for clause in document.clauses)})
        if document.id == name
        else document
        for document in library.documents
    )
    return replace(library, documents=documents)


@pytest.fixture(scope="session")
def with_clause() -> WithClause:
    """Return what changes one clause of a knowledge base."""
    return _with_clause
