"""Whether each clause is found by its example questions, even without the one asked, and so is what it offers next."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answers import Example
from knowledge.audit.report import Report
from knowledge.library import Library, Place, full_id
from knowledge.model import Clause, Document
from knowledge.search.finder import Finder
from knowledge.search.found import Candidate

_FIRST = 3
_LEAST_SHARE = 0.85
# Of eight parts of the questions, two are left out in turn and asked: more would tell little more and take long.
_ROUNDS, _TRIED = 8, 2


def run(library: Library) -> Report:
    """Return what is asked or offered in vain, and the share of questions whose clause is found without them."""
    day = max(document.checked for document in library.documents)
    # What is none of ours has no part in the order of candidates; without it the indexes are made in half the time.
    library = replace(library, beside={})
    finder = Finder(library, day)
    findings = [*_led_astray(library, finder), *_asked_in_vain(library, finder), *_leading_nowhere(library, finder)]
    tried = [_still_found(library, round_, Finder(_without(library, round_), day)) for round_ in range(_TRIED)]
    found, asked = sum(found for found, _ in tried), sum(asked for _, asked in tried)
    share = found / asked if asked else 1.0
    line = (
        f"questions: {share:.1%} of {asked} lead to their clause within the first {_FIRST} "
        "when the question itself is left out"
    )
    if share < _LEAST_SHARE:
        findings.append(f"{line}; at least {_LEAST_SHARE:.0%} must")
    return Report(tuple(findings), (line,))


def _led_astray(library: Library, finder: Finder) -> Iterator[str]:
    for place in library.places.values():
        where = f"{place.document.id}.yaml: “{place.clause.locator}”.questions"
        reached = not place.clause.asked
        for example in place.clause.asked:
            best = finder.find(example.q).best
            reached = reached or (best is not None and place.id in _places_of(library, best))
            if best is None or not _named(library, place, example, best):
                yield f"{where}: “{example.q}” leads to {best.id if best else 'nothing'}, which it does not name"
        if not reached:
            yield f"{where}: no question leads to the clause itself"


def _asked_in_vain(library: Library, finder: Finder) -> Iterator[str]:
    """
    Yield the ways of asking for a gap or a conflict that lead to another clause.

    Also yield those for a calculation that do not propose it.
    """
    asked = {
        _where(key, "gaps"): (frozenset({place.id}), tuple(example.q for example in gap.asked))
        for key, (place, gap) in library.gaps.items()
    }
    for key, (places, conflict) in library.conflicts.items():
        asked[_where(key, "conflicts")] = (
            frozenset(place.id for place in places),
            tuple(example.q for example in conflict.asked),
        )
    for name, bound in library.calculations.items():
        at = f"{bound.place.document.id}.yaml: “{bound.place.clause.locator}”.calculations.{name}.asked"
        for question in bound.calculation.asked:
            if f"={name}" not in {candidate.id for candidate in finder.find(question).candidates}:
                yield f"{at}: “{question}” does not lead to it"
    for where, (right, questions) in asked.items():
        for question in questions:
            best = finder.find(question).best
            if best is None or not right & _places_of(library, best):
                yield f"{where}: “{question}” leads to {best.id if best else 'nothing'}"


def _where(key: str, field: str) -> str:
    document, _, name = key.partition("#")
    return f"{document}.yaml: {field}.{name}"


def _leading_nowhere(library: Library, finder: Finder) -> Iterator[str]:
    """Yield what a clause offers to ask next and is answered with the same clause again, or not at all."""
    for place in library.places.values():
        for question in place.clause.next:
            best = finder.find(question).best
            if best is None or (best.bound is not None and best.bound.target == place.id):
                yield f"{place.document.id}.yaml: “{place.clause.locator}”.next: “{question}” leads nowhere else"


def _places_of(library: Library, candidate: Candidate) -> frozenset[str]:
    if candidate.bound is not None and candidate.bound.target in library.conflicts:
        return frozenset(place.id for place in library.conflicts[candidate.bound.target][0])
    return frozenset({candidate.place.id})


def _named(library: Library, place: Place, example: Example, candidate: Candidate) -> bool:
    right = {place.id, *(full_id(place.document.id, at) for at in example.also)}
    return any(_kin(one, other) for one in _places_of(library, candidate) for other in right)


def _kin(one: str, other: str) -> bool:
    """Return whether two clauses are the same, or one contains the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _turn(clause: Clause, round_: int) -> list[Example]:
    return [example for number, example in enumerate(clause.asked) if number % _ROUNDS == round_]


def _without(library: Library, round_: int) -> Library:
    """Return `library` without one question of each clause: all whose turn it is."""

    def thinned(clause: Clause) -> Clause:
        left_out = _turn(clause, round_)

        def kept(asked: tuple[Example, ...]) -> tuple[Example, ...]:
            return tuple(example for example in asked if example not in left_out)

        answers = tuple(aspect.model_copy(update={"asked": kept(aspect.asked)}) for aspect in clause.answers)
        return clause.model_copy(update={"answers": answers, "questions": kept(clause.questions)})

    def shortened(document: Document) -> Document:
        return document.model_copy(update={"clauses": tuple(thinned(clause) for clause in document.clauses)})

    return replace(library, documents=tuple(shortened(document) for document in library.documents))


def _still_found(library: Library, round_: int, finder: Finder) -> tuple[int, int]:
    """Return how many of the questions whose turn it is find their own clause, and how many there are."""
    found = asked = 0
    for place in library.places.values():
        for example in _turn(place.clause, round_):
            candidates = finder.find(example.q).candidates[:_FIRST]
            asked += 1
            found += any(place.id in _places_of(library, candidate) for candidate in candidates)
    return found, asked
