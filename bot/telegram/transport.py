"""One request to Telegram, and what exactly went wrong with it: only then can it be known whether to send it again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError, RetryAfter
from telegram.request import HTTPXRequest


class NotSentError(NetworkError):
    """The request cannot have arrived: no connection, or it broke while the request was being written."""


class NoAnswerError(NetworkError):
    """The request was sent in full, and no answer came: it may have been carried out, or not."""


class ServerError(NetworkError):
    """Telegram answered with a 5xx."""


def told_pause(error: RetryAfter) -> float:
    """Return the seconds that a 429 told to wait."""
    # the public property warns that its type will change
    return error._retry_after.total_seconds()  # noqa: SLF001


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


class Slots:
    """
    Lets few requests run at a time, not counting those that hang.

    Every request looks at every open connection, so a hundred at once are several times slower than the same hundred in turn. One that
    takes long gives up its slot: it must not hold up the other chats.
    """

    def __init__(self, most: int = 16, seconds: float = 2.0) -> None:
        """Allow `most` at a time; a request hangs when it takes more than `seconds`."""
        self._free = asyncio.Semaphore(most)
        self._seconds = seconds

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a slot; it is given back in the end, or when it took too long."""
        await self._free.acquire()
        hangs = asyncio.get_running_loop().call_later(self._seconds, self._free.release)
        try:
            yield
        finally:
            if hangs.when() > asyncio.get_running_loop().time():
                hangs.cancel()
                self._free.release()


class Transport(HTTPXRequest):
    """Requests over HTTP whose errors tell whether Telegram can have got them."""

    __slots__ = ("_slots",)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what HTTPXRequest takes."""
        super().__init__(*arguments, **named)
        self._slots = Slots()

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """
        Return status and body.

        Raises:
            NotSentError: it cannot have arrived.
            NoAnswerError: it may have been carried out.
            ServerError: the answer is a 5xx.
        """
        try:
            async with self._slots.slot():
                code, payload = await super().do_request(*arguments, **named)
        except NetworkError as error:
            kind = NotSentError if isinstance(error.__cause__, UNSENT) else NoAnswerError
            raise kind(error.message) from error.__cause__
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerError(f"Telegram answered {code}")
        return code, payload
