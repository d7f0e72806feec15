"""Posting updates to a webhook: in order within a lane, again until it says 2xx."""

import asyncio
from dataclasses import dataclass
from functools import partial

import httpx

from .updates import Lane, Update
from .world import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SLOWEST = 5.0


@dataclass(frozen=True)
class Post:
    """One attempt to deliver an update; `status` is 0 when nobody answered."""

    update_id: int
    status: int
    at: float


class Delivery:
    """Takes updates to the webhook, on the loop of the server."""

    def __init__(self, world: World, pause: float) -> None:
        """Wait `pause` seconds before the first retry, twice as long before each next one."""
        self.posts: list[Post] = []
        self._world = world
        self._pause = pause
        self._tasks: dict[Lane, asyncio.Task[None]] = {}
        self._client: httpx.AsyncClient | None = None

    def wake(self) -> None:
        """Start delivering what waits, as far as the connections go."""
        hook = self._world.webhook
        if hook is None:
            return
        with self._world.changed:
            heads = list(self._world.updates.heads())
        for update in heads:
            if update.lane not in self._tasks and len(self._tasks) < hook.connections:
                task = asyncio.create_task(self._deliver(hook, update))
                self._tasks[update.lane] = task
                task.add_done_callback(partial(self._finished, update.lane))

    async def close(self) -> None:
        """Stop delivering."""
        tasks, self._tasks = list(self._tasks.values()), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    async def _deliver(self, hook: Webhook, update: Update) -> None:
        pause = self._pause
        while self._world.webhook is hook:
            wait = await self._post(hook, update)
            if wait is None:
                with self._world.changed:
                    self._world.updates.done(update)
                    self._world.changed.notify_all()
                return
            await asyncio.sleep(wait or pause)
            pause = min(pause * 2, SLOWEST)

    async def _post(self, hook: Webhook, update: Update) -> float | None:
        """Return None when delivered, otherwise the seconds to wait if the answer names some."""
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        loop = asyncio.get_running_loop()
        self._client = self._client or httpx.AsyncClient(trust_env=False, timeout=60)
        try:
            response = await self._client.post(hook.url, json=update.shown(), headers=headers)
        except httpx.HTTPError:
            self.posts.append(Post(update.id, 0, loop.time()))
            self._failed(hook, "Webhook connection closed")
            return 0.0
        self.posts.append(Post(update.id, response.status_code, loop.time()))
        if response.is_success:
            return None
        phrase = f"{response.status_code} {response.reason_phrase}"
        self._failed(hook, f"Wrong response from the webhook: {phrase}")
        retry = response.headers.get("Retry-After", "")
        return float(retry) if retry.isdecimal() else 0.0

    def _failed(self, hook: Webhook, reason: str) -> None:
        with self._world.changed:
            hook.error, hook.error_date = reason, self._world.now()

    def _finished(self, lane: Lane, _: asyncio.Task[None]) -> None:
        if self._tasks.pop(lane, None):
            self.wake()
