"""One request to Telegram, and what exactly went wrong with it: only then can it be known whether to send it again."""

from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError
from telegram.request import HTTPXRequest


class NotSentError(NetworkError):
    """The request cannot have arrived: no connection, or it broke while the request was being written."""


class NoAnswerError(NetworkError):
    """The request was sent in full, and no answer came: it may have been carried out, or not."""


class ServerError(NetworkError):
    """Telegram answered with a 5xx."""


UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


class Transport(HTTPXRequest):
    """Requests over HTTP whose errors tell whether Telegram can have got them."""

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """
        Return status and body.

        Raises:
            NotSentError: it cannot have arrived.
            NoAnswerError: it may have been carried out.
            ServerError: the answer is a 5xx.
        """
        try:
            code, payload = await super().do_request(*arguments, **named)
        except NetworkError as error:
            kind = NotSentError if isinstance(error.__cause__, UNSENT) else NoAnswerError
            raise kind(error.message) from error.__cause__
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerError(f"Telegram answered {code}")
        return code, payload
