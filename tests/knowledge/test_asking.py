"""What kind of thing a line asks for: chances by kind on small weights of our own and on those that are shipped."""

import math
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers import Kind
from knowledge.language.lexicon import AskingWeights
from knowledge.language.spelling import Spelling
from knowledge.library import Library
from knowledge.search.asking import Asking
from knowledge.search.found import BESIDE, TURN_MARK, TURNS

# The same examples on every run, so that a failure on one machine is one on all.
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)
SMALL = AskingWeights(
    own=0.6,
    bias={"who": -1.0, "where": -2.0},
    kinds={"who": {"谁": 3.0, "的": -0.5}, "where": {"哪里": 4.0, "谁": -1.0}},
)
PHRASED = {
    "how_much": ["赔多少钱", "一单最高赔多少钱", "手续费是多少钱", "这种情况罚多少钱", "赔几成", "这单能拿回多少钱"],
    "yes_no": ["可以申请两次吗", "这样算违规吗", "直播间买的货能保吗", "能撤销吗", "退了货还赔吗", "新店也要交吗"],
    "who": ["检测费用谁来承担", "由谁审核", "是谁判的责", "这笔钱谁付", "寄回去的钱归谁出"],
    "where": ["去哪里申诉", "从哪里看进度", "入口在哪里", "在哪里能看到评分"],
    "how_long": ["要等多久", "多久能到账"],
    "until_when": ["最晚什么时候提交", "截止到几号"],
    "why": ["为什么被驳回", "为什么要交这个"],
    "what_if": ["不交会怎么样", "晚交了会怎样"],
    "which": ["哪种算", "哪个算数"],
}


@pytest.fixture(scope="module")
def shipped(library: Library) -> Asking:
    """What tells kinds apart with the weights that are shipped."""
    return Asking(library.asking)


@pytest.fixture(scope="module")
def spelling(library: Library) -> Spelling:
    """The spelling in which lines are compared."""
    return Spelling(library.lexicon)


@pytest.mark.parametrize(
    ("line", "who", "where"),
    [
        ("", -1.0, -2.0),
        ("灯泡", -1.0, -2.0),
        ("谁", 2.0, -3.0),
        ("谁的", 1.5, -3.0),
        ("哪", -1.0, -2.0),
        ("里哪", -1.0, -2.0),
        ("哪里", -1.0, 2.0),
        ("在哪里找谁", 2.0, 1.0),
    ],
)
def test_each_kind_is_its_bias_and_its_grams_together(line: str, who: float, where: float) -> None:
    """A gram speaks for several kinds, in its own order of characters; what is not known says nothing."""
    kinds = Asking(SMALL).kinds(line)

    assert kinds == {"who": pytest.approx(1 / (1 + math.exp(-who))), "where": pytest.approx(1 / (1 + math.exp(-where)))}


@pytest.mark.parametrize("often", [2, 50, 5_000])
def test_a_word_said_again_says_no_more(often: int) -> None:
    """Once or many times: who repeats a word asks for the same kind of thing."""
    assert Asking(SMALL).kinds("谁呀" * often) == Asking(SMALL).kinds("谁呀谁")


@given(st.text(max_size=60))
@STEADY
def test_chances_lie_between_0_and_1(shipped: Asking, line: str) -> None:
    """Of every kind, whatever the line is."""
    assert all(0 < chance < 1 for chance in shipped.kinds(line).values())


@pytest.mark.parametrize(
    "line",
    ["", "？", "😀", "谁", "赔多少钱" * 2_500, "谁在哪里多少钱吗怎么多久为什么"],
    ids=lambda line: line[:5] or "nothing",
)
def test_every_line_has_a_chance_of_every_kind(shipped: Asking, line: str) -> None:
    """Those that a line of ours may ask for, and those of lines that are none of ours."""
    assert set(shipped.kinds(line)) <= {*get_args(Kind), *BESIDE, *(f"{TURN_MARK}{kind}" for kind in TURNS)}
    assert {*get_args(Kind), *BESIDE} <= set(shipped.kinds(line))


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in PHRASED.items() for line in lines])
def test_a_way_of_asking_leads_to_its_kind(shipped: Asking, spelling: Spelling, kind: str, line: str) -> None:
    """With the shipped weights the word it is asked with makes its kind the likeliest of those an answer can have."""
    kinds = {
        name: chance
        for name, chance in shipped.kinds(spelling(line)).items()
        if name not in BESIDE and not name.startswith(TURN_MARK)
    }

    assert max(kinds, key=kinds.__getitem__) == kind


