"""The bot under test behind a webhook."""

import socket
from collections.abc import Iterable
from pathlib import Path

import httpx
from rulebot import Rulebot
from standin import StandIn

from tests.started import start

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Hooked(Rulebot):
    """A bot behind a webhook."""

    def __init__(self, telegram: StandIn, folder: Path, *, database: str = "", **more: str) -> None:
        """Listen at a free port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        settings = {"RULEBOT_WEBHOOK_URL": f"http://{self.address}/telegram", "RULEBOT_LISTEN": self.address} | more
        if database:
            settings["RULEBOT_DATABASE_URL"] = database
        super().__init__(telegram, folder, **settings)

    def start(self) -> None:
        """Start, and wait until Telegram knows the address."""
        hooks = len(self.telegram.calls("setWebhook"))
        self._process = start(["run"], self._environment, self.log)
        self.telegram.wait_for_calls("setWebhook", hooks + 1, 180)

    def get(self, path: str) -> int:
        """Return the status of a page."""
        return httpx.get(f"http://{self.address}{path}", trust_env=False).status_code

    def post(self, body: str | bytes | Iterable[bytes]) -> int:
        """Post something with the right secret; return the status."""
        secret = self.telegram.calls("setWebhook")[0]["secret_token"]
        return httpx.post(
            f"http://{self.address}/telegram", content=body, headers={SECRET: secret}, trust_env=False, timeout=30
        ).status_code
