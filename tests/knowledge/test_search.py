"""What fits a question: grams and their weights, the index over entries and groups, the vectors that words come with."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.script import normalise
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.search.index import PLAIN, Entry, Hit, Index
from knowledge.search.postings import Postings, grams
from knowledge.search.vectors import Vectors, shipped

# The same examples on every run, so that a failure on one machine is one on all.
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)
LAMPS = ("样灯什么时候寄回", "样灯寄丢算谁的", "押金几天退", "灯泡碎了怎么办")
LONG = "灯座要拧紧再通电，" * 1_200
TEXTS = st.lists(st.text(alphabet="灯泡碎了谁赔押金退a1😀", max_size=12), min_size=1, max_size=6)


def over(*texts: str, longest: int = 3) -> Postings:
    """Return postings over units of one text each."""
    return Postings.over(([text] for text in texts), longest)


def index(*entries: Entry, vectors: Vectors | None = None) -> Index:
    """Return an index over entries that are only normalised."""
    return Index(entries, normalise, vectors=vectors)


def lamps(vectors: Vectors | None = None) -> Index:
    """Return an index over a few plain titles."""
    return index(*(Entry(str(number), title) for number, title in enumerate(LAMPS)), vectors=vectors)


def hit_of(hits: Sequence[Hit], name: str) -> Hit:
    """Return the hit of an entry, which must be there."""
    return next(hit for hit in hits if hit.id == name)


def near(one: str, other: str) -> float:
    """Return the cosine of two words' vectors."""
    first, second = shipped().of(one), shipped().of(other)
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


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
    assert postings.told(text, 3).tolist() == [0, 0]


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
    assert ((postings.told(asked, 3) >= 0) & (postings.told(asked, 3) < 1)).all()
    assert 0 <= postings.unknown(asked, 3) <= 1


@given(TEXTS)
@STEADY
def test_an_index_over_texts_is_what_counting_them_comes_to(units: list[str]) -> None:
    """Each gram is held by just the units that it stands in, and its rarity comes from their number."""
    postings = over(*units)
    held = {gram: [number for number, unit in enumerate(units) if gram in grams(unit, 3)] for unit in units for gram in grams(unit, 3)}

    assert {gram: postings.units[postings.starts[at] : postings.starts[at + 1]].tolist() for gram, at in postings.known.items()} == held
    assert [postings.rarity(gram) for gram in held] == pytest.approx([np.log1p(len(units) / len(numbers)) for numbers in held.values()])


def test_the_rarity_of_a_gram_falls_with_the_units_that_hold_it() -> None:
    """From one unit to four, each further one takes some of its weight; one that nobody holds weighs no less than the rarest."""
    postings = over("灯", "灯座", "灯座架", "灯座架高")
    rarities = [postings.rarity(gram) for gram in ("高", "架", "座", "灯")]

    assert rarities == sorted(set(rarities), reverse=True)
    assert postings.rarity("鬼") == pytest.approx(rarities[0])


def test_a_gram_twice_in_a_unit_makes_it_no_more_frequent() -> None:
    """Units are counted, not places."""
    assert over("灯灯灯", "座").rarity("灯") == over("灯", "座").rarity("灯")


def test_the_texts_of_a_unit_are_not_read_across_their_ends() -> None:
    """灯座 stands in none of 灯 and 座."""
    assert set(Postings.over([["灯", "座"]], 2).known) == {"灯", "座"}


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    """Of two entries that share a word of the same length with the question, that with the rarer word tells more."""
    told = over("灯泡甲", "押金乙", "灯泡丙", "灯泡丁").told("灯泡押金", 2)

    assert told[1] > told[0]


def test_a_word_said_again_tells_more_and_a_long_unit_less() -> None:
    """BM25's two: how often it comes, and how much else is said."""
    told = over("押金", "押金押金", "押金和许多别的话也在这里说着").told("押金", 2)

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


def test_an_empty_index_finds_nothing() -> None:
    """No entries, no hits, whatever is asked."""
    empty = index()

    assert [empty.search(text).hits for text in ("", "灯泡", "😀", LONG)] == [(), (), (), ()]
    assert empty.hits("灯泡") == []


@pytest.mark.parametrize("text", LAMPS)
def test_one_entry_is_found_by_its_words(text: str) -> None:
    """It is wholly alike and similar, and strange words find nothing."""
    only = index(Entry("one", text))
    (hit,) = only.search(text).hits

    assert (hit.id, hit.nearest, hit.similar) == ("one", text, 1)
    assert hit.alike == pytest.approx(1)
    assert only.search("鬼怪").hits == ()


