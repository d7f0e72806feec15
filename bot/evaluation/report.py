"""The measures for people, for machines, and as a curve."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.assistant.assistant import Assistant
from bot.evaluation.judge import Verdict
from bot.evaluation.measures import confusions, grouped, risk_coverage, totals

_WIDTH, _HEIGHT, _EDGE = 480, 320, 40


def summary(verdicts: Sequence[Verdict], title: str) -> str:
    """Return the totals as lines of text."""
    lines = [title, *(f"  {name:32s}{value}" for name, value in totals(verdicts).items())]
    taken = sorted(1000 * one for verdict in verdicts for one in verdict.seconds)
    if taken:
        median, last = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        lines.append(f"  {'milliseconds a line':32s}  median {median:.2f}, 99th percentile {last:.2f}")
    return "\n".join(lines)


def details(verdicts: Sequence[Verdict]) -> str:
    """Return the shares by kind and style, what was taken for what, and the failing cases."""
    lines = []
    for by in ("kind", "style", "diff"):
        groups = grouped(verdicts, by)
        if groups:
            lines += [f"by {by}", *(f"  {name:32s}{value}" for name, value in groups.items())]
    taken = confusions(verdicts)
    if taken:
        lines += ["taken for another clause", *(f"  {right} → {got}  {count}×" for right, got, count in taken)]
    failing = [verdict for verdict in verdicts if not verdict.right]
    lines += [f"failing: {len(failing)}", *(f"  {one.case.id}  {','.join(one.wrong)}  {one.case.lines[-1]}" for one in failing)]
    return "\n".join(lines)


def why(verdict: Verdict, assistant: Assistant) -> str:
    """Return what each step saw for a failing case: candidates, scores, signals, vetoes, the inputs that were read."""
    found = assistant.finder.find(verdict.case.lines[-1])
    lines = [
        f"{verdict.case.id}  {' | '.join(verdict.case.lines)}",
        f"  wrong: {', '.join(verdict.wrong)}; expected {verdict.case.doc} {verdict.case.at} {verdict.case.calc} {verdict.case.result or ''}",
        f"  got: {verdict.answer.status} {[quote.id for quote in verdict.answer.quotes]}",
        f"  spelled: {found.text}  confidence {found.confidence:.2f}  margin {found.margin:.3f}  outside {found.outside or '-'}",
        *(f"    {one.score:.3f} {one.target} ← {one.hit.nearest} {' '.join(one.vetoes)}" for one in found.candidates[:4]),
        f"  signals: {', '.join(f'{name} {value:.2f}' for name, value in (found.signals or {}).items())}",
    ]
    if verdict.answer.calculation:
        outcome = verdict.answer.calculation.as_json()
        lines.append(f"  calculation: {outcome['calculator']} {outcome['inputs']} → {outcome['outcome']} {outcome['result']}")
    return "\n".join(lines)


def machine(verdicts: Sequence[Verdict], *, cases: bool) -> str:
    """Return everything as JSON; the failing cases only where `cases` says so."""
    data: dict[str, Any] = {name: value.as_json() for name, value in totals(verdicts).items()}
    for by in ("kind", "style", "diff"):
        data[f"by {by}"] = {name: value.as_json() for name, value in grouped(verdicts, by).items()}
    if cases:
        data["confusions"] = [{"right": right, "got": got, "count": count} for right, got, count in confusions(verdicts)]
        data["failing"] = [{"id": one.case.id, "wrong": list(one.wrong)} for one in verdicts if not one.right]
    return json.dumps(data, ensure_ascii=False, indent=1)


def write_curve(verdicts: Sequence[Verdict], folder: Path) -> tuple[Path, Path]:
    """Write the risk–coverage curve as CSV and SVG into `folder`; return both paths."""
    rows = risk_coverage(verdicts)
    folder.mkdir(parents=True, exist_ok=True)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["threshold", "coverage", "risk"])
    writer.writerows([f"{value:.4f}" for value in row] for row in rows)
    paths = folder / "risk_coverage.csv", folder / "risk_coverage.svg"
    paths[0].write_text(table.getvalue(), encoding="utf-8")
    paths[1].write_text(_svg(rows), encoding="utf-8")
    return paths


def _svg(rows: list[tuple[float, float, float]]) -> str:
    most = max((risk for _, _, risk in rows), default=0.0) or 0.01
    points = " ".join(
        f"{_EDGE + coverage * (_WIDTH - 2 * _EDGE):.1f},{_HEIGHT - _EDGE - risk / most * (_HEIGHT - 2 * _EDGE):.1f}" for _, coverage, risk in rows
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" font-size="12">'
        f'<polyline points="{points}" fill="none" stroke="black"/>'
        f'<path d="M{_EDGE},{_EDGE}V{_HEIGHT - _EDGE}H{_WIDTH - _EDGE}" fill="none" stroke="gray"/>'
        f'<text x="{_WIDTH // 2}" y="{_HEIGHT - 10}" text-anchor="middle">coverage 0–1</text>'
        f'<text x="12" y="{_EDGE - 12}">risk 0–{most:.3f}</text></svg>\n'
    )
