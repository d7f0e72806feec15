"""What fits a question: entries by what they say, how they are asked for, what is around them and what they mean."""

from collections.abc import Sequence

import pytest

from knowledge.language.script import normalise
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.search.hits import Entry, Hit
from knowledge.search.index import PLAIN, Index
from knowledge.search.vectors import Vectors, shipped

LAMPS = ("样灯什么时候寄回", "样灯寄丢算谁的", "押金几天退", "灯泡碎了怎么办")
LONG = "灯座要拧紧再通电，" * 1_200


def index(*entries: Entry, vectors: Vectors | None = None) -> Index:
    """Return an index over entries that are only normalised."""
    return Index(entries, normalise, vectors=vectors)


def lamps(vectors: Vectors | None = None) -> Index:
    """Return an index over a few plain titles."""
    return index(*(Entry(str(number), title) for number, title in enumerate(LAMPS)), vectors=vectors)


def hit_of(hits: Sequence[Hit], name: str) -> Hit:
    """Return the hit of an entry, which must be there."""
    return next(hit for hit in hits if hit.id == name)


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
    """One character, an emoji, a mark, over ten thousand characters: among others the first, and nearly the same."""
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
    [
        ("樣燈什麼時候寄回", "样灯什么时候寄回"),
        ("ＡＢ燈泡", "ab灯泡"),
        ("燈泡碎了怎麼辦", "灯泡碎了怎么办"),
        ("实在宝、赔付", "实在宝赔付"),
    ],
)
def test_a_question_is_compared_in_the_spelling_of_the_entries(library: Library, written: str, simplified: str) -> None:
    """Traditional characters, wide letters and marks are brought to one spelling, on both sides."""
    spelling = Spelling(library.lexicon)
    both = (written, simplified)
    found = [
        Index([Entry("one", title), Entry("two", "押金几天退")], spelling).search(asked)
        for title in both
        for asked in both
    ]

    assert [search.hits[0].alike for search in found] == pytest.approx([1] * 4)
    assert all(search == found[0] for search in found)


def test_without_a_spelling_the_script_keeps_texts_apart() -> None:
    """It is `prepare` that brings them together, not the index."""
    assert Index([Entry("one", "燈")], str).search("灯").hits == ()


def test_questions_may_have_a_spelling_of_their_own() -> None:
    """`asked` is for questions alone: an entry that is spelled like that is not changed."""
    found = Index(
        [Entry("one", "灯泡"), Entry("two", "登泡")], normalise, lambda text: text.replace("登", "灯")
    ).search("登泡")

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
    entries = [
        Entry("stranger", "几天退", group="contract"),
        Entry("neighbour", "几天退", group="deposit"),
        Entry("far", "别的话", group="deposit"),
    ]
    return Index(
        entries, normalise, around={"deposit": "押金在样灯寄回之后退还", "contract": "合同的期限由双方约定"}
    ).hits(question)


@pytest.mark.parametrize(
    ("question", "first"), [("押金几天退", "neighbour"), ("样灯寄回几天退", "neighbour"), ("合同几天退", "stranger")]
)
def test_a_neighbour_of_the_right_group_stands_before_a_stranger_with_the_same_words(
    library: Library, question: str, first: str
) -> None:
    """All an entry says itself being equal, what stands around it decides, and weighs in the ranking of documents."""
    one, other = hit_of(grouped(question), "neighbour"), hit_of(grouped(question), "stranger")
    ranked = sorted(
        (one, other), key=lambda hit: -sum(weight * getattr(hit, name, 0.0) for name, weight in library.ranking.items())
    )

    assert (one.alike, one.similar, one.told, one.meant) == (other.alike, other.similar, other.told, other.meant)
    assert ranked[0].id == first


def test_an_entry_whose_group_alone_speaks_of_it_is_found() -> None:
    """Its own words say nothing of the question, those around it do; what stands around is told only in its group."""
    hits = grouped("样灯寄回")

    assert (hit_of(hits, "far").told, hit_of(hits, "far").around > 0) == (0, True)
    assert "stranger" not in [hit.id for hit in hits]


