"""
How fast the bot is in Telegram, beside a bare python-telegram-bot echo bot in the same run.

Started with `python tests/benchmarks/telegram_bench.py`. Both talk to a stand-in for Telegram on loopback, each to one
of its own, and are asked in turns, so that whatever else the machine does hits both. Prints every figure with what it
may be at most or must be at least; exit code 1 when one falls short.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic, sleep

sys.path[:0] = [str(Path(__file__).parents[1] / "telegram"), str(Path(__file__).parents[2])]

from rulebot import Rulebot
from standin import StandIn

CLAUSES = ("实在宝最多赔多少钱", "飞鸽的考核怎么算", "星图任务取消怎么处理", "我实付1288元，主播虚假宣传能赔多少？")
PENDING = ("/shizaibao_payout",)
WARM, ROUNDS = 15, 60
CHATS, EACH = 200, 5

ECHO = """
import sys
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    await update.effective_message.reply_text(update.effective_message.text)

application = Application.builder().token(sys.argv[1]).base_url(sys.argv[2]).build()
application.add_handler(MessageHandler(filters.ALL, echo))
application.run_polling()
"""


class Echo:
    """A bare echo bot, with python-telegram-bot's defaults."""

    def __init__(self, telegram: StandIn) -> None:
        """Do not start yet."""
        self._telegram = telegram
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it fetches updates."""
        self._process = subprocess.Popen([sys.executable, "-c", ECHO, self._telegram.token, self._telegram.base_url])
        self._telegram.wait_for_calls("getUpdates", 1, 20)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)


def latency(telegram: StandIn, question: str) -> float:
    """Return the seconds from an update to `sendMessage`, for somebody who never asked before."""
    chat, before = telegram.private(), len(telegram.calls("sendMessage"))
    begin = monotonic()
    chat.say(question)
    arrived = telegram.wait_for_calls("sendMessage", before + 1, 20)[before].at
    sleep(0.01)  # what is written after sending must not slow down the next one here
    return arrived - begin


def latencies(echo: StandIn, bot: StandIn, questions: tuple[str, ...]) -> tuple[float, float]:
    """Return the medians for both, in ms."""
    pairs = [(latency(echo, question), latency(bot, question)) for _ in range(WARM + ROUNDS) for question in questions][
        WARM:
    ]
    return median(pair[0] for pair in pairs) * 1000, median(pair[1] for pair in pairs) * 1000


def crowd(telegram: StandIn, question: Callable[[int], str], told: Callable[[int], str]) -> tuple[float, int, int]:
    """Let 200 chats ask at once, five times each; return answers a second, the number lost, the number out of order."""
    chats = [telegram.private() for _ in range(CHATS)]
    before, begin = len(telegram.calls("sendMessage")), monotonic()
    for number in range(EACH):
        for chat in chats:
            chat.say(question(number))
    telegram.wait_for_calls("sendMessage", before + CHATS * EACH, 120)
    took = monotonic() - begin
    sleep(0.5)
    lost = sum(EACH - len(chat.messages) for chat in chats)
    disorder = sum(told(number) not in message.text for chat in chats for number, message in enumerate(chat.messages))
    return CHATS * EACH / took, lost, disorder


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    name: str
    figure: str
    ratio: float
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the ratio is what was promised."""
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)

    def __str__(self) -> str:
        """Return the line."""
        bound = f">= {self.least}" if self.least is not None else f"<= {self.most}"
        return (
            f"{self.name:<42} {self.figure:<34} {self.ratio:6.2f}  ({bound})  {'ok' if self.holds else 'FALLS SHORT'}"
        )


def measured(echo: StandIn, bot: StandIn) -> list[Line]:
    """Measure everything."""
    lines = []
    for name, questions, most in (
        ("latency, nothing to remember", CLAUSES, 1.45),
        ("latency, a calculation is stored first", PENDING, 1.45),
    ):
        bare, ours = latencies(echo, bot, questions)
        lines.append(Line(name, f"{ours:.2f} ms, echo {bare:.2f} ms", ours / bare, most=most))
    rounds = [
        (
            crowd(echo, str, str),
            crowd(bot, lambda number: f"/shizaibao_payout {number + 301}", lambda number: str(number + 301)),
        )
        for _ in range(2)
    ]
    bare, ours = (median(one[side][0] for one in rounds) for side in (0, 1))
    lines.append(Line("answers a second, 200 chats", f"{ours:.0f}/s, echo {bare:.0f}/s", ours / bare, least=0.8))
    lines.append(Line("lost", "messages", sum(one[1][1] for one in rounds), most=0))
    lines.append(Line("out of order within a chat", "messages", sum(one[1][2] for one in rounds), most=0))
    return lines


def main() -> int:
    """Run, print, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder, StandIn() as for_echo, StandIn() as for_bot:
        echo, bot = Echo(for_echo), Rulebot(for_bot, Path(folder))
        echo.start()
        bot.start()
        try:
            lines = measured(for_echo, for_bot)
        finally:
            echo.stop()
            bot.stop()
    print(*lines, sep="\n")
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
