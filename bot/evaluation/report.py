"""The measures for people, for machines, and as a curve."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.assistant.assistant import Assistant
from bot.assistant.hypothesis import Hypothesis
from bot.evaluation.faults import first_line
from bot.evaluation.judge import Verdict
from bot.evaluation.measures import by_confidence, confusions, every_answer, grouped, risk_coverage, totals

_NEAREST = 4


def summary(verdicts: Sequence[Verdict], title: str) -> str:
    """Return the totals as lines of text; a measure that nothing falls under is left out."""
    lines = [title, *(f"  {name:32s}{value}" for name, value in totals(verdicts).items() if value.n)]
    taken = sorted(1000 * seconds for one in every_answer(verdicts) for seconds in one.seconds)
    if taken:
        median, last = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        lines.append(f"  {'milliseconds a line':32s}  median {median:.2f}, 99th percentile {last:.2f}")
    return "\n".join(lines)


def details(verdicts: Sequence[Verdict]) -> str:
    """Return the shares by kind, style and confidence, what was taken for what, and the failing cases."""
    lines = []
    for by in ("kind", "style", "diff"):
        groups = grouped(verdicts, by)
        if groups:
            lines += [f"by {by}", *(f"  {name:32s}{value}" for name, value in groups.items())]
    lines += ["by confidence", *(f"  {held}" for held in by_confidence(verdicts) if held.right.n)]
    taken = confusions(verdicts)
    if taken:
        lines += ["taken for another clause", *(f"  {right} → {got}  {count}×" for right, got, count in taken)]
    failing = [verdict for verdict in verdicts if not verdict.right]
    lines += [f"failing: {len(failing)}", *(line for verdict in failing for line in _failing(verdict))]
    return "\n".join(lines)


def _failing(verdict: Verdict) -> list[str]:
    """Return a line for a failing case; for a failing talk one more for each of its failing steps."""
    if not verdict.steps:
        return [f"  {verdict.case.id}  {','.join(verdict.wrong)}  {verdict.line}"]
    failing = _failing_steps(verdict)
    right = len(verdict.steps) - len(failing)
    told = (f"    step {number}  {','.join(step.wrong)}  {step.line}" for number, step in failing)
    return [f"  {verdict.case.id}  {right} of {len(verdict.steps)} steps right", *told]


def _failing_steps(verdict: Verdict) -> list[tuple[int, Verdict]]:
    """Return the failing steps of a talk, counted from 1."""
    return [(number, step) for number, step in enumerate(verdict.steps, start=1) if not step.right]


def why(verdict: Verdict, assistant: Assistant) -> str:
    """Return what was expected, said and seen for a failing case, or for each failing step of a talk."""
    if not verdict.steps:
        return "\n".join([f"{verdict.case.id}  {' | '.join(verdict.case.lines)}", *_why(verdict, assistant)])
    parts = []
    for number, step in _failing_steps(verdict):
        before = " | ".join(verdict.case.lines[:number])
        parts += [f"{verdict.case.id} step {number}  {before}", *_why(step, assistant)]
    return "\n".join(parts)


def _why(verdict: Verdict, assistant: Assistant) -> list[str]:
    """Return what a line may be meant as when it stands alone, how likely, and what each feature contributed."""
    understood = assistant.understanding.of(assistant.read(verdict.line, verdict.case.now), verdict.case.now)
    expected = "; ".join(f"{name} {value}" for name, value in verdict.expected.as_written().items())
    quoted = [quote.id for quote in verdict.answer.quotes]
    lines = [
        f"  wrong: {', '.join(verdict.wrong)}; expected {expected}",
        f"  got: {verdict.answer.status} {quoted} {first_line(verdict.answer.text)}",
        (
            f"  reply: {understood.decision.reply}, "
            f"chance {understood.decision.chance:.2f}, cost {understood.decision.cost:.2f}"
        ),
        *(_contributions(one, assistant.library.judging[one.kind]) for one in understood.judged[:_NEAREST]),
    ]
    if verdict.answer.calculation:
        outcome = verdict.answer.calculation.as_json()
        lines.append(
            f"  calculation: {outcome['calculator']} {outcome['inputs']} → {outcome['outcome']} {outcome['result']}"
        )
    return lines


def _contributions(one: Hypothesis, weights: Mapping[str, float]) -> str:
    """Return a hypothesis with its chance and what its features contributed to its score, the largest first."""
    parts = {name: weights.get(name, 0.0) * value for name, value in one.features.items()}
    told = sorted(parts.items(), key=lambda part: -abs(part[1]))
    features = ", ".join(f"{name} {value:+.1f}" for name, value in told if round(value, 1))
    return f"    {one.chance:.2f} {one.target}: {features}"


def machine(verdicts: Sequence[Verdict], *, cases: bool) -> str:
    """Return everything as JSON; the failing cases only where `cases` says so."""
    data: dict[str, Any] = {name: value.as_json() for name, value in totals(verdicts).items()}
    for by in ("kind", "style", "diff"):
        data[f"by {by}"] = {name: value.as_json() for name, value in grouped(verdicts, by).items()}
    data["by confidence"] = [held.as_json() for held in by_confidence(verdicts)]
    if cases:
        taken = confusions(verdicts)
        data["confusions"] = [{"right": right, "got": got, "count": count} for right, got, count in taken]
        data["failing"] = [_failing_json(verdict) for verdict in verdicts if not verdict.right]
    return json.dumps(data, ensure_ascii=False, indent=1)


def _failing_json(verdict: Verdict) -> dict[str, Any]:
    data: dict[str, Any] = {"id": verdict.case.id, "wrong": list(verdict.wrong)}
    if verdict.steps:
        failing = _failing_steps(verdict)
        data["steps"] = [{"step": number, "say": step.line, "wrong": list(step.wrong)} for number, step in failing]
    return data


def write_curve(verdicts: Sequence[Verdict], folder: Path) -> Path:
    """Write the risk–coverage curve as CSV into `folder`; return its path. `tools/curve.py` draws it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "risk_coverage.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["threshold", "coverage", "risk"])
        writer.writerows([f"{value:.4f}" for value in row] for row in risk_coverage(verdicts))
    return path
