"""What is wrong with a file, as its owner is told in the chat: in Chinese, file and field as they are."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from knowledge.plain_yaml import read_yaml

_FILE = Path(__file__).with_name("mistakes.yaml")


def in_chinese(problem: str) -> str:
    """
    Return what an operator is told, for an owner; what no pattern is known for stays in English.

    >>> in_chinese("overlay.yaml: figures.rules/7#cap.0.source: is missing")
    'overlay.yaml: figures.rules/7#cap.0.source: 少了这一项'
    """
    for pattern, told in _mistakes():
        if match := pattern.search(problem):
            return problem[: match.start()] + told.format_map(match.groupdict()) + problem[match.end() :]
    return problem


@cache
def _mistakes() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(one["found"]), one["told"]) for one in read_yaml(_FILE)]
