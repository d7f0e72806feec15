"""The reply expected to cost least: what is told, chosen among, refused or kept from a group; what each cost turns."""

from dataclasses import replace

import pytest

from bot.assistant.hypothesis import Hypothesis, Kind
from knowledge.answers import Aspect
from knowledge.library import BoundAspect, Library
from knowledge.search.found import Candidate
from tests.assistant.hypotheses import COSTS, aspect, calculation, decided, line, meant, place


@pytest.mark.parametrize("chance", [1.0, 0.9, 0.7])
def test_a_clear_aspect_is_told(chance: float) -> None:
    """It alone is answered, and what is left over is what telling it costs."""
    decision = decided(
        aspect("lamps/1:when", chance), line("outside", (1 - chance) / 2), line("chat", (1 - chance) / 2)
    )

    assert (decision.reply, meant(decision), decision.rule) == ("tell", ["lamps/1:when"], None)
    assert decision.chance == chance
    assert decision.cost == pytest.approx(1 - chance)


@pytest.mark.parametrize("other", ["lamps/1:how", "lamps/2:when", "parcels/1:when"])
def test_aspects_with_the_same_first_line_add_up(other: str) -> None:
    """Wherever they stand: who is told the line has both answered, so it wins over one that is likelier than each."""
    same = aspect("lamps/1:when", 0.33, says="七天内。"), aspect(other, 0.32, says="七天内。")
    decision = decided(*same, aspect("tables/1:what", 0.35))

    assert decision.reply == "tell"
    assert meant(decision) == ["lamps/1:when", other]
    assert decision.chance == pytest.approx(0.65)


def test_aspects_with_different_first_lines_do_not_add_up() -> None:
    """The same chances without the same line: none of them is likely enough."""
    decision = decided(aspect("lamps/1:when", 0.33), aspect("parcels/1:when", 0.32), aspect("tables/1:what", 0.35))

    assert decision.reply == "choose"


@pytest.mark.parametrize(
    ("other", "reply", "cost"),
    [("lamps/1:how", "tell", 0.5 * 0.2), ("lamps/2:how", "tell", 0.5 * 0.7), ("parcels/1:how", "choose", 0.45)],
)
def test_a_stranger_costs_more_than_a_neighbour(other: str, reply: str, cost: float) -> None:
    """Of one clause and of one document one of two is told, for less; between documents it is asked which is meant."""
    decision = decided(aspect("lamps/1:when", 0.5), aspect(other, 0.5))

    assert decision.reply == reply
    assert decision.cost == pytest.approx(cost)


def test_a_gap_is_no_neighbour_of_the_clause_it_hangs_on() -> None:
    """Aspects of one place are neighbours by what they are aspects of: the clause itself, or the gap."""
    gap = BoundAspect("lamps#when", place("lamps/1"), Aspect(id="where", says="没写。"))
    missing = Hypothesis("aspect", gap.id, {}, Candidate(gap.id, gap.place, gap, 0.0, {}), chance=0.5)

    assert decided(aspect("lamps/1:when", 0.5), missing).cost == pytest.approx(0.5 * 0.7)


def test_a_choice_names_each_document_once() -> None:
    """The likeliest clause of each, likeliest first; nothing else of its document is offered while others are left."""
    decision = decided(
        aspect("lamps/1:when", 0.28),
        aspect("lamps/2:how", 0.15),
        aspect("parcels/1:when", 0.22),
        aspect("tables/1:what", 0.2),
        line("chat", 0.15),
    )

    assert decision.reply == "choose"
    assert meant(decision) == ["lamps/1:when", "parcels/1:when", "tables/1:what"]


def test_a_choice_names_at_most_three() -> None:
    """The least likely documents are left out, and are no part of its chance."""
    names = ("lamps", "parcels", "tables", "chairs", "shelves")
    decision = decided(
        *(aspect(f"{name}/1:when", chance) for name, chance in zip(names, (0.24, 0.22, 0.2, 0.18, 0.16), strict=True))
    )

    assert decision.reply == "choose"
    assert meant(decision) == ["lamps/1:when", "parcels/1:when", "tables/1:when"]
    assert decision.chance == pytest.approx(0.66)


def test_of_two_documents_a_choice_may_name_another_clause() -> None:
    """Where no further document is meant, the next likely clause comes last."""
    decision = decided(
        aspect("lamps/1:when", 0.4), aspect("lamps/2:how", 0.25), aspect("parcels/1:when", 0.35), document=1.0
    )

    assert meant(decision) == ["lamps/1:when", "parcels/1:when", "lamps/2:how"]


def test_a_choice_answers_all_that_stands_on_its_clauses() -> None:
    """A clause that is chosen shows its other aspects, too; each clause is named once, by its likeliest aspect."""
    decision = decided(
        aspect("lamps/1:when", 0.3),
        aspect("lamps/1:how", 0.15),
        aspect("parcels/1:when", 0.25),
        aspect("parcels/1:how", 0.2),
        line("outside", 0.1),
    )

    assert decision.reply == "choose"
    assert meant(decision) == ["lamps/1:when", "parcels/1:when"]
    assert decision.chance == pytest.approx(0.9)
    assert decision.cost == pytest.approx(0.9 * 0.45 + 0.1 * 0.6)