@pytest.mark.parametrize("text", ["灯", "a", "1", "😀", "👩‍🔧", "？", LONG], ids=lambda text: text[:4])
def test_a_text_of_any_length_finds_itself(text: str) -> None:
    """One character, an emoji, a mark, more than ten thousand characters: among others the first, and nearly the same."""
    hits = index(*(Entry(title, title) for title in LAMPS), Entry("itself", text)).search(text).hits

    assert hits[0].id == "itself"
    assert hits[0].similar == 1
    assert all(hit.score < hits[0].score for hit in hits[1:])


def test_a_question_of_ten_thousand_characters_keeps_its_features_in_their_bounds() -> None:
    """A short entry in the midst of it is still found, and nothing comes out above 1."""
    question = LONG[:5_000] + "押金几天退" + LONG[:5_000]
    hit = hit_of(lamps(shipped()).search(question).hits, "2")

    assert len(question) > 10_000
    assert 0 < hit.alike < hit_of(lamps().search("押金几天退呢").hits, "2").alike
    assert max(hit.alike, hit.similar, hit.told, hit.around, hit.meant) <= 1.00001


@pytest.mark.parametrize(
    ("written", "simplified"),
    [("樣燈什麼時候寄回", "样灯什么时候寄回"), ("ＡＢ燈泡", "ab灯泡"), ("燈泡碎了怎麼辦", "灯泡碎了怎么办"), ("实在宝、赔付", "实在宝赔付")],
)
def test_a_question_is_compared_in_the_spelling_of_the_entries(library: Library, written: str, simplified: str) -> None:
    """Traditional characters, wide letters and marks are brought to one spelling, on both sides."""
    spelling = Spelling(library.lexicon)
    both = (written, simplified)
    found = [Index([Entry("one", title), Entry("two", "押金几天退")], spelling).search(asked) for title in both for asked in both]

    assert [search.hits[0].alike for search in found] == pytest.approx([1] * 4)
    assert all(search == found[0] for search in found)


def test_without_a_spelling_the_script_keeps_texts_apart() -> None:
    """It is `prepare` that brings them together, not the index."""
    assert Index([Entry("one", "燈")], str).search("灯").hits == ()


def test_questions_may_have_a_spelling_of_their_own() -> None:
    """`asked` is for questions alone: an entry that is spelled like that is not changed."""
    found = Index([Entry("one", "灯泡"), Entry("two", "登泡")], normalise, lambda text: text.replace("登", "灯")).search("登泡")

    assert found.text == "灯泡"
    assert found.hits[0].id == "one"
    assert hit_of(found.hits, "two").alike < 1


def test_the_nearest_way_of_asking_is_told() -> None:
    """Of several ways the one that is most alike, by itself and not by the sum of all."""
    ways = ("押金", "灯泡碎了怎么办", "坏了能换吗")
    (hit,) = index(Entry("all", ways[0], ways[1:])).hits("灯泡坏了能换吗")
    apart = index(*(Entry(way, way) for way in ways)).hits("灯泡坏了能换吗")

    assert hit.nearest == "坏了能换吗"
    assert hit.alike == hit_of(apart, "坏了能换吗").alike > hit_of(apart, "灯泡碎了怎么办").alike


def test_what_an_entry_says_is_found_but_is_no_way_of_asking() -> None:
    """Its text tells, and `alike` stays nothing."""
    (hit,) = index(Entry("one", "押金", text="灯泡碎了由寄件人赔"), Entry("two", "别的")).search("灯泡碎").hits

    assert hit.id == "one"
    assert hit.told > 0
    assert (hit.alike, hit.nearest) == (0, "")


def test_the_best_come_first_and_no_more_than_asked_for() -> None:
    """As many as the limit says, in the order of their scores, which are what the plain weights come to."""
    searched = lamps(shipped())
    every, two = searched.search("样灯寄丢了怎么办", 9).hits, searched.search("样灯寄丢了怎么办", 2).hits

    assert len(every) > len(two)
    assert two == every[:2]
    assert [hit.score for hit in every] == sorted((hit.score for hit in every), reverse=True)
    assert every[0].score == pytest.approx(sum(weight * getattr(every[0], name) for name, weight in PLAIN.items()))


def test_of_many_entries_the_fitting_ones_are_among_the_hits() -> None:
    """Not all of a large base are looked at closely, but those with the largest features are."""
    entries = [Entry(str(number), f"第{number}号灯具的寄送时间") for number in range(300)]
    hits = index(*entries, Entry("wanted", "押金几天退")).hits("灯具押金几天退")

    assert len(hits) < 100
    assert max(hits, key=lambda hit: hit.score).id == "wanted"


def grouped(question: str) -> list[Hit]:
    """Return the hits over two entries with the same words, in groups that speak of different things."""
    entries = [Entry("stranger", "几天退", group="contract"), Entry("neighbour", "几天退", group="deposit"), Entry("far", "别的话", group="deposit")]
    return Index(entries, normalise, around={"deposit": "押金在样灯寄回之后退还", "contract": "合同的期限由双方约定"}).hits(question)


