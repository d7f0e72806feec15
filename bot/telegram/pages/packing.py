"""Inputs of a calculation in few bytes: amounts, days and times as numbers, everything else as text."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256

from knowledge.calendar import SHANGHAI

EPOCH = datetime(2000, 1, 1, tzinfo=SHANGHAI)
_DAY_ONE = date(1900, 1, 1)
_TEXT, _WHOLE, _CENTS, _DAY, _MOMENT, _MOMENTS = range(6)
_TWO_BYTES = 2**16


class UnreadableError(Exception):
    """The bytes are no inputs of this calculation."""


def seconds(moment: datetime) -> int:
    """Return the whole seconds from the start of the year 2000 to `moment`."""
    return int((moment - EPOCH).total_seconds())


def moment_at(count: int) -> datetime:
    """Return the moment `count` seconds after the start of the year 2000."""
    return EPOCH + timedelta(seconds=count)


def mark(name: str, width: int = 1) -> bytes:
    """Return a short mark of a name."""
    return sha256(name.encode()).digest()[:width]


def pack(inputs: Mapping[str, str]) -> bytes:
    """Return the raw inputs as bytes that `unpack` reads with the names at hand."""
    packed = b""
    for name, raw in inputs.items():
        kind, body = _packed(raw)
        packed += mark(name) + bytes((kind,)) + _number(len(body)) + body
    return packed


def unpack(packed: bytes, names: tuple[str, ...]) -> dict[str, str]:
    """
    Return the raw inputs by name.

    Raises:
        UnreadableError: a mark belongs to none of `names`, or the bytes end too early.
    """
    known = {mark(name): name for name in names}
    inputs: dict[str, str] = {}
    at = 0
    try:
        while at < len(packed):
            name, kind = known[packed[at : at + 1]], packed[at + 1]
            size, at = _number_at(packed, at + 2)
            if at + size > len(packed):
                raise UnreadableError
            inputs[name] = _unpacked(kind, packed[at : at + size])
            at += size
    except (KeyError, IndexError, ValueError, OverflowError) as error:
        raise UnreadableError from error
    return inputs


def _packed(raw: str) -> tuple[int, bytes]:
    if re.fullmatch(r"0|[1-9]\d{0,17}", raw):
        return _WHOLE, _number(int(raw))
    if re.fullmatch(r"(0|[1-9]\d{0,15})\.\d\d", raw):
        return _CENTS, _number(int(raw.replace(".", "")))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", raw) and 0 <= (days := (date.fromisoformat(raw) - _DAY_ONE).days) < _TWO_BYTES:
        return _DAY, days.to_bytes(2, "big")
    if moments := _moments(raw):
        return (_MOMENT if len(moments) == 1 else _MOMENTS), b"".join(one.to_bytes(4, "big") for one in moments)
    return _TEXT, raw.encode()


def _moments(raw: str) -> list[int]:
    """Return the moments that `raw` lists in full, or nothing when it is anything else."""
    parts = raw.split(",")
    if not all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", part) for part in parts):
        return []
    counts = [seconds(datetime.fromisoformat(part)) for part in parts]
    return counts if all(0 <= count < 2**32 for count in counts) else []


def _unpacked(kind: int, body: bytes) -> str:
    if kind == _WHOLE:
        return str(_number_at(body, 0)[0])
    if kind == _CENTS:
        cents = _number_at(body, 0)[0]
        return f"{cents // 100}.{cents % 100:02d}"
    if kind == _DAY:
        return (_DAY_ONE + timedelta(days=int.from_bytes(body, "big"))).isoformat()
    if kind in (_MOMENT, _MOMENTS):
        counts = [int.from_bytes(body[at : at + 4], "big") for at in range(0, len(body), 4)]
        return ",".join(moment_at(count).isoformat(timespec="seconds") for count in counts)
    if kind == _TEXT:
        return body.decode()
    raise UnreadableError


def _number(value: int) -> bytes:
    """Return a number, seven bits a byte, the last byte without the high bit."""
    low = value & 0x7F
    return bytes((low,)) if value < 0x80 else bytes((low | 0x80,)) + _number(value >> 7)  # noqa: PLR2004 - seven bits a byte


def _number_at(packed: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while packed[at] & 0x80:
        value |= (packed[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | packed[at] << shift, at + 1
