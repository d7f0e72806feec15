"""How ids become keys, how questions lose their long numbers, and how moments become integers."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any

MASK = "[数字]"
# What people wrote, and what was said to it, by its name in stored data.
_WRITTEN = ("question", "words", "first")
# Without summer time since 1991.
_SHANGHAI = timezone(timedelta(hours=8))
_LONG = re.compile(r"\d{8,}|\d{1,3}(?:[,，]\d{3}){2,}")


Person = int | str
"""A person or chat: the id, or its key where only that is known."""


class Keys:
    """
    Turns ids into keys that cannot be looked up without the database's own salt.

    Ids are short, so whoever holds salt and table can try them all: a key keeps ids out of logs, dumps and joins, it
    does not encrypt.
    """

    def __init__(self, salt: bytes) -> None:
        """Remember the salt of one database, at most 64 bytes."""
        self._salt = salt

    def __call__(self, number: Person | None) -> str:
        """Return the key of a chat's or user's id: 24 characters; a key itself for a key, an empty one for None."""
        if number is None or isinstance(number, str):
            return number or ""
        return self.named(str(number))

    def named(self, name: str) -> str:
        """Return the key of something that is called after an id."""
        return blake2b(name.encode(), key=self._salt, digest_size=12).hexdigest()

    def pair(self, chat: int, person: int) -> str:
        """Return the key of somebody in a chat."""
        return self.named(f"{chat}/{person}")


def masked(text: str) -> str:
    """
    Return `text` without numbers of 8 or more digits (telephones, order and card numbers).

    >>> masked("订单 202304201234 的手机 13800138000 赔 1288 元")
    '订单 [数字] 的手机 [数字] 赔 1288 元'
    """
    return _LONG.sub(MASK, text)


def packed(data: Mapping[str, Any]) -> str:
    """Return `data` as JSON text, what people wrote (`question`, `words`) masked; the order of keys does not matter."""
    return json.dumps(_without_numbers(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(text: str) -> dict[str, Any] | None:
    """Return what `packed` wrote; None for the empty text."""
    data: dict[str, Any] | None = json.loads(text) if text else None
    return data


def _without_numbers(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {
            name: masked(value) if name in _WRITTEN and isinstance(value, str) else _without_numbers(value)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [_without_numbers(value) for value in data]
    return data


def stamp(moment: datetime) -> int:
    """Return an aware moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def day_of(moment: datetime) -> str:
    """
    Return the day that an aware moment falls on in Shanghai.

    >>> day_of(datetime(2026, 2, 28, 23, tzinfo=UTC))
    '2026-03-01'
    """
    return moment.astimezone(_SHANGHAI).date().isoformat()


def moment(number: int) -> datetime:
    """Return the aware moment that `stamp` wrote."""
    return datetime.fromtimestamp(number / 1000, UTC)
