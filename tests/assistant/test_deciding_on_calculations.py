"""The reply expected to cost least where a calculation is meant: computed, asked back with its rule or not, or left."""

import pytest

from bot.assistant.hypothesis import Hypothesis
from calculators.outcome import Status
from tests.assistant.hypotheses import aspect, calculation, decided, line, meant


@pytest.mark.parametrize("outcome", ["computed", "undetermined"])
def test_a_calculation_with_its_facts_answers_the_aspect_that_names_it(outcome: Status) -> None:
    """What came of the case answers the question for its rule, on whatever clause; their chances add up."""
    decision = decided(
        calculation("deposit", "lamps/2", 0.4, outcome),
        aspect("lamps/1:much", 0.35, calculation="deposit"),
        line("outside", 0.25),
    )

    assert (decision.reply, meant(decision), decision.rule) == ("compute", ["=deposit", "lamps/1:much"], None)
    assert decision.chance == pytest.approx(0.75)


def test_a_calculation_with_its_facts_answers_what_is_asked_of_its_clause() -> None:
    """
    An aspect of the same clause that asks for what it gives is answered, though it does not name it.

    One that asks for something else is not.
    """
    decision = decided(
        calculation("deposit", "lamps/1", 0.4, gives=("how_much", "when")),
        aspect("lamps/1:much", 0.2, asks=("how_much", "which")),
        aspect("lamps/1:who", 0.2, asks=("who",)),
        aspect("lamps/2:much", 0.2, asks=("how_much",)),
    )

    assert decision.reply == "compute"
    assert meant(decision) == ["=deposit", "lamps/1:much"]
    assert decision.chance == pytest.approx(0.6)


def test_a_likelier_aspect_is_still_computed_where_the_case_is_told() -> None:
    """Told alone, the rule would leave the calculation unanswered; computed, both are answered."""
    decision = decided(
        calculation("deposit", "parcels/1", 0.45),
        aspect("lamps/1:much", 0.5, calculation="deposit"),
        line("chat", 0.05),
    )

    assert decision.reply == "compute"
    assert decision.chance == pytest.approx(0.95)


@pytest.mark.parametrize("outcome", ["needs_input", "invalid"])
def test_a_calculation_without_an_answer_answers_itself_alone(outcome: Status) -> None:
    """A question back, or a fact that cannot be, is no answer to who asked for the rule."""
    decision = decided(
        calculation("deposit", "lamps/1", 0.8, outcome), aspect("lamps/1:much", 0.2, calculation="deposit")
    )

    assert (decision.reply, meant(decision)) == ("compute", ["=deposit"])
    assert decision.chance == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("rule", "chance"),
    [
        (aspect("lamps/1:much", 0.02), 0.9),
        (aspect("lamps/2:much", 0.02, calculation="deposit"), 0.9),
        (aspect("lamps/1:much", 0.2), 0.7),
    ],
    ids=["its own clause", "names it", "likely"],
)
def test_a_calculation_that_needs_a_fact_has_a_rule_to_tell_first(rule: Hypothesis, chance: float) -> None:
    """The likeliest aspect of its document, where it is of its clause or names it; it counts as a neighbour."""
    decision = decided(
        calculation("deposit", "lamps/1", chance, "needs_input"), rule, line("outside", 1 - chance - rule.chance)
    )

    assert (decision.reply, decision.rule) == ("compute", rule)
    assert decision.chance == chance
    assert decision.cost == pytest.approx(rule.chance * 0.2 + (1 - chance - rule.chance))


@pytest.mark.parametrize(
    ("outcome", "other"),
    [
        ("needs_input", aspect("lamps/2:much", 0.2)),
        ("needs_input", aspect("parcels/1:much", 0.2)),
        ("needs_input", aspect("parcels/1:much", 0.2, calculation="deposit")),
        ("computed", aspect("lamps/1:much", 0.2)),
        ("invalid", aspect("lamps/1:much", 0.2)),
    ],
    ids=["another clause", "another document", "another document that names it", "computed", "impossible"],
)
def test_a_rule_is_told_first_only_where_it_is_worth_it(outcome: Status, other: Hypothesis) -> None:
    """Not of another clause or document, not where nothing is asked back."""
    decision = decided(calculation("deposit", "lamps/1", 0.75, outcome), other, line("outside", 0.25 - other.chance))

    assert (decision.reply, decision.rule) == ("compute", None)


def test_a_rule_that_is_likelier_than_its_calculation_is_told_without_it() -> None:
    """The calculation of another clause is only another answer of the document then."""
    decision = decided(
        calculation("deposit", "lamps/2", 0.3, "needs_input"), aspect("lamps/1:much", 0.6), line("outside", 0.1)
    )

    assert (decision.reply, meant(decision)) == ("tell", ["lamps/1:much"])
    assert decision.cost == pytest.approx(0.3 * 0.7 + 0.1)


def test_a_rule_told_beside_a_computed_case_misses_it() -> None:
    """On the same clause it is as wrong as any other answer of the document: the case asked for is not told."""
    alone = decided(aspect("lamps/1:who", 0.9), calculation("deposit", "lamps/1", 0.1))

    assert (alone.reply, meant(alone)) == ("tell", ["lamps/1:who"])
    assert alone.cost == pytest.approx(0.1 * 0.7)


@pytest.mark.parametrize("outcome", ["computed", "undetermined"])
def test_a_wrong_figure_costs_more_than_wrong_words(outcome: Status) -> None:
    """At a chance at which words are told, a figure is not."""
    words = decided(aspect("lamps/1:when", 0.65), line("outside", 0.35))
    figure = decided(calculation("deposit", "lamps/1", 0.65, outcome), line("outside", 0.35))

    assert (words.reply, figure.reply) == ("tell", "refuse")
    assert decided(calculation("deposit", "lamps/1", 0.8, outcome), line("outside", 0.2)).cost == pytest.approx(
        0.2 * 1.2
    )


def test_a_question_back_costs_no_more_than_words() -> None:
    """It holds no figure."""
    decision = decided(calculation("deposit", "lamps/1", 0.65, "needs_input"), line("outside", 0.35))

    assert decision.reply == "compute"
    assert decision.cost == pytest.approx(0.35)
