"""What a running application shows: which assistant answers, what Telegram's menus say, what its owners are told."""

import asyncio
import logging
from collections.abc import Coroutine
from contextvars import Context
from dataclasses import replace
from typing import Any

from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import Application

import calculators
from bot.assistant.assistant import Assistant
from bot.operating.metrics import METRICS
from bot.telegram.application import prepare
from bot.telegram.handlers.services import present
from bot.telegram.pages.markup import safe

logger = logging.getLogger(__name__)


class TelegramFace:
    """The face of one process; what it tells Telegram by itself holds nobody up."""

    def __init__(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Show what the application was built with."""
        self._application = application
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def assistant(self) -> Assistant:
        """Return the assistant that answers."""
        return present(self._application).assistant

    def use(self, assistant: Assistant) -> None:
        """Answer with another assistant from now on; what is being answered is answered by the one it began with."""
        self._application.bot_data["services"] = replace(present(self._application), assistant=assistant)
        library = assistant.library
        METRICS.knows(library.version, len(library.documents), len(library.places))
        # what was computed of the old documents holds them
        calculators.forget()
        self._begin(self.show())

    async def show(self) -> None:
        """Tell Telegram the menus and what the bot is, as far as it does not know them yet."""
        try:
            await prepare(self._application)
        except TelegramError as error:
            logger.warning("commands and description were not registered: %s", error)

    def tell_owners(self, text: str, but: int | None = None) -> None:
        """Have something told to every owner, `but` one."""
        for owner in sorted(present(self._application).settings.owners - {but}):
            self._begin(self._tell(owner, text))

    async def stop(self) -> None:
        """Tell nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _tell(self, owner: int, text: str) -> None:
        try:
            await self._application.bot.send_message(owner, safe(text))
        except (Forbidden, BadRequest):
            logger.info("an owner has not started the bot, and is not told")
        except TelegramError as error:
            logger.warning("an owner is not told: %s", type(error).__name__)

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        # it belongs to no update that is being answered
        task = asyncio.create_task(doing, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
