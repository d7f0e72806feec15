"""Verdicts into shares with their 95 % intervals, by kind and style, and what was taken for what."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.judge import Verdict

_Z = 1.96


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


def _inside(verdict: Verdict) -> bool:
    return verdict.case.kind not in ("oos", "smalltalk") and bool(verdict.case.doc)


def _private(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.case.chat != "group"]


def _met(verdict: Verdict) -> bool:
    return not verdict.answer.silent and (verdict.answer.status in ("answered", "needs_input", "choose") or verdict.case.kind == "gap")


def pairs(verdicts: Sequence[Verdict]) -> Share:
    """Return how many near-miss pairs are told apart: both sides right."""
    sides: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.case.diff:
            sides[verdict.case.id[:-1]].append(verdict.right)
    return Share(sum(all(both) for both in sides.values()), len(sides))


def totals(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    """Return the measures that the project is held to, and those that explain them."""
    inside = [verdict for verdict in verdicts if _inside(verdict) and verdict.case.at]
    outside = [verdict for verdict in _private(verdicts) if verdict.case.kind == "oos"]
    chatter = [verdict for verdict in verdicts if verdict.case.empty]
    spoken = [verdict for verdict in verdicts if verdict.case.chat == "group" and not verdict.case.empty]
    computed = [verdict for verdict in verdicts if verdict.case.calc]
    return {
        "everything right": share(verdicts, lambda verdict: verdict.right),
        "clause right": share(inside, lambda verdict: bool(verdict.rank) and "document" not in verdict.wrong),
        "clause right at 1": share(inside, lambda verdict: verdict.rank == 1),
        "calculations exact": share(computed, lambda verdict: bool(verdict.exact)),
        "confident wrong answers": share(verdicts, lambda verdict: verdict.confidently_wrong),
        "outside refused": share(outside, lambda verdict: verdict.answer.status == "no_answer" and not set(verdict.wrong)),
        "inside answered or asked back": share([one for one in _private(verdicts) if _inside(one)], _met),
        "group chatter passed over": share(chatter, lambda verdict: verdict.right),
        "group questions answered": share(spoken, lambda verdict: verdict.right),
        "near-miss pairs told apart": pairs(verdicts),
    }


def grouped(verdicts: Sequence[Verdict], by: str) -> dict[str, Share]:
    """Return the share right for each value of a case's field (`kind`, `style`, `diff`)."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[str(getattr(verdict.case, by))].append(verdict)
    return {name: share(group, lambda verdict: verdict.right) for name, group in sorted(groups.items()) if name}


def confusions(verdicts: Sequence[Verdict], most: int = 10) -> list[tuple[str, str, int]]:
    """Return which clause was taken for which, most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for verdict in verdicts:
        if "clause" in verdict.wrong and verdict.answer.quotes:
            counted["|".join(f"{doc}/{at}" for doc in verdict.case.doc[:1] for at in verdict.case.at[:2]), verdict.answer.quotes[0].id] += 1
    return [(*names, count) for names, count in counted.most_common(most)]


def risk_coverage(verdicts: Sequence[Verdict]) -> list[tuple[float, float, float]]:
    """Return (threshold, share of inside questions answered, share of answers that are wrong) over the confidence."""
    private = _private(verdicts)
    rows = []
    inside = sum(_inside(verdict) for verdict in private)
    for step in range(0, 101, 2):
        threshold = step / 100
        given = [one for one in private if one.answer.status in ("answered", "needs_input") and one.answer.confidence >= threshold]
        wrong = sum(one.confidently_wrong for one in given)
        covered = sum(_inside(one) for one in given)
        rows.append((threshold, covered / inside if inside else 0.0, wrong / len(given) if given else 0.0))
    return rows
