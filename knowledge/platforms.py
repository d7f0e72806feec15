"""What the documents that are loaded cover is no longer outside: platforms and their names come from the documents."""

import re
from collections.abc import Mapping, Sequence

from knowledge.language.lexicon import Lexicon
from knowledge.language.script import normalise
from knowledge.model import Platform

PLATFORM, OUTSIDE = "platform", "outside"


def covering(lexicon: Lexicon, platforms: Sequence[Platform], further: Sequence[Platform]) -> Lexicon:
    """
    Return a lexicon in which each of `platforms` has its names, and none of the `further` ones lies outside.

    `further` are those of documents that are not shipped.
    """
    named = dict(lexicon.features.get(PLATFORM, {}))
    for platform in platforms:
        ways = (*named.get(platform.name, ()), platform.name, *platform.called)
        named[platform.name] = tuple(dict.fromkeys(ways))
    covered = _naming(further)
    outside = tuple(name for name in lexicon.outside_platforms if not covered.search(name))
    return lexicon.model_copy(update={"features": {**lexicon.features, PLATFORM: named}, "outside_platforms": outside})


def outside_of(
    beside: Mapping[str, tuple[str, ...]], further: Sequence[Platform], next_door: Sequence[tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the lines that are none of ours, those of an owner added, without those that name a platform that is covered."""
    covered = _naming(further)
    shipped = (line for line in beside.get(OUTSIDE, ()) if not covered.search(normalise(line)))
    return {**beside, OUTSIDE: (*shipped, *(line for lines in next_door for line in lines))}


def _naming(platforms: Sequence[Platform]) -> re.Pattern[str]:
    """Return a pattern that finds the name of any of `platforms`; one in Latin letters only as a word of its own."""
    names = {normalise(name) for platform in platforms for name in (platform.name, *platform.called)}
    ways = (rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name) for name in sorted(names))
    return re.compile("|".join(ways) or "(?!)")
