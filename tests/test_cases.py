"""Every worked example of tests/cases comes out as written; expectations were worked out by hand from the documents."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from calculators import run
from knowledge.library import Library

FOLDER = Path(__file__).parent / "cases"
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['calc']}: {case['name']}" for case in CASES])
def test_a_worked_example_comes_out_as_written(case: dict[str, Any], library: Library) -> None:
    """
    Outcome, result, the input asked for, the clauses and the words are as the case says.

    Of the result every key that the case names, of the clauses also the one relied on most, of the words those that
    must be told or must not.
    """
    outcome = run(case["calc"], case["inputs"], library, datetime.fromisoformat(case["today"]))

    told = outcome.as_json()
    expected = case.get("result", {})
    assert (told["outcome"], {key: told["result"].get(key) for key in expected}) == (case["outcome"], expected), outcome
    assert told["missing"][:1] == ([case["missing_first"]] if "missing_first" in case else [])
    assert set(case.get("clauses", ())) <= set(told["clauses"])
    assert told["clauses"][0] == case.get("first_clause", told["clauses"][0])
    everything = "\n".join(
        (outcome.says, *outcome.steps, *outcome.assumptions, *outcome.boundaries, str(told["supplements"]))
    )
    assert [words for words in case.get("says", ()) if words not in everything] == []
    assert [words for words in case.get("unsaid", ()) if words in everything] == []
