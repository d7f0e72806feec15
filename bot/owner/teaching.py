"""What an owner teaches in a chat: an answer of their own, or a further way of asking for what is there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.assistant.assistant import Assistant
from bot.faq.document import FaqDocument, FaqDocumentError
from bot.faq.entries import BadEntryError, Entry, entry_of
from bot.faq.files import put
from knowledge.folder import Folder
from knowledge.language.script import normalise
from knowledge.plain_yaml import KnowledgeError, read_yaml

DOCUMENT, TITLE = "answered", "店主补充的问答"
"""The document that answers given in a chat go to."""
NEAR = 60
"""Ways of asking that are tried again after something was taught."""
_HEAD = "# 由机器人写成：店主在聊天里归类的问法；可以改，改了马上生效\n"


class TeachingError(Exception):
    """Something cannot be taught; the message is one plain sentence."""


@dataclass(frozen=True)
class Taught:
    """What was written: where it is answered from now on, the file, and what stood in that before."""

    target: str
    path: Path
    before: bytes | None

    def undo(self) -> None:
        """Put the file back as it was."""
        if self.before is None:
            self.path.unlink(missing_ok=True)
        else:
            put(self.path, self.before)


@dataclass(frozen=True)
class Flip:
    """A way of asking that is answered otherwise than before: by which target before, by which now."""

    question: str
    before: str
    after: str


def answer(folder: Path, asked: Sequence[str], text: str, today: date) -> Taught:
    """
    Write an answer of the owner's to what was asked, in the document of such answers.

    Raises:
        TeachingError: it cannot be an answer, or the folder cannot be written to.
    """
    path = folder / f"{DOCUMENT}.yaml"
    before = path.read_bytes() if path.exists() else None
    try:
        known = FaqDocument.read(path) if before else FaqDocument.new(DOCUMENT, TITLE, checked=today, source="聊天")
        after, changes = known.merged([entry_of(asked[0], text, asked[1:])])
        after.write(path)
    except (FaqDocumentError, BadEntryError, KnowledgeError) as error:
        raise TeachingError(str(error)) from error
    entry = next(iter((*changes.added, *changes.changed, *changes.same)), Entry("", ""))
    return Taught(f"{DOCUMENT}/{entry.id}:text", path, before)


def belongs(folder: Path, asked: Sequence[str], target: str, known: Iterable[str] = ()) -> Taught:
    """
    Write that what was asked is answered by `target`, an address of an aspect or `=name`.

    What is one of its `known` ways of asking is so already.

    Raises:
        TeachingError: the folder cannot be written to.
    """
    path = folder / Folder.TAUGHT
    before = path.read_bytes() if path.exists() else None
    there = set(map(normalise, known))
    asked = [way for way in asked if normalise(way) not in there]
    try:
        data: dict[str, Any] = read_yaml(path) if before else {}
        ways: Mapping[str, Sequence[str]] = data.get("asked", {})
        others = {name: [way for way in some if way not in asked] for name, some in ways.items() if name != target}
        united = [*dict.fromkeys((*ways.get(target, ()), *asked))]
        kept = {name: some for name, some in {**others, target: united}.items() if some}
        if kept or before is not None:
            put(path, _yaml({**data, "asked": kept}).encode())
    except (OSError, KnowledgeError) as error:
        raise TeachingError(f"{path.name}：写不进去（{error}）") from error
    return Taught(target, path, before)


def flips(before: Assistant, after: Assistant, asked: Sequence[str], now: datetime) -> list[Flip]:
    """Return the ways of asking, of those that are written most like `asked`, that another target answers now."""
    own = set(map(normalise, asked))
    ways = {normalise(way): way for way in _ways(before)}
    near = {found[0] for one in own for found in process.extract(one, ways.keys(), scorer=ratio, limit=NEAR)}
    flipped = []
    for text in sorted(near - own):
        told = [assistant.reply(ways[text], now=now)[0].told for assistant in (before, after)]
        if told[0] != told[1]:
            flipped.append(Flip(ways[text], *told))
    return flipped


def _ways(assistant: Assistant) -> list[str]:
    library = assistant.library
    aspects = (way.q for some in library.aspects.values() for one in some for way in one.aspect.asked)
    return [*aspects, *(way for bound in library.calculations.values() for way in bound.calculation.asked)]


def _yaml(data: Mapping[str, Any]) -> str:
    """Return plain data as YAML: JSON is some."""
    lines = [f"  {_text(name)}: {_text(ways)}" for name, ways in data["asked"].items()]
    others = [f"{name}: {_text(value)}" for name, value in data.items() if name != "asked"]
    return _HEAD + "\n".join([*others, "asked:" if lines else "asked: {}", *lines]) + "\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
