"""Which times of day an hour may mean: 3点 is two, 晚上3点 falls on the night before or on the day itself."""

from datetime import time

_NOON, _MIDNIGHT, _DAY_HOURS = 12, 24, 24
Reading = tuple[time, int]


def readings(hour: int, minute: int, second: int, part: str, *, bare: bool) -> tuple[Reading, ...]:
    """
    Return the times of day that an hour may mean in a part of the day, and how many days after the day named each is.

    `bare` hours (3点) stand for both halves of the day from 1 to 6 and at 12; 7 to 11 are the morning's.
    """
    if (hour, minute, second) == (_MIDNIGHT, 0, 0):
        return ((time(0), 1),)
    if not 0 <= hour < _DAY_HOURS or not 0 <= minute < 60 or not 0 <= second < 60:  # noqa: PLR2004
        return ()
    hours = _HOURS[part](hour) if part else _bare(hour) if bare else ((hour, 0),)
    return tuple((time(said, minute, second), shift) for said, shift in hours)


def _bare(hour: int) -> tuple[tuple[int, int], ...]:
    if 1 <= hour <= 6:  # noqa: PLR2004
        return ((hour, 0), (hour + 12, 0))
    return ((12, 0), (0, 1)) if hour == _NOON else ((hour, 0),)


def _later(hour: int) -> tuple[tuple[int, int], ...]:
    return ((hour + 12 if hour < _NOON else hour, 0),)


def _dawn(hour: int) -> tuple[tuple[int, int], ...]:
    return ((0 if hour == _NOON else hour, 0),)


def _morning(hour: int) -> tuple[tuple[int, int], ...]:
    return ((12, 0), (0, 0)) if hour == _NOON else ((hour, 0),)


def _noon(hour: int) -> tuple[tuple[int, int], ...]:
    return ((hour + 12, 0),) if 1 <= hour <= 3 else ((hour, 0),)  # noqa: PLR2004


def _night(hour: int) -> tuple[tuple[int, int], ...]:
    if hour in (_NOON, 0):
        return ((0, 1),)
    if hour < 5:  # noqa: PLR2004 - the small hours belong to the night before or to the day itself
        return ((hour, 1), (hour, 0))
    if hour == 5:  # noqa: PLR2004 - or the end of the afternoon
        return ((5, 0), (17, 0), (5, 1))
    return _later(hour) if hour < _NOON else ((hour, 0),)


def _midnight(hour: int) -> tuple[tuple[int, int], ...]:
    if 6 <= hour <= 8:  # noqa: PLR2004
        return ((hour, 0), (hour + 12, 0))
    return ((hour, 1), (hour, 0)) if hour == 5 else _night(hour)  # noqa: PLR2004


def _night_dawn(hour: int) -> tuple[tuple[int, int], ...]:
    """今晚凌晨1点, 昨晚零点: the night's, so on the following date."""
    return ((0 if hour == _NOON else hour, 1),)


_HOURS = {
    "dawn": _dawn,
    "morning": _morning,
    "noon": _noon,
    "afternoon": _later,
    "evening": _later,
    "night": _night,
    "midnight": _midnight,
    "night dawn": _night_dawn,
}
