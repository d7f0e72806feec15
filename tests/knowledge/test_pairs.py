"""A thing and a deed near each other say a token of an enumeration: an input made by hand, the stage of a 星图 task."""

import re

import pytest
from pydantic import ValidationError

from calculators.inputs import known_word
from knowledge.calculations import Input
from knowledge.language.script import normalise
from knowledge.library import Library

LAMP = Input.model_validate(
    {
        "type": "enum",
        "label": "样灯",
        "ask": "样灯到哪一步了？",
        "choices": {"lost": ["样灯丢了"], "broken": ["样灯碎了"]},
        "pairs": {
            "waiting": ["样灯|灯座 没寄|没验|待寄"],
            "sent": ["样灯|灯座|灯罩 寄|发走", "押金 退"],
            "tested": ["样灯|灯座 验|通电"],
        },
    }
)


def lamp(line: str) -> str | None:
    """Return the token that a line says of the input made by hand."""
    return known_word(LAMP, normalise(line))


@pytest.fixture(scope="module")
def stage(library: Library) -> Input:
    """How far a 星图 task had come."""
    return library.calculations["xingtu-cancel-payout"].calculation.inputs["stage"]


def unlisted(field: Input, line: str) -> str:
    """Return a line as it is read, in which no listed way of saying a token stands: only pairs can tell it."""
    text = normalise(line)
    assert known_word(field.model_copy(update={"pairs": {}}), text) is None, line
    return text


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("样灯寄了", "sent"),
        ("灯座昨天寄出去了", "sent"),
        ("灯罩发走了", "sent"),
        ("押金退回来了", "sent"),
        ("样灯验过", "tested"),
        ("灯座在店里通电了", "tested"),
    ],
)
def test_a_thing_before_its_deed_says_the_token(line: str, token: str) -> None:
    """Each thing of a pair with each deed of it, a few characters between them or none."""
    assert lamp(line) == token


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("寄了样灯", "sent"),
        ("寄出去一个灯罩", "sent"),
        ("退了我押金", "sent"),
        ("通电试了试灯座", "tested"),
        ("验样灯", "tested"),
    ],
)
def test_a_deed_before_its_thing_says_the_token(line: str, token: str) -> None:
    """In either order."""
    assert lamp(line) == token


@pytest.mark.parametrize("line", ["押金寄了", "灯罩通电了", "灯泡寄了", "寄了包裹", "样灯", "寄", "押金，退", "", "😀"])
def test_only_a_thing_with_a_deed_of_its_own_says_anything(line: str) -> None:
    """A deed of another pair, another thing, or one of the two alone is none."""
    assert lamp(line) is None


BETWEEN = ["灯罩没寄", "灯罩还没寄", "灯罩没有寄", "灯罩未寄", "灯罩到现在都没能寄"]
BEFORE = ["没寄灯罩", "未寄灯罩", "还没有寄灯罩", "不寄灯罩", "没去寄灯罩", "别寄灯罩", "并没寄灯罩"]


@pytest.mark.parametrize("line", [*BETWEEN, *BEFORE])
def test_what_is_denied_is_not_said(line: str) -> None:
    """With 没 between the two, or a negation just before the first."""
    assert lamp(line) is None


@pytest.mark.parametrize("line", ["样灯没寄", "样灯还没有寄", "灯座未寄", "灯座还没有验", "样灯待寄", "灯座一直没寄"])
def test_a_pair_may_say_itself_that_something_is_not_done(line: str) -> None:
    """However the negation is put: 没有, 未 and 还没 are one word."""
    assert lamp(line) == "waiting"


@pytest.mark.parametrize("line", ["没寄样灯", "没有寄样灯", "未验灯座"])
def test_a_denied_deed_is_read_behind_its_thing_alone(line: str) -> None:
    """Before it, 没 may belong to something else, so that nothing is said."""
    assert lamp(line) is None


@pytest.mark.parametrize("end", ["前", "之前", "以前", "的话", "话"])
@pytest.mark.parametrize("start", ["样灯寄", "寄样灯", "灯座今天通电", "押金退"])
def test_what_is_only_ahead_is_not_said(start: str, end: str) -> None:
    """Before it happens, or if it does, it has not happened."""
    assert lamp(f"{start}{end}") is None


@pytest.mark.parametrize("end", ["后", "之后", "以后", "的", "的时候", "，前天的事"])
def test_what_lies_behind_is_said(end: str) -> None:
    """Only 前 and 的话 just behind it keep it from counting."""
    assert lamp(f"样灯寄{end}") == "sent"


