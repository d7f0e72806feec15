"""What writes figures, days and times in our spellings, and what a line must then hold."""

import cn2an

from tests.language.cells import Cell

FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def han(value: int, *, capital: bool = False) -> str:
    """Return a whole number in Chinese, without the 一 that nobody says before a leading 十."""
    return str(cn2an.an2cn(value, "up" if capital else "low"))


def holds(line: str, kinds: tuple[str, ...], value: object) -> Cell:
    """Return what a line must hold: one fact of some kinds, exact, with a value, and no other one."""
    return Cell(
        line,
        str(value),
        lambda facts: len(facts) == 1 and facts[0].kind in kinds and facts[0].exact and facts[0].value == value,
    )
