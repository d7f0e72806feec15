"""An owner's questions and answers as a document of the knowledge base: a YAML file that we write and read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError

from bot.faq.entries import Entry, key, phrasing_of, united_ways
from bot.faq.files import put
from bot.faq.words import words
from bot.faq.yaml_text import HEAD, yaml_text
from knowledge.model import Document, Platform
from knowledge.plain_yaml import KnowledgeError
from knowledge.validated import validated


class FaqDocumentError(Exception):
    """A document cannot be what it is asked to be; the message is one plain sentence with what to do."""


@dataclass(frozen=True)
class Changes:
    """
    What a merge did: entries added, changed, and left as they were.

    `dropped` are ways of asking that were not taken, since they belong to another entry, with that entry; `former` are
    the answers that stood in place of those changed, `united` is how many rows ask the same as another one, `left` are
    the entries that were there and of which the table says nothing.
    """

    added: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    same: tuple[Entry, ...] = ()
    dropped: tuple[tuple[str, Entry], ...] = ()
    former: tuple[str, ...] = ()
    united: int = 0
    left: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class FaqDocument:
    """
    Questions and answers under one title; immutable.

    Each entry is a clause: its `id` the locator, its answer the text, its question and phrasings what is asked.
    `checked` is the day of the last import, `source` the file that it came from, `short` the name that answers use,
    `aliases` are names that people use.
    """

    id: str
    title: str
    platform: Platform
    checked: date
    source: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    kept: tuple[Entry, ...] = ()

    @classmethod
    def new(cls, id: str, title: str = "", platform: str = "", *, checked: date, source: str = "") -> Self:  # noqa: A002 - it is called so everywhere
        """Return a document without entries; of a shop of its own where no title or platform is given."""
        named = words().document
        return cls(id, title or named.title, Platform(name=platform or named.platform), checked, source or f"{id}.csv")

    @classmethod
    def read(cls, path: Path) -> Self:
        """
        Return the document that was written to `path`.

        Raises:
            FaqDocumentError: there is none, or it holds what an import does not write.
        """
        try:
            if not path.read_text(encoding="utf-8").startswith(HEAD.splitlines()[0]):
                raise FaqDocumentError(f"{path.name} 不是 rulebot import 写的，不会去动它；换一个 --document 名字")
            document = validated(Document, path)
        except OSError as error:
            raise FaqDocumentError(f"{path.name}：读不了（{error.strerror}）") from error
        except UnicodeDecodeError as error:
            raise FaqDocumentError(f"{path.name}：不是 UTF-8，不会去动它；换一个 --document 名字") from error
        except KnowledgeError as error:
            raise FaqDocumentError(" ".join(str(error).split())) from error
        found = cls(
            document.id,
            document.title,
            document.platform,
            document.checked,
            document.source,
            "" if document.short == document.title else document.short,
            document.aliases,
            tuple(map(_entry, document.clauses)),
        )
        if twice := _twice(found.kept):
            raise FaqDocumentError(f"{path.name}：第 {twice[0].id} 条和第 {twice[1].id} 条是同一个问题，合成一条再来")
        if found._as_document() != document:
            raise FaqDocumentError(f"{path.name} 里手工加了问答以外的内容，导入会丢掉它们；换一个 --document 名字")
        return found

    def entries(self) -> tuple[Entry, ...]:
        """Return the questions and answers in their order."""
        return self.kept

    def merged(self, entries: Iterable[Entry]) -> tuple[Self, Changes]:
        """
        Return the document with `entries`, and what that changes.

        What asks the same as an entry that is there is that entry: its answer is replaced, ways of asking are united.
        """
        before = {key(entry.question): entry for entry in self.kept}
        after, given = dict(before), Counter[str]()
        number = max((int(entry.id) for entry in self.kept if entry.id.isdecimal()), default=0)
        for entry in entries:
            name = key(entry.question)
            if name not in after:
                number += 1
            known = after.get(name) or replace(entry, id=str(number), phrasings=())
            united = united_ways(known.question, (*known.phrasings, *entry.phrasings))
            after[name] = replace(known, answer=entry.answer, phrasings=united, title=entry.title or known.title)
            given[name] += 1
        kept, dropped = _told_apart(tuple(after.values()))
        now = dict(zip(after, kept, strict=True))
        changed = [name for name, entry in now.items() if before.get(name, entry) != entry]
        return replace(self, kept=kept), Changes(
            tuple(entry for name, entry in now.items() if name not in before),
            tuple(now[name] for name in changed),
            tuple(now[name] for name in given if before.get(name) == now[name]),
            dropped,
            tuple(before[name].answer for name in changed),
            given.total() - len(given),
            tuple(entry for name, entry in now.items() if name in before and name not in given),
        )

    def without(self, entries: Iterable[Entry]) -> Self:
        """Return the document without entries of it."""
        gone = {entry.id for entry in entries}
        return replace(self, kept=tuple(entry for entry in self.kept if entry.id not in gone))

    def with_phrasing(self, entry: str, question: str) -> Self:
        """
        Return the document in which `question` asks for an entry, named by its id or the address of its aspect.

        Another entry that it was a way of asking for loses it.

        Raises:
            FaqDocumentError: there is no such entry, or the question is another entry's own.
        """
        name, way = self._id_of(entry), phrasing_of(question)
        found = next((one for one in self.kept if one.id == name), None)
        if found is None:
            raise FaqDocumentError(f"{self.id} 里没有第 {name} 条")
        other = next((one for one in self.kept if key(one.question) == key(way)), found)
        if other is not found:
            raise FaqDocumentError(f"“{way}”已经是第 {other.id} 条的问题；要改就改那一条")
        kept = (
            replace(one, phrasings=tuple(told for told in one.phrasings if key(told) != key(way)))
            if one is not found
            else replace(one, phrasings=united_ways(one.question, (*one.phrasings, way)))
            for one in self.kept
        )
        return replace(self, kept=tuple(kept))

    def write(self, path: Path) -> None:
        """
        Write the document to `path`, whole or not at all.

        Raises:
            FaqDocumentError: it cannot be written, or a file stands there that an import did not write.
        """
        if path.exists():
            FaqDocument.read(path)
        try:
            put(path, yaml_text(self._data()).encode())
        except OSError as error:
            raise FaqDocumentError(f"{path}：写不进去（{error.strerror}）") from error

    def _id_of(self, entry: str) -> str:
        """Return the id of an entry that may be named by an address: `faq/3:text`."""
        return entry.removeprefix(f"{self.id}/").partition(":")[0]

    def _as_document(self) -> Document | None:
        """Return the document as the knowledge base holds it; None where it is none."""
        try:
            return Document.model_validate(self._data())
        except ValidationError:
            return None

    def _data(self) -> dict[str, Any]:
        platform = self.platform.model_dump(exclude_defaults=True, mode="json")
        return {
            "id": self.id,
            "title": self.title,
            "short": self.short or self.title,
            **({"aliases": list(self.aliases)} if self.aliases else {}),
            "platform": platform,
            "kind": "问答",
            "source": self.source,
            "checked": self.checked.isoformat(),
            "clauses": [_clause(entry) for entry in self.kept],
        }


def _clause(entry: Entry) -> dict[str, Any]:
    return {
        "locator": entry.id,
        "title": entry.title or entry.question,
        "for": words().document.audience,
        "text": entry.answer,
        "questions": [entry.question, *entry.phrasings],
    }


def _entry(clause: Any) -> Entry:
    question, *phrasings = [example.q for example in clause.questions] or [clause.title]
    title = "" if clause.title == question else clause.title
    return Entry(question, clause.text, tuple(phrasings), title, clause.locator)


def _twice(entries: Sequence[Entry]) -> tuple[Entry, Entry] | None:
    """Return two entries with the same question, None where no two have."""
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(key(entry.question), entry)
        if other is not entry:
            return other, entry
    return None


def _told_apart(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[tuple[str, Entry], ...]]:
    """Return entries of which no two are asked for alike: a question of its own first, then whoever had it first."""
    owner = {key(entry.question): entry for entry in entries}
    for entry in entries:
        for way in entry.phrasings:
            owner.setdefault(key(way), entry)
    dropped = tuple(
        (way, owner[key(way)]) for entry in entries for way in entry.phrasings if owner[key(way)] is not entry
    )
    kept = (
        replace(entry, phrasings=tuple(way for way in entry.phrasings if owner[key(way)] is entry)) for entry in entries
    )
    return tuple(kept), dropped
