"""The words that every face says alike, from phrases.yaml."""

from pathlib import Path

from knowledge.plain_yaml import read_yaml

_PHRASES: dict[str, str] = read_yaml(Path(__file__).parent / "phrases.yaml")

UNKNOWN, CANCEL, NONE_OF_THESE = (_PHRASES[name] for name in ("unknown", "cancel", "none_of_these"))
WORKED_OUT, MIND, BASIS, ALSO = (_PHRASES[name] for name in ("worked_out", "mind", "basis", "also"))
CONCERNS = _PHRASES["concerns"]
OUTSIDE, MAY_REPLY, GO_ON = (_PHRASES[name] for name in ("outside", "may_reply", "go_on"))
