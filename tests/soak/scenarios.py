"""What is done to a bot while people ask."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
from hooked import Hooked
from rulebot import Rulebot
from standin import StandIn

from tests.databases import Server, Table, run
from tests.soak.load import Balancer, Load, Outcome, say

A_KILL, IN_BACKLOG = 0.2, 1.0
"""How many answers may be said twice, for each kill, on a machine that does nothing else: those in the air then."""
AFTER_START, CATCHING_UP = 0.7, 90.0
"""Seconds after a start, or after what waited for it is answered, in which the next kill comes; the most that takes."""
MANY = 600
"""People who ask in turns: so many that nobody has as much waiting as counts as a flood."""
REMINDED = 8_500_000_001
_REMINDERS = """
insert into reminders (chat_id, chat, person, topic, "case", how, data, ends, at, until)
select {first} + n, n, n, null, n, 'on', '{{"calculator":"none","inputs":{{}}}}',
    extract(epoch from now()) * 1000 + 86400000, extract(epoch from now()) * 1000 + n * {ahead} / {number}, 0
from generate_series(0, {number} - 1) as n
"""
"""Reminders of many people, due one after the other."""
MOST_MEMORY, MOST_FIELDS = 40, 0.7
HOSTILE = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "guest_message")
STRANGE: tuple[Any, ...] = (
    *(None, "", "x" * 5000, -1, 2**70, 1.5, True, "\0"),
    *([], {}, [[[]]], {"id": {}}, {"id": 5, "type": "private"}),
)


@contextmanager
def polling(folder: Path, **settings: str) -> Iterator[tuple[StandIn, Rulebot]]:
    """Run one bot that polls, on a file."""
    folder.mkdir(parents=True)
    with StandIn() as telegram:
        bot = Rulebot(telegram, folder, **settings)
        bot.start()
        try:
            yield telegram, bot
        finally:
            bot.stop()


@contextmanager
def replicas(folder: Path, database: Table, number: int = 3) -> Iterator[tuple[StandIn, list[Hooked]]]:
    """Run several bots behind a webhook, on one PostgreSQL."""
    with StandIn() as telegram:
        bots = [Hooked(telegram, folder / str(one), database=database.url) for one in range(number)]
        for bot in bots:
            bot.log.parent.mkdir(parents=True)
            bot.start()
        try:
            yield telegram, bots
        finally:
            for bot in bots:
                bot.stop()


def killed(folder: Path, kills: int, *, in_backlog: bool = False, a_second: float = 20) -> Outcome:
    """Kill -9 again and again, on a file: at an ordinary load, or always before what waited is answered."""
    dice = random.Random(11)
    with polling(folder) as (telegram, bot):
        load = Load(telegram, MANY, say)
        load.begin(a_second)
        for _ in range(kills):
            sleep(AFTER_START) if in_backlog else _at_ordinary_load(telegram, load, dice)
            bot.kill()
            bot.start()
        load.end()
        name = f"kill -9 × {kills}{' behind a backlog' if in_backlog else ''}, SQLite"
        return load.outcome(name, 60, doubled_allowed=round(kills * (IN_BACKLOG if in_backlog else A_KILL)))


def killed_replicas(folder: Path, server: Server, kills: int, *, a_second: float = 20) -> Outcome:
    """Kill -9 one of three at random, on PostgreSQL."""
    dice = random.Random(12)
    with replicas(folder, server.fresh()) as (telegram, bots):
        load = Load(telegram, MANY, Balancer(bots).say)
        load.begin(a_second)
        for _ in range(kills):
            _at_ordinary_load(telegram, load, dice)
            bot = dice.choice(bots)
            bot.kill()
            bot.start()
        load.end()
        name = f"kill -9 × {kills}, three replicas, PostgreSQL"
        return load.outcome(name, 90, doubled_allowed=round(kills * A_KILL))


def _at_ordinary_load(telegram: StandIn, load: Load, dice: random.Random) -> None:
    """Return at some moment after nothing waits any more: what waited for a start is no ordinary load."""
    deadline = monotonic() + CATCHING_UP
    while _answered(telegram) < len(load.asked) and monotonic() < deadline:
        sleep(0.25)  # looking through all that was sent takes time from those who send
    sleep(dice.uniform(0, AFTER_START))


def _answered(telegram: StandIn) -> int:
    """Return how many questions are answered; one answered twice is one."""
    return len({(call["chat_id"], call["text"]) for call in telegram.calls("sendMessage")})


def frozen(folder: Path, server: Server, seconds: float, around: float = 3) -> Outcome:
    """Let the database answer nobody for a while, under three replicas; people ask some seconds around it, too."""
    database = server.fresh()
    with replicas(folder, database) as (telegram, bots):
        load = Load(telegram, 300, Balancer(bots).say)
        load.begin(30)
        sleep(around)
        with database.away():
            sleep(seconds)
        sleep(around)
        load.end()
        return load.outcome(f"database frozen {seconds:g} s, three replicas", 90)


def stopped(folder: Path, server: Server, seconds: float) -> Outcome:
    """Shut the database down for a while, under three replicas."""
    with replicas(folder, server.fresh()) as (telegram, bots):
        load = Load(telegram, 300, Balancer(bots).say)
        load.begin(30)
        sleep(3)
        with server.stopped():
            sleep(seconds)
        sleep(3)
        load.end()
        return load.outcome(f"database stopped {seconds:g} s, three replicas", 90)


def telegram_away(folder: Path, seconds: float) -> Outcome:
    """Let Telegram be away for longer than anybody waits."""
    with polling(folder) as (telegram, _):
        load = Load(telegram, 30, say)
        load.begin(20)
        sleep(2)
        load.end()
        with telegram.offline():
            sleep(seconds)
        load.once()
        return load.outcome(f"Telegram away {seconds:g} s", 120)


def reminded(folder: Path, server: Server, number: int, kills: int) -> Outcome:
    """Kill -9 one of three replicas again and again while reminders are due, more and more of them."""
    dice, database = random.Random(14), server.fresh()
    with StandIn() as telegram:
        bots = [Hooked(telegram, folder / str(one), database=database.url) for one in range(3)]
        for bot in bots:
            bot.log.parent.mkdir(parents=True)
            bot.start()
        run(database, _REMINDERS.format(number=number, first=REMINDED, ahead=3000 * kills))
        for one in range(number):
            telegram.private(REMINDED + one)
        for _ in range(kills):
            sleep(3)
            bot = dice.choice(bots)
            bot.kill()
            bot.start()
        deadline = monotonic() + 200  # what a killed process had claimed is free after two minutes
        while run(database, "select count(*) from reminders")[0][0] and monotonic() < deadline:
            sleep(1)
        sleep(1)
        for bot in bots:
            bot.stop()
        told = Counter(int(call["chat_id"]) for call in telegram.calls("sendMessage") if "⏰" in str(call["text"]))
        apologies = sum("出了点问题" in str(call["text"]) for call in telegram.calls("sendMessage"))
    lost, doubled = number - len(told), sum(told.values()) - len(told)
    name = f"{number} reminders over {kills} kills, three replicas"
    return Outcome(name, number, lost, doubled, apologies, 0, doubled_allowed=round(kills * A_KILL))


def hostile(folder: Path, number: int) -> Outcome:
    """Send updates of every kind with strange values in every place, beside people who ask."""
    with polling(folder) as (telegram, bot):
        load = Load(telegram, 5, say)

        def tell(one: int, kind: str, content: dict[str, Any]) -> None:
            telegram.world.tell(kind, content, ("hostile", one))

        return _beside_strange_ones(bot, load, number, tell, f"{number} hostile updates, polling")


def hostile_posts(folder: Path, number: int) -> Outcome:
    """Post the same to a webhook."""
    folder.mkdir(parents=True)
    with StandIn() as telegram:
        bot = Hooked(telegram, folder)
        bot.start()
        load = Load(telegram, 5, say)

        def tell(one: int, kind: str, content: dict[str, Any]) -> None:
            code = bot.post(json.dumps({"update_id": 900_000_000 + one, kind: content}))
            assert code == httpx.codes.OK, f"{code}: {kind}: {content}"

        try:
            return _beside_strange_ones(bot, load, number, tell, f"{number} hostile updates, webhook")
        finally:
            bot.stop()


def _beside_strange_ones(
    bot: Rulebot, load: Load, number: int, tell: Callable[[int, str, dict[str, Any]], None], name: str
) -> Outcome:
    dice = random.Random(13)
    load.once()
    sleep(2)
    before = bot.memory()
    for one in range(number):
        content = {
            field: dice.choice(STRANGE)
            for field in ("message_id", "date", "chat", "from", "text", "id", "data", "query", "message")
            if dice.random() < MOST_FIELDS
        }
        tell(one, dice.choice(HOSTILE), content)
        if not one % (number // 10):
            load.once()
    outcome = load.outcome(name, 120)
    grown = bot.memory() - before
    return replace(outcome, more=f"memory {grown:+.0f} MB (≤ {MOST_MEMORY})", fits=grown <= MOST_MEMORY)


def flooded(folder: Path, number: int) -> Outcome:
    """Let one person write without end, in private, while others ask."""
    limits = {"RULEBOT_LIMIT_OVERALL": "30", "RULEBOT_LIMIT_GROUP": "20", "RULEBOT_LIMIT_CHAT": "1"}
    with polling(folder, **limits) as (telegram, _):
        flooder = telegram.private()
        load, others = Load(telegram, 20, say), 20
        for one in range(number):
            flooder.say(f"实在宝能赔多少 {one}")
            if not one % (number // others) and one // (number // others) < others:
                load.one(one // (number // others))
        outcome = load.outcome(f"flood of {number}", 60)
        deadline = monotonic() + 60
        while not (too_fast := sum("太快" in message.text for message in flooder.messages)) and monotonic() < deadline:
            sleep(0.2)  # what came before the remark is answered first, one a second
        fits = outcome.longest <= 3 and 1 <= too_fast <= 3
        return replace(outcome, more=f"others within 3 s; told {too_fast} time(s)", fits=fits)
