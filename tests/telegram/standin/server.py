"""A uvicorn server in a thread of its own, which can drop a connection and stops at once."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

from .delivery import Delivery
from .web import Desk

Address = tuple[Any, ...]


class Server:
    """Serves a desk on loopback, from `start` to `stop`; the port stays the same."""

    def __init__(self, desk: Callable[["Server"], Desk], pause: float) -> None:
        """Keep how to make a desk: it belongs to the loop of the thread."""
        self.port = 0
        self.delivery: Delivery | None = None
        self._make_desk = desk
        self._pause = pause
        self._connections: dict[Address, asyncio.Transport] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; returns when requests are answered."""
        # the protocol is named, so that asyncio switches Nagle off for what it accepts
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", self.port))
        self.port = sock.getsockname()[1]
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(sock, ready)), name="telegram", daemon=True
        )
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the stand-in did not start")

    def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._loop and self._stopping:
            self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread:
            self._thread.join(10)
        self._loop = self._thread = None

    def cut_all(self) -> None:
        """Close all connections there are, idle or not."""
        if self._loop:
            asyncio.run_coroutine_threadsafe(self._cut_all(), self._loop).result(5)

    async def cut(self, request: Request) -> None:
        """Close the connection that `request` came by, without an answer."""
        transport = self._connections.get(tuple(request.client or ()))
        if transport:
            transport.abort()
        await asyncio.sleep(0.001)

    async def _cut_all(self) -> None:
        for transport in list(self._connections.values()):
            transport.abort()
        await asyncio.sleep(0.001)

    async def _serve(self, sock: socket.socket, ready: threading.Event) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        desk = self._make_desk(self)
        delivery = self.delivery = Delivery(desk.world, self._pause)

        def look() -> None:
            desk.poll.wake()
            delivery.wake()

        def listener() -> None:
            if self._loop:
                self._loop.call_soon_threadsafe(look)

        desk.world.listeners.append(listener)
        look()
        server = _Uvicorn(self._config(desk.app()), self._stopping, ready)
        await server.serve([sock])
        desk.world.listeners.remove(listener)
        desk.poll.close()
        await delivery.close()

    def _config(self, app: Starlette) -> uvicorn.Config:
        return uvicorn.Config(
            app,
            http=_remembering(self._connections),
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_keep_alive=120,
        )


def _remembering(connections: dict[Address, asyncio.Transport]) -> type[H11Protocol]:
    """Return a protocol that keeps its transport in `connections`, so that it can be cut."""

    class Connection(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            connections[transport.get_extra_info("peername")] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            connections.pop(self.transport.get_extra_info("peername"), None)
            super().connection_lost(exc)

    return Connection


class _Uvicorn(uvicorn.Server):
    """uvicorn without its ticking: it waits for an event, and stops without delay."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event, ready: threading.Event) -> None:
        super().__init__(config)
        self._stopping = stopping
        self._ready = ready

    async def main_loop(self) -> None:
        self._ready.set()
        await self._stopping.wait()

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for sock in sockets or []:
            sock.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
