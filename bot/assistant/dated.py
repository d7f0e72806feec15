"""Texts whose figures change: as they stand on the days that a question names, and from when to when they stand so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.figures import Parameter
from knowledge.language.reader import Reading
from knowledge.library import Library, Place, full_id
from knowledge.prose import PLACEHOLDER, day_text

_DAY = timedelta(days=1)
# “6月1日之前” ends the day before, “5月31日以后” begins the day after; 后来 and 前台 are other words.
_BEFORE, _AFTER = re.compile(r"[以之]前|前(?![天台几])"), re.compile(r"[以之]后|后(?![来天台])")


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


def days_said(reading: Reading) -> tuple[date, ...]:
    """
    Return the exact days that a line names, each once, in the calendar's order.

    Of what lies before or after a day, it is the next day to that one.
    """
    days = set()
    for fact in reading.facts:
        if fact.kind == "date" and fact.exact:
            shift = _DAY * (bool(_AFTER.match(reading.text, fact.end)) - bool(_BEFORE.match(reading.text, fact.end)))
            days.add(fact.value + shift)
        elif fact.kind == "date" and fact.value is None and (fact.low is None) is not (fact.high is None):
            days.add(fact.low + _DAY if fact.high is None else fact.high - _DAY)
    return tuple(sorted(days))


def told(library: Library, place: Place, template: str, today: date, said: Sequence[date] = ()) -> str:
    """
    Return a text of `place` as it stands on the days `said`, or today where none is.

    Where its figures are not the same at all times, each way it stands has a line with its days, and from when to
    when it is so.
    """
    days = said or (today,)
    if not said or not _changes(library, place, template, days):
        return library.told(place, template, days[0])
    stands: dict[Stand, list[date]] = {}
    for day in days:
        stands.setdefault(_stand(library, place, template, day), []).append(day)
    return "\n".join(stand.line("、".join(map(day_text, at))) for stand, at in stands.items())


def today_too(library: Library, place: Place, template: str, today: date, said: Sequence[date]) -> tuple[str, ...]:
    """Return how a text stands today, where it stands otherwise on all of the days `said`."""
    now = library.told(place, template, today)
    if not said or any(library.told(place, template, day) == now for day in said):
        return ()
    return (_stand(library, place, template, today).line("今天"),)


def _parameters(library: Library, place: Place, template: str) -> Iterator[tuple[Place, Parameter]]:
    for match in PLACEHOLDER.finditer(template):
        home = library.places[full_id(place.document.id, match["locator"])] if match["locator"] else place
        yield home, home.clause.parameters[match["name"]]


def _start(home: Place, parameter: Parameter, day: date) -> date | None:
    return parameter.on(day).since or home.document.in_force


def _changes(library: Library, place: Place, template: str, days: Sequence[date]) -> bool:
    """Return whether a figure of the text has more than one value, or none yet on one of the days."""
    used = list(_parameters(library, place, template))
    return any(
        len(parameter.history) > 1 or (_start(home, parameter, day) or day) > day
        for home, parameter in used
        for day in days
    )


def _stand(library: Library, place: Place, template: str, day: date) -> Stand:
    used = list(_parameters(library, place, template))
    since = max((start for home, parameter in used if (start := _start(home, parameter, day))), default=None)
    later = [
        value.since
        for _, parameter in used
        for value in parameter.history
        if value.since and value.since > max(day, since or day)
    ]
    until = min(later) - _DAY if later else None
    return Stand(library.told(place, template, day), since, until, early=since is not None and since > day)
