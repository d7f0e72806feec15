"""Print how lines nobody looks into are read: totals, never a line. Each run is a look, logged in docs/quality.md."""

import base64
import gzip
from collections import Counter
from pathlib import Path

from tests.language.notation import judge, parsed

FOLDER = Path(__file__).parents[1] / "facts" / "sealed"


def totals() -> Counter[str]:
    """Return how many sealed lines are read right, left to be asked about, and read silently wrong."""
    found: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("*.yaml.gz.b64")):
        text = gzip.decompress(base64.b64decode(path.read_bytes())).decode("utf-8")
        found.update(judge(case).outcome for case in parsed(path.stem, text))
    return found


if __name__ == "__main__":
    counted = totals()
    share = counted["right"] / counted.total()
    told = f"right {counted['right']} ({share:.1%}), asked {counted['asked']}, silently wrong {counted['wrong']}"
    print(f"sealed: {counted.total()} lines, {told}")
