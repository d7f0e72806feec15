"""The sentences of a long line, each of which may be the question."""

import re
from collections.abc import Iterable, Mapping

_STORY, _SENTENCE, _WINDOWS = 34, 7, 4
_SENTENCES, _COMMAS = re.compile(r"[。！!？?；;\n]+"), re.compile(r"[，,]")


def pieces(question: str, about: str, named: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """
    Return the sentences of a story, and what stands behind the last comma of each.

    The document that is named is put before each.
    """
    if len(question) < _STORY:
        return ()
    sentences = [piece for piece in _SENTENCES.split(question) if len(piece) > _SENTENCE]
    ends = (part for piece in sentences for part in _COMMAS.split(piece)[-1:] if len(part) > _SENTENCE)
    different = [piece for piece in dict.fromkeys((*sentences, *ends)) if piece != question][-_WINDOWS:]
    return [
        f"{about} {piece}" if about and "platform" in named and about not in piece else piece for piece in different
    ]
