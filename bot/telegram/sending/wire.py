"""
One connection to Telegram, used for one request at a time.

It speaks to httpcore, the lower half of httpx: python-telegram-bot's own request over httpx brings half as many answers
a second. Proxies are httpcore's own; only where files are sent the way over httpx is taken.
"""

import ssl
from dataclasses import dataclass
from urllib.parse import urlencode

import httpcore
import httpx
from telegram.error import NetworkError
from telegram.request import HTTPXRequest, RequestData

from bot.telegram.sending.proxy import IDLE_SECONDS, proxy_for, through

HEADERS = [(b"User-Agent", HTTPXRequest.USER_AGENT.encode()), (b"Accept", b"*/*"), (b"Connection", b"keep-alive")]
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
UNSENT = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.WriteError,
    httpcore.WriteTimeout,
    httpcore.UnsupportedProtocol,
    httpcore.ProxyError,
    httpcore.LocalProtocolError,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


class NotSentError(NetworkError):
    """The request cannot have arrived: no connection, or it broke while the request was being written."""


class NoAnswerError(NetworkError):
    """The request was sent in full, and no answer came: it may have been carried out, or not."""


@dataclass(frozen=True)
class Patience:
    """The seconds that each part of a request may take."""

    answer: float
    write: float = 30.0
    connect: float = 10.0


class Wire:
    """A connection, opened when it is needed, and anew after it was closed."""

    def __init__(self, patience: Patience, trust: ssl.SSLContext) -> None:
        """Open nothing yet."""
        self._patience = patience
        self._trust = trust
        self._connection: httpcore.AsyncHTTPConnection | None = None
        self._proxies: dict[str, httpcore.AsyncConnectionPool] = {}
        self._other: HTTPXRequest | None = None

    async def close(self) -> None:
        """Close it."""
        if self._connection:
            await self._connection.aclose()
        for one in self._proxies.values():
            await one.aclose()
        if self._other:
            await self._other.shutdown()

    async def ask(
        self, url: str, method: str, data: RequestData | None, answer_seconds: float | None
    ) -> tuple[int, bytes]:
        """
        Return status and body of what Telegram answers.

        Raises:
            NotSentError: the request cannot have arrived.
            NoAnswerError: it may have been carried out.
        """
        seconds = answer_seconds or self._patience.answer
        try:
            if data and data.multipart_data:
                return await self._by_httpx(url, method, data, seconds)
            return await self._by_httpcore(url, method, data, seconds)
        except (NetworkError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            cause = (error.__cause__ or error) if isinstance(error, NetworkError) else error
            kind = NotSentError if isinstance(cause, UNSENT) else NoAnswerError
            raise kind(f"{type(cause).__name__}: {cause}") from error

    async def _by_httpcore(self, url: str, method: str, data: RequestData | None, seconds: float) -> tuple[int, bytes]:
        body = urlencode(data.json_parameters).encode() if data else b""
        address = httpcore.URL(url)
        headers = [(b"Host", _host(address)), *HEADERS, FORM, (b"Content-Length", str(len(body)).encode())]
        times = {"connect": self._patience.connect, "write": self._patience.write, "read": seconds}
        request = httpcore.Request(method, address, headers=headers, content=body, extensions={"timeout": times})
        proxy = proxy_for(url)
        way = self._through(proxy) if proxy else self._open(address)
        response = await way.handle_async_request(request)
        try:
            return response.status, await response.aread()
        finally:
            await response.aclose()

    def _through(self, proxy: str) -> httpcore.AsyncConnectionPool:
        if proxy not in self._proxies:
            self._proxies[proxy] = through(proxy, self._trust)
        return self._proxies[proxy]

    def _open(self, address: httpcore.URL) -> httpcore.AsyncHTTPConnection:
        old = self._connection
        if old is None or old.is_closed() or old.has_expired() or not old.is_available():
            self._connection = httpcore.AsyncHTTPConnection(address.origin, self._trust, keepalive_expiry=IDLE_SECONDS)
        return self._connection or httpcore.AsyncHTTPConnection(address.origin, self._trust)

    async def _by_httpx(self, url: str, method: str, data: RequestData | None, seconds: float) -> tuple[int, bytes]:
        times = self._patience
        if self._other is None:
            trust = {"verify": self._trust}
            self._other = HTTPXRequest(1, times.answer, times.write, times.connect, times.connect, httpx_kwargs=trust)
        return await self._other.do_request(url, method, data, read_timeout=seconds)


def _host(address: httpcore.URL) -> bytes:
    return address.host if address.port is None else b"%s:%d" % (address.host, address.port)
