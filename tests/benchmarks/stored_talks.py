"""
How much slower the bot is when it remembers 100,000 talks. Started with `python tests/benchmarks/stored_talks.py`.

Two bots are asked in turns, one on an empty file, one on a full one; prints the ratio of the medians and what it may
be at most. Exit code 1 when it is more.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import monotonic, sleep, time

sys.path[:0] = [str(Path(__file__).parents[1] / "telegram"), str(Path(__file__).parents[2])]

from rulebot import Rulebot
from standin import StandIn

TALKS, ROUNDS, MOST = 100_000, 120, 1.2
QUESTION = "我实付1288元，主播虚假宣传能赔多少？"


def fill(file: Path) -> None:
    """Write talks of yesterday, and the messages that they led to, into a database."""
    yesterday = round((time() - 24 * 3600) * 1000)
    data = '{"calculations":[],"place":"kuaishou-shizaibao/7","question":"实在宝能赔多少","words":"' + "说" * 200 + '"}'
    with closing(sqlite3.connect(file)) as connection:
        talks = ((f"{number:024x}", f"{number:024x}", data, yesterday) for number in range(TALKS))
        connection.executemany("INSERT INTO talks (chat, person, data, at) VALUES (?, ?, ?, ?)", talks)
        sent = ((f"{number:024x}", number, f"{number:024x}", "", data, yesterday) for number in range(TALKS))
        columns = "chat, message, asker, other, data, at"
        connection.executemany(f"INSERT INTO sent ({columns}) VALUES (?, ?, ?, ?, ?, ?)", sent)
        connection.commit()


def once(telegram: StandIn) -> float:
    """Return the ms from a question of somebody new to its answer."""
    chat, before = telegram.private(), len(telegram.calls("sendMessage"))
    begin = monotonic()
    chat.say(QUESTION)
    arrived = telegram.wait_for_calls("sendMessage", before + 1, 20)[before].at
    sleep(0.01)
    return (arrived - begin) * 1000


def main() -> int:
    """Measure, and print a line."""
    with tempfile.TemporaryDirectory() as name, StandIn() as one, StandIn() as two:
        bots = []
        for telegram, kind in ((one, "empty"), (two, "full")):
            folder = Path(name) / kind
            folder.mkdir()
            bot = Rulebot(telegram, folder)
            bot.start()
            if kind == "full":
                bot.stop()
                fill(folder / "rulebot.db")
                bot.start()
            bots.append(bot)
        pairs = [(once(one), once(two)) for _ in range(ROUNDS)]
        for bot in bots:
            bot.stop()
    empty, full = (median(pair[side] for pair in pairs) for side in (0, 1))
    holds = full / empty <= MOST
    told = f"{full:.2f} ms, empty {empty:.2f} ms"
    print(f"{TALKS} stored talks  {told}  {full / empty:.2f}  (<= {MOST})  {'ok' if holds else 'FALLS SHORT'}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
