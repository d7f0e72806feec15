"""Verdicts into shares with their 95 % intervals, by kind and style, and what was taken for what."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.judge import Verdict

_Z = 1.96
BINS = 10


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, with Wilson's 95 % interval."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """Return the share; 1 of nothing."""
        return self.hits / self.n if self.n else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval."""
        if not self.n:
            return 0.0, 1.0
        p, n = self.value, self.n
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  n={self.n:<5d} [{low:.1%}, {high:.1%}]"

    def as_json(self) -> dict[str, Any]:
        """Return the share for machines."""
        return {"value": round(self.value, 4), "n": self.n, "interval": [round(end, 4) for end in self.interval]}


def share(verdicts: Iterable[Verdict], holds: Callable[[Verdict], bool]) -> Share:
    """Return how many of `verdicts` hold."""
    flags = [holds(verdict) for verdict in verdicts]
    return Share(sum(flags), len(flags))


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence is `low` or more, and less than a tenth above; the last bin holds 1, too."""

    low: float
    confidence: float
    """Their mean confidence; 0 of nothing."""
    right: Share

    def __str__(self) -> str:
        return f"{self.low:.1f}–{self.low + 1 / BINS:.1f}  mean {self.confidence:.2f}  right {self.right}"

    def as_json(self) -> dict[str, Any]:
        """Return the bin for machines."""
        return {"from": self.low, "confidence": round(self.confidence, 4), **self.right.as_json()}


def every_answer(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdict on each answer that was judged, the steps of talks one by one."""
    return [one for verdict in verdicts for one in verdict.each]


def _inside(verdict: Verdict) -> bool:
    return verdict.case.kind not in ("oos", "smalltalk") and bool(verdict.expected.doc)


def _private(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.case.chat != "group"]


def _met(verdict: Verdict) -> bool:
    met = verdict.answer.status in ("answered", "needs_input", "choose") or verdict.case.kind == "gap"
    return met and not verdict.answer.silent


def pairs(verdicts: Sequence[Verdict]) -> Share:
    """Return how many near-miss pairs are told apart: both sides right."""
    sides: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.case.diff:
            sides[verdict.case.id[:-1]].append(verdict.right)
    return Share(sum(all(both) for both in sides.values()), len(sides))


def totals(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    """
    Return the measures that the project is held to, and those that explain them.

    What is asked of a single answer counts the steps of a talk one by one; outside questions, inside questions and
    near-miss pairs are cases that stand for themselves.
    """
    answers = every_answer(verdicts)
    inside = [one for one in answers if _inside(one) and one.expected.at]
    alone = [verdict for verdict in _private(verdicts) if not verdict.steps]
    outside = [verdict for verdict in alone if verdict.case.kind == "oos"]
    chatter = [one for one in answers if one.expected.empty]
    spoken = [one for one in answers if one.case.chat == "group" and not one.expected.empty]
    computed = [one for one in answers if one.exact is not None]
    talks = [verdict for verdict in verdicts if verdict.steps]
    return {
        "everything right": share(verdicts, lambda verdict: verdict.right),
        "clause right": share(inside, lambda verdict: bool(verdict.rank) and "document" not in verdict.wrong),
        "clause right at 1": share(inside, lambda verdict: verdict.rank == 1),
        "calculations exact": share(computed, lambda verdict: bool(verdict.exact)),
        "confident wrong answers": share(answers, lambda verdict: verdict.confidently_wrong),
        "outside refused": share(outside, lambda verdict: verdict.answer.status == "no_answer" and verdict.right),
        "inside answered or asked back": share([one for one in alone if _inside(one)], _met),
        "group chatter passed over": share(chatter, lambda verdict: verdict.right),
        "group questions answered": share(spoken, lambda verdict: verdict.right),
        "near-miss pairs told apart": pairs(verdicts),
        "steps right": _right(every_answer(talks)),
        "talks held throughout": _right(talks),
    }


def by_confidence(verdicts: Sequence[Verdict]) -> list[Bin]:
    """Return how many answers are right in each of ten bins of their confidence; silence has none."""
    bins: list[list[Verdict]] = [[] for _ in range(BINS)]
    for one in every_answer(verdicts):
        if not one.answer.silent:
            bins[min(int(one.answer.confidence * BINS), BINS - 1)].append(one)
    return [Bin(place / BINS, _mean_confidence(held), _right(held)) for place, held in enumerate(bins)]


def _right(verdicts: Iterable[Verdict]) -> Share:
    return share(verdicts, lambda verdict: verdict.right)


def _mean_confidence(verdicts: Sequence[Verdict]) -> float:
    return sum(one.answer.confidence for one in verdicts) / len(verdicts) if verdicts else 0.0


def grouped(verdicts: Sequence[Verdict], by: str) -> dict[str, Share]:
    """Return the share right for each value of a case's field (`kind`, `style`, `diff`)."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[str(getattr(verdict.case, by))].append(verdict)
    return {name: share(group, lambda verdict: verdict.right) for name, group in sorted(groups.items()) if name}


def confusions(verdicts: Sequence[Verdict], most: int = 10) -> list[tuple[str, str, int]]:
    """Return which clause was taken for which, most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in every_answer(verdicts):
        if "clause" in one.wrong and one.answer.quotes:
            right = "|".join(f"{doc}/{at}" for doc in one.expected.doc[:1] for at in one.expected.at[:2])
            counted[right, one.answer.quotes[0].id] += 1
    return [(*names, count) for names, count in counted.most_common(most)]


def risk_coverage(verdicts: Sequence[Verdict]) -> list[tuple[float, float, float]]:
    """Return (threshold, share of inside questions answered, share of answers that are wrong) over the confidence."""
    private = _private(every_answer(verdicts))
    rows = []
    inside = sum(_inside(verdict) for verdict in private)
    for step in range(0, 101, 2):
        threshold = step / 100
        given = [one for one in private if one.answer.status in ("answered", "needs_input")]
        given = [one for one in given if one.answer.confidence >= threshold]
        wrong = sum(one.confidently_wrong for one in given)
        covered = sum(_inside(one) for one in given)
        rows.append((threshold, covered / inside if inside else 0.0, wrong / len(given) if given else 0.0))
    return rows
