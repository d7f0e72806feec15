"""People who ask without end, and what became of it."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from time import monotonic, sleep

import httpx
from hooked import Hooked
from standin import Chat, StandIn

QUESTION = "/shizaibao_payout {}"
FIRST = 300
NUMBERS = count(1)
PATIENCE = 300.0
"""Seconds that an update is tried to be handed over, as Telegram does for longer."""


@dataclass(frozen=True)
class Outcome:
    """One scenario: what was asked, lost, said twice, apologised for; the longest wait in seconds; more in words."""

    name: str
    asked: int
    lost: int
    doubled: int
    apologies: int
    longest: float
    more: str = ""
    doubled_allowed: int = 0
    fits: bool = True

    @property
    def holds(self) -> bool:
        """Whether it is as it must be."""
        return not self.lost and not self.apologies and self.doubled <= self.doubled_allowed and self.fits

    def __str__(self) -> str:
        """Return one line of the table."""
        figures = f"{self.asked:>6} {self.lost:>6} {self.doubled:>8} {self.apologies:>10} {self.longest:>8.1f}"
        return f"{self.name:<44} {figures}  {self.more:<38} {'ok' if self.holds else 'FALLS SHORT'}"


@dataclass
class Load:
    """People, each with one question after the other, and when each was asked."""

    telegram: StandIn
    people: int
    ask: Callable[[Chat, str], None]
    chats: list[Chat] = field(default_factory=list)
    asked: dict[tuple[int, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the people come."""
        self.chats = [self.telegram.private() for _ in range(self.people)]
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, a_second: float) -> None:
        """Let them ask, so many questions a second, until `end`."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._go, args=(a_second,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Let nobody ask any more."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def once(self) -> None:
        """Let everybody ask one question now."""
        for person, _ in enumerate(self.chats):
            self.one(person)

    def _go(self, a_second: float) -> None:
        person = 0
        while not self._stop.is_set():
            self.one(person % self.people)
            person += 1
            self._stop.wait(1 / a_second)

    def one(self, person: int) -> None:
        """Let somebody ask."""
        amount = FIRST + sum(1 for who, _ in self.asked if who == person)
        self.asked[person, amount] = monotonic()
        self.ask(self.chats[person], QUESTION.format(amount))

    def outcome(self, name: str, seconds: float, **more: object) -> Outcome:
        """Wait until all is answered, at most so long, and count."""
        deadline = monotonic() + seconds
        while (lost := self._counts()[0]) and monotonic() < deadline:
            sleep(0.2)
        sleep(1.5)  # whatever is said twice comes by then
        lost, doubled, apologies = self._counts()
        return Outcome(name, len(self.asked), lost, doubled, apologies, self._longest(), **more)  # type: ignore[arg-type]

    def _counts(self) -> tuple[int, int, int]:
        lost = doubled = apologies = 0
        for person, chat in enumerate(self.chats):
            texts = [message.text for message in list(chat.messages)]
            apologies += sum("出了点问题" in text for text in texts)
            told = Counter(
                amount for who, amount in self.asked if who == person for text in texts if _tells(text, amount)
            )
            mine = [amount for who, amount in self.asked if who == person]
            lost += sum(not told[amount] for amount in mine)
            doubled += sum(max(0, told[amount] - 1) for amount in mine)
        return lost, doubled, apologies

    def _longest(self) -> float:
        arrived: dict[int, list[tuple[str, float]]] = {}
        for call in self.telegram.calls("sendMessage"):
            arrived.setdefault(int(call["chat_id"]), []).append((str(call["text"]), call.at))
        waits = [
            min(
                (at - begun for text, at in arrived.get(self.chats[person].id, ()) if _tells(text, amount)), default=0.0
            )
            for (person, amount), begun in self.asked.items()
        ]
        return max(waits, default=0.0)


def _tells(text: str, amount: int) -> bool:
    return f"{amount}.00 元" in text


def say(chat: Chat, text: str) -> None:
    """Write to a bot that polls."""
    chat.say(text)


class Balancer:
    """Posts updates to replicas in turns, and again elsewhere where one does not take it, as Telegram does."""

    def __init__(self, replicas: Sequence[Hooked]) -> None:
        """Begin with the first."""
        self._replicas, self._turn = replicas, count()
        self._pool = ThreadPoolExecutor(24)
        self._client = httpx.Client(trust_env=False, timeout=10)

    def say(self, chat: Chat, text: str) -> None:
        """Write to a bot behind a webhook; what one person writes arrives in order."""
        number = next(NUMBERS)
        person = {"id": chat.id, "first_name": "Anna", "is_bot": False}
        place = {"id": chat.id, "type": "private", "first_name": "Anna"}
        message = {"message_id": number, "date": 1_772_000_000, "chat": place, "from": person, "text": text}
        self._pool.submit(self._post, json.dumps({"update_id": number, "message": message}))

    def _post(self, body: str) -> None:
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            try:
                replica = self._replicas[next(self._turn) % len(self._replicas)]
                if replica.post(body) == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass  # it was killed, or is not there yet: the next one
            sleep(0.2)
