"""Questions of the inbox that are asked alike come together, and no others."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bot.owner.grouping import Group, Grouping
from bot.owner.labels import whys_of
from bot.owner.linkage import linked
from bot.store import Item
from knowledge.library import Library

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FOUR = (
    (
        "快手小店保证金要交多少",
        "快手开店押金得交多少钱",
        "快手小店的保證金是多少？",
        "在快手开个店保证金一般多少",
        "快手开店要压多少保证金",
    ),
    (
        "抖店退店后保证金几天退",
        "抖店关店了保证金多久能退回来",
        "抖店保证金退店后要等多久到账",
        "我把抖店退了，保证金什么时候退给我",
        "抖店的保證金退店之後多久會退還給我？",
    ),
    (
        "飞鸽怎么导出聊天记录",
        "飞鸽聊天记录能导出吗",
        "飞鸽里的聊天记录怎么导出来",
        "飛鴿可以把聊天紀錄匯出嗎",
        "飞鸽导出聊天记录在哪里操作",
    ),
    (
        "星图达人入驻需要多少粉丝",
        "巨量星图达人入驻要多少粉丝",
        "星圖達人入駐門檻是什麼，粉絲要幾萬才可以？",
        "入驻星图当达人，粉丝数有要求吗",
        "多少粉丝可以入驻星图做达人",
    ),
)


@pytest.fixture(scope="module")
def grouping(library: Library) -> Grouping:
    """Return the grouping over the shipped knowledge base."""
    return Grouping(library)


def items(questions: list[str]) -> list[Item]:
    """Return questions as they lie in the inbox, one a minute."""
    return [Item(number, one, "refused", NOW + timedelta(minutes=number)) for number, one in enumerate(questions, 1)]


def wordings(groups: list[Group]) -> list[list[str]]:
    """Return what is in each group, in order."""
    return sorted(sorted(group.wordings) for group in groups)


def test_twenty_wordings_of_four_questions_are_four_groups(grouping: Grouping) -> None:
    """In whatever order they came."""
    mixed = [one for group in FOUR for one in group]
    random.Random(7).shuffle(mixed)
    asked = items(mixed)

    groups = grouping.groups(asked)

    assert wordings(groups) == sorted(sorted(group) for group in FOUR)
    assert [group.numbers for group in grouping.groups(reversed(asked))] == [group.numbers for group in groups]


def test_what_names_another_platform_is_another_question(grouping: Grouping) -> None:
    """However alike the rest is: they are answered by different people."""
    asked = ["快手保证金要交多少", "抖店保证金要交多少", "淘宝保证金要交多少", "拼多多保证金要交多少"]

    assert wordings(grouping.groups(items(asked))) == sorted([one] for one in asked)


def test_a_group_shows_its_most_typical_question_how_often_and_since_when(grouping: Grouping) -> None:
    """Repeats count; the group asked most often comes first."""
    asked = items(["今天天气怎么样", *FOUR[0], FOUR[0][0], "今天天气怎么样"])

    first, second = grouping.groups(asked)

    assert (first.typical.question, len(first.items), len(first.wordings)) == (FOUR[0][0], 6, 5)
    assert (first.since, first.last) == (NOW + timedelta(minutes=2), NOW + timedelta(minutes=7))
    assert (second.numbers, second.wordings) == ([1, 8], ["今天天气怎么样"])
    assert whys_of(first) == "没答上 ×6"


def test_nothing_and_what_has_no_words_can_be_grouped(grouping: Grouping) -> None:
    """Signs are alike, for they say nothing."""
    assert grouping.groups([]) == []
    assert wordings(grouping.groups(items(["？？？", "。。。", "😂", ""]))) == [["", "。。。", "？？？", "😂"]]


def test_no_chain_of_neighbours_brings_together_what_is_different() -> None:
    """Each is near the next one, and far from all others; the average decides."""
    line = np.array([[1 - abs(one - other) * 0.4 for other in range(6)] for one in range(6)], np.float32)

    groups = linked(np.maximum(line, 0), [1] * 6, at_least=0.5)

    assert groups == [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("seed", range(20))
def test_the_chain_finds_what_merging_the_nearest_pair_again_and_again_finds(seed: int) -> None:
    """Compared with that slow and plain way, on likenesses without ties."""
    chance = np.random.default_rng(seed)
    half = np.triu(chance.random((25, 25)), 1)
    alike = (half + half.T).astype(np.float32)
    sizes = [int(one) for one in chance.integers(1, 4, 25)]

    assert linked(alike, sizes, at_least=0.55) == _plainly(alike, sizes, 0.55)


def _plainly(
    alike: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", sizes: list[int], at_least: float
) -> list[list[int]]:
    groups = [[number] for number in range(len(sizes))]

    def near(one: list[int], other: list[int]) -> float:
        pairs = [(alike[a, b], sizes[a] * sizes[b]) for a in one for b in other]
        return float(sum(value * weight for value, weight in pairs)) / sum(weight for _, weight in pairs)

    while True:
        value, one, other = max(
            (near(one, other), at, place)
            for at, one in enumerate(groups)
            for place, other in enumerate(groups)
            if at < place
        )
        if value < at_least:
            return sorted(sorted(group) for group in groups)
        groups[one] += groups.pop(other)
