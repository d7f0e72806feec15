"""What is done to a line before it is read: one script, rows separated, marks and notes that are no figures blanked."""

import re
from functools import cache

from knowledge.language.numeral_patterns import DIGITS, UNITS
from knowledge.language.script import normalise
from knowledge.language.tables import table

_LONGEST = 1_000
# A full-width comma between plain digits ends a clause; it is no thousands separator (扣1，666).
_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9])")
# Nobody means a number of more than forty characters.
_ENDLESS = re.compile(rf"[\d{DIGITS}{UNITS}廿卅.,]{{41,}}")
_ISO_T = re.compile(r"(?<=\d)t(?=\d\d:)")
_MARKS = re.compile("[①-⑳㈠-㈩❶-❿](?![件个個条條单單双雙])|[0-9]\ufe0f?\u20e3")
# Marks that number the points of a list.
# Each line of several is a sentence of its own: a table is pasted row by row.
_ROWS = re.compile(r"(?<=\S)\s*\n\s*(?=\S)")
# A weekday told in brackets behind its day: 11/20(五).
_WEEKDAY_NOTE = re.compile(r"(?<=[\d号日])\((?:周|星期|礼拜|拜)?[一二三四五六日天]\)")
# A power is no figure of the line: 500².
_POWERS_OF = re.compile("[²³¹⁰⁴-⁹]")


def prepared(line: str) -> str:
    """Return `line` as it is read: NFKC, Simplified, lower case; characters put out are blanks or null characters."""
    rows = _ROWS.sub("；", line[: 2 * _LONGEST])
    marked = _MARKS.sub(lambda match: " " * len(match.group()), rows).replace("½", "半")
    text = normalise(_COMMA.sub(", ", _POWERS_OF.sub("^", marked)))[:_LONGEST]
    text = _ENDLESS.sub(lambda match: "\x00" * len(match.group()), _ISO_T.sub(" ", text))
    return _WEEKDAY_NOTE.sub(lambda match: "\x00" * len(match.group()), text.translate(_dialect()))


@cache
def _dialect() -> dict[int, str]:
    return {ord(str(one)): str(other) for one, other in table("dialect")["characters"].items()}