def test_one_clause_alone_is_no_choice() -> None:
    """However unlikely it is, nothing is asked where there is nothing to choose from."""
    decision = decided(
        aspect("lamps/1:when", 0.3), aspect("lamps/1:how", 0.3), line("outside", 0.4), ask=0.0, wrong=9.0, neighbour=9.0
    )

    assert decision.reply == "refuse"


@pytest.mark.parametrize(("kind", "reply"), [("outside", "refuse"), ("chat", "chat"), ("order", "order")])
@pytest.mark.parametrize("chance", [0.55, 0.8, 1.0])
def test_a_line_that_is_likely_none_of_ours_has_the_reply_of_its_kind(kind: Kind, reply: str, chance: float) -> None:
    """A refusal, a friendly word, a refusal to be ordered about; nothing of ours is told with it."""
    decision = decided(line(kind, chance), aspect("lamps/1:when", 1 - chance))

    assert (decision.reply, meant(decision), decision.rule) == (reply, [kind], None)
    assert decision.chance == chance
    assert decision.cost == pytest.approx((1 - chance) * 0.6)


def test_kinds_that_are_none_of_ours_count_together_against_an_answer() -> None:
    """Each less likely than the aspect, they are together likelier; a friendly word for a refusal costs little."""
    decision = decided(aspect("lamps/1:when", 0.4), line("outside", 0.35), line("chat", 0.15), line("order", 0.1))

    assert decision.reply == "refuse"
    assert decision.chance == pytest.approx(0.35)
    assert decision.cost == pytest.approx(0.4 * 0.6 + 0.25 * 0.2)


def test_a_sure_answer_is_given_in_a_group() -> None:
    """There, too, nine of ten are enough."""
    decision = decided(aspect("lamps/1:when", 0.9), line("chat", 0.1), group=True)

    assert (decision.reply, meant(decision)) == ("tell", ["lamps/1:when"])
    assert decision.cost == pytest.approx(0.1 * 4)


@pytest.mark.parametrize("chance", [0.2, 0.5, 0.7, 0.85])
def test_an_answer_that_is_not_sure_is_not_given_in_a_group(chance: float) -> None:
    """To somebody alone it may be; silence is right where the line was none of ours."""
    decision = decided(aspect("lamps/1:when", chance), line("chat", 1 - chance), group=True)

    assert (decision.reply, decision.meant, decision.rule) == ("silent", (), None)
    assert decision.chance == pytest.approx(1 - chance)
    assert decision.cost == pytest.approx(chance * 0.5)


@pytest.mark.parametrize(
    "hypotheses",
    [
        (aspect("lamps/1:when", 0.5), aspect("parcels/1:when", 0.5)),
        (aspect("lamps/1:when", 0.3), aspect("parcels/1:when", 0.3), line("outside", 0.4)),
        (line("outside", 0.9), aspect("lamps/1:when", 0.1)),
        (line("chat", 1.0),),
        (line("order", 0.8), line("chat", 0.2)),
    ],
)
def test_in_a_group_nothing_else_is_said(hypotheses: tuple[Hypothesis, ...]) -> None:
    """No choice, no refusal, no chat: who is not sure keeps silent, though alone there is a reply to each."""
    assert decided(*hypotheses).reply not in ("silent", "tell", "compute")
    assert decided(*hypotheses, group=True).reply == "silent"
    assert decided(*hypotheses, group=True, silence=99.0, ask=0.0, refusal=0.0).reply in ("silent", "tell")


def test_neighbours_are_sure_enough_for_a_group() -> None:
    """A split within one clause is not loud: either answer is there to be read."""
    decision = decided(aspect("lamps/1:when", 0.5), aspect("lamps/1:how", 0.45), line("chat", 0.05), group=True)

    assert decision.reply == "tell"
    assert decision.cost == pytest.approx(0.45 * 0.2 + 0.05 * 4)


SPLIT = (aspect("lamps/1:when", 0.5), aspect("parcels/1:when", 0.5))
IN_DOCUMENT = (aspect("lamps/1:when", 0.4), aspect("lamps/2:when", 0.3), aspect("parcels/1:when", 0.3))
IN_CLAUSE = (aspect("lamps/1:when", 0.4), aspect("lamps/1:how", 0.3), aspect("parcels/1:when", 0.3))
DOUBTED = (aspect("lamps/1:when", 0.65), line("outside", 0.35))
REFUSED = (aspect("lamps/1:when", 0.5), line("outside", 0.5))
FIGURE = (calculation("deposit", "lamps/1", 0.65), line("outside", 0.35))
SURE = (aspect("lamps/1:when", 0.9), line("chat", 0.1))
NEAR = (aspect("lamps/1:when", 0.3), aspect("parcels/1:when", 0.25), line("outside", 0.45))


