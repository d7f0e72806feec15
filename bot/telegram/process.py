"""`rulebot run`: puts the parts together, and takes them apart in order when it is told to stop."""

import asyncio
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import Application

from bot.logs import configure
from bot.meanings import VARIABLE
from bot.operating.metrics import ENDED_PROCESS, METRICS
from bot.operating.program import version
from bot.rebuilding import Builder
from bot.settings import Settings
from bot.store import Store, StoreAwayError, StoreError
from bot.store.trouble import DatabaseAwayError, DatabaseGoneError
from bot.store.updates import MOST_TRIES, Waiting
from bot.telegram.application import ALLOWED, build
from bot.telegram.face import TelegramFace
from bot.telegram.handlers.due_reminders import DueReminders
from bot.telegram.handlers.failures import tell
from bot.telegram.handlers.services import the_same
from bot.telegram.handlers.tell_answered import TellAnswered
from bot.telegram.handlers.tell_news import TellNews
from bot.telegram.pages.words import FAILED, TOO_FAST
from bot.telegram.receiving.chores import Chores
from bot.telegram.receiving.health import AddressTakenError, Health, reporting
from bot.telegram.receiving.intake import Intake
from bot.telegram.receiving.polling import Poller
from bot.telegram.receiving.reloading import Busy, Reloading
from bot.telegram.receiving.stopping import Stop, unless
from bot.telegram.receiving.watching import Folders
from bot.telegram.receiving.webhook import Webhook, WebhookRefusedError
from bot.telegram.sending.sparing import Sparing
from knowledge.plain_yaml import KnowledgeError
from knowledge.search.encoder import NoEncoderError

logger = logging.getLogger(__name__)

RELEASE_SECONDS, AFTERWARDS_SECONDS = 0.5, 2.3
"""
How long letting go of what is not answered may take (where it fails, others come to it a little later), and everything
that comes once answers are not waited for any more.
"""
OPEN_SECONDS, OPEN_PAUSE = 60.0, 1.0
"""How long a start waits for the database's server to answer, and between two tries."""
T = TypeVar("T")
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
        0 after a stop that was asked for, 2 when it cannot start, 1 when the database's server does not answer, so that
        whatever keeps the bot running starts it again; why is on standard error, in one line or paragraph.
    """
    if not settings.telegram_token.get_secret_value():
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 2
    configure(settings.log_level, settings.log_format)
    try:
        return asyncio.run(_run(settings))
    except InvalidToken:
        print(
            "RULEBOT_TELEGRAM_TOKEN: Telegram does not know this token; @BotFather shows the right one", file=sys.stderr
        )
    except DatabaseGoneError as error:
        print(f"RULEBOT_DATABASE_URL: {error} while the bot was running; start it again", file=sys.stderr)
    except (StoreAwayError, DatabaseAwayError) as error:
        print(f"RULEBOT_DATABASE_URL: the database does not answer: {error}", file=sys.stderr)
        return 1
    except StoreError as error:
        print(f"RULEBOT_DATABASE_URL: the database cannot be opened: {error}", file=sys.stderr)
    except WebhookRefusedError as error:
        print(f"RULEBOT_WEBHOOK_URL={settings.webhook_url}: Telegram refuses it: {error}", file=sys.stderr)
    except KnowledgeError as error:
        print(f"RULEBOT_KNOWLEDGE: {error}", file=sys.stderr)
    except NoEncoderError as error:
        print(f"{VARIABLE}: {error} is not installed; pip install 'rulebot[encoder]'", file=sys.stderr)
    except (AddressTakenError, OSError) as error:
        print(error, file=sys.stderr)
    return 2


async def _run(settings: Settings) -> int:
    stop, asked, loop = Stop(settings.stop_seconds + AFTERWARDS_SECONDS), asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, _hung_up, stop, asked, os.isatty(0))
    async with opened(settings.database_url) as store, reporting(settings, store, stop) as health:
        builder = Builder(settings.knowledge, settings.stale_days)
        reloading = Reloading(builder.beside, store.knowledge, Folders(settings.knowledge), asked)
        await _there(reloading.look)
        assistant = builder.at_start()
        application = build(settings, assistant, store, reloading.reload)
        face, library = TelegramFace(application), assistant.library
        METRICS.runs(version())
        METRICS.knows(library.version, len(library.documents), len(library.places))
        # the knowledge stays for long: the garbage collector need not look through it again and again
        gc.collect()
        gc.freeze()
        try:
            # Telegram may be away: whoever stops the bot then need not wait for it.
            if await unless(stop, application.initialize()) and await unless(stop, face.show()):
                await _serve(application, store, settings, stop, health, partial(reloading.start, face))
        finally:
            await reloading.stop()
            await face.stop()
            await application.shutdown()
    return 0


def _hung_up(stop: Stop, asked: asyncio.Event, in_terminal: bool) -> None:
    """Take the knowledge anew; but stop where the terminal that the bot was started in has been closed."""
    if in_terminal and not os.isatty(0):
        stop.set()
    else:
        asked.set()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """Open a database, let go of what dead processes held, and close it afterwards."""
    store = await _there(partial(Store.open, url))
    try:
        await _there(store.updates.release)
        await _there(store.allowance.beat)
        yield store
    finally:
        await store.close()


async def _there(doing: Callable[[], Awaitable[T]]) -> T:
    """Return what is done with a database, whose server may have been started at the same time, and answer soon."""
    until, trouble = monotonic() + OPEN_SECONDS, Sparing(logger)
    while True:
        try:
            return await doing()
        except (StoreAwayError, DatabaseAwayError) as error:
            if isinstance(error, DatabaseGoneError) or monotonic() > until:
                raise
            trouble.warn(f"the database does not answer yet ({error}); trying again for a minute")
            await asyncio.sleep(OPEN_PAUSE)


async def _serve(
    application: Bots, store: Store, settings: Settings, stop: Stop, health: Health, reloads: Callable[[Busy], None]
) -> None:
    """
    Answer updates until `stop`; `reloads` begins what takes the knowledge anew.

    Raises:
        DatabaseGoneError: the file of the database is another one than at the start.
    """
    gone: list[Exception] = []

    def end(error: Exception) -> None:
        gone.append(error)
        stop.set()

    intake = Intake(store, partial(_answer, application))
    chores = Chores(
        application.bot,
        store,
        intake,
        settings.keep_days,
        (DueReminders(application).send, TellAnswered(application).send, TellNews(application).send),
        end,
    )
    try:
        chores.start()
        reloads(lambda: bool(intake.busy))
        health.serving = True
        if settings.webhook_url:
            await Webhook(application.bot, intake, health, settings, ALLOWED).run(stop)
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
        METRICS.given_up(ENDED_PROCESS)
        await tell(known, application.bot, FAILED)
    elif waiting.hurried:
        await tell(known, application.bot, TOO_FAST)
    else:
        with the_same(application):
            await application.process_update(known)
