"""What the assistant says about itself, filled in from what is loaded: documents, calculators, the owner's contact."""

from collections.abc import Collection

from bot.assistant import examples
from bot.assistant.answer import Answer
from knowledge.library import Library
from knowledge.prose import fill_words


def answer(library: Library, kind: str, line: str) -> Answer:
    """Return the reply called `kind` to a line, with the list that belongs to it."""
    listed = {"calculators": tuple(bound.calculation.title for bound in library.calculations.values())}
    return Answer(line, "no_answer", said(library, kind), "", steps=listed.get(kind, ()))


def said(library: Library, kind: str, **words: str) -> str:
    """Return the reply called `kind`; `words` fill placeholders of its own."""
    return fill_words(library.lexicon.replies[kind], {**_loaded(library), **words})


def none_of_these(library: Library) -> str:
    """Return what is said where nothing that was offered is meant."""
    return said(library, "none_of_these_shop" if _of_a_shop(library) else "none_of_these")


def refused(library: Library, platforms: Collection[str]) -> str:
    """
    Return what is said where no document answers.

    That is what there is on the platform that was named, or else how to see what there is, or whom to ask in a shop.
    """
    named = _by_platform(library)
    platform = next((one for one in named if one in platforms), "")
    if platform:
        return said(library, "refused_near", platform=platform, near="、".join(named[platform]))
    return said(library, "refused_shop" if _of_a_shop(library) else "refused")


def _loaded(library: Library) -> dict[str, str]:
    contact = library.lexicon.replies["contact"].replace("{contact}", library.contact) if library.contact else ""
    shop = library.lexicon.replies["shop"] if _of_a_shop(library) and not contact else ""
    return {
        "shop": shop,
        "documents": "；".join(f"{platform}：{'、'.join(names)}" for platform, names in _by_platform(library).items()),
        "names": "、".join(document.short for document in library.documents),
        "count": str(len(library.documents)),
        "calculator_count": str(len(library.calculations)),
        "example": examples.question(library),
        "contact": contact,
    }


def _of_a_shop(library: Library) -> bool:
    """Return whether questions and answers of an owner are loaded."""
    return any(document.verbatim for document in library.documents)


def _by_platform(library: Library) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for document in library.documents:
        found.setdefault(document.platform.name, []).append(document.short)
    return found
