"""The lines of tests/facts/: what is read right, what is left to be asked, and that nothing is read silently wrong."""

from collections import Counter
from pathlib import Path

import pytest

from tests.language.notation import Case, cases, judge

FOLDER = Path(__file__).parents[1] / "facts"
FILES = sorted(FOLDER.glob("*.yaml"))
# What the set must hold at least: lines, and the share of them that is read right.
LINES, RIGHT = 1_500, 0.95


def _judged(path: Path) -> dict[str, list[tuple[Case, tuple[str, ...]]]]:
    found: dict[str, list[tuple[Case, tuple[str, ...]]]] = {"right": [], "asked": [], "wrong": []}
    for case in cases([path]):
        verdict = judge(case)
        found[verdict.outcome].append((case, verdict.why))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_line_is_read_silently_wrong(path: Path) -> None:
    """A figure is read as it is meant or left to be asked about."""
    wrong = [f"{case.text}: {'; '.join(why)}" for case, why in _judged(path)["wrong"] if not case.left]

    assert not wrong


def test_the_set_is_large_and_most_of_it_is_read_right(capsys: pytest.CaptureFixture[str]) -> None:
    """Print the totals over all files."""
    totals: Counter[str] = Counter()
    for path in FILES:
        for outcome, judged in _judged(path).items():
            totals.update("left open" if case.left else outcome for case, _ in judged)

    with capsys.disabled():
        print(
            f"\nfacts: {totals.total()} lines, "
            + ", ".join(f"{name} {count}" for name, count in sorted(totals.items()))
        )
    assert totals.total() >= LINES
    assert totals["right"] >= RIGHT * totals.total()
