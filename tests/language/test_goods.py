"""The class that goods are of: by the longest word, those that rules leave out before ordinary ones."""

from itertools import combinations

import pytest

from calculators.classes import classed
from knowledge.language.script import normalise
from knowledge.language.tables import table


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("买了个翡翠手镯", "珠宝"),
        ("机械手表停了", "钟表"),
        ("蛋白粉结块", "营养品"),
        ("血压计不准", "医用保健"),
        ("汽车脚垫太薄", "汽车用品"),
        ("二手的机械键盘", "二手"),
        ("别人用过的吸尘器", "二手"),
        ("羽绒服里是棉花", "服装"),
        ("今天天气不错", None),
        ("", None),
    ],
)
def test_goods_are_brought_to_their_class(text: str, token: str | None) -> None:
    """Or to none."""
    found = classed(normalise(text), "goods")

    assert found == token or (token == "服装" and found in ("服装", "女装", "男装"))


def test_no_word_is_in_two_classes() -> None:
    """Each means one."""
    classes = {token: {normalise(str(word)) for word in words} for token, words in table("goods").items()}

    assert [
        (one, other, classes[one] & classes[other])
        for one, other in combinations(classes, 2)
        if classes[one] & classes[other]
    ] == []


def test_every_word_leads_to_its_own_class() -> None:
    """Said by itself, whatever other words it holds."""
    wrong = [
        (word, token)
        for token, words in table("goods").items()
        for word in words
        if classed(normalise(str(word)), "goods") != token
    ]

    assert wrong == []
