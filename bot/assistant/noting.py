"""What a talk has told that a later promise depends on: the facts of the eligibility checks, of one case at a time."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.assistant.assigning import assign
from bot.assistant.doubts import is_doubt
from bot.assistant.giving import Given
from bot.assistant.looking import words
from bot.assistant.talk import Talk
from knowledge.language.reader import Reading
from knowledge.library import Library


def checked_facts(library: Library, name: str, reading: Reading) -> dict[str, Given]:
    """Return what a line says for the check called `name`."""
    given = assign(library.calculations[name].calculation, reading).given
    return {key: value for key, value in given.items() if not is_doubt(value)}


def heard(library: Library, reading: Reading) -> dict[str, dict[str, Given]]:
    """Return what a line says for the checks of any calculation, by the check's name."""
    said = {name: checked_facts(library, name, reading) for name in library.checks}
    return {name: facts for name, facts in said.items() if facts}


def noted(facts: Mapping[str, Mapping[str, Given]], reading: Reading, talk: Talk) -> Talk:
    """Return the talk with what a line says for checks; another case starts with nothing."""
    told = {} if re.search(words("new_case"), reading.text) else dict(talk.told)
    return replace(talk, told=told | {name: {**told.get(name, {}), **said} for name, said in facts.items()})


def kept(library: Library, before: Talk, after: Talk) -> Talk:
    """Return the talk after a line: what was noted stays where the line was about the document of the check."""
    about = {place.split("/")[0] for place in (after.place, *_calculated(library, after)) if place}
    told: dict[str, Mapping[str, Given]] = {}
    for name in {**before.told, **after.told}:
        source = after.told if library.calculations[name].place.document.id in about else before.told
        if name in source:
            told[name] = source[name]
    return replace(after, told=told)


def _calculated(library: Library, talk: Talk) -> list[str]:
    known = [entry for entry in (talk.pending, *talk.open[:1]) if entry is not None]
    return [library.calculations[entry.calculator].place.id for entry in known]
