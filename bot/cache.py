"""Where what takes long to work out is kept between two starts."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from knowledge.kept import NOWHERE, Kept

_NONE = "-"


def kept() -> Kept:
    """Return the folder that RULEBOT_CACHE names (`-` for none), or the user's cache folder."""
    named = os.environ.get("RULEBOT_CACHE", "")
    return NOWHERE if named == _NONE else Kept(Path(named) if named else user_cache_path("rulebot"))
