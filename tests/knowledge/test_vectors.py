"""The vectors that words come with: which words have one, what a text comes to, which words are near each other."""

import numpy as np
import pytest

from knowledge.search.vectors import Vectors, shipped


def near(one: str, other: str) -> float:
    """Return the cosine of two words' vectors."""
    first, second = shipped().of(one), shipped().of(other)
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


@pytest.mark.parametrize("word", ["物流", "直播", "灯泡", "委员会", "手机", "吗"])
def test_a_known_word_has_a_vector(word: str) -> None:
    """It is not zero, and as wide as all others."""
    vector = shipped().of(word)

    assert word in shipped()._known
    assert vector.shape == (shipped().width,)
    assert np.abs(vector).max() > 0


@pytest.mark.parametrize("text", ["", "😀", "👩‍🔧🪔", "龘靐", "\u0301", " \n", "？！"])
def test_a_text_without_a_known_word_has_none(text: str) -> None:
    """Its vector is all zeros, and as wide as any other."""
    vector = shipped().of(text)

    assert vector.shape == (shipped().width,)
    assert not vector.any()


@pytest.mark.parametrize(
    ("whole", "parts"), [("委员会", "委员 会"), ("为什么", "为 什么"), ("湖北省", "湖北 省"), ("消费者", "消费 者")]
)
def test_the_longest_word_is_taken_first(whole: str, parts: str) -> None:
    """A word that is known as a whole is not the sum of its parts; where a blank parts them, it is."""
    split = sum(shipped().of(part) for part in parts.split())

    assert not np.allclose(shipped().of(whole), split, rtol=0.01)
    assert np.allclose(shipped().of(parts), split)


@pytest.mark.parametrize(
    ("common", "rare", "word"), [("的", "质检", "退款"), ("了", "灯泡", "物流"), ("是", "委员会", "直播")]
)
def test_a_common_word_says_less_than_a_rare_one(common: str, rare: str, word: str) -> None:
    """Put before a word, it hardly turns what is meant; a rare one does."""
    assert near(common + word, word) > 0.95
    assert near(rare + word, word) < 0.85


def test_a_text_is_the_sum_of_its_words_wherever_strange_ones_stand() -> None:
    """What is not known between known words changes nothing."""
    assert np.allclose(shipped().of("😀退款龘😀物流"), shipped().of("退款") + shipped().of("物流"), atol=1e-5)


@pytest.mark.parametrize("text", ["实在宝能赔多少钱", "退款", "灯泡碎了怎么办" * 1_500])
def test_the_same_text_has_the_same_vector(text: str) -> None:
    """Whenever it is asked for, and from a second reading of the file."""
    assert np.array_equal(shipped().of(text), shipped().of(text))
    assert np.array_equal(shipped().of(text), Vectors().of(text))


@pytest.mark.parametrize(
    ("word", "close", "far"),
    [
        ("赔付", "赔偿", "快递"),
        ("退款", "退钱", "直播"),
        ("多久", "几天", "品牌"),
        ("手机", "电脑", "赔偿"),
        ("质检", "检测", "聊天"),
        ("客服", "客户服务", "天气"),
    ],
)
def test_near_words_are_nearer_than_far_ones(word: str, close: str, far: str) -> None:
    """What people say for the same thing lies well closer than what is something else."""
    assert near(word, close) > near(word, far) + 0.1


def test_the_file_tells_where_its_vectors_come_from() -> None:
    """The model, its licence, that of the word list, and the day it was written."""
    about = shipped().about

    assert "multilingual-e5-small (MIT" in about
    assert "jieba (MIT)" in about
    assert about.rstrip(".")[-10:].replace("-", "").isdigit()


def test_the_shipped_vectors_are_read_once() -> None:
    """Everybody shares them."""
    assert shipped() is shipped()
