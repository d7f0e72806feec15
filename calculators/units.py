"""What a figure of a rule counts: its type, and the units of a parameter that may stand for it."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, get_args

from knowledge.figures import Unit

Yuan = Annotated[Decimal, (Unit.YUAN,)]
Fraction = Annotated[Decimal, (Unit.SHARE,)]
NaturalDayCount = Annotated[int, (Unit.NATURAL_DAY, Unit.DAY)]
WorkingDayCount = Annotated[int, (Unit.WORKING_DAY,)]
Hours = Annotated[int, (Unit.HOUR,)]
Times = Annotated[int, (Unit.TIMES, Unit.ITEMS)]
Messages = Annotated[int, (Unit.MESSAGES,)]
People = Annotated[int, (Unit.PERSON,)]
Score = Annotated[Decimal, (Unit.SCORE,)]
Level = Annotated[str, (Unit.LEVEL,)]
Millimetres = Annotated[Decimal, (Unit.MILLIMETRE,)]
DayOfMonth = Annotated[int, (Unit.DAY_OF_MONTH,)]
TimeOfDay = Annotated[time, (Unit.TIME_OF_DAY,)]
Day = Annotated[date, (Unit.DATE,)]
Terms = Annotated[Sequence[str], (Unit.TERMS,)]
Count = Annotated[Decimal | int, (Unit.ITEMS, Unit.TIMES, Unit.MESSAGES, Unit.PERSON, Unit.YUAN)]


def units_of(annotation: Any) -> tuple[Unit, ...]:
    """Return the units that an annotation of a rule's figure names; none of what is no figure."""
    found = [extra for extra in get_args(annotation) if isinstance(extra, tuple)]
    return found[0] if found else ()
