"""A token of an enumeration told by a thing and a deed near each other (脚本…上传), where the deed was done."""

import re
from functools import cache

from knowledge.calculations import Input
from knowledge.language.tables import any_of, table

NEGATED = re.compile(r"[没不非无别][^，。；,;!！?？]{0,2}$")
"""A negation that still bears on what stands right behind."""
_SHORTLY = "[^，。；,;!！?？]{0,3}"
# A few characters between the two; behind them nothing that takes the deed back (确认前, 确认的话, 验收不通过).
_NEAR = r"(?:{first})(?P<between>[^，。；,;!！?？]{{0,6}}?)(?:{last})(?!{shortly}(?:{ahead})|(?:{behind}))"
_prepared: dict[int, tuple[Input, list[tuple[str, list[re.Pattern[str]]]]]] = {}


def paired(field: Input, bare: str) -> str | None:
    """Return the token of `field` whose thing and deed `bare` (normalised, no particles) names as done, or None."""
    for token, patterns in _patterns(field):
        for pattern in patterns:
            match = pattern.search(bare)
            if match and not _left_open(match["between"], bare[: match.start()]):
                return token
    return None


def _left_open(between: str, before: str) -> bool:
    """Return whether words between a thing and a deed, or shortly before, deny it, put it ahead, or ask about it."""
    awaited = re.search(rf"(?:{_words('before')}){_SHORTLY}$", before)
    return bool(re.search(_words("between"), between) or NEGATED.search(before) or awaited)


@cache
def _words(where: str) -> str:
    return any_of(table("deeds")[where])


def _patterns(field: Input) -> list[tuple[str, list[re.Pattern[str]]]]:
    """
    Return the patterns of each token's pairs, worked out once for each input.

    They match the deed before the thing, too, unless it is a denied one.
    """
    if id(field) not in _prepared:
        rows = [(token, [pair.split() for pair in pairs]) for token, pairs in field.pairs.items()]
        both = [
            (token, [way for pair in pairs for way in (pair, *([pair[::-1]] if "没" not in pair[1] else []))])
            for token, pairs in rows
        ]
        _prepared[id(field)] = field, [(token, [_near(first, last) for first, last in ways]) for token, ways in both]
    return _prepared[id(field)][1]


def _near(first: str, last: str) -> re.Pattern[str]:
    return re.compile(
        _NEAR.format(first=first, last=last, shortly=_SHORTLY, ahead=_words("ahead"), behind=_words("behind"))
    )
