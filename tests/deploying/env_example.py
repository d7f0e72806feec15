"""Reads .env.example as Docker, compose and systemd read an .env: one variable a line."""

import re

from tests.deploying.dockerfile import ROOT

TEXT = (ROOT / ".env.example").read_text("utf-8")
LINE = re.compile(r"^(# )?([A-Z_]+)=(.*)$", re.MULTILINE)


def listed() -> dict[str, str]:
    """Return all variables that stand there with their values, those behind a # too."""
    return {name: value for _, name, value in LINE.findall(TEXT)}


def examples() -> dict[str, str]:
    """Return what holds when the file is copied as it is."""
    return {name: value for hidden, name, value in LINE.findall(TEXT) if not hidden}
