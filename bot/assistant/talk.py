"""What a chat is in the middle of: small, frozen, and kept as JSON so that any process can go on with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.assistant.limits import HOURS_REMEMBERED, MOST_DOCUMENTS, MOST_EARLIER, MOST_OPEN, MOST_WORDS
from knowledge.language.fact import Fact

LASTS = timedelta(hours=HOURS_REMEMBERED)
# The versions of stored talks that are read; the last one is written.
_VERSIONS = (1, 2)


@dataclass(frozen=True)
class Pending:
    """
    A calculation under way.

    It has the facts (or typed words) for each input so far, the input asked for, and when it was touched last. `near`
    holds where nobody has asked for it: it lies near a clause that was quoted. `days` are those that were asked about,
    the first and the last of each stretch, where they are not today. `reminded` holds where somebody who turned to
    something else was told that it still waits.
    """

    calculator: str
    inputs: Mapping[str, Fact | str]
    asked: str
    since: datetime
    last: str = ""
    near: bool = False
    days: tuple[tuple[str, str], ...] = ()
    reminded: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return plain data; a fact becomes an object, typed words stay text."""
        data = {**asdict(self), "inputs": _plain(self.inputs), "since": self.since.isoformat()}
        return {name: value for name, value in data.items() if value or name not in ("days", "reminded")}


def _plain(facts: Mapping[str, Fact | str]) -> dict[str, Any]:
    return {name: value.as_json() if isinstance(value, Fact) else value for name, value in facts.items()}


def _facts(raw: Mapping[str, Any]) -> dict[str, Fact | str]:
    return {name: Fact.from_json(value) if isinstance(value, Mapping) else value for name, value in raw.items()}


def _pending(raw: Mapping[str, Any]) -> Pending:
    days = tuple((first, last) for first, last in raw.get("days", ()))
    read = {"inputs": _facts(raw["inputs"]), "since": datetime.fromisoformat(raw["since"]), "days": days}
    return Pending(**{**raw, **read})


@dataclass(frozen=True)
class Told:
    """
    Something that was told earlier in a talk, and can be come back to.

    `target` is the address of an aspect or `=name` of a calculation with its `inputs`, `place` the clause that it
    stands on, `question` what was asked, `words` all lines that it was told for and what it is called.
    """

    target: str
    place: str
    question: str
    words: str
    inputs: Mapping[str, Fact | str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain data, like that of `Pending`."""
        return {**asdict(self), "inputs": _plain(self.inputs)}


@dataclass(frozen=True)
class Talk:
    """
    A conversation between two lines.

    `pending` waits for an input; `open` are calculations that a bare figure or a correction goes to, the latest
    first: the one just finished, and those that lie near the clauses just quoted. `choices` are the options offered,
    label to target; `question` and `place` are the last question and the clause that answered it, `last` what was
    told of it: an aspect's address or `=name` of a calculation. `documents` are those spoken of, the latest first.
    `told` is what was said for each eligibility check, by its name; `script` is what the asker writes, where a line
    has told it; `earlier` is what was told, the last first.
    """

    pending: Pending | None = None
    open: tuple[Pending, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    question: str = ""
    place: str = ""
    last: str = ""
    documents: tuple[str, ...] = ()
    told: Mapping[str, Mapping[str, Fact | str]] = field(default_factory=dict)
    script: str = ""
    earlier: tuple[Told, ...] = ()

    def at(self, now: datetime) -> tuple["Talk", bool]:
        """Return the talk as it stands at `now`, and whether a pending calculation has lapsed."""
        if self.pending and now - self.pending.since > LASTS:
            return replace(self, pending=None, open=(), choices=(), earlier=()), True
        return self, False

    def about(self, place: str, last: str, question: str) -> "Talk":
        """Return the talk after a question about a clause was answered with `last`."""
        document = place.split("/", maxsplit=1)[0]
        documents = (document, *(one for one in self.documents if one != document))[:MOST_DOCUMENTS]
        return replace(self, choices=(), question=question, place=place, last=last, documents=documents)

    def about_nothing(self) -> "Talk":
        """Return the talk after an answer that no further line goes on with."""
        return replace(self, choices=(), question="", place="", last="")

    def remembered(self, line: str, before: Told | None = None) -> "Talk":
        """
        Return the talk that can come back to what was just told for `line`.

        What was just told stands in place of `before` where that was the same case.
        """
        entry = next(
            (one for one in (self.pending, *self.open) if one is not None and self.last == f"={one.calculator}"), None
        )
        words = (f"{before.words} {line}" if before is not None else line)[-MOST_WORDS:]
        new = Told(self.last, self.place, self.question, words, entry.inputs if entry is not None else {})
        others = (
            one for one in self.earlier if one is not before and (one.target, one.inputs) != (new.target, new.inputs)
        )
        return replace(self, earlier=(new, *others)[:MOST_EARLIER])

    def back_at(self, told: Told, now: datetime) -> "Talk":
        """Return the talk as if `told` had just been said, nothing waiting."""
        opened = (
            (Pending(told.target[1:], told.inputs, "", now), *self.open) if told.target.startswith("=") else self.open
        )
        earlier = (told, *(one for one in self.earlier if one is not told))
        back = self.about(told.place, told.target, told.question)
        return replace(back, pending=None, open=opened[:MOST_OPEN], earlier=earlier)

    def as_json(self) -> dict[str, Any]:
        """Return plain data that `from_json` reads back."""
        pending = self.pending.as_json() if self.pending else None
        return {
            "version": _VERSIONS[-1],
            "pending": pending,
            "open": [entry.as_json() for entry in self.open],
            "choices": self.choices,
            "question": self.question,
            "place": self.place,
            "last": self.last,
            "documents": self.documents,
            "script": self.script,
            "told": {name: _plain(facts) for name, facts in self.told.items()},
            "earlier": [one.as_json() for one in self.earlier],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Talk":
        """Return the talk that `as_json` wrote, of the first version as well; what cannot be read is an empty talk."""
        try:
            return cls._read(data)
        except (AttributeError, KeyError, TypeError, ValueError):
            return NOTHING

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> "Talk":
        fields = dict(data)
        if fields.pop("version", 1) not in _VERSIONS:
            return NOTHING
        fields["pending"] = _pending(fields["pending"]) if fields.get("pending") else None
        fields["open"] = tuple(_pending(raw) for raw in fields.get("open", ()))
        fields["choices"] = tuple((label, target) for label, target in fields.get("choices", ()))
        fields["documents"] = tuple(fields.get("documents", ()))
        earlier = fields.get("earlier", ())
        fields["earlier"] = tuple(Told(**{**raw, "inputs": _facts(raw["inputs"])}) for raw in earlier)
        told = fields.get("told", {})
        fields["told"] = {name: _facts(facts) for name, facts in told.items()}
        return cls(**fields)


NOTHING = Talk()
