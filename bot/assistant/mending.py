"""A talk that goes on over other documents than it began with: what is no longer there is let go of."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.assistant.talk import NOTHING, Pending, Talk, Told
from knowledge.language.fact import Fact
from knowledge.library import Library

Facts = Mapping[str, Fact | str]


def mended(talk: Talk, library: Library) -> tuple[Talk, bool]:
    """Return what is left of a talk in `library`, and whether the calculation that waited for an answer is gone."""
    if talk is NOTHING:
        return talk, False
    pending, opened = _left(talk.pending, library) if talk.pending else None, _all_left(talk.open, library)
    lost = talk.pending is not None and pending is None
    if pending is not None and pending.asked not in library.calculations[pending.calculator].calculation.inputs:
        # what was asked for is no input any more: it is as if the asker had left the question alone
        opened, pending = (pending, *opened), None
    stands = talk.place in library.places and (not talk.last or _stands(talk.last, library))
    return replace(
        talk,
        pending=pending,
        open=opened,
        choices=tuple((label, target) for label, target in talk.choices if _stands(target, library)),
        place=talk.place if stands else "",
        last=talk.last if stands else "",
        documents=tuple(one for one in talk.documents if any(one == document.id for document in library.documents)),
        told={name: _known(name, facts, library) for name, facts in talk.told.items() if name in library.calculations},
        earlier=tuple(_earlier(talk.earlier, library)),
    ), lost


def _left(entry: Pending, library: Library) -> Pending | None:
    """Return a calculation with the inputs that it still has; None where it is gone."""
    if entry.calculator not in library.calculations:
        return None
    return replace(entry, inputs=_known(entry.calculator, entry.inputs, library))


def _all_left(entries: Iterable[Pending], library: Library) -> tuple[Pending, ...]:
    return tuple(left for entry in entries if (left := _left(entry, library)) is not None)


def _known(name: str, facts: Facts, library: Library) -> Facts:
    """Return the facts for inputs that a calculation still has."""
    inputs = library.calculations[name].calculation.inputs
    return facts if facts.keys() <= inputs.keys() else {key: value for key, value in facts.items() if key in inputs}


def _stands(target: str, library: Library) -> bool:
    """Return whether an aspect's clause, gap or conflict, or a calculation, is still there."""
    if target.startswith("="):
        return target[1:] in library.calculations
    return (target.rpartition(":")[0] or target) in library.aspects


def _earlier(every: Iterable[Told], library: Library) -> Iterable[Told]:
    for one in every:
        if one.place in library.places and _stands(one.target, library):
            is_calculation = one.target.startswith("=")
            yield replace(one, inputs=_known(one.target[1:], one.inputs, library)) if is_calculation else one
