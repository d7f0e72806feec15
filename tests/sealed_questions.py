"""Print how questions nobody looks into are answered: totals, never a case. Each run is a look, and is logged in docs/quality.md."""

import base64
import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.assistant.assistant import Assistant
from knowledge.calendar import SHANGHAI
from knowledge.language.script import simplify
from knowledge.load import load

FOLDER = Path(__file__).parent / "questions" / "sealed"
NOW = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)


def _bare(text: str) -> str:
    return simplify(text).replace(" ", "").replace(",", "").lower()


def _holds(text: str, wanted: list[Any]) -> bool:
    several = ([words] if isinstance(words, str) else words for words in wanted)
    return all(any(_bare(str(word)) in text for word in words) for words in several)


def totals(assistant: Assistant) -> tuple[Counter[str], Counter[str]]:
    """Return how many first lines are right and all there are, by kind; `promise` counts what must not be said and was."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("first_lines_*.yaml.gz.b64")):
        for case in yaml.safe_load(gzip.decompress(base64.b64decode(path.read_bytes()))):
            answer, _ = assistant.reply(case["q"], now=NOW)
            first, whole = _bare(answer.headline or answer.text), _bare(answer.text)
            said = any(_bare(str(word)) in first for word in case.get("first_not", []))
            every[case["kind"]] += 1
            every["promise"] += said
            right[case["kind"]] += not said and _holds(first, case.get("first", [])) and _holds(whole, case.get("must", []))
    return right, every


if __name__ == "__main__":
    found, asked = totals(Assistant(load()))
    promised = asked.pop("promise")
    share = found.total() / asked.total()
    kinds = ", ".join(f"{kind} {found[kind]} of {count}" for kind, count in sorted(asked.items()))
    print(f"sealed first lines: {asked.total()} questions, right {found.total()} ({share:.1%}), forbidden words {promised}; {kinds}")