def test_an_entry_without_a_group_stands_for_itself() -> None:
    """Beside entries of groups it is around nobody; where nobody has a group, `around` is what each tells itself."""
    entries = Entry("alone", "押金几天退"), Entry("apart", "灯座换新"), Entry("grouped", "灯泡", group="deposit")
    mixed = Index(entries, normalise).hits("押金灯泡")
    plain = lamps().hits("灯泡押金")

    assert all(hit.around == pytest.approx(hit.told) for hit in mixed)
    assert {hit.id for hit in mixed} == {"alone", "apart", "grouped"}
    assert [hit.around for hit in plain] == [hit.told for hit in plain]


@pytest.mark.parametrize("question", [*LAMPS, "押金什么时候能拿回来"])
def test_without_vectors_nothing_is_meant(question: str) -> None:
    """`meant` is 0 of every hit, and the other features are what they are with vectors."""
    without, with_them = lamps().hits(question), lamps(shipped()).hits(question)

    assert {hit.meant for hit in without} == {0.0}
    assert any(hit.meant > 0 for hit in with_them)
    assert all(hit_of(with_them, hit.id)._replace(meant=0.0, score=hit.score) == hit for hit in without)


@pytest.mark.parametrize(("question", "wanted"), [("电话", "phone"), ("快递", "parcel"), ("电灯", "lamp")])
def test_meanings_find_what_shares_no_character(question: str, wanted: str) -> None:
    """Another word for the same thing leads to it, which without vectors finds nothing."""
    entries = Entry("phone", "手机"), Entry("parcel", "物流包裹"), Entry("lamp", "照明")

    assert index(*entries).search(question).hits == ()
    assert index(*entries, vectors=shipped()).search(question).hits[0].id == wanted


def test_an_entry_means_what_its_ways_of_asking_mean_together() -> None:
    """Asked in its only way it is meant wholly; a second way draws it away from the first, unless it means the same."""
    two, same = Entry("two", "押金几天退", ("灯泡碎了怎么办",)), Entry("same", "押金几天退", ("押金，几天退",))
    others = Entry("x", "物流包裹"), Entry("y", "主播开播")
    one_way = hit_of(index(Entry("one", "押金几天退"), *others, vectors=shipped()).hits("押金几天退"), "one")
    two_ways = hit_of(index(two, *others, vectors=shipped()).hits("押金几天退"), "two")
    same_ways = hit_of(index(same, *others, vectors=shipped()).hits("押金几天退"), "same")

    assert [one_way.meant, same_ways.meant] == pytest.approx([1, 1])
    assert 0 < two_ways.meant < 0.95


@pytest.mark.parametrize("most", [1, 2, 3, 50])
def test_no_more_are_compared_further_than_are_asked_for(most: int) -> None:
    """Of each measure so many at most, the best of it among them."""
    compared = lamps(shipped()).compared("押金什么时候寄回来")
    best = compared.best(most=most)

    assert len(best) <= 3 * most
    assert int(compared.asked.argmax()) in best
    assert compared.best([1, 3], most) <= {1, 3}


def test_a_text_is_compared_once() -> None:
    """The last ones are remembered, since a line of a talk is looked for alone and beside the question before it."""
    lamp = lamps()

    assert lamp.compared("押金").alike is lamp.compared("押金").alike
    assert lamp.compared("灯泡").alike is not lamp.compared("押金").alike


def test_the_background_is_never_found_and_tells_how_rare_a_word_is() -> None:
    """Alone every word is as rare as any other; beside many that say 押金, it says little."""
    entries, title = (Entry("back", "样灯押金几天退"), Entry("broken", "灯泡碎了怎么办")), "押金怎么办"
    others = tuple(Entry(str(number), f"{one}押金") for number, one in enumerate("车房店票卡书伞琴"))
    alone, among = (Index(entries, normalise, background=background) for background in ((), others))
    plain, weighed = ({hit.id: hit for hit in one.hits(normalise(title))} for one in (alone, among))

    assert set(weighed) <= {"back", "broken"}
    assert weighed["broken"].told / weighed["back"].told > 1.2 * plain["broken"].told / plain["back"].told
    assert (among.closest(normalise("车押金")), among.closest(normalise("灯泡碎了"))) == (-1, 1)
