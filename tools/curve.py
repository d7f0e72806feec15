"""Draws the risk–coverage curve that `rulebot eval --out DIR` wrote, as a PNG beside it. Needs matplotlib."""

import argparse
import csv
from pathlib import Path

from matplotlib.figure import Figure

_SIZE, _DOTS = (6, 4), 150


def read_curve(path: Path) -> list[tuple[float, float]]:
    """Return coverage and risk of each threshold, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(float(row["coverage"]), float(row["risk"])) for row in csv.DictReader(file)]


def draw(path: Path) -> Path:
    """Draw the curve of a CSV file; return the picture's path."""
    points = read_curve(path)
    figure = Figure(figsize=_SIZE, dpi=_DOTS)
    axes = figure.subplots()
    axes.plot([100 * coverage for coverage, _ in points], [100 * risk for _, risk in points], color="black")
    axes.set(
        xlabel="answered, per cent of the questions",
        ylabel="wrong, per cent of the answers",
        xlim=(0, 100),
        ylim=(0, None),
    )
    axes.grid(visible=True, alpha=0.3)
    target = path.with_suffix(".png")
    figure.savefig(target, bbox_inches="tight")
    return target


def main() -> None:
    """Draw the file that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv", type=Path, help="risk_coverage.csv")
    print(draw(parser.parse_args().csv))


if __name__ == "__main__":
    main()
