"""Results as they stand on the days that a line names, for calculations that no day of the case dates."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.assistant.answer import Answer
from bot.assistant.dated import Stand, Used, before_change, parts, standing
from bot.assistant.days_said import Days, Said
from bot.assistant.talk import Talk
from knowledge.library import Bound, Library, full_id

Computed = Callable[[datetime], Answer]
"""What a calculation comes to at a moment."""
_DATED = frozenset({"date", "moment", "moments"})


def settled(library: Library, name: str, said: Said, now: datetime) -> Said:
    """Return which of the days `said` choose the figures of a calculation: none where an input dates the case."""
    bound = library.calculations[name]
    used = _figures(library, bound)
    if any(field.type in _DATED for field in bound.calculation.inputs.values()):
        return ()
    return before_change(used, now.date(), said) if any(len(figure.history) > 1 for _, figure in used) else ()


def told(library: Library, name: str, said: Said, now: datetime, computed: Computed) -> Answer:
    """
    Return the answer of a calculation on the days that choose its figures, or now where there are none.

    Where the days fall into several times each has its own result in the first line; how it came about is told of the
    first of them.
    """
    today = computed(now)
    if not said:
        return today
    used = _figures(library, library.calculations[name])
    days = list(parts(used, said))
    answers = [computed(_at(day.first, now)) for day in days]
    first = replace(answers[0], at=_at(days[0].first, now))
    if first.status != "answered" or _is_spoken_against(library, name, (*answers, today)):
        return first
    stands: dict[Stand, list[str]] = {}
    for day, answer in zip(days, answers, strict=True):
        stands.setdefault(standing(used, day.first, answer.headline), []).append(day.called)
    lines = [stand.line("、".join(called)) for stand, called in stands.items()]
    steps = first.steps if len(lines) == 1 else (f"下面按{days[0].called}的规则：", *first.steps)
    otherwise = today.headline not in (answer.headline for answer in answers)
    notes = (standing(used, now.date(), today.headline).line("今天"),) if otherwise else ()
    return replace(first, headline="\n".join(lines), steps=steps, notes=(*notes, *first.notes))


def _is_spoken_against(library: Library, name: str, answers: Sequence[Answer]) -> bool:
    """Return whether another clause speaks against the result, whichever figures hold."""
    first = answers[0]
    own = not first.quotes or first.quotes[0].id == library.calculations[name].place.id
    return not own and len({answer.headline for answer in answers}) == 1


def _figures(library: Library, bound: Bound) -> Used:
    found = []
    for reference in bound.calculation.figures.values():
        locator, _, name = reference.rpartition("#")
        home = library.places[full_id(bound.place.document.id, locator)] if locator else bound.place
        found.append((home, home.clause.parameters[name]))
    return found


def _at(day: date, now: datetime) -> datetime:
    return datetime.combine(day, now.timetz())


def packed(said: Said) -> tuple[tuple[str, str], ...]:
    """Return days as a talk keeps them."""
    return tuple((one.first.isoformat(), one.last.isoformat()) for one in said)


def going_on(talk: Talk, kind: str, name: str) -> Said:
    """Return the days that were asked about where a line goes on with a calculation of the talk."""
    if kind != "further":
        return ()
    entries = (one for one in (talk.pending, *talk.open) if one is not None and one.calculator == name)
    return unpacked(next((one.days for one in entries), ()))


def unpacked(kept: tuple[tuple[str, str], ...]) -> Said:
    """Return the days that `packed` wrote."""
    return tuple(Days.between(date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept)
