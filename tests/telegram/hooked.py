"""The bot under test behind a webhook."""

from collections.abc import Iterable
from pathlib import Path

import httpx
from rulebot import Rulebot
from standin import StandIn

from tests.free_ports import free_address

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Hooked(Rulebot):
    """A bot behind a webhook."""

    ready = "setWebhook"

    def __init__(self, telegram: StandIn, folder: Path, *, database: str = "", **more: str) -> None:
        """Listen at a free port."""
        self.address = free_address()
        settings = {"RULEBOT_WEBHOOK_URL": f"http://{self.address}/telegram", "RULEBOT_LISTEN": self.address} | more
        if database:
            settings["RULEBOT_DATABASE_URL"] = database
        super().__init__(telegram, folder, **settings)

    def get(self, path: str) -> int:
        """Return the status of a page."""
        return httpx.get(f"http://{self.address}{path}", trust_env=False).status_code

    def post(self, body: str | bytes | Iterable[bytes]) -> int:
        """Post something with the right secret; return the status."""
        secret = self.telegram.calls("setWebhook")[0]["secret_token"]
        return httpx.post(
            f"http://{self.address}/telegram", content=body, headers={SECRET: secret}, trust_env=False, timeout=30
        ).status_code