@pytest.mark.parametrize(
    ("between", "token"),
    [
        ("", "sent"),
        ("一", "sent"),
        ("昨天下午四点", "sent"),
        ("昨天下午四点半", None),
        ("从我们店里出门以后才由快递", None),
    ],
)
def test_at_most_six_characters_stand_between(between: str, token: str | None) -> None:
    """Further apart they may belong to something else."""
    assert lamp(f"灯罩{between}寄") == token
    assert lamp(f"寄{between}灯罩") == token


@pytest.mark.parametrize("mark", "，,。；;！!？?")
def test_a_mark_parts_a_thing_from_a_deed(mark: str) -> None:
    """What stands in another clause is not tied."""
    assert lamp(f"灯罩{mark}寄") is None
    assert lamp(f"寄{mark}灯罩") is None


@pytest.mark.parametrize("mark", ["、", " ", "：", "-"])
def test_other_marks_do_not_part_them(mark: str) -> None:
    """A blank or a colon is a character like another."""
    assert lamp(f"灯罩{mark}寄") == "sent"


@pytest.mark.parametrize("particle", ["已经", "已", "都", "了", "也", "才", "就", "刚", "被", "给", "把"])
def test_particles_take_no_room(particle: str) -> None:
    """They stand anywhere, and do not make a pair lie further apart."""
    assert lamp(f"灯罩{particle}寄{particle}") == "sent"
    assert lamp(f"灯罩昨天{particle}下午{particle}四点寄") == "sent"
    assert lamp(f"寄{particle}灯罩") == "sent"


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("樣燈寄出去了", "sent"),
        ("寄了燈座", "sent"),
        ("樣燈還沒有寄", "waiting"),
        ("燈座驗過了", "tested"),
        ("押金已經退", "sent"),
    ],
)
def test_traditional_characters_say_the_same(line: str, token: str) -> None:
    """Once normalised; the input is written in Simplified ones."""
    assert lamp(line) == token


@pytest.mark.parametrize(
    ("line", "token"), [("样灯碎了，灯座寄了", "broken"), ("灯座寄了，样灯丢了", "lost"), ("样灯丢了没寄", "lost")]
)
def test_a_listed_way_of_saying_comes_before_pairs(line: str, token: str) -> None:
    """Pairs are looked for only where nothing listed is found."""
    assert lamp(line) == token


@pytest.mark.parametrize("line", ["灯罩寄了，灯座通电了", "灯座通电了，灯罩寄了"])
def test_of_two_pairs_that_are_said_the_one_written_first_counts(line: str) -> None:
    """The order of the tokens in the file decides, not that of the line."""
    assert lamp(line) == "sent"


def test_a_denied_pair_leaves_room_for_another() -> None:
    """What is denied is passed over, and the next pair is looked at."""
    assert lamp("灯罩没寄，灯座通电了") == "tested"
    assert lamp("押金没退，灯罩寄了") == "sent"


def test_inputs_do_not_share_their_pairs() -> None:
    """Two inputs that are alike but for their pairs are read each by its own, whichever is asked first."""
    other = LAMP.model_copy(update={"pairs": {"returned": ("样灯 寄",)}})

    assert [known_word(field, "样灯寄了") for field in (LAMP, other, LAMP, other)] == [
        "sent",
        "returned",
        "sent",
        "returned",
    ]


def test_without_pairs_only_what_is_listed_is_said() -> None:
    """An input need not have any."""
    plain = Input.model_validate(
        {"type": "enum", "label": "样灯", "ask": "样灯到哪一步了？", "choices": {"lost": ["样灯丢了"]}}
    )

    assert plain.pairs == {}
    assert known_word(plain, "样灯寄了") is None
    assert known_word(plain, "样灯丢了") == "lost"


def test_one_pair_alone_may_be_written_without_a_list() -> None:
    """As elsewhere in the files; what is no text is refused."""
    field = {"type": "enum", "label": "样灯", "ask": "样灯到哪一步了？"}

    assert known_word(Input.model_validate({**field, "pairs": {"sent": "样灯 寄"}}), "样灯寄了") == "sent"
    with pytest.raises(ValidationError):
        Input.model_validate({**field, "pairs": {"sent": [["样灯", "寄"]]}})


