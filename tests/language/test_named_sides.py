"""Two sides that are named are a size, with or without a unit."""

from datetime import datetime

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.reader import read

NOW = datetime(2026, 11, 27, 12, tzinfo=SHANGHAI)


def sizes(line: str) -> list[str]:
    """Return the sizes that a line tells."""
    return ["x".join(map(str, fact.value)) for fact in read(line, NOW).facts if fact.kind == "size" and fact.value]


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("裁成竖的，宽6高10", "6x10"),
        ("接着说标签，宽6高10这么竖着贴呢", "6x10"),
        ("长10宽6", "10x6"),
        ("10长6宽的标", "10x6"),
        ("横着6竖着10", "6x10"),
        ("长边10短边6行不行", "10x6"),
        ("长十二宽五", "12x5"),
        ("高度1厘米宽度6毫米", "10x6"),
    ],
)
def test_they_are_read_in_the_order_they_are_told(line: str, size: str) -> None:
    """Named before or behind the figure."""
    assert sizes(line) == [size]


@pytest.mark.parametrize("line", ["宽限3天长5天", "粉丝长了10万，高了5万", "长10", "宽6宽8", "高3天宽5天"])
def test_what_names_no_two_sides_is_no_size(line: str) -> None:
    """Lengths of time, counts, one side, the same one twice."""
    assert sizes(line) == []
