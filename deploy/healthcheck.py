"""Asks the rulebot of this container how it does: exit code 0 when it answers. What the image's HEALTHCHECK runs."""

import os
import sys
from http.client import HTTPException
from urllib.request import ProxyHandler, build_opener

SECONDS = 4
LISTEN = "127.0.0.1:8080"
HERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - where a bot listens that can be reached from anywhere


def address() -> str:
    """Return `host:port` where this bot tells how it does: RULEBOT_HEALTH, or where its webhook listens."""
    hooked = os.environ.get("RULEBOT_WEBHOOK_URL", "")
    named = os.environ.get("RULEBOT_HEALTH", "") or (hooked and (os.environ.get("RULEBOT_LISTEN", "") or LISTEN))
    host, _, port = named.rpartition(":")
    return f"{HERE.get(host, host)}:{port}" if host else ""


def main() -> int:
    """Return 0 when the bot answers; else why not is one line on standard error."""
    place = address()
    if not place:
        print("RULEBOT_HEALTH is empty: a polling bot tells nobody how it does; set host:port", file=sys.stderr)
        return 1
    try:
        # never by a proxy: that one is there to reach Telegram
        build_opener(ProxyHandler({})).open(f"http://{place}/healthz", timeout=SECONDS).close()
    except (OSError, HTTPException) as error:
        print(f"http://{place}/healthz: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
