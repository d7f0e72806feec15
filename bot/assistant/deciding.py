"""Which reply to give: the one that is expected to cost least."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.assistant.hypothesis import Hypothesis
from bot.assistant.limits import MOST_CHOICES, MOST_TOLD

Reply = Literal["tell", "compute", "choose", "refuse", "chat", "order", "turn", "silent"]


@dataclass(frozen=True)
class Decision:
    """
    A reply, the hypotheses it answers (the first is told), its chance to be right, and what it is expected to cost.

    `rule` is the aspect that is told before a calculation asks for what it needs.
    """

    reply: Reply
    meant: tuple[Hypothesis, ...]
    chance: float
    cost: float
    rule: Hypothesis | None = None


def decide(judged: Sequence[Hypothesis], costs: Mapping[str, float], *, group: bool = False) -> Decision:
    """
    Return the reply to `judged` hypotheses (likeliest first, chances adding up to one).

    In a `group` silence is one, too.
    """
    best = min(_replies(judged, costs, group), key=lambda one: one.cost)
    offers = [*_offers(judged, costs)] if best.reply == "refuse" else []
    return min([best, *offers], key=lambda one: one.cost)


def _offers(judged: Sequence[Hypothesis], costs: Mapping[str, float]) -> Iterator[Decision]:
    """
    Yield the questions that lie near, to be offered in place of a refusal.

    There are none where a platform is named that no document covers.
    """
    if any(one.features.get("outsider") for one in judged if one.kind == "outside"):
        return
    outside = sum(one.chance for one in judged if one.kind == "outside")
    for choice in _choices(judged):
        chance = _share(choice, judged)
        yield Decision(
            "choose",
            choice,
            chance,
            chance * costs["found"] + outside * costs["offered"] + (1 - chance - outside) * costs["refusal"],
        )


def _share(choice: Sequence[Hypothesis], judged: Sequence[Hypothesis]) -> float:
    """Return how likely one of the clauses that are offered is meant."""
    offered = {_place(each) for each in choice}
    return sum(one.chance for one in judged if _place(one) in offered)


def taken(one: Hypothesis, judged: Sequence[Hypothesis], costs: Mapping[str, float]) -> Decision:
    """Return the reply to a line that is known to mean `one`."""
    if one.place:
        return _answer(one, judged, costs, 0)
    replies: dict[str, Reply] = {"outside": "refuse", "chat": "chat", "order": "order", "turn": "turn"}
    return Decision(replies[one.kind], (one,), one.chance, 0)


def _replies(judged: Sequence[Hypothesis], costs: Mapping[str, float], group: bool) -> Iterator[Decision]:
    of = {kind: sum(one.chance for one in judged if one.kind == kind) for kind in ("outside", "chat", "order")}
    turns = sum(one.chance for one in judged if one.kind == "turn")
    inside = 1 - sum(of.values())
    loud = costs["loud"] if group else 0
    likely = judged[:MOST_TOLD]
    for one in likely:
        if one.candidate is not None and one.candidate.apart:
            continue
        if one.place:
            yield _answer(one, likely, costs, loud)
        elif one.kind == "turn":
            others = sum(of.values())
            cost = (
                (inside - turns) * costs["refusal"]
                + (turns - one.chance) * costs["document"]
                + others * costs["neighbour"]
            )
            yield Decision("turn", (one,), one.chance, cost)
    if not group:
        for choice in _choices(judged):
            chance = _share(choice, judged)
            yield Decision("choose", choice, chance, chance * costs["ask"] + (1 - chance) * costs["refusal"])
        for kind, reply in (("outside", "refuse"), ("chat", "chat"), ("order", "order")):
            others = sum(chance for name, chance in of.items() if name != kind)
            meant = tuple(one for one in judged if one.kind == kind)
            yield Decision(reply, meant, of[kind], inside * costs["refusal"] + others * costs["neighbour"])  # type: ignore[arg-type]
    else:
        yield Decision("silent", (), 1 - inside, inside * costs["silence"])


def _answer(one: Hypothesis, judged: Sequence[Hypothesis], costs: Mapping[str, float], loud: float) -> Decision:
    """Return what it costs to answer as if `one` were meant."""
    rule = _rule(one, judged)
    right = [one, *(other for other in judged if other is not one and _answered_by(one, other))]
    chance = sum(other.chance for other in right)
    figure = one.option is not None and one.option.answers
    more = costs["figure"] - costs["wrong"] if figure else 0
    wrong = [(other.chance, _penalty(one, rule, other, costs, loud)) for other in judged if other not in right]
    rest = 1 - chance - sum(share for share, _ in wrong)
    cost = sum(share * (penalty + more) for share, penalty in wrong) + rest * (costs["wrong"] + loud + more)
    told = rule if rule is not None and _surely(rule, judged) else None
    return Decision("compute" if one.option is not None else "tell", tuple(right), chance, cost, told)


def _penalty(
    one: Hypothesis, rule: Hypothesis | None, other: Hypothesis, costs: Mapping[str, float], loud: float
) -> float:
    """Return what it costs to answer `one` (a calculation with its `rule`) where `other` was meant."""
    same = bool(one.place) and one.document == other.document
    if other.kind == "further" or (one.option is not None and other.option is not None):
        # The same calculation with other facts is another figure; the rule is no answer to somebody who tells a fact.
        return costs["document"] if same else loud + costs["wrong"]
    if one.kind == "aspect" and other.option is not None and _is_rule_of(one, other):
        return costs["neighbour" if other.option.outcome.outcome == "needs_input" else "document"]
    if _place(one) == _place(other) or (rule is not None and _alike(rule, other)):
        return costs["neighbour"]
    return costs["document"] if same else loud + costs["wrong"]


def _rule(one: Hypothesis, judged: Sequence[Hypothesis]) -> Hypothesis | None:
    """
    Return the aspect that a calculation with facts missing tells first.

    It is the likeliest one of its document, where that is its rule.
    """
    if one.option is None or one.option.outcome.outcome != "needs_input":
        return None
    best = next((other for other in judged if other.kind == "aspect" and other.document == one.document), None)
    if best is None or best.candidate is None or best.candidate.bound is None:
        return None
    return best if _is_rule_of(best, one) else None


def _surely(rule: Hypothesis, judged: Sequence[Hypothesis]) -> bool:
    """Return whether an aspect is likelier than all others of its document together."""
    all_of_it = sum(one.chance for one in judged if one.kind == "aspect" and one.document == rule.document)
    return 2 * rule.chance > all_of_it


def _is_rule_of(aspect: Hypothesis, calculation: Hypothesis) -> bool:
    """Return whether an aspect tells the rule that a calculation computes: of the same clause, or naming it."""
    if aspect.candidate is None or aspect.candidate.bound is None or calculation.option is None:
        return False
    if aspect.document != calculation.document:
        return False
    return aspect.place == calculation.place or aspect.candidate.bound.aspect.calculation == calculation.option.name


def _answered_by(one: Hypothesis, other: Hypothesis) -> bool:
    """
    Return whether what answers `one` answers `other`, too.

    It does with the same first line, or with a case computed where its rule was asked for.
    """
    if _alike(one, other) or _same_result(one, other):
        return True
    if one.kind == "further" and _answers_further(one, other):
        return True
    if (
        one.kind == "further"
        or one.option is None
        or not one.option.answers
        or other.candidate is None
        or other.candidate.bound is None
    ):
        return False  # what goes on with an earlier case answers no rule that is asked for now
    aspect = other.candidate.bound.aspect
    return aspect.calculation == one.option.name or (
        other.place == one.place and bool({*aspect.asks} & {*one.option.gives})
    )


def _answers_further(one: Hypothesis, other: Hypothesis) -> bool:
    """
    Return whether a case that the line tells something more answers an aspect of a clause that it rests on.

    我今天就交，哪天答复 is answered by the day, which rests on how many days the platform has.
    """
    if one.option is None or not one.option.answers or not one.tells_more:
        return False
    if other.candidate is None or other.candidate.bound is None or other.place not in one.option.rests:
        return False
    return bool({*other.candidate.bound.aspect.asks} & {*one.option.gives})


def _same_result(one: Hypothesis, other: Hypothesis) -> bool:
    """Return whether two hypotheses are the same calculation with the same facts, or come to the same."""
    if one.option is None or other.option is None or one.option.name != other.option.name:
        return False
    return one.option.inputs == other.option.inputs or (
        one.option.answers and one.option.outcome == other.option.outcome
    )


def _alike(one: Hypothesis, other: Hypothesis) -> bool:
    """Return whether two aspects have the same first line."""
    if one.candidate is None or other.candidate is None or one.candidate.bound is None or other.candidate.bound is None:
        return False
    return one.candidate.bound.aspect.says == other.candidate.bound.aspect.says


def _place(one: Hypothesis) -> str:
    """Return the clause that a hypothesis stands on, the gap or conflict itself; nothing of what is none of ours."""
    if one.candidate is not None and one.candidate.bound is not None:
        return one.candidate.bound.target
    return one.option.place if one.option is not None else ""


def _choices(judged: Sequence[Hypothesis]) -> Iterator[tuple[Hypothesis, ...]]:
    """Yield the likeliest hypotheses of different clauses, and of different documents: two or three each."""
    clauses = {_place(one): one for one in reversed(judged) if _place(one)}
    documents = {one.document: one for one in reversed(judged) if one.place}
    for different in (documents, clauses):
        choice = tuple(sorted(different.values(), key=lambda one: -one.chance)[:MOST_CHOICES])
        if len(choice) > 1:
            yield choice