@pytest.mark.parametrize(("question", "first"), [("押金几天退", "neighbour"), ("样灯寄回几天退", "neighbour"), ("合同几天退", "stranger")])
def test_a_neighbour_of_the_right_group_stands_before_a_stranger_with_the_same_words(library: Library, question: str, first: str) -> None:
    """All that an entry says itself being the same, what stands around it decides, and has a weight in the ranking of the documents."""
    one, other = hit_of(grouped(question), "neighbour"), hit_of(grouped(question), "stranger")
    ranked = sorted((one, other), key=lambda hit: -sum(weight * getattr(hit, name, 0.0) for name, weight in library.ranking.items()))

    assert (one.alike, one.similar, one.told, one.meant) == (other.alike, other.similar, other.told, other.meant)
    assert ranked[0].id == first


def test_an_entry_whose_group_alone_speaks_of_it_is_found() -> None:
    """Its own words say nothing of the question, those around it do; and what stands around is told no further than its group."""
    hits = grouped("样灯寄回")

    assert (hit_of(hits, "far").told, hit_of(hits, "far").around > 0) == (0, True)
    assert "stranger" not in [hit.id for hit in hits]


def test_an_entry_without_a_group_stands_for_itself() -> None:
    """Beside entries of groups it is around nobody; where nobody has a group, `around` is what each tells itself."""
    mixed = Index([Entry("alone", "押金几天退"), Entry("grouped", "灯泡", group="deposit")], normalise).hits("押金灯泡")
    plain = lamps().hits("灯泡押金")

    assert hit_of(mixed, "alone").around == pytest.approx(hit_of(mixed, "alone").told)
    assert {hit.id for hit in mixed} == {"alone", "grouped"}
    assert [hit.around for hit in plain] == [hit.told for hit in plain]


@pytest.mark.parametrize("question", [*LAMPS, "押金什么时候能拿回来"])
def test_without_vectors_nothing_is_meant(question: str) -> None:
    """`meant` is 0 of every hit, and the other features are what they are with vectors."""
    without, with_them = lamps().hits(question), lamps(shipped()).hits(question)

    assert {hit.meant for hit in without} == {0.0}
    assert any(hit.meant > 0 for hit in with_them)
    assert all(replace(hit_of(with_them, hit.id), meant=0.0, score=hit.score) == hit for hit in without)


@pytest.mark.parametrize(("question", "wanted"), [("电话", "phone"), ("快递", "parcel"), ("电灯", "lamp")])
def test_meanings_find_what_shares_no_character(question: str, wanted: str) -> None:
    """Another word for the same thing leads to it, which without vectors finds nothing."""
    entries = Entry("phone", "手机"), Entry("parcel", "物流包裹"), Entry("lamp", "照明")

    assert index(*entries).search(question).hits == ()
    assert index(*entries, vectors=shipped()).search(question).hits[0].id == wanted


def test_an_entry_means_what_its_ways_of_asking_mean_together() -> None:
    """Asked in its only way, it is meant wholly; a second way draws it away from the first."""
    two = Entry("two", "押金几天退", ("灯泡碎了怎么办",))
    others = Entry("x", "物流包裹"), Entry("y", "主播开播")
    one_way = hit_of(index(Entry("one", "押金几天退"), *others, vectors=shipped()).hits("押金几天退"), "one")
    two_ways = hit_of(index(two, *others, vectors=shipped()).hits("押金几天退"), "two")

    assert one_way.meant == pytest.approx(1)
    assert 0 < two_ways.meant < 0.95


@pytest.mark.parametrize("word", ["退款", "押金", "客服", "委员会", "手机", "吗"])
def test_a_known_word_has_a_vector(word: str) -> None:
    """It is not zero, and as wide as all others."""
    vector = shipped().of(word)

    assert vector.shape == (shipped().width,)
    assert np.abs(vector).max() > 0


@pytest.mark.parametrize("text", ["", "😀", "👩‍🔧🪔", "龘靐", "\u0301", " \n", "？！"])
def test_a_text_without_a_known_word_has_none(text: str) -> None:
    """Its vector is all zeros, and as wide as any other."""
    vector = shipped().of(text)

    assert vector.shape == (shipped().width,)
    assert not vector.any()


@pytest.mark.parametrize(("whole", "parts"), [("委员会", "委员 会"), ("为什么", "为 什么"), ("湖北省", "湖北 省"), ("消费者", "消费 者")])
def test_the_longest_word_is_taken_first(whole: str, parts: str) -> None:
    """A word that is known as a whole is not the sum of its parts; where a blank parts them, it is."""
    split = sum(shipped().of(part) for part in parts.split())

    assert not np.allclose(shipped().of(whole), split, rtol=0.01)
    assert np.allclose(shipped().of(parts), split)


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
