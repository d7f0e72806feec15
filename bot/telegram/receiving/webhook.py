"""Receiving updates from Telegram at a public address; how the process does is told there, too."""

import asyncio
import hashlib
import hmac
import json
import logging
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest

from bot.settings import Settings
from bot.store.trouble import DatabaseAwayError
from bot.telegram.receiving.arrivals import arrival, number_of
from bot.telegram.receiving.health import Health, Server
from bot.telegram.receiving.intake import Intake
from bot.telegram.receiving.stopping import unless

logger = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 100
LARGEST = 1_000_000
"""Bytes of a request; updates are far smaller."""


class WebhookRefusedError(Exception):
    """Telegram does not take the public address; the message says why."""


class Webhook:
    """A small web server: updates at the path of the public address, and how the process does (health.py)."""

    def __init__(self, bot: "Bot", intake: Intake, health: Health, settings: Settings, allowed: list[str]) -> None:
        """Serve at `settings.listen`; `allowed` are the kinds of updates that Telegram is to send."""
        self._bot = bot
        self._intake = intake
        self._health = health
        self._url = settings.webhook_url
        self._allowed = allowed
        self._secret = secret(settings)
        self._stop: asyncio.Event | None = None
        self._server = Server("RULEBOT_LISTEN", settings.listen, self._application())

    async def run(self, stop: asyncio.Event) -> None:
        """
        Serve until `stop`; requests under way are answered.

        Raises:
            AddressTakenError: the address cannot be listened at.
            WebhookRefusedError: Telegram does not take it.
        """
        self._stop = stop
        await self._server.start()
        # several replicas register the same address, and none takes it back: the others still need it
        registering = self._bot.set_webhook(
            self._url, secret_token=self._secret, allowed_updates=self._allowed, max_connections=CONNECTIONS
        )
        try:
            if await unless(stop, registering):
                logger.info("webhook of @%s at %s", self._bot.username, self._url)
                await stop.wait()
        except BadRequest as error:
            raise WebhookRefusedError(str(error)) from error
        finally:
            await self._server.end()

    def _application(self) -> Starlette:
        paths = sorted({urlsplit(self._url).path or "/", "/"})
        updates = [Route(path, self._update, methods=["POST"]) for path in paths]
        return Starlette(routes=[*updates, *self._health.routes_in_public()])

    async def _update(self, request: Request) -> Response:
        if self._stop is not None and self._stop.is_set():
            return PlainTextResponse("stopping", 503)
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret.encode()):
            return PlainTextResponse("wrong secret", 401)
        body = await _limited(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            data = None
        number = number_of(data)
        if number is None:
            logger.warning("webhook: what came is no update")
            return PlainTextResponse("no update", 400)
        try:
            await self._written(number, data, body.decode())
        except DatabaseAwayError:
            # Telegram sends it again
            return PlainTextResponse("try again", 503)
        return Response(status_code=200)

    async def _written(self, number: int, data: Any, body: str) -> None:
        try:
            update = Update.de_json(data, self._bot)
            await self._intake.accept(arrival(update, body, self._bot.username), update)
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is in it, Telegram is not to send it again
            await self._intake.give_up(number, error)


async def _limited(request: Request) -> bytes | None:
    """Return the body of a request, however it is sent; None where it is larger than any update."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return bytes(body)


def secret(settings: Settings) -> str:
    """Return the secret Telegram is to send along; made from the token where none is set, so that replicas agree."""
    own = settings.webhook_secret.get_secret_value()
    return own or hmac.new(settings.telegram_token.get_secret_value().encode(), b"webhook", hashlib.sha256).hexdigest()
