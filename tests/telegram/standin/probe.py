"""A real python-telegram-bot Bot that synchronous tests can call."""

import asyncio
from types import TracebackType
from typing import Any, Self

from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from .standin import StandIn


class Probe:
    """A Bot logged in to a stand-in, with a loop of its own."""

    def __init__(self, telegram: StandIn, token: str = "") -> None:
        """Log in, with another token if there is one."""
        self.telegram = telegram
        self.bot = Bot(token or telegram.token, base_url=telegram.base_url)
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        """Open the connections."""
        self._runner.run(self.bot.initialize())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._runner.run(self.bot.shutdown())
        self._runner.__exit__(kind, error, trace)

    def __call__(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method of the Bot, and return what it returns."""
        return self._runner.run(getattr(self.bot, method)(*arguments, **named))

    def heard(self) -> list[Update]:
        """Return the updates that wait, and confirm them."""
        updates: list[Update] = list(self("get_updates", allowed_updates=Update.ALL_TYPES))
        if updates:
            self("get_updates", offset=updates[-1].update_id + 1)
        return updates

    def refused(
        self,
        method: str,
        *arguments: Any,
        error: type[TelegramError] = BadRequest,
        **named: Any,
    ) -> str:
        """
        Call a method that is to be refused, and return Telegram's words.

        Raises:
            AssertionError: it was carried out, or the Bot raised another error.
        """
        try:
            result = self(method, *arguments, **named)
        except error:
            return self.telegram.calls()[-1].description
        raise AssertionError(f"{method} was not refused: {result}")
