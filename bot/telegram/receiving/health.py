"""What a running process tells over HTTP: that it lives, that it is ready, what it counts; polling or not."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.operating.metrics import CONTENT_TYPE, METRICS
from bot.settings import Settings
from bot.store import Store

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via", "cf-connecting-ip")
"""What a proxy writes into the head of a request that comes from somebody else."""
BACKLOG = 2048
GOODBYE_SECONDS = 1
"""How long a request under way may take at a stop."""


class AddressTakenError(Exception):
    """An address cannot be listened at; the message is one line with the variable that names it."""


class Health:
    """What is told of one process; it is `serving` once it takes updates."""

    def __init__(self, store: Store, stop: asyncio.Event, *, own_address: bool) -> None:
        """Tell of a process on `store` until `stop`; with an `own_address` figures are told only there."""
        self._store = store
        self._stop = stop
        self._own_address = own_address
        self.serving = False

    def routes(self) -> list[Route]:
        """Return the pages, for an address that only operators reach."""
        return [*self._for_a_load_balancer(), Route("/metrics", self._metrics)]

    def routes_in_public(self) -> list[Route]:
        """Return the pages beside a webhook: figures for those nearby who ask themselves, if nowhere else."""
        figures = [] if self._own_address else [Route("/metrics", self._metrics_nearby)]
        return [*self._for_a_load_balancer(), *figures]

    def _for_a_load_balancer(self) -> list[Route]:
        return [Route("/healthz", self._health), Route("/readyz", self._readiness)]

    async def _health(self, _: Request) -> Response:
        return PlainTextResponse("ok")

    async def _readiness(self, _: Request) -> Response:
        ready = self.serving and not self._stop.is_set() and await self._store.works()
        return PlainTextResponse("ready" if ready else "not ready", 200 if ready else 503)

    async def _metrics(self, _: Request) -> Response:
        queue = await self._store.queue()
        METRICS.waits(queue.waiting if queue else None, queue.oldest if queue else None, datetime.now(UTC))
        return Response(METRICS.page(), headers={"Content-Type": CONTENT_TYPE})

    async def _metrics_nearby(self, request: Request) -> Response:
        return await self._metrics(request) if nearby(request) else PlainTextResponse("Not Found", 404)


def nearby(request: Request) -> bool:
    """Whether a request comes from this machine or a private network, and not through a proxy from anywhere."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_private


@asynccontextmanager
async def reporting(settings: Settings, store: Store, stop: asyncio.Event) -> AsyncIterator[Health]:
    """
    Tell at `settings.health`, if that is set, how the process does inside.

    Raises:
        AddressTakenError: the address cannot be listened at.
    """
    health = Health(store, stop, own_address=bool(settings.health))
    if not settings.health:
        yield health
        return
    server = Server("RULEBOT_HEALTH", settings.health, Starlette(routes=health.routes()), GOODBYE_SECONDS)
    await server.start()
    try:
        yield health
    finally:
        await server.end()


class Server(uvicorn.Server):
    """A web server that leaves signals to the bot, which has more to finish than requests."""

    def __init__(self, variable: str, listen: str, application: Starlette, goodbye: int | None = None) -> None:
        """Serve at `listen`, the host and port that `variable` names; `goodbye` limits what a stop waits for."""
        host, _, port = listen.rpartition(":")
        super().__init__(
            uvicorn.Config(
                application,
                host.strip("[]"),
                int(port),
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=goodbye,
            )
        )
        self._where = f"{variable}={listen}"
        self._serving: asyncio.Task[None] | None = None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def start(self) -> None:
        """
        Return when requests are taken.

        Raises:
            AddressTakenError: the address cannot be listened at.
        """
        try:
            # uvicorn itself would end the process where an address is taken
            sockets = await asyncio.to_thread(_bound, self.config.host, self.config.port)
        except OSError as error:
            raise AddressTakenError(f"{self._where}: cannot listen there: {error.strerror or error}") from error
        self._serving = serving = asyncio.create_task(self.serve(sockets))
        while not self.started and not serving.done():  # noqa: ASYNC110 - uvicorn offers nothing to wait for
            await asyncio.sleep(0.01)

    async def end(self) -> None:
        """Take no more requests, and return when those under way are answered."""
        self.should_exit = True
        if self._serving is not None:
            await self._serving


def _bound(host: str, port: int) -> list[socket.socket]:
    """Return sockets bound to every address that a host has."""
    found: list[socket.socket] = []
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, place in places:
            found.append(socket.socket(family, kind, protocol))
            found[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                found[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            found[-1].bind(place)
            found[-1].listen(BACKLOG)
            found[-1].setblocking(False)
    except OSError:
        for one in found:
            one.close()
        raise
    return found
