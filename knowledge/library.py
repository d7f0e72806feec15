"""All documents in one frozen value: places, figures on a day, calculations, gaps, conflicts."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from knowledge.answers import TEXT, Answered, Aspect, Item
from knowledge.calculations import Calculation
from knowledge.calendar import Notice, WorkingDays, working_days
from knowledge.figures import Figure, Unit
from knowledge.language.lexicon import AskingWeights, Lexicon
from knowledge.model import Clause, Conflict, Document, Gap, Supplement
from knowledge.prose import fill

_MOST_TEXTS = 5_000


@dataclass(frozen=True)
class Place:
    """A clause within its document."""

    document: Document
    clause: Clause

    @cached_property
    def id(self) -> str:
        """Return the clause's address, e.g. `kuaishou-shizaibao/7`."""
        return f"{self.document.id}/{self.clause.locator}"

    @property
    def cite(self) -> str:
        """Return how an answer names the place: its number where the source has one, else its heading."""
        if self.clause.cite:
            return f"“{self.clause.cite}”一节"
        return "开头部分" if self.clause.locator == "0" else f"第{self.clause.locator}条"


@dataclass(frozen=True)
class Bound:
    """A calculation and the clause that names it."""

    place: Place
    calculation: Calculation


@dataclass(frozen=True)
class BoundAspect:
    """An aspect where it stands: `target` is its clause, gap or conflict, `place` the clause whose figures it tells."""

    target: str
    place: Place
    aspect: Aspect

    @property
    def id(self) -> str:
        """Return the aspect's address, e.g. `kuaishou-shizaibao/7:how-much`."""
        return f"{self.target}:{self.aspect.id}"

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the points of the list that the aspect tells, in order; none where it tells no list."""
        of = self.aspect.list
        return tuple(item for item in self.place.clause.items if of and of in ("true", item.of))


@dataclass(frozen=True, eq=False)
class Library:
    """
    The whole knowledge base; immutable, so every process and thread may share it.

    `off` are the documents that an owner switched off: nothing of them is answered, their words still tell how rare a
    word is.
    """

    documents: tuple[Document, ...]
    lexicon: Lexicon
    wording: Mapping[str, Mapping[str, str]]
    asking: AskingWeights
    ranking: Mapping[str, float]
    judging: Mapping[str, Mapping[str, float]]
    costs: Mapping[str, float]
    nearness: Mapping[str, float]
    beside: Mapping[str, tuple[str, ...]]
    version: str
    holidays: Mapping[int, Notice] = field(default_factory=dict)
    contact: str = ""
    shipped: frozenset[str] = frozenset()
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    next_door: tuple[str, ...] = ()
    off: tuple[Document, ...] = ()

    @cached_property
    def working_days(self) -> WorkingDays:
        """Return the yearly holiday arrangements: those of the owner's folder, the library's for other years."""
        return working_days().with_notices(self.holidays)

    @cached_property
    def words(self) -> str:
        """Return a mark of the lexicon: what texts are spelled by."""
        return hashlib.sha256(self.lexicon.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def own_platforms(self) -> frozenset[str]:
        """Return the platforms that only documents of an owner cover."""
        shipped = {
            name
            for one in self.documents
            if one.id in self.shipped
            for name in (one.platform.name, one.platform.family)
        }
        return frozenset(one.platform.name for one in self.documents) - shipped

    @cached_property
    def places(self) -> dict[str, Place]:
        """Return every clause by its id."""
        found = (Place(document, clause) for document in self.documents for clause in document.clauses)
        return {place.id: place for place in found}

    @cached_property
    def calculations(self) -> dict[str, Bound]:
        """Return every calculation by its name, in the order of the documents."""
        return {
            calculation.name: Bound(place, calculation)
            for place in self.places.values()
            for calculation in place.clause.calculations
        }

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """Return the names of the calculations that some other one looks at before it promises."""
        named = (name for bound in self.calculations.values() for name in bound.calculation.checks)
        return tuple(dict.fromkeys(named))

    @cached_property
    def gaps(self) -> dict[str, tuple[Place, Gap]]:
        """Return every gap by `document#gap`."""
        return {
            f"{document.id}#{gap.id}": (self.places[f"{document.id}/{gap.at}"], gap)
            for document in self.documents
            for gap in document.gaps
        }

    @cached_property
    def conflicts(self) -> dict[str, tuple[tuple[Place, ...], Conflict]]:
        """Return every conflict by `document#conflict`."""
        return {
            f"{document.id}#{conflict.id}": (
                tuple(self.places[full_id(document.id, at)] for at in conflict.between),
                conflict,
            )
            for document in self.documents
            for conflict in document.conflicts
        }

    @cached_property
    def aspects(self) -> dict[str, tuple[BoundAspect, ...]]:
        """Return all aspects by clause, gap or conflict; what has only questions is told by its first sentence."""
        found = {
            place.id: _aspects_of(place.id, place, place.clause, place.clause.text) for place in self.places.values()
        }
        found |= {key: _aspects_of(key, place, gap, gap.missing) for key, (place, gap) in self.gaps.items()}
        return found | {
            key: _aspects_of(key, places[0], conflict, conflict.says)
            for key, (places, conflict) in self.conflicts.items()
        }

    def figure(self, place: Place, reference: str, day: date) -> tuple[Figure, Unit]:
        """Return the figure that `reference` (`cap` or `1.1#followers`) names from `place` on `day`, and its unit."""
        locator, _, name = reference.rpartition("#")
        clause = self.places[full_id(place.document.id, locator)].clause if locator else place.clause
        parameter = clause.parameters[name]
        return parameter.on(day).value, parameter.unit

    def told(self, place: Place, template: str, day: date) -> str:
        """Return a text of `place` with its figures as they stand on `day`."""
        if place.document.verbatim:
            return template
        return fill(template, lambda locator, name: self.figure(place, f"{locator}#{name}" if locator else name, day))

    @cached_property
    def _texts(self) -> dict[tuple[str, date], str]:
        return {}

    def text(self, place: Place, day: date) -> str:
        """Return the restated clause as it stands on `day`."""
        key = place.id, day
        if key not in self._texts:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            self._texts[key] = self.told(place, place.clause.text, day)
        return self._texts[key]

    def supplements(self, place: Place, gap_id: str) -> tuple[Supplement, ...]:
        """Return the outside figures that stand beside a gap."""
        return tuple(entry for entry in place.document.supplements if gap_id in entry.gaps)


_FIRST_SENTENCE = re.compile(r"[^。]*。?")


def _aspects_of(target: str, place: Place, entry: Answered, text: str) -> tuple[BoundAspect, ...]:
    own = tuple(BoundAspect(target, place, aspect) for aspect in entry.answers)
    first = _FIRST_SENTENCE.match(text)
    if not (entry.questions or not own) or first is None:
        return own
    says = text if place.document.verbatim else first.group()
    return (*own, BoundAspect(target, place, Aspect(id=TEXT, says=says, asked=entry.questions)))


def full_id(document: str, locator: str) -> str:
    """Return `document/locator` for a locator that may already name its document."""
    return locator if "/" in locator else f"{document}/{locator}"