@pytest.mark.parametrize(
    ("told", "asked", "kind"),
    [
        ("卖家承担检测费用", "谁承担检测费用", "who"),
        ("可以申请两次", "可以申请两次吗", "yes_no"),
        ("赔付金额", "赔付多少钱", "how_much"),
        ("去申诉", "去哪里申诉", "where"),
        ("等到账", "等多久到账", "how_long"),
        ("被驳回", "为什么被驳回", "why"),
    ],
)
def test_a_word_that_asks_makes_its_kind_likelier(
    shipped: Asking, spelling: Spelling, told: str, asked: str, kind: str
) -> None:
    """Put into a line that tells, it moves just the kind that it asks for, and well."""
    assert shipped.kinds(spelling(asked))[kind] > 2 * shipped.kinds(spelling(told))[kind]


@pytest.mark.parametrize("line", ["檢測費用誰來承擔", "检测费用谁来承担？", "　检测费用谁来承担"])
def test_script_and_marks_do_not_matter_once_spelled(shipped: Asking, spelling: Spelling, line: str) -> None:
    """The spelled line is what is weighed."""
    assert shipped.kinds(spelling(line)) == shipped.kinds(spelling("检测费用谁来承担"))


@pytest.mark.parametrize("asks", [("who",), ("who", "where"), ("where", "who"), ("where", "who", "why")])
def test_of_several_kinds_the_likeliest_fits(asks: tuple[str, ...]) -> None:
    """What an aspect can also be asked as does not count against it."""
    kinds = {"who": 0.8, "where": 0.3, "why": 0.1}

    assert (
        Asking(SMALL).fits(kinds, asks) == Asking(SMALL).fits(kinds, ("who",)) > Asking(SMALL).fits(kinds, ("where",))
    )


@pytest.mark.parametrize("chance", [0.001, 0.1, 0.5, 0.999])
def test_what_fits_is_told_as_a_logarithm(chance: float) -> None:
    """Nearly that of the chance, so that chances multiply where features are added."""
    assert math.exp(Asking(SMALL).fits({"who": chance}, ("who",))) == pytest.approx(chance, abs=0.002)


def test_a_kind_that_nobody_knows_fits_worst_but_can_be_told() -> None:
    """A chance of nothing has a logarithm, too, and lies below all others."""
    unknown = Asking(SMALL).fits({"who": 0.01}, ("when",))

    assert math.isfinite(unknown)
    assert unknown < Asking(SMALL).fits({"who": 0.01}, ("who",))
    assert unknown == Asking(SMALL).fits({"who": 0.0}, ("who",))


def test_where_nothing_is_asked_every_kind_fits_alike() -> None:
    """An even chance over all kinds, whatever the line asks for; below what is asked for, above what is not."""
    asking = Asking(SMALL)
    nothing = asking.fits({"who": 0.9, "where": 0.1}, ())

    assert nothing == asking.fits({}, ()) == math.log(1 / 2)
    assert (
        asking.fits({"who": 0.9, "where": 0.1}, ("where",))
        < nothing
        < asking.fits({"who": 0.9, "where": 0.1}, ("who",))
    )


def test_without_kinds_nothing_is_told_apart() -> None:
    """Empty weights give no chances, and everything fits wholly."""
    empty = Asking(AskingWeights(own=0.6, bias={}, kinds={}))

    assert empty.kinds("谁来赔多少钱") == {}
    assert empty.fits({}, ()) == 0
