"""Bytes of a text file as text: UTF-8 with and without its mark, UTF-16, what Chinese systems save."""

import codecs
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB18030 reads nearly everything; Big5 stands behind it, for who knows by the headings that it was none.
_OTHERS = ("utf-8", "gb18030", "big5hkscs")


def decoded(content: bytes) -> Iterator[str]:
    """Yield what `content` may say, the likeliest first; nothing where it is no text."""
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in marked or _OTHERS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            yield text