@pytest.mark.parametrize(
    ("name", "cost", "hypotheses", "group", "before", "after"),
    [
        ("ask", 0.55, SPLIT, False, "choose", "tell"),
        ("ask", 0.1, IN_CLAUSE, False, "tell", "choose"),
        ("wrong", 0.8, SPLIT, False, "choose", "tell"),
        ("wrong", 1.5, DOUBTED, False, "tell", "refuse"),
        ("document", 0.2, IN_DOCUMENT, False, "choose", "tell"),
        ("neighbour", 0.9, IN_CLAUSE, False, "tell", "choose"),
        ("refusal", 0.4, DOUBTED, False, "tell", "refuse"),
        ("refusal", 1.1, REFUSED, False, "refuse", "tell"),
        ("offered", 0.1, NEAR, False, "refuse", "choose"),
        ("figure", 1.0, FIGURE, False, "refuse", "compute"),
        ("loud", 4.0, SURE, True, "tell", "silent"),
        ("silence", 0.3, SURE, True, "tell", "silent"),
    ],
)
def test_costs_are_those_that_are_handed_in(
    name: str, cost: float, hypotheses: tuple[Hypothesis, ...], group: bool, before: str, after: str
) -> None:
    """Each of them, changed alone, turns a decision."""
    assert decided(*hypotheses, group=group).reply == before
    assert decided(*hypotheses, group=group, **{name: cost}).reply == after


def test_nothing_near_is_offered_where_another_platform_is_named() -> None:
    """However cheap an offer is."""
    elsewhere = replace(NEAR[-1], features={"outsider": 1.0})

    assert decided(*NEAR, offered=0.1).reply == "choose"
    assert decided(*NEAR, offered=0.1, found=9.0).reply == "refuse"
    assert decided(*NEAR[:-1], elsewhere, offered=0.1).reply == "refuse"


@pytest.mark.parametrize(("name", "cost"), [("loud", 99.0), ("silence", 0.0)])
@pytest.mark.parametrize("hypotheses", [SPLIT, DOUBTED, FIGURE, SURE, (line("chat", 1.0),)])
def test_what_is_paid_in_groups_is_paid_there_alone(name: str, cost: float, hypotheses: tuple[Hypothesis, ...]) -> None:
    """To somebody alone nobody is loud, and silence is no reply."""
    assert decided(*hypotheses, group=False, **{name: cost}) == decided(*hypotheses)


@pytest.mark.parametrize(
    ("hypotheses", "chance"),
    [
        (
            (
                aspect("lamps/1:when", 0.5, says="七天。"),
                aspect("parcels/1:when", 0.3, says="七天。"),
                aspect("lamps/2:how", 0.2),
            ),
            0.8,
        ),
        ((aspect("lamps/1:when", 0.7), aspect("lamps/1:how", 0.3)), 0.7),
        (
            (
                calculation("deposit", "lamps/1", 0.5),
                aspect("lamps/2:much", 0.3, calculation="deposit"),
                line("chat", 0.2),
            ),
            0.8,
        ),
        ((calculation("deposit", "lamps/1", 0.7, "needs_input"), aspect("lamps/1:much", 0.3)), 0.7),
        ((line("outside", 0.6), line("chat", 0.4)), 0.6),
    ],
    ids=["the same line twice", "a neighbour", "a case and its rule", "a question back", "a refusal"],
)
def test_the_chance_of_a_reply_is_that_of_what_it_answers(hypotheses: tuple[Hypothesis, ...], chance: float) -> None:
    """The sum over the hypotheses that it answers, the first of which is told; a neighbour is not answered, if near."""
    decision = decided(*hypotheses)

    assert decision.chance == pytest.approx(chance)
    assert sum(one.chance for one in decision.meant) == pytest.approx(chance)


def test_what_many_unlikely_hypotheses_hold_counts_as_wrong() -> None:
    """Those that are not looked at one by one are nobody's neighbours, so that an answer costs no less for them."""
    many = tuple(aspect(f"lamps/1:a{number:02}", 0.02) for number in range(30))
    decision = decided(aspect("lamps/1:when", 0.4), *many)
    loud = decided(aspect("lamps/1:when", 0.4), *many, group=True, silence=9.0)

    assert (decision.reply, loud.reply) == ("tell", "tell")
    assert decision.cost == pytest.approx(11 * 0.02 * 0.2 + 19 * 0.02)
    assert loud.cost == pytest.approx(11 * 0.02 * 0.2 + 19 * 0.02 * 4)


def test_the_costs_that_are_shipped_are_those_that_decide(library: Library) -> None:
    """No cost is missing, none is never looked at, and a wrong figure costs at least as much as wrong words."""
    assert set(library.costs) == set(COSTS)
    assert library.costs["figure"] >= library.costs["wrong"] > library.costs["document"] > library.costs["neighbour"]
