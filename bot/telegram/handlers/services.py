"""What every handler works with."""

from dataclasses import dataclass
from typing import Any

from telegram.ext import CallbackContext

from bot.assistant.assistant import Assistant
from bot.settings import Settings
from bot.store import Store

Context = CallbackContext[Any, Any, Any, Any]


@dataclass(frozen=True)
class Services:
    """The assistant, the store and the settings of one process."""

    assistant: Assistant
    store: Store
    settings: Settings


def services(context: Context) -> Services:
    """Return what `build` put into the application."""
    found = context.application.bot_data["services"]
    assert isinstance(found, Services)
    return found
