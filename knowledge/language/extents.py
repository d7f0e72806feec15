"""How large a number may be: one value, a range, or open at one end."""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.language.fact import How

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Extent:
    """How large a number may be: its ends (None: open), whether they count, how it was told, the best single value."""

    low: Decimal | None
    high: Decimal | None
    how: How = "exact"
    low_in: bool = True
    high_in: bool = True

    @property
    def value(self) -> Decimal | None:
        """Return the number where it is exact, the middle of “about”, else None."""
        if self.low is None or self.high is None:
            return None
        return self.low if self.low == self.high else (self.low + self.high) / 2 if self.how == "about" else None

    def times(self, factor: Decimal | int) -> "Extent":
        """Return the extent counted in another unit."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Extent(low, high, self.how, self.low_in, self.high_in)


def exactly(value: Decimal | int) -> Extent:
    """Return the extent of one number."""
    return Extent(Decimal(value), Decimal(value))


def around(value: Decimal) -> Extent:
    """Return a tenth more or less than `value`."""
    return Extent(value - abs(value) * _TENTH, value + abs(value) * _TENTH, "about")
