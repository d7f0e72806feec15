"""
How long a reload takes, and how long people wait for answers meanwhile.

Started with `python tests/benchmarks/reloading.py`. One bot, with 600 questions and answers of an owner beside the
shipped documents, is asked at a steady pace, whether it answers or not; in turns nothing happens and one answer in the
owner's file is changed. Prints how long it took from saving the file until the new answer was served, and the median
and the 99th percentile of answering in both; exit code 1 when the latter is more than twice as long during reloads.
"""

import json
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, sleep

sys.path[:0] = [str(Path(__file__).parents[1] / "telegram"), str(Path(__file__).parents[2])]

from rulebot import Rulebot
from standin import StandIn

from bot.faq.document import FaqDocument
from bot.faq.entries import Entry

QUESTIONS = ("实在宝最多赔多少钱", "飞鸽的考核怎么算", "星图任务取消怎么处理", "我实付1288元，主播虚假宣传能赔多少？")
APART, AFTER, LONGEST = 0.08, 0.5, 120.0
"""Seconds between two questions on average, that a reload still counts after it, and that one may take."""
ROUNDS, QUIET = 12, 6.0
MOST = 2.0
DONE = "the knowledge is another one"


def faq(version: int) -> FaqDocument:
    """Return 600 questions and answers, of which one is another in each version."""
    lines = (Path(__file__).parent / "faq.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    rows[0]["a"] = f"{rows[0]['a']}（第 {version} 版）"
    empty = FaqDocument.new("shop-faq", checked=date(2026, 11, 1))
    return empty.merged(Entry(row["q"], row["a"]) for row in rows)[0]


class Asking:
    """People who ask at their own pace."""

    def __init__(self, telegram: StandIn) -> None:
        """Begin to ask now."""
        self._telegram = telegram
        self._pace = random.Random(20261127)
        self._next = monotonic()
        self._asked: dict[str, float] = {}

    def go_on(self) -> None:
        """Ask what is due by now, of somebody who never asked before."""
        while self._next <= monotonic():
            chat = self._telegram.private()
            self._asked[str(chat.id)] = monotonic()
            chat.say(self._pace.choice(QUESTIONS))
            self._next += self._pace.expovariate(1 / APART)

    def waited(self) -> list[float]:
        """Return how long each waited, in ms, once all are answered; then nobody has asked."""
        deadline = monotonic() + LONGEST
        while monotonic() < deadline:
            told = {str(call["chat_id"]): call.at for call in self._telegram.calls("sendMessage")}
            if self._asked.keys() <= told.keys():
                break
            sleep(0.05)
        waited = [(told[chat] - at) * 1000 for chat, at in self._asked.items()]
        self._asked = {}
        return waited


def quiet(asking: Asking) -> list[float]:
    """Ask for a while in which nothing happens."""
    until = monotonic() + QUIET
    while monotonic() < until:
        asking.go_on()
        sleep(0.002)
    return asking.waited()


def reload(asking: Asking, log: Path, path: Path, version: int) -> tuple[list[float], float]:
    """Ask while the file changes and is taken; return how long people waited, and how long that took."""
    before, document = log.read_text().count(DONE), faq(version)
    document.write(path)
    begun, done = monotonic(), 0.0
    while monotonic() - (done or begun) < (AFTER if done else LONGEST):
        asking.go_on()
        if not done and log.read_text().count(DONE) > before:
            done = monotonic()
        sleep(0.002)
    return asking.waited(), done - begun


def percentile(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    return quantiles(values, n=100)[98]


def measured(telegram: StandIn, folder: Path) -> int:
    """Measure, print, and return the exit code."""
    own = folder / "own"
    own.mkdir()
    path = own / "shop-faq.yaml"
    faq(0).write(path)
    bot = Rulebot(telegram, folder, RULEBOT_KNOWLEDGE=str(own), RULEBOT_LOG_LEVEL="INFO")
    bot.start()
    try:
        asking = Asking(telegram)
        quiet(asking)  # the first ones build what is built once
        reload(asking, bot.log, path, 1)
        alone: list[float] = []
        beside: list[float] = []
        took = []
        for number in range(ROUNDS):
            alone += quiet(asking)
            waited, seconds = reload(asking, bot.log, path, number + 2)
            beside += waited
            took.append(seconds)
    finally:
        bot.stop()
    ratio = percentile(beside) / percentile(alone)
    print(f"reload of 600 questions and answers: {median(took):.1f} s, at most {max(took):.1f} s")
    for name, values in (("nothing happens", alone), ("during reloads", beside)):
        print(f"{name:<16} {len(values):5} answers, median {median(values):6.1f} ms, p99 {percentile(values):6.1f} ms")
    print(f"{'p99 during a reload':<16} {ratio:6.2f}  (<= {MOST})  {'ok' if ratio <= MOST else 'FALLS SHORT'}")
    return 0 if ratio <= MOST else 1


def main() -> int:
    """Run in a folder of its own, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder, StandIn() as telegram:
        return measured(telegram, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
