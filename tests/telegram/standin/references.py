"""Character references in Telegram's HTML: four names and any number."""

import re

NAMES = {b"lt": b"<", b"gt": b">", b"amp": b"&", b"quot": b'"'}
_NUMBER = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+))")
_NAME = re.compile(rb"&([A-Za-z]+)")


def decode_reference(source: bytes, at: int) -> tuple[bytes, int]:
    """
    Return what the `&` at `at` stands for, and where to read on.

    A reference that Telegram does not know stays as it is written.
    """
    character, end = _numbered(source, at) or _named(source, at) or (b"", at)
    if not character:
        return b"&", at + 1
    return character, end + (source[end : end + 1] == b";")


def _numbered(source: bytes, at: int) -> tuple[bytes, int] | None:
    found = _NUMBER.match(source, at)
    if not found or len(found[0]) >= 10:
        return None
    code = int(found[1], 16) if found[1] else int(found[2])
    if not 0 < code < 0x10FFFF:
        return None
    return chr(code).encode(errors="surrogatepass"), found.end()


def _named(source: bytes, at: int) -> tuple[bytes, int] | None:
    found = _NAME.match(source, at)
    return (NAMES.get(found[1], b""), found.end()) if found else None
