"""Writes knowledge/confidence.yaml: how the signals of a match add up to a confidence, fitted on the tuning part of tests/questions."""

import math
from pathlib import Path

from bot.evaluation.cases import Case, read_cases
from knowledge.finder import Finder, Found
from knowledge.load import load

_ROOT = Path(__file__).parent.parent
_TARGET = _ROOT / "knowledge" / "confidence.yaml"
_RIDGE, _ROUNDS = 1.0, 40
_HEAD = "# How the signals of a match add up to a confidence (logistic). Written by tools/calibrate.py from the tuning part of tests/questions.\n"


def _is_right(case: Case, found: Found) -> bool:
    if found.best is None or not case.doc:
        return False
    document, locator = found.best.place.split("/")
    return document in case.doc and any(f"{locator}.".startswith(f"{at}.") or f"{at}.".startswith(f"{locator}.") for at in case.at)


def samples(finder: Finder, cases: list[Case]) -> list[tuple[dict[str, float], bool]]:
    """Return the signals of each single question's best match, and whether it is a right one."""
    rows = []
    for case in cases:
        if case.set_aside or case.turns or case.kind == "smalltalk" or (case.kind != "oos" and not case.at):
            continue
        found = finder.find(case.q)
        if found.signals and not found.outside:
            rows.append((dict(found.signals), case.kind != "oos" and _is_right(case, found)))
    return rows


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return the solution of a linear system by elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [value - factor * other for value, other in zip(rows[row], rows[column], strict=True)]
    return [row[-1] / row[index] for index, row in enumerate(rows)]


def fit(rows: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Return the weights of a ridge logistic regression, by Newton's method."""
    names = ["bias", *rows[0][0]]
    inputs = [[1.0, *signals.values()] for signals, _ in rows]
    weights = [0.0] * len(names)
    for _ in range(_ROUNDS):
        gradient = [-_RIDGE * weight if index else 0.0 for index, weight in enumerate(weights)]
        hessian = [[_RIDGE if one == other and one else 1e-9 for other in range(len(names))] for one in range(len(names))]
        for values, (_, right) in zip(inputs, rows, strict=True):
            chance = 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))
            for one, value in enumerate(values):
                gradient[one] += (right - chance) * value
                for other, second in enumerate(values):
                    hessian[one][other] += chance * (1 - chance) * value * second
        step = _solve(hessian, gradient)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
    return dict(zip(names, weights, strict=True))


def main() -> None:
    """Fit and write the weights."""
    library = load()
    finder = Finder(library, max(document.checked for document in library.documents))
    cases = read_cases(sorted(path for path in (_ROOT / "tests" / "questions").glob("*.yaml") if not path.name.startswith("_")))
    rows = samples(finder, cases)
    weights = fit(rows)
    _TARGET.write_text(_HEAD + "".join(f'{name}: "{value:.4f}"\n' for name, value in weights.items()), encoding="utf-8")
    print(f"{len(rows)} questions, {sum(right for _, right in rows)} of them with a right best match: {_TARGET.name} written")


if __name__ == "__main__":
    main()
