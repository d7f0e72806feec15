"""The settings of a bot of these tests, for the commands beside it; and places to put things."""

import hashlib
from pathlib import Path

from standin import StandIn

QUESTION = "实在宝最多能赔多少钱"
LONG = 40.0
"""Seconds that an answer may take on a machine that does much else."""


def settings(telegram: StandIn, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a bot whose database is in `folder`."""
    return {
        "RULEBOT_TELEGRAM_TOKEN": telegram.token,
        "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url,
        "RULEBOT_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'rulebot.db'}",
        **more,
    }


def contents(folder: Path) -> dict[str, str]:
    """Return what is in a folder: every file with the digest of what it holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
