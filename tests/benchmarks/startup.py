"""How long `rulebot ask` takes as a whole process, and how much memory: median of many starts, beside a bare Python."""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = (
    "我实付1288，主播虚假宣传能赔多少",
    "4月1号发的货，最晚哪天能申请实在宝",
    "實在寶最多賠幾多錢",
    "淘宝七天无理由运费谁出",
)
MOST_SECONDS, MOST_MEGABYTES = 0.6, 80


class Start(NamedTuple):
    """What one process took; `seconds` by the clock, `busy` of a processor."""

    seconds: float
    busy: float
    megabytes: float


def measure(command: list[str]) -> Start:
    """Return what `command` takes, from start to end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Start(seconds, usage.ru_utime + usage.ru_stime, _megabytes(usage))


def _megabytes(usage: resource.struct_rusage) -> float:
    """Return the peak of the resident memory; Linux counts kilobytes, macOS bytes."""
    return usage.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1000)


def main() -> int:
    """Print the medians, and whether they hold; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--starts", type=int, default=21)
    starts = options.parse_args().starts
    measure([sys.executable, "-m", "bot", "ask", QUESTIONS[0]])
    asked = [
        measure([sys.executable, "-m", "bot", "ask", QUESTIONS[start % len(QUESTIONS)]]) for start in range(starts)
    ]
    bare = [measure([sys.executable, "-c", "pass"]) for _ in range(starts)]
    seconds, megabytes = (
        statistics.median(start.seconds for start in asked),
        statistics.median(start.megabytes for start in asked),
    )
    nothing = statistics.median(start.seconds for start in bare)
    result = {
        "starts": starts,
        "median_seconds": round(seconds, 3),
        "slowest_seconds": round(max(start.seconds for start in asked), 3),
        "median_processor_seconds": round(statistics.median(start.busy for start in asked), 3),
        "bare_python_seconds": round(nothing, 3),
        "ratio_to_bare_python": round(seconds / nothing, 1),
        "resident_megabytes": round(megabytes, 1),
        "holds": seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES,
    }
    print(json.dumps(result, indent=1))
    return 0 if result["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
