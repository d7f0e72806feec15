"""`rulebot run`: puts the parts together, and takes them apart in order when it is told to stop."""

import asyncio
import gc
import json
import logging
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.assistant.assistant import Assistant
from bot.cache import kept
from bot.knowing import known
from bot.logs import configure
from bot.meanings import VARIABLE, meanings
from bot.settings import Settings
from bot.store import Store, StoreError
from bot.store.trouble import DatabaseAwayError, DatabaseGoneError
from bot.store.updates import MOST_TRIES, Waiting
from bot.telegram.application import ALLOWED, build, prepare
from bot.telegram.handlers.failures import tell
from bot.telegram.pages.words import FAILED, TOO_FAST
from bot.telegram.receiving.chores import Chores
from bot.telegram.receiving.intake import Intake
from bot.telegram.receiving.polling import Poller
from bot.telegram.receiving.stopping import Stop, unless
from bot.telegram.receiving.webhook import Webhook, WebhookRefusedError
from knowledge.plain_yaml import KnowledgeError
from knowledge.search.encoder import NoEncoderError

logger = logging.getLogger(__name__)

RELEASE_SECONDS = 0.5
"""How long letting go of what is not answered may take; where it fails, others come to it a little later."""
Bots = Application[Any, Any, Any, Any, Any, Any]

HOW_TO_GET_ONE = """\
rulebot run needs the token of a Telegram bot, and RULEBOT_TELEGRAM_TOKEN is not set. To get one, open Telegram, \
write /newbot to @BotFather
(https://t.me/BotFather), choose a name and a username that ends in "bot", and copy the token it replies with \
(it looks like
123456789:AAE…). Then start again:  RULEBOT_TELEGRAM_TOKEN=123456789:AAE… rulebot run
To try the answers without Telegram:  rulebot chat"""


def run(settings: Settings) -> int:
    """
    Run the bot until SIGTERM or SIGINT.

    Returns:
        0 after a stop that was asked for, 2 when it cannot start; why is on standard error, in one line or paragraph.
    """
    if not settings.telegram_token.get_secret_value():
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 2
    configure(settings.log_level)
    try:
        return asyncio.run(_run(settings))
    except InvalidToken:
        print(
            "RULEBOT_TELEGRAM_TOKEN: Telegram does not know this token; @BotFather shows the right one", file=sys.stderr
        )
    except DatabaseGoneError as error:
        print(f"RULEBOT_DATABASE_URL: {error} while the bot was running; start it again", file=sys.stderr)
    except (StoreError, DatabaseAwayError) as error:
        print(f"RULEBOT_DATABASE_URL: the database cannot be opened: {error}", file=sys.stderr)
    except WebhookRefusedError as error:
        print(f"RULEBOT_WEBHOOK_URL={settings.webhook_url}: Telegram refuses it: {error}", file=sys.stderr)
    except KnowledgeError as error:
        print(f"RULEBOT_KNOWLEDGE: {error}", file=sys.stderr)
    except NoEncoderError as error:
        print(f"{VARIABLE}: {error} is not installed; pip install 'rulebot[encoder]'", file=sys.stderr)
    except OSError as error:
        print(f"RULEBOT_LISTEN={settings.listen}: {error}", file=sys.stderr)
    return 2


async def _run(settings: Settings) -> int:
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings.database_url) as store:
        application = build(settings, Assistant(known(settings.knowledge), kept=kept(), meanings=meanings()), store)
        # the knowledge stays for good: the garbage collector need not look through it again and again
        gc.collect()
        gc.freeze()
        try:
            # Telegram may be away: whoever stops the bot then need not wait for it.
            if await unless(stop, application.initialize()) and await unless(stop, _prepared(application)):
                await _serve(application, store, settings, stop)
        finally:
            await application.shutdown()
    return 0


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """Open a database, let go of what dead processes held, and close it afterwards."""
    store = await Store.open(url)
    try:
        await store.updates.release()
        await store.allowance.beat()
        yield store
    finally:
        await store.close()


async def _serve(application: Bots, store: Store, settings: Settings, stop: Stop) -> None:
    """
    Answer updates until `stop`.

    Raises:
        DatabaseGoneError: the file of the database is another one than at the start.
    """
    gone: list[Exception] = []

    def end(error: Exception) -> None:
        gone.append(error)
        stop.set()

    intake = Intake(store, partial(_answer, application))
    chores = Chores(application.bot, store, intake, settings.keep_days, end)
    try:
        chores.start()
        if settings.webhook_url:
            await Webhook(application.bot, intake, store, settings, ALLOWED).run(stop)
        else:
            await Poller(application.bot, intake, ALLOWED).run(stop)
        intake.stop()
        logger.info("stopping; %d people are being answered", len(intake.busy))
        if not gone and not await intake.drained(stop.left(settings.stop_seconds)):
            logger.warning("%d people are answered after the next start", len(intake.busy))
    finally:
        await chores.stop()
        await intake.abandon()
    if gone:
        raise gone[0]
    with suppress(DatabaseAwayError, TimeoutError):
        async with asyncio.timeout(RELEASE_SECONDS):
            await store.updates.release()
            await store.allowance.leave()


async def _answer(application: Bots, waiting: Waiting, update: Update | None) -> None:
    """Answer one update, or say why it is not answered."""
    known = update or Update.de_json(json.loads(waiting.body), application.bot)
    if waiting.given_up:
        logger.error("update %s ended its process %d times, and is given up", waiting.update_id, MOST_TRIES + 1)
        await tell(known, application.bot, FAILED)
    elif waiting.hurried:
        await tell(known, application.bot, TOO_FAST)
    else:
        await application.process_update(known)


async def _prepared(application: Bots) -> None:
    try:
        await prepare(application)
    except TelegramError as error:
        logger.warning("commands and description were not registered: %s", error)
