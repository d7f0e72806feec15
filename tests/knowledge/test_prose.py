"""Figures are told as people read them, and a clause tells the figures of the day it is asked for."""

from datetime import date, time
from decimal import Decimal

import pytest

from knowledge.figures import Figure, Parameter, Unit
from knowledge.language.script import normalise, simplify, traditional
from knowledge.library import Library
from knowledge.prose import figure_text, fill, fill_words, tidy


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal(1000), Unit.YUAN, "1000 元"),
        (Decimal("0.50"), Unit.YUAN, "0.5 元"),
        (Decimal(1), Unit.SHARE, "100%"),
        (Decimal("0.005"), Unit.SHARE, "0.5%"),
        (1_000_000, Unit.PERSON, "100万人"),
        (15_000, Unit.PERSON, "15000人"),
        (30, Unit.NATURAL_DAY, "30 个自然日"),
        (3, Unit.WORKING_DAY, "3 个工作日"),
        (48, Unit.HOUR, "48 小时"),
        ("L2+", Unit.LEVEL, "L2+"),
        (time(8), Unit.TIME_OF_DAY, "08:00"),
        (time(22, 59, 59), Unit.TIME_OF_DAY, "22:59:59"),
        (date(2023, 5, 1), Unit.DATE, "2023年5月1日"),
        (("材质", "品牌"), Unit.TERMS, "材质、品牌"),
    ],
)
def test_a_figure_is_told_with_its_measure(value: Figure, unit: Unit, text: str) -> None:
    """Whole ten-thousands as 万, shares as percentages, times with seconds only where there are any."""
    assert figure_text(value, unit) == text


def test_a_figure_changes_from_the_day_on_that_its_history_says() -> None:
    """The first day of a value is in; before the first value, the first one is told."""
    cap = Parameter.model_validate(
        {
            "unit": "yuan",
            "history": [
                {"since": "2023-01-01", "value": "500", "at": "7"},
                {"since": "2024-01-01", "value": "1000", "at": "7"},
            ],
        }
    )

    told = [cap.on(day).value for day in (date(2022, 1, 1), date(2023, 12, 31), date(2024, 1, 1))]

    assert told == [Decimal(500), Decimal(500), Decimal(1000)]


def test_a_placeholder_may_name_a_figure_of_another_clause(library: Library) -> None:
    """10.3 tells the period that stands in 5."""
    place = library.places["kuaishou-shizaibao/10.3"]

    assert "30 个自然日" in library.text(place, date(2024, 1, 1))


def test_a_placeholder_without_measure_tells_the_bare_figure() -> None:
    """`{days:n}` where the sentence brings its own measure."""
    assert fill("共 {days:n} 天", lambda _, __: (30, Unit.NATURAL_DAY)) == "共 30 天"


def test_an_unknown_word_is_an_error_rather_than_a_hole() -> None:
    """A sentence with a hole must not reach anybody."""
    with pytest.raises(KeyError):
        fill_words("可赔 {yuan} 元", {})


def test_blanks_beside_chinese_punctuation_go() -> None:
    """Between Chinese and a figure they stay."""
    assert tidy("发货后 30 天 内， 可以申请 （次日起） 。") == "发货后 30 天内，可以申请（次日起）。"


def test_one_spelling_for_both_scripts_and_widths() -> None:
    """Full-width figures, Traditional characters and capitals are brought to one form."""
    assert normalise("  實在寶　ＡＢＣ１２ ") == "实在宝 abc12"
    assert simplify(traditional("实在宝赔付")) == "实在宝赔付"
