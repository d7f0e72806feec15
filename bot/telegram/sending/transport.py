"""One request to Telegram, and what exactly went wrong with it: only then can it be known whether to send it again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError, RetryAfter
from telegram.request import BaseRequest, RequestData

from bot.telegram.sending.wire import NoAnswerError, NotSentError, Patience, Wire

__all__ = ["NoAnswerError", "NotSentError", "Patience", "ServerError", "Slots", "Transport", "told_pause"]


class ServerError(NetworkError):
    """Telegram answered with a 5xx."""


def told_pause(error: RetryAfter) -> float:
    """Return the seconds that a 429 told to wait."""
    # the public property warns that its type will change
    return error._retry_after.total_seconds()  # noqa: SLF001


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


class Transport(BaseRequest):
    """
    Requests over HTTP whose errors tell whether Telegram can have got them.

    Each connection stands alone, and the one used last is used next: a pool asks every connection whether it is still
    open, for every request, which took more time than all the rest when a hundred chats were answered at once.
    """

    __slots__ = ("_idle", "_patience", "_slots", "_trust")

    def __init__(self, patience: Patience) -> None:
        """Open nothing yet."""
        self._patience = patience
        self._slots = Slots()
        self._idle: list[Wire] = []
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
            await self._idle.pop().close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """
        Return status and body.

        Raises:
            NotSentError: it cannot have arrived.
            NoAnswerError: it may have been carried out.
            ServerError: the answer is a 5xx.
        """
        seconds = float(read_timeout) if isinstance(read_timeout, int | float) else None
        async with self._slots.slot(), self._wire() as wire:
            code, payload = await wire.ask(url, method, request_data, seconds)
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerError(f"Telegram answered {code}")
        return code, payload

    @asynccontextmanager
    async def _wire(self) -> AsyncIterator[Wire]:
        wire = self._idle.pop() if self._idle else Wire(self._patience, self._trust)
        try:
            yield wire
        finally:
            self._idle.append(wire)
