"""The one place that asks the system's clock, and how a day or a moment is written on a command line."""

from datetime import date, datetime, time

from knowledge.calendar import SHANGHAI

_NOON = time(12)
_FIRST_YEAR, _LAST_YEAR = 1990, 2199


def now() -> datetime:
    """Return this moment in Shanghai."""
    return datetime.now(SHANGHAI)


def moment_of(text: str) -> datetime:
    """
    Return a day (noon in Shanghai) or a moment (Shanghai where no offset is given).

    Raises:
        ValueError: it is neither, or so far away that no rule can have been in force; the message is for the operator.
    """
    try:
        value = _read(text.strip())
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{text}”不是日期或时间，请写成 2023-04-20 或 2023-04-20T10:00:00+08:00") from error
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"“{text}”离现在太远，年份要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间")
    return value


def _read(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), _NOON, SHANGHAI)
    except ValueError:
        value = datetime.fromisoformat(text)
    return value.astimezone(SHANGHAI) if value.tzinfo else value.replace(tzinfo=SHANGHAI)
