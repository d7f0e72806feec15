"""Texts whose figures change: as they stand on the days that a question names, and from when to when they stand so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.assistant.days_said import BEFORE_CHANGE, DAY, Days, Said, cut
from knowledge.figures import Parameter
from knowledge.library import Library, Place, full_id
from knowledge.prose import PLACEHOLDER, day_text

Used = list[tuple[Place, Parameter]]
"""Figures, each with the clause it stands in."""


@dataclass(frozen=True)
class Stand:
    """
    How a text stands on a day.

    It is in force from `since` (None: no day is known) to `until` (None: no end is), or not yet (`early`).
    """

    text: str
    since: date | None
    until: date | None
    early: bool

    def line(self, called: str) -> str:
        """
        Return the text with the days it is told for.

        For example: `按2026年5月20日算：最多赔 500 元（2025年1月1日起执行，到2026年5月31日为止）。`.
        """
        since = f"{day_text(self.since)}起执行" if self.since else ""
        until = f"到{day_text(self.until)}为止" if self.until else ""
        period = f"（{'，'.join(part for part in (since, until) if part)}）" if since or until else ""
        lead = f"{called}还没开始执行" if self.early else f"按{called}算"
        sentence = self.text.rstrip("。")
        # Behind several sentences the period would seem to be the last one's.
        return f"{lead}{period}：{self.text}" if "。" in sentence else f"{lead}：{sentence}{period}。"


def told(library: Library, place: Place, template: str, today: date, said: Said = ()) -> str:
    """
    Return a text of `place` as it stands on the days `said`, or today where none is.

    Where its figures are not the same at all times, each way it stands has a line with its days, and from when to
    when it is so.
    """
    used = _parameters(library, place, template)
    if not said or not changes(used, said):
        return library.told(place, template, said[0].first if said else today)
    stands: dict[Stand, list[str]] = {}
    for part in parts(used, said):
        stand = standing(used, part.first, library.told(place, template, part.first))
        stands.setdefault(stand, []).append(part.called)
    return "\n".join(stand.line("、".join(called)) for stand, called in stands.items())


def today_too(library: Library, place: Place, template: str, today: date, said: Said) -> tuple[str, ...]:
    """Return how a text stands today, where it stands otherwise on all of the days `said`."""
    now, used = library.told(place, template, today), _parameters(library, place, template)
    if not said or any(library.told(place, template, part.first) == now for part in parts(used, said)):
        return ()
    return (standing(used, today, now).line("今天"),)


def settled(library: Library, place: Place, template: str, today: date, said: Said) -> Said:
    """Return the days `said` as they are meant of a text, see `before_change`."""
    return before_change(_parameters(library, place, template), today, said) if BEFORE_CHANGE in said else said


def before_change(used: Used, today: date, said: Said) -> Said:
    """Return the days `said`, the time before a change as its last day; without one it is no other time than now."""
    if BEFORE_CHANGE not in said:
        return said
    begun = [
        since
        for _, parameter in used
        if (since := parameter.on(today).since) and since <= today and parameter.history[0].since != since
    ]
    if not begun:
        return ()
    last = max(begun) - DAY
    return (Days(last, last, f"{day_text(last)}（改之前）"),)


def _parameters(library: Library, place: Place, template: str) -> Used:
    matches = () if place.document.verbatim else PLACEHOLDER.finditer(template)
    homes = (
        (library.places[full_id(place.document.id, match["locator"])] if match["locator"] else place, match["name"])
        for match in matches
    )
    return [(home, home.clause.parameters[name]) for home, name in homes]


def start(home: Place, parameter: Parameter, day: date) -> date | None:
    """Return since when the value of a figure on `day` is in force; None where no day is known."""
    return parameter.on(day).since or home.document.in_force


def changes(used: Used, said: Iterable[Days]) -> bool:
    """
    Return whether a figure has more than one value, or none yet on a single one of the days.

    A year or month before all of it is mostly when something else was: 2021年入驻的.
    """
    single = [one.first for one in said if not one.length]
    return any(
        len(parameter.history) > 1 or any((start(home, parameter, day) or day) > day for day in single)
        for home, parameter in used
    )


def parts(used: Used, said: Iterable[Days]) -> Iterator[Days]:
    """Yield the days in parts within which no figure changes, without a beginning for which none was in force."""
    for one in said:
        begins = [value.since for _, parameter in used for value in parameter.history if value.since]
        begins += [day for home, parameter in used if (day := start(home, parameter, one.last))]
        cuts = cut(one, begins)
        late = [part for part in cuts if not is_early(used, part.first)]
        yield from late or cuts


def is_early(used: Used, day: date) -> bool:
    """Return whether a figure was not yet in force on a day."""
    return any((begun := start(home, parameter, day)) is not None and begun > day for home, parameter in used)


def standing(used: Used, day: date, text: str) -> Stand:
    """Return how a `text` with the figures `used` stands on a day."""
    since = max((begun for home, parameter in used if (begun := start(home, parameter, day))), default=None)
    later = [
        value.since
        for _, parameter in used
        for value in parameter.history
        if value.since and value.since > max(day, since or day)
    ]
    until = min(later) - DAY if later else None
    return Stand(text, since, until, early=since is not None and since > day)
