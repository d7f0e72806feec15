"""What every handler works with."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from telegram.ext import Application, CallbackContext

from bot.assistant.assistant import Assistant
from bot.owner.reloads import Outcome
from bot.settings import Settings
from bot.store import Store

Context = CallbackContext[Any, Any, Any, Any]
Applications = Application[Any, Any, Any, Any, Any, Any]


class Reload(Protocol):
    """Takes the knowledge anew from its files."""

    def __call__(self, asked_by: int, *, quietly: bool = False) -> Awaitable[Outcome]:
        """
        Return what came of it for an owner; from then on the update that is answered is so from the new knowledge.

        The other owners are told of a problem, unless it is done `quietly`: then who does it mends it.
        """


@dataclass(frozen=True)
class Services:
    """The assistant, the store and the settings of one process, and what takes its knowledge anew."""

    assistant: Assistant
    store: Store
    settings: Settings
    reload: Reload


@dataclass
class _Update:
    """What an update is answered with until it is; connections opened meanwhile hold on to this for long."""

    services: Services | None = None


_current: ContextVar[_Update] = ContextVar("update", default=_Update())  # noqa: B039 - it is never changed


def services(context: Context) -> Services:
    """Return what is worked with: for one update the same from its beginning to its end."""
    return _current.get().services or present(context.application)


def present(application: Applications) -> Services:
    """Return what an application works with now."""
    found = application.bot_data["services"]
    assert isinstance(found, Services)
    return found


@contextmanager
def the_same(application: Applications) -> Iterator[None]:
    """Answer an update inside, all of it from the knowledge that there is at its beginning."""
    update = _Update(present(application))
    token = _current.set(update)
    try:
        yield
    finally:
        update.services = None
        _current.reset(token)


def renew(application: Applications) -> None:
    """Answer the rest of an update from the knowledge that there is now."""
    update = _current.get()
    if update.services is not None:
        update.services = present(application)
