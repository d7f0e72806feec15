"""One request to Telegram, and what exactly went wrong with it: only then can it be known whether to send it again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError, RetryAfter
from telegram.request import BaseRequest, HTTPXRequest


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

    One that takes long gives up its slot: it must not hold up the other chats.
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


@dataclass(frozen=True)
class Patience:
    """The seconds that each part of a request may take."""

    answer: float
    write: float = 30.0
    connect: float = 10.0


class Transport(BaseRequest):
    """
    Requests over HTTP whose errors tell whether Telegram can have got them.

    Each connection has a client of its own, and the one used last is used next: a client with many connections asks every one of them whether
    it is still open, for every request, which took more time than all the rest when a hundred chats were answered at once.
    """

    __slots__ = ("_idle", "_patience", "_slots", "_trust")

    def __init__(self, patience: Patience) -> None:
        """Open nothing yet."""
        self._patience = patience
        self._slots = Slots()
        self._idle: list[HTTPXRequest] = []
        self._trust = httpx.create_ssl_context()

    @property
    def read_timeout(self) -> float:
        """The seconds that an answer may take."""
        return self._patience.answer

    async def initialize(self) -> None:
        """Nothing to do: connections are opened when they are needed."""

    async def shutdown(self) -> None:
        """Close the connections."""
        while self._idle:
            await self._idle.pop().shutdown()

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """
        Return status and body.

        Raises:
            NotSentError: it cannot have arrived.
            NoAnswerError: it may have been carried out.
            ServerError: the answer is a 5xx.
        """
        try:
            async with self._slots.slot(), self._client() as client:
                code, payload = await client.do_request(*arguments, **named)
        except NetworkError as error:
            kind = NotSentError if isinstance(error.__cause__, UNSENT) else NoAnswerError
            raise kind(error.message) from error.__cause__
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerError(f"Telegram answered {code}")
        return code, payload

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[HTTPXRequest]:
        client = self._idle.pop() if self._idle else self._opened()
        try:
            yield client
        finally:
            self._idle.append(client)

    def _opened(self) -> HTTPXRequest:
        times = self._patience
        return HTTPXRequest(1, times.answer, times.write, times.connect, times.connect, httpx_kwargs={"verify": self._trust})
