"""Where what takes long to work out is kept between two starts."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from knowledge.kept import NOWHERE, Kept

VARIABLE, _NONE = "RULEBOT_CACHE", "-"


def folder() -> Path | None:
    """Return the folder that RULEBOT_CACHE names (`-` for none), or the user's cache folder."""
    named = os.environ.get(VARIABLE, "")
    return None if named == _NONE else Path(named) if named else user_cache_path("rulebot")


def kept() -> Kept:
    """Return what keeps things in that folder."""
    found = folder()
    return Kept(found) if found else NOWHERE
