"""How long a line takes to be read: the median over lines of 30 and of 1,000 characters, beside the targets."""

import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.evaluation.cases import read_cases
from knowledge.language.reader import read
from tests.language.notation import NOW, cases

# Milliseconds that a line of so many characters may take.
TARGETS = {30: 0.3, 1_000: 10.0}
MOST, WARM, ROUNDS = 400, 20, 3


def corpus() -> list[str]:
    """Return the lines written for the reader, or the questions as long as there are none."""
    facts = sorted((ROOT / "tests" / "facts").glob("*.yaml"))
    if facts:
        return [case.text for case in cases(facts)]
    files = sorted(path for path in (ROOT / "tests" / "questions").glob("*.yaml") if not path.name.startswith("_"))
    return [line for case in read_cases(files) for line in (case.turns or (case.q,)) if line]


def of_length(lines: Iterable[str], size: int) -> list[str]:
    """Return lines of `size` characters: whole ones one behind another, the last one cut."""
    found, line = [], ""
    for one in lines:
        line = f"{line}，{one}" if line else one
        if len(line) >= size:
            found.append(line[:size])
            line = ""
    return found[:MOST]


def milliseconds(lines: Sequence[str]) -> float:
    """Return the median over the lines of what reading one takes of the processor, the quickest of a few rounds."""
    for line in lines[:WARM]:
        read.__wrapped__(line, NOW)
    return median(min(_once(line) for _ in range(ROUNDS)) for line in lines)


def _once(line: str) -> float:
    start = time.process_time()
    read.__wrapped__(line, NOW)  # what was read is remembered for a moment: that took no reading
    return (time.process_time() - start) * 1000


def main() -> int:
    """Print the medians, and whether they hold; return the exit code."""
    lines = corpus()
    result: dict[str, float | bool] = {"lines": len(lines)}
    ratios = []
    for size, most in TARGETS.items():
        sized = of_length(lines, size)
        took = milliseconds(sized)
        ratios.append(took / most)
        result |= {
            f"lines_of_{size}": len(sized),
            f"median_milliseconds_{size}": round(took, 3),
            f"ratio_to_{most:g}_milliseconds": round(took / most, 2),
        }
    result["holds"] = all(ratio <= 1 for ratio in ratios)
    print(json.dumps(result, indent=1))
    return 0 if result["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
