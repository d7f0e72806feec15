"""An inverted index of grams: which units hold a gram, what it weighs there, and how alike a text is to each unit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search.postings import Postings, Weigh, bm25, cosine, grams

# The same examples on every run, so that a failure on one machine is one on all.
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)
LAMPS = ("样灯什么时候寄回", "样灯寄丢算谁的", "押金几天退", "灯泡碎了怎么办")
TEXTS = st.lists(st.text(alphabet="灯泡碎了谁赔押金退a1😀", max_size=12), min_size=1, max_size=6)


def over(*texts: str, longest: int = 3, weigh: Weigh = cosine) -> Postings:
    """Return postings over units of one text each."""
    return Postings.over(([text] for text in texts), longest, weigh)


@pytest.mark.parametrize(
    ("text", "longest", "held"),
    [
        ("灯泡碎", 2, ["灯", "泡", "碎", "灯泡", "泡碎"]),
        ("灯泡碎", 5, ["灯", "泡", "碎", "灯泡", "泡碎", "灯泡碎"]),
        ("灯灯", 2, ["灯", "灯", "灯灯"]),
        ("😀", 3, ["😀"]),
        ("", 3, []),
    ],
)
def test_grams_go_from_one_character_to_the_longest(text: str, longest: int, held: list[str]) -> None:
    """Each as often as it stands there, and none that is longer than the text."""
    assert grams(text, longest) == held


@pytest.mark.parametrize("text", LAMPS)
def test_a_unit_is_wholly_alike_to_itself(text: str) -> None:
    """The cosine of a text with the unit that is just this text is 1, and with no other unit as much."""
    alike = over(*LAMPS).alike(text, 3)

    assert alike[LAMPS.index(text)] == pytest.approx(1)
    assert sorted(alike)[-2] < 0.9


@pytest.mark.parametrize("text", ["开关", "完全别处", "x", "😀", "", "燈"])
def test_texts_without_a_common_gram_are_not_alike(text: str) -> None:
    """Their cosine is 0, and nothing of them is told."""
    postings = over("灯泡碎了", "押金几天退")

    assert postings.alike(text, 3).tolist() == [0, 0]
    assert over("灯泡碎了", "押金几天退", weigh=bm25).told(text, 3).tolist() == [0, 0]


@pytest.mark.parametrize("text", ["赔谁押", "退", "押金退灯泡"])
def test_the_order_of_characters_counts(text: str) -> None:
    """What shares single characters alone is a little alike, by far not wholly."""
    alike = over("灯泡碎了谁赔", "押金几天退").alike(text, 3)

    assert 0 < alike.max() < 0.7


@given(TEXTS, st.text(alphabet="灯泡碎了谁赔押金退a1😀", max_size=20))
@STEADY
def test_shares_and_cosines_lie_between_0_and_1(units: list[str], asked: str) -> None:
    """BM25 tells at most all of a question, the cosine is never more than 1, whatever the texts."""
    postings = over(*units)

    assert ((postings.alike(asked, 3) >= 0) & (postings.alike(asked, 3) <= 1.00001)).all()
    told = over(*units, weigh=bm25).told(asked, 3)
    assert ((told >= 0) & (told < 1)).all()
    assert 0 <= postings.unknown(asked, 3) <= 1


@given(TEXTS)
@STEADY
def test_an_index_over_texts_is_what_counting_them_comes_to(units: list[str]) -> None:
    """Each gram is held by just the units that it stands in, and its rarity comes from their number."""
    postings = over(*units)
    held = {
        gram: [number for number, unit in enumerate(units) if gram in grams(unit, 3)]
        for unit in units
        for gram in grams(unit, 3)
    }

    assert {gram: postings.holders(gram) for gram in held} == held
    assert len(postings.codes) == len(held)
    assert [postings.rarity(gram) for gram in held] == pytest.approx(
        [np.log1p(len(units) / len(numbers)) for numbers in held.values()]
    )


def test_the_rarity_of_a_gram_falls_with_the_units_that_hold_it() -> None:
    """From one unit to four, each further one lightens it; one that nobody holds weighs no less than the rarest."""
    postings = over("灯", "灯座", "灯座架", "灯座架高")
    rarities = [postings.rarity(gram) for gram in ("高", "架", "座", "灯")]

    assert rarities == sorted(set(rarities), reverse=True)
    assert postings.rarity("鬼") == pytest.approx(rarities[0])


def test_a_gram_twice_in_a_unit_makes_it_no_more_frequent() -> None:
    """Units are counted, not places."""
    assert over("灯灯灯", "座").rarity("灯") == over("灯", "座").rarity("灯")


def test_the_texts_of_a_unit_are_not_read_across_their_ends() -> None:
    """灯座 stands in none of 灯 and 座."""
    postings = Postings.over([["灯", "座"]], 2, cosine)

    assert [postings.holders(gram) for gram in ("灯", "座", "灯座")] == [[0], [0], []]


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    """Of two entries that share a word of the same length with the question, that with the rarer word tells more."""
    told = over("灯泡甲", "押金乙", "灯泡丙", "灯泡丁", weigh=bm25).told("灯泡押金", 2)

    assert told[1] > told[0]


def test_a_word_said_again_tells_more_and_a_long_unit_less() -> None:
    """BM25's two: how often it comes, and how much else is said."""
    told = over("押金", "押金押金", "押金和许多别的话也在这里说着", weigh=bm25).told("押金", 2)

    assert told[1] > told[0] > told[2] > 0


@pytest.mark.parametrize(("text", "share"), [("灯泡", 0.0), ("鬼", 1.0), ("", 0.0)])
def test_the_unknown_share_goes_from_nothing_to_all(text: str, share: float) -> None:
    """Nothing of what is known, all of what is not, nothing of no text."""
    assert over("灯泡碎了", "押金几天退").unknown(text, 2) == share


def test_the_unknown_share_grows_with_what_is_not_known() -> None:
    """It lies between the two ends, and a second strange word makes it larger."""
    postings = over("灯泡碎了", "押金几天退")
    shares = [postings.unknown(text, 2) for text in ("灯泡", "灯泡鬼", "灯泡鬼怪")]

    assert shares == sorted(set(shares))
    assert shares[-1] < 1
