"""Reads and changes the bot's database for a command, beside a bot that may be running."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bot.command_line import CommandError
from bot.operating.program import runtime

if TYPE_CHECKING:
    from bot.store import Store

T = TypeVar("T")
_VARIABLE = "RULEBOT_DATABASE_URL"


def with_store(work: "Callable[[Store], Awaitable[T]]") -> T:
    """
    Return what is done with the bot's database, which must be there.

    Raises:
        CommandError: it is not, or cannot be used.
    """
    lacking = runtime()
    if lacking.ok != "ok":
        raise CommandError(f"{lacking.says}。{lacking.then}")
    from bot.settings import Settings
    from bot.store import NoStoreError, StoreError
    from bot.store.trouble import DatabaseAwayError

    settings, wrong = Settings.what_can_be_read()
    if "database_url" in wrong:
        raise CommandError(wrong["database_url"])
    try:
        return asyncio.run(_opened(settings.database_url, work))
    except NoStoreError as error:
        raise CommandError(f"{_VARIABLE}：还没有数据库 {error}，机器人跑过才有") from error
    except (StoreError, DatabaseAwayError) as error:
        raise CommandError(f"{_VARIABLE}：打不开数据库（{error}）") from error


async def _opened(url: str, work: "Callable[[Store], Awaitable[T]]") -> T:
    from bot.store import Store

    store = await Store.existing(url)
    try:
        return await work(store)
    finally:
        await store.close()
