"""What the documents that are loaded cover is no longer outside: platforms and their names come from the documents."""

import re
from collections.abc import Iterable, Mapping, Sequence

from knowledge.language.lexicon import Lexicon
from knowledge.language.script import normalise
from knowledge.model import Document

PLATFORM, OUTSIDE = "platform", "outside"
# A shorter title names no topic of its own.
_LEAST = 3


def covering(lexicon: Lexicon, documents: Sequence[Document], further: Sequence[Document]) -> Lexicon:
    """
    Return a lexicon in which the platform of each document has its names, and none that is covered lies outside.

    `further` are the documents that are not shipped.
    """
    named = dict(lexicon.features.get(PLATFORM, {}))
    for platform in (document.platform for document in documents):
        ways = (*named.get(platform.name, ()), platform.name, *platform.called)
        named[platform.name] = tuple(dict.fromkeys(ways))
    covered = _naming(documents, further)
    outside = tuple(name for name in lexicon.outside_platforms if not covered.search(name))
    features = {**lexicon.features, PLATFORM: named}
    return lexicon.model_copy(update={"features": features, "outside_platforms": outside})


def outside_of(
    beside: Mapping[str, tuple[str, ...]], documents: Sequence[Document], further: Sequence[Document]
) -> dict[str, tuple[str, ...]]:
    """
    Return the lines that are none of ours.

    What names a platform or a topic (a clause's title) of the `further` documents is none of them any more.
    """
    covered = [_naming(documents, further), _topics(further)]
    outside = (line for line in beside.get(OUTSIDE, ()) if not any(one.search(normalise(line)) for one in covered))
    return {**beside, OUTSIDE: tuple(outside)}


def _naming(documents: Sequence[Document], further: Sequence[Document]) -> re.Pattern[str]:
    """Return a pattern that finds a platform of the `further` documents alone; in Latin letters a word of its own."""
    of_further = {document.id for document in further}
    shipped = {document.platform.name for document in documents if document.id not in of_further}
    platforms = [document.platform for document in further if document.platform.name not in shipped]
    return _any_of(name for platform in platforms for name in (platform.name, *platform.called))


def _topics(further: Sequence[Document]) -> re.Pattern[str]:
    titles = (clause.title for document in further for clause in document.clauses)
    return _any_of(title for title in titles if len(title) >= _LEAST)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    spelled = sorted({normalise(name) for name in names})
    ways = (rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name) for name in spelled)
    return re.compile("|".join(ways) or "(?!)")
