"""The words that questions typed in pinyin may hold: what inputs are told with, synonyms, days, ways of asking."""

from knowledge.language.events import event_words
from knowledge.language.sounds import Words
from knowledge.library import Library

_DAYS = ("今天", "昨天", "前天", "明天", "现在")


def vocabulary(library: Library) -> Words:
    """Return the words of a library, to be found by their sounds."""
    fields = [field for bound in library.calculations.values() for field in bound.calculation.inputs.values()]
    said = [word for field in fields for words in (event_words(field.event), *field.choices.values()) for word in words]
    ways = [word for words in library.lexicon.synonyms.values() for word in words]
    asked = (word for words in library.lexicon.asked.values() for word in words)
    return Words([*said, *library.lexicon.synonyms, *ways, *_DAYS, *asked])
