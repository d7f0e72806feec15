"""docs/reference.md says what the code says."""

from knowledge.library import Library
from tools.reference import TARGET, text


def test_the_reference_is_what_would_be_written_now(library: Library) -> None:
    """Written anew by `python -m tools.reference` after each change of a key or a rule function."""
    assert TARGET.read_text(encoding="utf-8") == text(library)