def test_pairs_that_are_shipped_are_a_thing_and_a_deed_of_a_token_there_is(library: Library) -> None:
    """Of an enumeration, with a blank between the two; the words may say what must not follow them."""
    shipped = [
        field for bound in library.calculations.values() for field in bound.calculation.inputs.values() if field.pairs
    ]

    assert shipped
    for field in shipped:
        assert field.type == "enum"
        assert set(field.pairs) <= set(field.choices)
        assert [
            pair for pairs in field.pairs.values() for pair in pairs if len(pair.split()) != 2 or not re.compile(pair)
        ] == []
        assert [pair for pairs in field.pairs.values() for pair in pairs if normalise(pair) != pair] == []


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("片子验收了", "video_confirmed"),
        ("成片甲方点头了", "video_confirmed"),
        ("图文客户认可", "video_confirmed"),
        ("大纲定稿了", "script_uploaded"),
        ("本子昨天传上去了", "script_uploaded"),
        ("本子写好了", "script_uploaded"),
        ("脚本免了", "script_skipped"),
        ("稿子待确认", "video_uploaded"),
    ],
)
def test_a_stage_is_told_by_what_was_done_with_its_thing(stage: Input, line: str, token: str) -> None:
    """In words that no list holds."""
    assert known_word(stage, unlisted(stage, line)) == token


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("验收了片子", "video_confirmed"),
        ("客户认可了我的图文", "video_confirmed"),
        ("提交了大纲", "script_uploaded"),
        ("略过脚本", "script_skipped"),
    ],
)
def test_a_stage_is_told_by_the_deed_first_as_well(stage: Input, line: str, token: str) -> None:
    """In either order."""
    assert known_word(stage, unlisted(stage, line)) == token


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("片子没验收", "video_uploaded"),
        ("成片客户还没点头", "video_uploaded"),
        ("影片未通过", "video_uploaded"),
        ("本子还没动笔", "before_script"),
        ("大纲没交", "before_script"),
    ],
)
def test_a_deed_that_is_not_done_tells_the_stage_before_it(stage: Input, line: str, token: str) -> None:
    """What is not confirmed is uploaded, what is not written is not: never the stage that would owe more."""
    assert known_word(stage, unlisted(stage, line)) == token


@pytest.mark.parametrize("line", ["没验收片子", "还没验收片子", "没有提交大纲", "不认可这图文", "没等片子验收"])
def test_a_denied_deed_before_its_thing_tells_no_stage(stage: Input, line: str) -> None:
    """It is asked for then."""
    assert known_word(stage, unlisted(stage, line)) is None


@pytest.mark.parametrize("end", ["前", "之前", "以前", "的话"])
@pytest.mark.parametrize(
    "start", ["片子确认", "片子验收", "图文客户点头", "验收片子", "大纲提交", "提交大纲", "影片确认"]
)
def test_a_stage_that_is_only_ahead_is_not_told(stage: Input, start: str, end: str) -> None:
    """片子确认前 is not confirmed, and 片子确认的话 not yet."""
    assert known_word(stage, unlisted(stage, f"{start}{end}")) is None


@pytest.mark.parametrize(
    "line",
    [
        "片子，客户验收了",
        "大纲。已经提交了",
        "片子拍了整整三个星期才验收",
        "片子甲方那边看了两遍验收了",
        "客户点头了，片子",
    ],
)
def test_a_deed_in_another_clause_or_far_off_tells_no_stage(stage: Input, line: str) -> None:
    """It may be the deed of something else."""
    assert known_word(stage, unlisted(stage, line)) is None


@pytest.mark.parametrize(
    "line",
    ["片子已经验收了", "片子都验收了", "片子被客户验收了", "把片子给验收了", "片子刚刚验收", "片子客户也已经都验收了"],
)
def test_particles_change_no_stage(stage: Input, line: str) -> None:
    """已经, 都, 了, 被 and 把 say nothing about it."""
    assert known_word(stage, unlisted(stage, line)) == "video_confirmed"


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("影片驗收了", "video_confirmed"),
        ("驗收了影片", "video_confirmed"),
        ("大綱定稿了", "script_uploaded"),
        ("影片還沒驗收", "video_uploaded"),
        ("影片驗收之前", None),
    ],
)
def test_a_stage_in_traditional_characters_is_the_same(stage: Input, line: str, token: str | None) -> None:
    """Once normalised."""
    assert known_word(stage, unlisted(stage, line)) == token
