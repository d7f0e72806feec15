"""The place of two facts that say one thing."""

from typing import Any

from knowledge.language.fact import Fact


def over(first: Fact, second: Fact, text: str) -> dict[str, Any]:
    """Return where both stand together, and what was said there, for a new fact."""
    return {"start": first.start, "end": second.end, "said": text[first.start : second.end]}
