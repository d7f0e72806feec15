"""A table in a terminal; elsewhere, and where it is piped, the same as plain text."""

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

_PIPED = 160
"""Cells of a line where nobody looks at a terminal."""


def show_table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, wide: Sequence[str] = ()) -> None:
    """Print a table; where it does not fit the columns `wide` are broken into lines. Numbers stand to the right."""
    cells = [[one if isinstance(one, int) else str(one) for one in row] for row in rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for at, head in enumerate(heads):
        right = bool(cells) and all(isinstance(row[at], int) for row in cells)
        table.add_column(head, justify="right" if right else "left", no_wrap=head not in wide, overflow="fold")
    for row in cells:
        table.add_row(*(Text(_plain(str(one))) for one in row))
    console = Console(width=None if sys.stdout.isatty() else _PIPED)
    console.print(table)


def _plain(text: str) -> str:
    """Return what people wrote without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
