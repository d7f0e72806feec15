"""What the commands share: how they fail, what they load, how they print."""

import gc
import json
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import clock
from bot.command_line import CommandError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from knowledge.library import Library

_STALE_DAYS, _USUAL_STALE_DAYS = "RULEBOT_STALE_DAYS", 365
_LONGEST_NUMBER = 6


def moment(today: str | None) -> datetime:
    """
    Return the moment that `--today` names, or this one.

    Raises:
        CommandError: it names none.
    """
    try:
        return clock.moment_of(today) if today is not None else clock.now()
    except ValueError as error:
        raise CommandError(str(error)) from error


def open_library() -> "Library":
    """
    Return the knowledge base, with the folders of RULEBOT_KNOWLEDGE.

    Raises:
        CommandError: a file of it is broken.
    """
    from bot.knowing import known
    from knowledge.plain_yaml import KnowledgeError

    folders = [Path(folder) for folder in os.environ.get("RULEBOT_KNOWLEDGE", "").split(":") if folder]
    try:
        with _kept():
            return known(folders)
    except KnowledgeError as error:
        raise CommandError(" ".join(str(error).split())) from error


def open_assistant() -> "Assistant":
    """Return the assistant over the knowledge base; raises like `open_library`."""
    from bot.assistant.assistant import Assistant
    from bot.cache import kept
    from bot.meanings import VARIABLE, meanings
    from knowledge.search.encoder import NoEncoderError

    most = stale_days()
    library = open_library()
    try:
        with _kept():
            return Assistant(library, kept=kept(), meanings=meanings(), stale_days=most)
    except NoEncoderError as error:
        raise CommandError(f"{VARIABLE}：没装 {error}，先 pip install 'rulebot[encoder]'") from error


def stale_days() -> int:
    """
    Return how many days after it was compared with its page a document is old; 0 is never.

    Raises:
        CommandError: RULEBOT_STALE_DAYS is no number of days.
    """
    told = os.environ.get(_STALE_DAYS, "")
    if not told:
        return _USUAL_STALE_DAYS
    if not told.isascii() or not told.isdecimal() or len(told) > _LONGEST_NUMBER:
        raise CommandError(f"{_STALE_DAYS}={told!r}: expected a whole number of days, 0 for never")
    return int(told)


@contextmanager
def _kept() -> Iterator[None]:
    """
    Make what stays for the life of the process without the collector looking at it, now or later.

    It saves a tenth of a start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def show(text: str) -> None:
    """Print `text` at once."""
    print(text, flush=True)


def show_json(data: Any) -> None:
    """Print `data` as one line of JSON, at once."""
    show(json.dumps(data, ensure_ascii=False))


def today_of(arguments: Namespace) -> datetime:
    """Return the moment that a command is asked at."""
    return moment(arguments.today)
