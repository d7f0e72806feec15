"""Sends what waits in the database for its time: each once, by whichever process claims it first."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import Application

from bot.store.turn import LaneLostError, Note, Turn
from bot.telegram.handlers.services import Services
from bot.telegram.pages.sheets import Sheet
from bot.telegram.sending.transport import NoAnswerError
from knowledge.calendar import SHANGHAI

logger = logging.getLogger(__name__)

Applications = Application[Any, Any, Any, Any, Any, Any]


class Waiting(Protocol):
    """What is to be sent to a chat, into a forum topic or none."""

    @property
    def chat_id(self) -> int:
        """Return the chat."""

    @property
    def topic(self) -> int | None:
        """Return the topic."""


W = TypeVar("W", bound=Waiting)


class Claimed(ABC, Generic[W]):
    """
    What one process does about things that wait; replicas share the work.

    `hold` is asked before each try, so that what was cancelled meanwhile is not sent; what was sent while the database
    went away is struck off when it is back.
    """

    def __init__(self, application: Applications) -> None:
        """Send by the bot of an application, from the knowledge it has at the time."""
        self._application = application
        self._mine: list[W] = []
        self._told: list[tuple[W, Sequence[Note]]] = []

    @property
    def known(self) -> Services:
        """Return what the application works with now."""
        found = self._application.bot_data["services"]
        assert isinstance(found, Services)
        return found

    @abstractmethod
    async def claim(self, now: datetime) -> list[W]:
        """Return what is to be sent now, and is this caller's for a while."""

    @abstractmethod
    async def hold(self, one: W) -> None:
        """Return when it is surely still to be sent, and the caller's; raises LaneLostError."""

    @abstractmethod
    async def done(self, one: W, notes: Sequence[Note]) -> None:
        """Strike it off."""

    @abstractmethod
    def sheet(self, one: W, now: datetime) -> Sheet:
        """Return what to say."""

    async def send(self) -> None:
        """
        Send what waits.

        Raises:
            DatabaseAwayError: the database is away; what is due stays due.
        """
        now = datetime.now(SHANGHAI)
        await self._strike_off()
        self._mine = self._mine or await self.claim(now)
        while self._mine:
            notes = await self._sent(self._mine[0], now)
            one = self._mine.pop(0)
            if notes is not None:
                self._told.append((one, notes))
            await self._strike_off()

    async def _strike_off(self) -> None:
        while self._told:
            await self.done(*self._told[0])
            self._told.pop(0)

    async def _sent(self, one: W, now: datetime) -> Sequence[Note] | None:
        """Send one; return what to note with that it is sent, None where it is still to be sent."""
        store = self.known.store
        # what is noted on the way is written with the note that it is sent
        turn = Turn(0, hold=_held(self.hold, one))
        try:
            with store.answering(turn):
                await self.say(one, now)
        except LaneLostError:
            return None
        except (NoAnswerError, BadRequest) as error:
            logger.warning("%s: one may not have arrived (%s)", type(self).__name__, type(error).__name__)
        except Forbidden:
            with store.answering(turn):
                await store.chats.gone(one.chat_id, now)
        except ChatMigrated as moved:
            await store.migrate(one.chat_id, moved.new_chat_id)
            return None
        except TelegramError as error:
            logger.warning("%s: one is not sent yet (%s)", type(self).__name__, type(error).__name__)
            return None
        return turn.notes

    async def say(self, one: W, now: datetime) -> None:
        """Send the pages of one, and whatever belongs to that."""
        sheet = self.sheet(one, now)
        for page in sheet.pages:
            markup = sheet.markup if page is sheet.pages[-1] else None
            await self._application.bot.send_message(
                one.chat_id, page, message_thread_id=one.topic, reply_markup=markup
            )


def _held(hold: Callable[[W], Awaitable[None]], one: W) -> Callable[[], Awaitable[None]]:
    async def held() -> None:
        await hold(one)

    return held
