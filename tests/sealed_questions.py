"""
Print how questions and talks nobody looks into are answered: totals, never a case.

Each run is a look, and is logged in docs/quality.md: `python -m tests.sealed_questions first_lines`, `single` or
`talks`.
"""

import base64
import gzip
import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.assistant.assistant import Assistant
from bot.evaluation.cases import Case, read_cases
from bot.evaluation.judge import Verdict, judge
from knowledge.calendar import SHANGHAI
from knowledge.language.script import simplify
from knowledge.load import load

FOLDER = Path(__file__).parent / "questions" / "sealed"
NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)


def contents(name: str) -> list[bytes]:
    """Return the YAML texts of a set."""
    return [
        gzip.decompress(base64.b64decode(path.read_bytes())) for path in sorted(FOLDER.glob(f"{name}_*.yaml.gz.b64"))
    ]


def cases(name: str) -> list[Case]:
    """Return the cases of a set."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.yaml" for number, _ in enumerate(contents(name))]
        for path, text in zip(paths, contents(name), strict=True):
            path.write_bytes(text)
        return read_cases(paths)


def _bare(text: str) -> str:
    return simplify(text).replace(" ", "").replace(",", "").lower()


def _holds(text: str, wanted: list[Any]) -> bool:
    several = ([words] if isinstance(words, str) else words for words in wanted)
    return all(any(_bare(str(word)) in text for word in words) for words in several)


def _share(found: int, every: int) -> str:
    return f"{found} of {every} ({found / max(every, 1):.1%})"


def first_lines(assistant: Assistant) -> str:
    """Return how many first lines are right, by kind; and how many say what must not be said."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    promised = 0
    for case in (case for text in contents("first_lines") for case in yaml.safe_load(text)):
        answer, _ = assistant.reply(case["q"], now=NOW)
        first, whole = _bare(answer.headline or answer.text), _bare(answer.text)
        said = any(_bare(str(word)) in first for word in case.get("first_not", []))
        promised += said
        every[case["kind"]] += 1
        right[case["kind"]] += not said and _holds(first, case.get("first", [])) and _holds(whole, case.get("must", []))
    kinds = ", ".join(f"{kind} {_share(right[kind], count)}" for kind, count in sorted(every.items()))
    return f"first lines {_share(right.total(), every.total())}, forbidden words {promised}; {kinds}"


def single(assistant: Assistant) -> str:
    """Return how single questions are answered."""
    verdicts = [judge(case, assistant) for case in cases("single")]
    private = [one for one in verdicts if one.case.chat != "group"]
    group = [one for one in verdicts if one.case.chat == "group"]
    inside = [one for one in private if one.case.kind not in ("oos", "smalltalk") and one.case.doc]
    sets: dict[str, tuple[list[Verdict], Any]] = {
        "right": (verdicts, lambda one: one.right),
        "confident wrong": (verdicts, lambda one: one.confidently_wrong),
        "calculations exact": ([one for one in verdicts if one.exact is not None], lambda one: one.exact),
        "first line right": (
            [one for one in private if one.case.first],
            lambda one: not {"first", "first_not"} & {*one.wrong},
        ),
        "outside refused": (
            [one for one in private if one.case.kind == "oos"],
            lambda one: one.answer.status == "no_answer",
        ),
        "inside answered or asked back": (
            inside,
            lambda one: one.answer.status != "no_answer" or bool(one.answer.quotes),
        ),
        "group chatter passed over": ([one for one in group if one.case.empty], lambda one: one.right),
        "group questions right": ([one for one in group if not one.case.empty], lambda one: one.right),
    }
    return "single questions: " + ", ".join(
        f"{name} {_share(sum(map(holds, of)), len(of))}" for name, (of, holds) in sets.items()
    )


def talks(assistant: Assistant) -> str:
    """Return how many steps of talks are right, and how many talks hold throughout."""
    verdicts = [judge(case, assistant) for case in cases("talks")]
    steps = [step for one in verdicts for step in one.steps]
    held, right = sum(one.right for one in verdicts), sum(step.right for step in steps)
    return f"talks: steps right {_share(right, len(steps))}, whole talks {_share(held, len(verdicts))}"


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["first_lines", "single", "talks"]
    over = Assistant(load())
    for name, told in (("first_lines", first_lines), ("single", single), ("talks", talks)):
        if name in chosen:
            print(told(over))
