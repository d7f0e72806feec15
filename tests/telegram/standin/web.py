"""The HTTP face: `/bot<token>/<method>`, faults, limits, the log, and Telegram's envelope."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .arguments import Arguments, read_arguments
from .faults import Fault, Faults
from .limits import Gate
from .log import Call
from .methods import METHODS
from .polling import Poll
from .refusals import Refused
from .world import World

T = TypeVar("T")
Cut = Callable[[Request], Awaitable[None]]


@dataclass
class Desk:
    """What one server needs to answer requests."""

    world: World
    faults: Faults
    calls: list[Call]
    cut: Cut
    gate: Callable[[], Gate | None]
    poll: Poll = field(init=False)

    def __post_init__(self) -> None:
        """Open the long poll."""
        self.poll = Poll(self.world)

    def app(self) -> Starlette:
        """Return the ASGI application."""
        methods = ["GET", "POST"]
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self.answer, methods=methods),
                Route("/file/bot{token}/{name:path}", self.file),
                Route("/{rest:path}", _not_found, methods=methods),
            ]
        )

    async def file(self, request: Request) -> Response:
        """Return a file that somebody sent."""
        name = request.path_params["name"]
        if request.path_params["token"] != self.world.token or name not in self.world.files:
            return _refusal(Refused(404, "Not Found"))
        return Response(self.world.files[name])

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        method = request.path_params["method"].lower()
        try:
            arguments = await read_arguments(request)
        except ClientDisconnect:
            return Response(status_code=499)
        except Refused as refusal:
            return _refusal(refusal)
        call = Call(method, arguments.readable())
        fault = self.faults.take(method, arguments)
        with self.world.changed:
            self.calls.append(call)
            self.world.changed.notify_all()
        response = await self._faulty(request, arguments, call, fault)
        with self.world.changed:
            self.world.changed.notify_all()
        return response

    async def _faulty(self, request: Request, arguments: Arguments, call: Call, fault: Fault | None) -> Response:
        if fault is None:
            return await self._handled(request, arguments, call)
        call.fault = fault.kind
        if fault.before_handling:
            broken = await self._happen(request, call, fault)
            return broken or await self._handled(request, arguments, call)
        response = await self._handled(request, arguments, call)
        return await self._happen(request, call, fault) or response

    async def _happen(self, request: Request, call: Call, fault: Fault) -> Response | None:
        """Let `fault` happen; None when the request goes on after it."""
        if fault.kind == "fail":
            call.status, call.description = fault.status, fault.refusal().description
            if fault.body is not None:
                return Response(fault.body, fault.status, media_type="text/html")
            return _refusal(fault.refusal())
        if fault.kind == "hang":
            if await _hang(request, fault.seconds):
                return None
            call.status, call.description = 0, "the client left"
            return Response(status_code=499)
        call.status = 0
        await self.cut(request)
        return Response(status_code=499)

    async def _handled(self, request: Request, arguments: Arguments, call: Call) -> Response:
        try:
            result = await self._result(request, arguments, call.method)
        except Refused as refusal:
            call.status, call.description = refusal.status, refusal.description
            return _refusal(refusal)
        except ClientDisconnect:
            call.description = "the client left"
            return Response(status_code=499)
        except Exception as error:  # noqa: BLE001 - a mistake of the stand-in's, shown in its log
            call.status = 500
            call.description = f"Internal Server Error: the stand-in broke: {error!r}"
            return _refusal(Refused(call.status, call.description))
        call.status, call.carried_out = 200, True
        return JSONResponse({"ok": True, "result": result})

    async def _result(self, request: Request, arguments: Arguments, method: str) -> Any:
        _check_token(request.path_params["token"], self.world.token)
        if self.world.logged_out:
            raise Refused(400, "Logged out")
        if method == "getupdates":
            return await _unless_gone(request, self.poll.get_updates(arguments))
        if method not in METHODS:
            raise Refused(404, "Not Found: method not found")
        with self.world.changed:
            if gate := self.gate():
                gate.check(method, arguments)
            try:
                return METHODS[method](self.world, arguments)
            finally:
                self.world.changed.notify_all()


async def _unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns, unless the client leaves before."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientDisconnect
    finally:
        working.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _hang(request: Request, seconds: float) -> bool:
    """Take `seconds`; returns whether the client is still there."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while (left := deadline - loop.time()) > 0:
        await asyncio.sleep(min(0.05, left))
        if await request.is_disconnected():
            return False
    return True


def _check_token(token: str, expected: str) -> None:
    number, colon, _ = token.partition(":")
    if not colon or not number.isdecimal() or number.startswith("0") or len(token) > 80:
        raise Refused(401, "Unauthorized: invalid token specified")
    if token != expected:
        raise Refused(401, "Unauthorized")


def _refusal(refusal: Refused) -> Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return JSONResponse(body, refusal.status, headers)


async def _not_found(_: Request) -> Response:
    return _refusal(Refused(404, "Not Found"))
