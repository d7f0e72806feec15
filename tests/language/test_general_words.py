"""The reader knows no document: no title, platform or name of a rule stands in its Python."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shipped import library

LANGUAGE = Path(__file__).parents[2] / "knowledge" / "language"
MODULES = sorted(LANGUAGE.glob("*.py"))


def names() -> Iterator[str]:
    """Yield the names and platforms of all documents, and the words that their titles put in quotes."""
    for document in library().documents:
        yield from (document.title, document.short, document.platform.name, *document.aliases)
        yield from re.findall(r"[《“「](.+?)[》”」]", document.title)


# Names of two characters and more; a platform may be told as several.
NAMES = sorted({part for name in names() for part in (name, *re.split(r"[、/·]", name)) if len(part) > 1})


def test_there_are_names_to_look_for() -> None:
    """All documents and their platforms have names."""
    documents = library().documents

    assert len(NAMES) > len(documents)
    assert {document.platform.name for document in documents} <= set(NAMES)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_name_of_a_document_stands_in_the_reader(module: Path) -> None:
    """What is particular to a document or its platform stands in YAML."""
    text = module.read_text(encoding="utf-8").lower()

    found = [name for name in NAMES if name.lower() in text]

    assert not found
