"""What is typed on a command line: exit codes, what a person can have meant, and how a wrong use is told."""

import re

DONE, FELL_SHORT, WRONG_USE = 0, 1, 2
_LONGEST = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CommandError(Exception):
    """A command was used wrongly or got something it cannot read; the message is one line."""


def said(text: str, what: str = "问题") -> str:
    """
    Return `text` without the blanks around it, if a person can have meant it.

    Raises:
        CommandError: it is empty, too long, no valid text, or holds control characters.
    """
    text = text.strip().removeprefix("\ufeff")
    if not text:
        raise CommandError(f"{what}是空的")
    if len(text) > _LONGEST:
        raise CommandError(f"{what}太长了：{len(text)} 个字，最多 {_LONGEST} 个")
    if control := _CONTROL.search(text):
        raise CommandError(f"{what}里有控制字符（U+{ord(control.group()):04X}），请去掉")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CommandError(f"{what}不是有效的 UTF-8 文字") from error
    return text
