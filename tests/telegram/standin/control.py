"""The half of the stand-in that a test controls: what goes wrong, and what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .faults import Fault, Faults
from .limits import Gate, Limits
from .log import Call
from .queries import Query
from .views import BotMessage, view
from .watching import SECONDS, recent, wait_until
from .wire import Json
from .world import World


class Control:
    """Faults, limits, the log of requests."""

    def __init__(self, world: World) -> None:
        """Begin with nothing asked and nothing wrong."""
        self.world = world
        self.faults = Faults()
        self.gate: Gate | None = None
        self._log: list[Call] = []

    def start(self) -> None:
        """Listen."""
        raise NotImplementedError

    def stop(self) -> None:
        """Listen no more."""
        raise NotImplementedError

    def fail(
        self,
        method: str = "",
        *,
        status: int = 429,
        retry_after: int = 0,
        times: int | None = 1,
        before_handling: bool = True,
        chat_id: int | str = "",
        body: bytes | None = None,
    ) -> Fault:
        """Answer `method` with an error; with `before_handling` off, after it was carried out."""
        fault = Fault("fail", method, times, before_handling, str(chat_id))
        fault.status, fault.body = status, body
        fault.retry_after = (retry_after or 1) if status == 429 else retry_after
        return self.faults.plan(fault)

    def hang(
        self,
        seconds: float,
        method: str = "",
        *,
        times: int | None = 1,
        before_handling: bool = True,
        chat_id: int | str = "",
    ) -> Fault:
        """Let `method` take its time; a client that leaves meanwhile finds it not carried out."""
        fault = Fault("hang", method, times, before_handling, str(chat_id), seconds=seconds)
        return self.faults.plan(fault)

    def drop(
        self,
        method: str = "",
        *,
        times: int | None = 1,
        before_handling: bool = True,
        chat_id: int | str = "",
    ) -> Fault:
        """Close the connection instead of answering, before or after carrying it out."""
        return self.faults.plan(Fault("drop", method, times, before_handling, str(chat_id)))

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Refuse connections for a while; everything else stays as it is."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def cut_connections(self) -> None:
        """Close all connections that are open now, idle or not."""
        raise NotImplementedError

    def calm(self) -> None:
        """Let nothing more go wrong."""
        self.faults.clear()

    def enforce(self, limits: Limits | None) -> Gate | None:
        """Enforce rate limits from now on; the gate counts what it refused."""
        self.gate = Gate(limits) if limits else None
        return self.gate

    def calls(self, method: str = "", *, chat_id: int | None = None) -> list[Call]:
        """Return the requests that arrived, in order."""
        with self.world.changed:
            return [
                call
                for call in self._log
                if (not method or call.method == method.lower())
                and (chat_id is None or str(call["chat_id"]) == str(chat_id))
            ]

    @property
    def refused(self) -> list[Call]:
        """The requests that Telegram itself refused, not counting faults a test ordered."""
        return [call for call in self.calls() if call.refused]

    def wait_for_calls(self, method: str, n: int = 1, timeout: float = SECONDS) -> list[Call]:
        """Return the first `n` requests for `method`, ended or not."""
        return wait_until(
            self.world,
            lambda: found[:n] if len(found := self.calls(method)) >= n else None,
            timeout,
            lambda: f"{len(self.calls(method))} of {n} {method}; {recent(self._log)}",
        )

    def answers(self, kind: str = "callback") -> list[Json]:
        """Return the answers to `callback`, `inline` or `guest` queries, in order of asking."""
        with self.world.changed:
            return [query.answer for query in self._queries(kind) if query.answer is not None]

    def unanswered(self, kind: str = "callback") -> list[str]:
        """Return the ids of the queries without an answer."""
        with self.world.changed:
            return [query.id for query in self._queries(kind) if query.answer is None]

    def inline_message(self, inline_id: str) -> BotMessage:
        """Return an inline message as it stands now."""
        with self.world.changed:
            return view(self.world.inline[inline_id])

    def commands(self, scope: str = "default", language: str = "", chat_id: str = "") -> list[Json]:
        """Return the commands registered for a scope."""
        with self.world.changed:
            key = ("commands", scope, chat_id, "", language)
            commands: list[Json] = self.world.profile.get(key, [])
            return commands

    def profile(self, what: str, language: str = "") -> str:
        """Return the `description` or `short_description` that the bot set."""
        with self.world.changed:
            text: Any = self.world.profile.get((what, language), "")
            return str(text)

    def settled(self, timeout: float = SECONDS) -> None:
        """Wait until every update was confirmed by a poll or delivered to the webhook."""
        wait_until(
            self.world,
            lambda: None if len(self.world.updates) else True,
            timeout,
            lambda: f"{len(self.world.updates)} updates still wait; {recent(self._log)}",
        )

    @property
    def pending(self) -> int:
        """How many updates wait to be fetched or delivered."""
        with self.world.changed:
            return len(self.world.updates)

    def _queries(self, kind: str) -> list[Query]:
        return [query for query in self.world.queries.asked.values() if query.kind == kind]
