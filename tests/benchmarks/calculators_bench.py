"""
How long one outcome takes: pytest tests/benchmarks/calculators_bench.py, from the project's folder.

A measurement, no test: the usual run does not collect it. The first row is a bare look-up, to compare machines with.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_benchmark.fixture import BenchmarkFixture

from calculators import run
from knowledge.library import Library
from knowledge.load import load

_CASES = Path(__file__).parent.parent / "cases"


def _examples() -> Mapping[str, dict[str, Any]]:
    """Return the worked example with the most inputs for each calculator."""
    longest: dict[str, dict[str, Any]] = {}
    for path in sorted(_CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            if case["outcome"] == "computed":
                longest[case["calc"]] = max(longest.get(case["calc"], case), case, key=lambda one: len(one["inputs"]))
    return longest


EXAMPLES = _examples()


@pytest.fixture(scope="module")
def rules() -> Library:
    """Return the shipped knowledge base."""
    return load()


def test_a_bare_look_up(benchmark: BenchmarkFixture, rules: Library) -> None:
    """What nothing can be faster than."""
    assert benchmark(rules.calculations.__getitem__, "shizaibao-payout").calculation.name == "shizaibao-payout"


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_one_outcome(name: str, benchmark: BenchmarkFixture, rules: Library) -> None:
    """From raw words to the machine-readable outcome."""
    case = EXAMPLES[name]
    now = datetime.fromisoformat(case["today"])

    told = benchmark(lambda: run(name, case["inputs"], rules, now).as_json())

    assert told["outcome"] == "computed"
